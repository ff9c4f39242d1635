"""Fingerprints of a text: hashes of its runs of words, and the marks by which an index finds it again.

A sample of runs keeps the hashes that are divisible by a number, so that two texts sample the same shared runs: an
index of samples scored by containment finds trimmed, merged and edited copies where MinHash does not (Broder 1997 for
the sampling; the measurements are in the project's notes on text reuse). What a rewriting keeps is told by pairs: two
names or numbers that are first told one after the other are rare together, however common each is alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from hashlib import blake2b
from itertools import pairwise
from operator import methodcaller
from typing import Any
from zlib import crc32

import regex

RUN = 5  # words a run
SAMPLE = 16  # one of so many runs is a mark
_WORD = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]\p{M}*|[\p{L}\p{N}][\p{L}\p{N}\p{M}]*"
)


_CODE = methodcaller("encode", "utf-8", "surrogatepass")
_PLAIN = re.compile(r"[^\W_]+")
_NOT_PLAIN = re.compile("[\u0300-\u036f\u0483-\u1fff\u2070-\u20ff\u2c00-\U0010ffff]")  # marks, scripts without blanks


def words(text: str) -> list[str]:
    """The words of *text*, folded; a character each in scripts that write none apart.

    >>> words("The U.N. said: 12 dead")
    ['the', 'u', 'n', 'said', '12', 'dead']
    """
    folded = text.casefold()
    found: list[str] = (_WORD if _NOT_PLAIN.search(folded) else _PLAIN).findall(folded)  # the same, the latter faster
    return found


def runs(text: str, length: int = RUN) -> list[int]:
    """A number for each run of *length* words, in order; a shorter text has none. Good within this process only."""
    return runs_of(words(text), length)


def runs_of(said: Sequence[str], length: int = RUN) -> list[int]:
    """As `runs`, of words."""
    return list(map(hash, _windows(said, length)))


def _windows(said: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    return zip(*(said[start:] for start in range(length)), strict=False)


def sample(said: Sequence[str]) -> frozenset[int]:
    """The marks of the runs of some words: one run in `SAMPLE`, chosen by what it says."""
    found = map(_CODE, map(" ".join, _windows(said, RUN)))
    return frozenset([_mark(run) for run in found if not crc32(run) % SAMPLE])


def pairs(facts: Iterable[str]) -> frozenset[int]:
    """The marks of facts that follow each other, whichever comes first."""
    return frozenset(_mark(_CODE(" & ".join(sorted(pair)))) for pair in pairwise(facts))


def _mark(what: bytes) -> int:
    """A number of 48 bits that is the same in every process, never 0."""
    return int.from_bytes(blake2b(what, digest_size=6).digest(), "big") or 1


def resemblance(one: Set[Any], other: Set[Any]) -> float:
    """The share of all runs of two texts that stand in both (Jaccard's index), 0 to 1."""
    return len(one & other) / len(one | other) if one or other else 0.0

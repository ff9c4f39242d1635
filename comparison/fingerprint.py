"""Fingerprints of a text: hashes of its runs of words, all of them or a fixed sample.

A sample keeps the hashes that are divisible by a number, so that two texts sample the same shared runs: an index of
samples scored by containment finds trimmed, merged and edited copies where MinHash does not (Broder 1997 for the
sampling; the measurements are in the project's notes on text reuse).
"""

from __future__ import annotations

from collections.abc import Set
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import regex

RUN = 5  # words a run
SAMPLE = 8  # one of so many runs is indexed
_WORD = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]\p{M}*|[\p{L}\p{N}][\p{L}\p{N}\p{M}]*"
)


def words(text: str) -> list[str]:
    """The words of *text*, folded; a character each in scripts that write none apart.

    >>> words("The U.N. said: 12 dead")
    ['the', 'u', 'n', 'said', '12', 'dead']
    """
    found: list[str] = _WORD.findall(text.casefold())
    return found


def runs(text: str, length: int = RUN) -> list[int]:
    """A signed 64-bit hash for each run of *length* words, in order; a shorter text has none."""
    found = words(text)
    return [stable_hash(" ".join(found[start : start + length])) for start in range(len(found) - length + 1)]


@lru_cache(maxsize=200_000)
def stable_hash(run: str) -> int:
    """A signed 64-bit hash of *run* that is the same in every process."""
    return int.from_bytes(blake2b(run.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


def sample(text: str) -> dict[int, int]:
    """The sampled run hashes of *text*, each with the place (in words) where it first stands."""
    found: dict[int, int] = {}
    for place, value in enumerate(runs(text)):
        if value % SAMPLE == 0:
            found.setdefault(value, place)
    return found


def resemblance(one: Set[Any], other: Set[Any]) -> float:
    """The share of all runs of two texts that stand in both (Jaccard's index), 0 to 1."""
    return len(one & other) / len(one | other) if one or other else 0.0

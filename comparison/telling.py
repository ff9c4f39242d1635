"""The facts that a text tells outside quotations: names and numbers, in the order in which they are first told.

A rewritten copy has few word runs of its source, but tells its names and numbers in its order. Two reporters at one
event share names, and what was said there word for word, hence quotations are left out; they seldom share the order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping

import regex

_QUOTATION = regex.compile(r"[\"“„«][^\"“”„«»]{12,600}[\"”“»]")
_FACT = regex.compile(
    r"(?<=[\p{Ll}\p{N},;:)]\s)\p{Lu}[\p{L}\p{M}]{2,}|(?<=\p{Lu}[\p{L}\p{M}]{1,30}\s)\p{Lu}[\p{L}\p{M}]{2,}"
    r"|\d[\d.,]*\d"
)


def unquoted(text: str) -> str:
    """*text* with blanks in place of its quotations: offsets hold.

    >>> unquoted('He said "nobody has told us anything" twice')
    'He said                               twice'
    """
    return str(_QUOTATION.sub(lambda match: " " * len(match.group()), text))


def facts(text: str) -> dict[str, int]:
    """The names (words with a capital inside a sentence) and numbers of two figures or more, each with its first place.

    >>> list(facts("On Monday, police in Berlin said 1,200 people met. Police left."))
    ['monday', 'berlin', '1200']
    """
    return first_told(fact_places(text))


def fact_places(text: str) -> list[tuple[str, int]]:
    """Every place where a fact is told, in order."""
    return [(_folded(match.group()), match.start()) for match in _FACT.finditer(text)]


def first_told(told: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The facts among these places, each with its first one, in order."""
    found: dict[str, int] = {}
    for fact, place in told:
        found.setdefault(fact, place)
    return found


def _folded(told: str) -> str:
    return told.replace(",", "").rstrip(".") if told[0].isdigit() else told.casefold()


def in_order(one: Mapping[str, int], other: Mapping[str, int]) -> int:
    """How many facts of *one* stand in *other* in the same order: the longest increasing subsequence."""
    shared = sorted(one.keys() & other.keys(), key=one.__getitem__)
    tails: list[int] = []
    for place in map(other.__getitem__, shared):
        at = bisect_left(tails, place)
        tails[at : at + 1] = [place]
    return len(tails)

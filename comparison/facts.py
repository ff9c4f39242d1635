"""The facts of a text in their order, its numbers and names: what a rewriting keeps when it changes the rest."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

import regex

_FACT = regex.compile(
    r"(?P<number>\p{N}+(?:[.,:]\p{N}+)*)"
    r"|(?<![.!?…:\"“”‘’]\s)(?<![\"“‘\n(])(?<!^)(?P<name>\b\p{Lu}[\p{L}\p{M}'’.-]*\p{L}\b)"
)
_NUMBERS = {
    word: str(value)
    for value, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())  # noqa: SIM905
}
_SPELLED = regex.compile(r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b", regex.I)


class Fact(NamedTuple):
    """A number or a name, folded, and where it stands."""

    value: str
    start: int
    end: int


def facts(text: str) -> list[Fact]:
    """The numbers and names of *text*, in order; a word that only opens a sentence is no name.

    >>> [fact.value for fact in facts("The ferry left Harlow with seven men and 1,200 sheep.")]
    ['harlow', '7', '1200']
    """
    found = [Fact(_fold(match.group()), *match.span()) for match in _FACT.finditer(text)]
    found += [Fact(_NUMBERS[match.group().lower()], *match.span()) for match in _SPELLED.finditer(text)]
    return sorted(found, key=lambda fact: fact.start)


def _fold(value: str) -> str:
    folded = value.casefold().removesuffix("'s").removesuffix("’s")
    return folded.replace(",", "") if folded[:1].isdigit() else folded


def kept_in_order(source: list[Fact], text: list[Fact]) -> tuple[float, float]:
    """The share of the text's distinct facts that the source has, and the share of those that keep its order."""
    places: dict[str, int] = {}
    for place, fact in enumerate(source):
        places.setdefault(fact.value, place)
    own = list(dict.fromkeys(fact.value for fact in text))
    shared = [places[value] for value in own if value in places]
    if not own or not shared:
        return 0.0, 0.0
    return len(shared) / len(own), _longest_rise(shared) / len(shared)


def _longest_rise(places: list[int]) -> int:
    """The length of the longest rising subsequence."""
    tops: list[int] = []
    for place in places:
        at = bisect_left(tops, place)
        tops[at : at + 1] = [place]
    return len(tops)

"""Figures and dates as values: what a stretch of tokens states, whichever way it is written.

``entities`` reads a row of tokens from left to right and gives each date, time and quantity with its value, so that
"5", "five" and "5.0" are one, "March 12" and "12 March" are one, and "$4,000" and "$4.000" are two.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from comparison.kinds import _moments, _quantities
from comparison.kinds._tokens import Token
from comparison.kinds.lexicon.base import COUNTRIES_OF_DOLLARS, Lexicon

_MOST_SLASHES = 3
"""A run of signs with so many of them before a figure is a path, whatever it opens with."""


class Entity(NamedTuple):
    """Tokens *start* to *end* (exclusive) state *values*: of a date each of its parts, of a quantity the one value.

    *weak* says that the words may as well be no number ("one", "second"); *hedge* is the "about" or "nearly" before it.
    """

    start: int
    end: int
    is_date: bool
    values: tuple[str, ...]
    weak: bool = False
    hedge: str = ""


def entities(tokens: Sequence[Token], words: Sequence[str], lexicon: Lexicon, low: int, high: int) -> list[Entity]:
    """Every date, time and quantity that starts at a place from *low* to *high*, in order, none inside another."""
    openers = lexicon.value_openers
    places = [
        place
        for place in range(low, high)
        if (word := words[place]) in openers or word[0].isdigit() or word[-2:] == "'s"
    ]
    found: list[Entity] = []
    end = low
    for place in places:
        if place >= end and _opens(words, place, lexicon) and (here := _one(tokens, words, place, lexicon)) is not None:
            found.append(here)
            end = here.end
    return found


def _opens(words: Sequence[str], place: int, lexicon: Lexicon) -> bool:
    """Whether what may open a value does so for all that one more look shows: "at" in "at least", "a" in "A$"."""
    word, phrases = words[place], lexicon.value_phrases
    if word in lexicon.value_words or phrases.at(words, place) is not None:
        return True
    if word in COUNTRIES_OF_DOLLARS:
        return words[place + 1 : place + 2] == ["$"]
    return word not in phrases.first_words


def _in_path(tokens: Sequence[Token], place: int) -> bool:
    """Whether a figure stands in the path of an address: "/2015/05/08/ferry", not "5/8/2015" or "6ft/1.8m"."""
    slashes, opened = 0, False
    for spot in range(place - 1, -1, -1):
        if tokens[spot].end != tokens[spot + 1].start:
            break
        if tokens[spot].text == "/":
            slashes += 1
            before = tokens[spot - 1] if spot and tokens[spot - 1].end == tokens[spot].start else None
            opened = opened or before is None or before.is_sign
    return opened or slashes >= _MOST_SLASHES


def _one(tokens: Sequence[Token], words: Sequence[str], place: int, lexicon: Lexicon) -> Entity | None:
    if words[place][0].isdigit() and _in_path(tokens, place):
        return None
    moment = _moments.at(tokens, words, place, lexicon)
    if moment:
        return Entity(place, moment[0], True, moment[1])
    quantity = _quantities.at(tokens, words, place, lexicon)
    if quantity and not (quantity.lead and _moments.at(tokens, words, place + quantity.lead, lexicon)):
        return Entity(place, quantity.end, False, (quantity.key,), quantity.weak, quantity.hedge)
    return None

"""Quantities in a row of tokens: figures and words, with their currency, magnitude, unit and bound, as one value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from comparison.kinds import _numerals
from comparison.kinds._tokens import Token
from comparison.kinds.lexicon.base import COUNTRIES_OF_DOLLARS, Lexicon

_CURRENCY = {"$": "usd", "€": "eur", "£": "gbp", "¥": "jpy", "₹": "inr", "₽": "rub", "₩": "krw", "₺": "try", "₪": "ils"}
_MINUS = frozenset("-−")


class Quantity(NamedTuple):
    """The place after it, what it states, whether it may be no number,
    the "about" before it, and how many words of that and of a bound open it."""

    end: int
    key: str
    weak: bool
    hedge: str
    lead: int


def at(tokens: Sequence[Token], words: Sequence[str], place: int, lexicon: Lexicon) -> Quantity | None:
    """The quantity that starts at *place*, with the bound ("at least") and the currency before it."""
    start, bound, hedge = place, "", ""
    limit = lexicon.bounds.at(words, start)
    if limit and limit[0] < len(words):
        start, bound = limit
    about = lexicon.approximators.at(words, start)
    if about and about[0] < len(words):
        start, hedge = about
    lead = start - place
    sign, start = _currency(tokens, words, start)
    minus, start = _negative(tokens, start)
    number = _numerals.number(tokens, words, start, lexicon) if start < len(words) else None
    if number is None:
        return None
    end, value, weak = number
    unit, end = _unit(tokens, words, end, lexicon) if not value.endswith("th") else ("", end)
    currency = f" {sign}" if sign and sign != unit else ""
    key = f"{bound}{minus}{value}{currency}{' ' + unit if unit else ''}"
    return Quantity(end, key, weak and not unit and not sign and not bound, hedge, lead)


def _currency(tokens: Sequence[Token], words: Sequence[str], place: int) -> tuple[str, int]:
    """The currency that opens a quantity, and the place after it."""
    if place + 1 < len(tokens) and tokens[place + 1].text == "$" and tokens[place].end == tokens[place + 1].start:
        country = COUNTRIES_OF_DOLLARS.get(words[place])
        return (country, place + 2) if country else ("", place)
    sign = _CURRENCY.get(tokens[place].text) if place < len(tokens) else None
    return (sign, place + 1) if sign and place + 1 < len(tokens) else ("", place)


def _negative(tokens: Sequence[Token], place: int) -> tuple[str, int]:
    """Whether a minus stands before the figure: close to it, and apart from what is before it."""
    if place + 1 >= len(tokens) or tokens[place].text not in _MINUS or not tokens[place + 1].is_figure:
        return "", place
    close = tokens[place].end == tokens[place + 1].start
    apart = place == 0 or tokens[place - 1].end < tokens[place].start
    return ("-", place + 1) if close and apart else ("", place)


def _unit(tokens: Sequence[Token], words: Sequence[str], place: int, lexicon: Lexicon) -> tuple[str, int]:
    """The unit or currency after a number, across the hyphen of "12-year-old", and the place after it."""
    if place >= len(words):
        return "", place
    sign = _CURRENCY.get(tokens[place].text)
    if sign:
        return sign, place + 1
    if words[place] in ("%", "°", "‰"):
        return words[place], place + 1
    spot = place + 1 if words[place] in "-‐‑" and tokens[place].end - tokens[place - 1].end == 1 else place
    hit = lexicon.units.at(words, spot) if spot < len(words) else None
    return (hit[1], hit[0]) if hit else ("", place)

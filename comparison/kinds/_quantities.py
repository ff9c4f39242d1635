"""Quantities in a row of tokens: figures and words, with their currency, magnitude, unit and bound, as one value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from comparison.kinds._tokens import Token
from comparison.kinds.lexicon.base import Lexicon

_CURRENCY = {"$": "usd", "€": "eur", "£": "gbp", "¥": "jpy", "₹": "inr", "₽": "rub", "₩": "krw", "₺": "try", "₪": "ils"}
DOLLARS = {
    "us": "usd",
    "a": "aud",
    "au": "aud",
    "c": "cad",
    "ca": "cad",
    "nz": "nzd",
    "hk": "hkd",
    "r": "brl",
    "s": "sgd",
}
_GROUPS = re.compile(r"\d{1,3}(?:[.,'’]\d{3})+")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}")
_ORDINAL = re.compile(r"([\d.,]+)(?:st|nd|rd|th|er|re|e)")
_GLUED = re.compile(r"[kmb]|bn|mn|tn|mln|trn|mio|mrd")
_SHORTENED = frozenset("mio mrd tsd mn bn mln bln".split())
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
    number = _number(tokens, words, start, lexicon) if start < len(words) else None
    if number is None:
        return None
    end, value, weak = number
    unit, end = _unit(tokens, words, end, lexicon)
    currency = f" {sign}" if sign and sign != unit else ""
    key = f"{bound}{minus}{value}{currency}{' ' + unit if unit else ''}"
    return Quantity(end, key, weak and not unit and not sign and not bound, hedge, lead)


def _currency(tokens: Sequence[Token], words: Sequence[str], place: int) -> tuple[str, int]:
    """The currency that opens a quantity, and the place after it."""
    if place + 1 < len(tokens) and tokens[place + 1].text == "$" and tokens[place].end == tokens[place + 1].start:
        country = DOLLARS.get(words[place])
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


def _number(
    tokens: Sequence[Token], words: Sequence[str], place: int, lexicon: Lexicon
) -> tuple[int, str, bool] | None:
    """The place after a number, its value as text, and whether it may be no number at all."""
    if tokens[place].is_figure:
        return _in_figures(tokens, words, place, lexicon)
    if len(words[place]) == 1 and not words[place].isalpha() and unicodedata.numeric(words[place], None) is not None:
        return place + 1, _plain(Decimal(str(unicodedata.numeric(words[place])))), False
    ordinal = lexicon.ordinals.get(words[place])
    if ordinal is not None:
        return place + 1, f"{ordinal}th", words[place] in lexicon.weak_numerals
    return _in_words(tokens, words, place, lexicon)


def _in_figures(
    tokens: Sequence[Token], words: Sequence[str], place: int, lexicon: Lexicon
) -> tuple[int, str, bool] | None:
    ordinal = _ORDINAL.fullmatch(words[place])
    if ordinal:
        return place + 1, f"{ordinal[1]}th", False
    end, text = _spaced(tokens, place, lexicon)
    value = reading(text, lexicon.decimal)
    if value is None:
        return end, text, False
    if end < len(tokens) and unicodedata.numeric(tokens[end].text[0], 2) < 1 and tokens[end].text[0] in "½¼¾⅓⅔⅛":
        value, end = value + Decimal(str(unicodedata.numeric(tokens[end].text[0]))), end + 1
    while end < len(words) and (scale := _scale(tokens, words, end, lexicon)):
        value, end = value * scale, end + 1
        end += 1 if words[end : end + 1] == ["."] and words[end - 1] in _SHORTENED else 0
    return end, _plain(value), False


def _scale(tokens: Sequence[Token], words: Sequence[str], place: int, lexicon: Lexicon) -> int | None:
    """The magnitude at *place*: a word of its own, or a letter that touches its figure ("5m", never "5 m")."""
    scale = lexicon.magnitudes.get(words[place]) or (100 if words[place] == "hundred" else None)
    if scale and _GLUED.fullmatch(words[place]):
        glued = tokens[place - 1].end == tokens[place].start
        return scale if glued or len(words[place]) > 1 or (words[place] == "m" and _priced(tokens, place)) else None
    return scale


def _priced(tokens: Sequence[Token], place: int) -> bool:
    """Whether the figure before *place* has a currency sign, so that a lone "m" after it is millions."""
    return place > 1 and tokens[place - 2].text in _CURRENCY


def _spaced(tokens: Sequence[Token], place: int, lexicon: Lexicon) -> tuple[int, str]:
    """A figure whose groups are parted by blanks ("10 000"): by any blank where the language does so."""
    text, end = tokens[place].text, place + 1
    if not text.isdigit() or len(text) > 3:
        return end, text
    while end < len(tokens) and tokens[end].text.isdigit() and len(tokens[end].text) == 3:
        if tokens[end].start - tokens[end - 1].end != 1 or lexicon.code == "en":
            break
        text, end = text + tokens[end].text, end + 1
    return end, text


def reading(text: str, decimal: str) -> Decimal | None:
    """The value of a figure as a language with that *decimal* sign reads it; None where it is no single number.

    >>> reading("4,000", "."), reading("4.000", "."), reading("4.000", ",")
    (Decimal('4000'), Decimal('4.000'), Decimal('4000'))
    """
    other = "," if decimal == "." else "."
    signs = {sign for sign in text if not sign.isdigit()}
    if ":" in signs:
        return None
    if len(signs) == 2:
        last = max(text.rfind(sign) for sign in signs)
        text = re.sub(r"[.,'’]", "", text[:last]) + "." + text[last + 1 :]
    elif _GROUPS.fullmatch(text) and (decimal not in signs or text.count(decimal) > 1):
        text = re.sub(r"\D", "", text)
    elif _INDIAN.fullmatch(text):
        text = text.replace(",", "")
    else:
        text = text.replace(decimal, ".").replace(other, ".")
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _in_words(
    tokens: Sequence[Token], words: Sequence[str], place: int, lexicon: Lexicon
) -> tuple[int, str, bool] | None:
    """A number written out: added up, and multiplied by what follows ("two hundred and five thousand")."""
    total = current = Decimal(0)
    end, strong, seen = place, False, False
    spot = place
    while spot < len(words):
        if (scale := lexicon.magnitudes.get(words[spot])) and not _GLUED.fullmatch(words[spot]):
            total, current = total + (current or 1) * scale, Decimal(0)
        elif (value := lexicon.numerals.get(words[spot])) is not None:
            if seen and not _continues(current, value):
                break
            current = (current or 1) * value if value in (12, 100) and (current or value == 100) else current + value
        elif (value := lexicon.ordinals.get(words[spot])) is not None and seen and current and current % 10 == 0:
            return spot + 1, f"{total + current + value}th", False
        elif seen and (words[spot] in lexicon.joiners or words[spot] in "-‐‑") and spot + 1 < len(words):
            if not _joins(tokens, words, spot, current, lexicon):
                break
            spot += 1
            continue
        else:
            break
        strong = strong or words[spot] not in lexicon.weak_numerals
        spot, seen = spot + 1, True
        end = spot
    return (end, _plain(total + current), not strong) if seen else None


def _continues(current: Decimal, value: int) -> bool:
    """Whether a further numeral belongs to the number so far: smaller after larger, or a multiplier."""
    if value in (12, 100):
        return Decimal(0) < current < 100
    return (
        current == 0
        or (value < 10 and current % 10 == 0)
        or (value < 100 and current % 100 == 0)
        or current % 20 == 0
        and value < 20
    )


def _joins(tokens: Sequence[Token], words: Sequence[str], spot: int, current: Decimal, lexicon: Lexicon) -> bool:
    """Whether "and" or a hyphen at *spot* stands inside the number."""
    following = lexicon.numerals.get(words[spot + 1], lexicon.ordinals.get(words[spot + 1]))
    if words[spot] in lexicon.joiners:
        return following is not None and (lexicon.code in ("fr", "es") or current >= 100) and following < 100
    return following is not None and following < 20 and current >= 20 and tokens[spot].end == tokens[spot + 1].start


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


def _plain(value: Decimal) -> str:
    """A value as text that is the same for 5, 5.0 and 5.00."""
    return format(value.normalize(), "f")

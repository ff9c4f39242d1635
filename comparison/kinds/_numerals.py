"""Numbers in figures and in words, read as one value: "4,000", "4 thousand", "four thousand"; "12th", "twelfth"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from comparison.kinds._tokens import Token
from comparison.kinds.lexicon.base import Lexicon

Number = tuple[int, str, bool]
"""The place after it, its value as text, and whether it may be no number at all ("one", "second")."""

CURRENCY_SIGNS = frozenset("$€£¥₹₽₩₺₪")
_GROUPS = re.compile(r"\d{1,3}(?:[.,'’‘]\d{3})+")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}")
_ORDINAL = re.compile(r"([\d.,]+)(?:st|nd|rd|th|er|re|e)")
_GLUED = re.compile(r"[kmb]|bn|mn|tn|mln|trn|mio|mrd")
_SHORTENED = frozenset(("mio", "mrd", "tsd", "mn", "bn", "mln", "bln"))


def number(tokens: Sequence[Token], words: Sequence[str], place: int, lexicon: Lexicon) -> Number | None:
    """The place after a number, its value as text, and whether it may be no number at all."""
    if tokens[place].is_figure:
        return _in_figures(tokens, words, place, lexicon)
    if len(words[place]) == 1 and not words[place].isalpha() and unicodedata.numeric(words[place], None) is not None:
        return place + 1, _plain(Decimal(str(unicodedata.numeric(words[place])))), False
    ordinal = lexicon.ordinals.get(words[place])
    if ordinal is not None:
        return place + 1, f"{ordinal}th", words[place] in lexicon.weak_numerals
    return _in_words(tokens, words, place, lexicon)


def _in_figures(tokens: Sequence[Token], words: Sequence[str], place: int, lexicon: Lexicon) -> Number | None:
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
    return place > 1 and tokens[place - 2].text in CURRENCY_SIGNS


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
    >>> print(reading("4.000.000", "."))
    None
    """
    other = "," if decimal == "." else "."
    signs = {sign for sign in text if not sign.isdigit()}
    if ":" in signs:
        return None
    if len(signs) == 2:
        last = max(text.rfind(sign) for sign in signs)
        text = re.sub(r"[.,'’]", "", text[:last]) + "." + text[last + 1 :]
    elif _GROUPS.fullmatch(text) and decimal not in signs:
        text = re.sub(r"\D", "", text)
    elif _INDIAN.fullmatch(text):
        text = text.replace(",", "")
    else:
        text = text.replace(decimal, ".").replace(other, ".")
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


@dataclass
class _Sum:
    """A number written out, word by word: smaller parts are added, hundreds and magnitudes multiply."""

    total: Decimal = Decimal(0)
    current: Decimal = Decimal(0)
    strong: bool = False
    begun: bool = False

    def takes(self, word: str, lexicon: Lexicon) -> bool:
        """Take in one more word, if it belongs to the number so far."""
        scale = None if _GLUED.fullmatch(word) else lexicon.magnitudes.get(word)
        value = lexicon.numerals.get(word)
        if scale:
            self.total, self.current = self.total + (self.current or Decimal(1)) * scale, Decimal(0)
        elif value is None or (self.begun and not self._continues(value)):
            return False
        elif value == 100:
            self.current = (self.current or Decimal(1)) * 100
        else:
            self.current += value
        self.strong = self.strong or word not in lexicon.weak_numerals
        self.begun = True
        return True

    def _continues(self, value: int) -> bool:
        """Whether a further part is smaller than the last one, or multiplies it: "twenty five", "five hundred"."""
        if value == 100:
            return 0 < self.current < 100
        if self.current == 0 or (value < 10 and self.current % 10 == 0):
            return True
        return self.current % 100 == 0 or (value < 20 and self.current % 20 == 0)


def _in_words(tokens: Sequence[Token], words: Sequence[str], place: int, lexicon: Lexicon) -> Number | None:
    """A number written out, with the "and" and the hyphens inside it: "two hundred and twenty-five"."""
    number, end, spot = _Sum(), place, place
    while spot < len(words):
        ordinal = lexicon.ordinals.get(words[spot])
        if ordinal is not None and number.current and number.current % 10 == 0:
            return spot + 1, f"{number.total + number.current + ordinal}th", False
        if number.takes(words[spot], lexicon):
            end = spot + 1
        elif not (number.begun and spot + 1 < len(words) and _joins(tokens, words, spot, number.current, lexicon)):
            break
        spot += 1
    return (end, _plain(number.total + number.current), not number.strong) if number.begun else None


def _joins(tokens: Sequence[Token], words: Sequence[str], spot: int, current: Decimal, lexicon: Lexicon) -> bool:
    """Whether "and" or a hyphen at *spot* stands inside the number."""
    following = lexicon.numerals.get(words[spot + 1], lexicon.ordinals.get(words[spot + 1]))
    if following is None:
        return False
    if words[spot] in lexicon.joiners:
        return following < 100 and (lexicon.code in ("fr", "es") or current >= 100)
    hyphen = words[spot] in "-‐‑" and tokens[spot].end == tokens[spot + 1].start
    return hyphen and following < 20 and current >= 20


def _plain(value: Decimal) -> str:
    """A value as text that is the same for 5, 5.0 and 5.00."""
    return format(value.normalize(), "f")

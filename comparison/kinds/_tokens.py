"""One side of an edit, read as tokens: the words, figures and signs of the edit and of a bounded stretch around it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from functools import lru_cache, partial
from itertools import accumulate
from typing import NamedTuple

from comparison.kinds._lazy import lazy
from comparison.kinds.lexicon.base import Lexicon, word_set

REACH = 36
"""How many characters on either side of an edit a recogniser may look at (whole words of them)."""

_MARK = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0900-\u0903\u093a-\u094f"
_UNSPACED = "\u3040-\u309f\u3400-\u9fff\uf900-\ufaff"
_WORD = rf"[^\W\d_{_UNSPACED}][^\W_{_UNSPACED}{_MARK}]*(?:[{_MARK}]+[^\W_]*)*"
_FIGURE = r"\d++(?:[.,:'’‘]\d++)*(?![.,:'’‘]\d)"
"""A whole figure, never the beginning of one. A possessive group would say it shorter, but Python up to 3.11.4 takes
the point of "12. März" into one."""
_SUFFIX = (
    r"(?i:k|m|b|bn|tn|mn|mln|bln|trn|mio|mrd|tsd|am|pm|[ap]\.m|h|g|l|c|km|kg|cm|mm|mg|ml|ft|lbs?|oz|mph|kph|kmh|mw|gw|gb|tb"
    r"|mins?|secs?|hrs?|yrs?|pct|usd|eur|gmt|uhr)"
)
"""What may touch a figure: a magnitude, a unit, an hour ("5m", "10am"). "18F", "4K" and "3D" are words."""
_PATTERN = (
    r"(\s{0,4}+)("  # blanks at once, as every alternative would be tried at each; few, to stay linear
    rf"(?!www\.)[^\W\d_{_UNSPACED}]++(?=[ ,;)\]\n\"”|>]|(?<=\w\w)\.)"  # nearly all words, without the trouble below
    r"|[^\w\s]|"  # signs, with which nothing else begins
    r"(?:https?://|www\.)[^\s<>\"“”(){}]*[\w/]"
    rf"|[^\W\d_]\.(?:[^\W\d_]\.)+|[^\W\d_](?:\.[^\W\d_])+(?!\w)|{_FIGURE}(?:st|nd|rd|th|s|er|re|e)?(?![^\W_])|{_FIGURE}(?={_SUFFIX}(?![^\W_]))"
    rf"|%s\d*{_WORD}(?:['’ʼ]{_WORD})*|[{_UNSPACED}][{_MARK}]*|{_FIGURE}|_)"
)
_PLAIN = re.compile(_PATTERN % "")
_ELIDING = re.compile(_PATTERN % "(?:[cdjlmnstCDJLMNST]|[Qq]u|[Jj]usqu|[Ll]orsqu)['’]|")
_STRAIGHT = str.maketrans(
    "’ʼ‘", "'''", "\u00ad\u200b\u200c\u200d\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


_FIGURE_WORD = re.compile(rf"{_FIGURE}['’]?(?:st|nd|rd|th|s|er|re|e)")


class Token(NamedTuple):
    """A token, where it stands in the field's text, and its plain form: lower case, straight, no inner points."""

    text: str
    start: int
    end: int
    plain: str

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha() or (self.text[0].isdigit() and not self.is_figure)

    @property
    def is_figure(self) -> bool:
        return self.text[0].isdigit() and (self.text[-1].isdigit() or _FIGURE_WORD.fullmatch(self.text) is not None)

    @property
    def is_sign(self) -> bool:
        return not self.text[0].isalnum()


class Row(NamedTuple):
    """A row of tokens as lists that run alike: where each starts and ends, and their plain forms."""

    tokens: list[Token]
    starts: list[int]
    ends: list[int]
    plains: list[str]


_UNREAD = Row([], [], [], [])
_new_token = partial(tuple.__new__, Token)  # a quick way to make many


def _parts(text: str, lexicon: Lexicon) -> list[str]:
    """A text split at its tokens: what is none, blanks and a token, in turns, and what is none at the end."""
    return (_ELIDING if lexicon.elides else _PLAIN).split(text)


def _row(parts: list[str], start: int, plains: list[str]) -> Row:
    """The tokens of a text that was split and starts at *start*: the lengths of all parts show where each stands."""
    stops = list(accumulate(map(len, parts), initial=start))
    starts, ends = stops[2::3], stops[3::3]
    return Row(list(map(_new_token, zip(parts[2::3], starts, ends, plains, strict=True))), starts, ends, plains)


@lru_cache(maxsize=20_000)
def _plain_form(word: str) -> str:
    plain = word.lower()
    if not word.isascii():
        plain = unicodedata.normalize("NFC", plain.translate(_STRAIGHT))
    if "." in plain and plain[0].isalpha():
        plain = plain.replace(".", "")
    return plain or word


class Side:
    """The text of a field on one side, the edit's own span in it, and the tokens around and in it."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.row = _UNREAD
        """All tokens within reach, once `read` has found them."""

    def range(self, start: int, end: int) -> tuple[int, int]:
        """The places of the tokens that ``text[start:end]`` touches by a character; empty where there is none."""
        low = bisect_right(self.row.ends, start)
        return low, max(low, bisect_left(self.row.starts, end))

    def opens_sentence(self, place: int) -> bool:
        """Whether the token at *place* stands where a sentence or line starts."""
        token = self.row.tokens[place]
        if place == 0:
            return token.start == 0 or "\n" in self.text[max(token.start - 3, 0) : token.start]
        before = self.row.tokens[place - 1]
        if before.text[-1] in ".!?…:;" and not _abbreviated(before, self.row.tokens, place - 1):
            return True
        if "\n" in self.text[before.end : token.start]:
            return True
        if before.text in "'’" and place > 1 and self.row.tokens[place - 2].end == before.start:
            return False  # "the officers' guild"
        if before.text in "\"“”„«»'‘’()[]—–-•*" and place > 1 and before.is_sign:
            return before.text in "\"“„«‘'(•*" or self.opens_sentence(place - 1) or _ends(self.row.tokens[place - 2])
        return place == 1 and before.is_sign

    @lazy
    def paragraph(self) -> tuple[int, int]:
        """Start and end of the line that holds the edit, within 2,000 characters."""
        start = self.text.rfind("\n", max(self.start - 2000, 0), self.start) + 1
        end = self.text.find("\n", self.end, self.end + 2000)
        return max(start, self.start - 2000), end if end >= 0 else min(self.end + 2000, len(self.text))


def read(before: Side, after: Side, lexicon: Lexicon) -> None:
    """Find the tokens of both sides; what stands alike around the edit is read once."""
    (left, right), (left_after, right_after) = _reach(before), _reach(after)
    parts = _parts(before.text[left:right], lexicon)
    before.row = known = _row(parts, left, list(map(_plain_form, parts[2::3])))
    head, tail = _alike(before, left, right, after, left_after, right_after)
    inside = _parts(after.text[left_after + head - left : right_after + tail - right], lexicon)
    first, last = bisect_right(known.ends, head), bisect_left(known.starts, tail)
    plains = [*known.plains[:first], *map(_plain_form, inside[2::3]), *known.plains[last:]]
    inside[0] = before.text[known.ends[first - 1] if first else left : head] + inside[0]
    if last < len(known.starts):
        inside[-1] += before.text[tail : known.starts[last]]
        inside += ["", *parts[3 * last + 2 :]]
    after.row = _row([*parts[: 3 * first], *inside], left_after, plains)


def _alike(before: Side, left: int, right: int, after: Side, left_after: int, right_after: int) -> tuple[int, int]:
    """Up to where in the text before what is read ahead of the edit is alike on both sides, and from where behind it.

    Either is a blank, so that no token is cut.
    """
    ahead, behind = before.text[left : before.start], before.text[before.end : right]
    head = ahead.rfind(" ") + 1 if ahead == after.text[left_after : after.start] else 0
    blank = behind.find(" ") if behind == after.text[after.end : right_after] else -1
    return left + head, before.end + blank if blank >= 0 else right


def _reach(side: Side) -> tuple[int, int]:
    """From where to where the text around the edit is read."""
    return _word_start(side.text, side.start - REACH), _word_end(side.text, side.end + REACH)


def _ends(token: Token) -> bool:
    return token.text in ".!?…"


def _abbreviated(point: Token, tokens: list[Token], place: int) -> bool:
    """Whether a point belongs to a title or an initial ("Mr. Smith", "J. Smith"), or is inside "U.N."."""
    if point.text != ".":
        return len(point.text) > 1 and point.text[0].isalpha()
    before = tokens[place - 1] if place else None
    return before is not None and before.end == point.start and before.plain in _TITLES


_BLANK = re.compile(r"\s")
_TITLES = word_set("""
    mr mrs ms dr st sr sra prof gov sen rep gen col lt sgt capt rev hon jr vs no m mme mlle
""") | {chr(letter) for letter in range(ord("a"), ord("z") + 1)}


def _word_start(text: str, place: int) -> int:
    """*place*, moved right past a word that it would cut."""
    if place <= 0:
        return 0
    blank = _BLANK.search(text, place - 1, place + 24)
    return blank.end() if blank else min(place + 24, len(text))


def _word_end(text: str, place: int) -> int:
    """*place*, moved left past a word that it would cut."""
    if place >= len(text):
        return len(text)
    limit = max(place - 24, 0)
    place = max(text.rfind(" ", limit, place + 1), text.rfind("\n", limit, place + 1))
    return place if place >= 0 else limit

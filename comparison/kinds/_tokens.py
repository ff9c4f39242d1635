"""One side of an edit, read as tokens: the words, figures and signs of the edit and of a bounded stretch around it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from functools import lru_cache
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
    """A row of tokens as lists that run alike: their texts, where each starts and ends, their plain forms."""

    texts: list[str]
    starts: list[int]
    ends: list[int]
    plains: list[str]

    def tokens(self) -> list[Token]:
        """The same as tokens."""
        make = tuple.__new__  # a quick way to make many
        return [make(Token, row) for row in zip(self.texts, self.starts, self.ends, self.plains, strict=True)]


def tokenize(text: str, start: int, end: int, lexicon: Lexicon) -> Row:
    """The tokens of ``text[start:end]``, with offsets into *text*.

    Split at its tokens, which stay among the parts, a text shows by the lengths of all parts where each token stands.
    """
    parts = (_ELIDING if lexicon.elides else _PLAIN).split(text[start:end])
    stops = list(accumulate(map(len, parts), initial=start))
    texts = parts[2::3]
    return Row(texts, stops[2::3], stops[3::3], list(map(_plain_form, texts)))


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
        self.tokens: list[Token] = []
        self.row = Row([], [], [], [])
        """All tokens within reach, once `read` has found them."""

    @lazy
    def left(self) -> int:
        """Where the reach begins."""
        return _word_start(self.text, self.start - REACH)

    @lazy
    def right(self) -> int:
        """Where the reach ends."""
        return _word_end(self.text, self.end + REACH)

    def range(self, start: int, end: int) -> tuple[int, int]:
        """The places of the tokens that ``text[start:end]`` touches by a character; empty where there is none."""
        low = bisect_right(self.row.ends, start)
        return low, max(low, bisect_left(self.row.starts, end))

    def opens_sentence(self, place: int) -> bool:
        """Whether the token at *place* stands where a sentence or line starts."""
        token = self.tokens[place]
        if place == 0:
            return token.start == 0 or "\n" in self.text[max(token.start - 3, 0) : token.start]
        before = self.tokens[place - 1]
        if before.text[-1] in ".!?…:;" and not _abbreviated(before, self.tokens, place - 1):
            return True
        if "\n" in self.text[before.end : token.start]:
            return True
        if before.text in "'’" and place > 1 and self.tokens[place - 2].end == before.start:
            return False  # "the officers' guild"
        if before.text in "\"“”„«»'‘’()[]—–-•*" and place > 1 and before.is_sign:
            return before.text in "\"“„«‘'(•*" or self.opens_sentence(place - 1) or _ends(self.tokens[place - 2])
        return place == 1 and before.is_sign

    @lazy
    def paragraph(self) -> tuple[int, int]:
        """Start and end of the line that holds the edit, within 2,000 characters."""
        start = self.text.rfind("\n", max(self.start - 2000, 0), self.start) + 1
        end = self.text.find("\n", self.end, self.end + 2000)
        return max(start, self.start - 2000), end if end >= 0 else min(self.end + 2000, len(self.text))


def read(before: Side, after: Side, lexicon: Lexicon) -> None:
    """Find the tokens of both sides; what stands alike around the edit is read once."""
    head, tail = _alike(before, after)
    before.row = known = tokenize(before.text, before.left, before.right, lexicon)
    inside = tokenize(after.text, after.left + head, after.right - tail, lexicon)
    ahead = slice(bisect_right(known.ends, before.left + head))
    behind = slice(bisect_left(known.starts, before.right - tail), None)
    by, by_behind = after.left - before.left, after.right - before.right
    after.row = Row(
        [*known.texts[ahead], *inside.texts, *known.texts[behind]],
        [*_shifted(known.starts[ahead], by), *inside.starts, *_shifted(known.starts[behind], by_behind)],
        [*_shifted(known.ends[ahead], by), *inside.ends, *_shifted(known.ends[behind], by_behind)],
        [*known.plains[ahead], *inside.plains, *known.plains[behind]],
    )
    before.tokens, after.tokens = known.tokens(), after.row.tokens()


def _alike(before: Side, after: Side) -> tuple[int, int]:
    """How many signs within reach ahead of the edit, and behind it, are alike and end, or begin, with a blank."""
    left, right = before.text[before.left : before.start], before.text[before.end : before.right]
    head = left.rfind(" ") + 1 if left == after.text[after.left : after.start] else 0
    blank = right.find(" ") if right == after.text[after.end : after.right] else -1
    return head, len(right) - blank if blank >= 0 else 0


def _shifted(places: list[int], by: int) -> list[int]:
    return [place + by for place in places] if by else places


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

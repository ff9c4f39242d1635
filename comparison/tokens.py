"""Tokens, words and graphemes: where the smallest pieces of a text stand.

A token is a whole word (with its inner apostrophes), a whole number (with its inner points, commas and colons), an
abbreviation (``U.N.``), or one sign. White space is no token: it is the gap between two. Signs of
scripts that write no blanks between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese) are a token each.

Texts in the plain letters of European and Middle Eastern scripts take a quick pattern; all others take the full one,
which follows UAX #29 as far as a token never ends inside a grapheme cluster.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import regex

Spans = list[tuple[int, int]]

FEW_WORDS = 200
_PLAIN = (
    r"\x00-\xac\xae-\u02ff\u0370-\u0482\u048a-\u0557\u0559-\u058a\u058d-\u058f"  # no letter to all: 0558, 058b, 058c
    r"\u05d0-\u05ea\u060c\u061b\u061f\u0620-\u064a\u0660-\u0669"
    r"\u1e00-\u1fff\u2010-\u2027\u202f\u2030-\u205e\u20a0-\u20bf\u2100-\u218f"
)
_ODD = re.compile(rf"[^{_PLAIN}]")
_SPACELESS = r"\p{Han}\p{Hiragana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_ABBREVIATION = r"(?<!\w)(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?"
_QUICK_TOKEN = (
    r"\w{2,}+(?=[ ;)\n]|,(?!\d))|"  # nearly all words, without the trouble below
    rf"{_ABBREVIATION}"
    r"|\w+(?:(?<=\d)[.,:/](?=\d)\w+|['’](?=[^\W\d_])\w+)*|\.{2,}|-{2,}|[^\w\s]"
)
_QUICK, _PARTED = re.compile(_QUICK_TOKEN), re.compile(f"({_QUICK_TOKEN})")
_LETTER = rf"[[\p{{L}}\p{{M}}\p{{N}}_\u200c\u200d\u00ad]--[{_SPACELESS}]]"
_FULL = regex.compile(
    rf"{_ABBREVIATION}|(?=[{_SPACELESS}])\X"
    rf"|{_LETTER}+(?:(?<=\d)[.,:/](?=\d){_LETTER}+|['’](?=[\p{{L}}\p{{Nl}}\p{{No}}]){_LETTER}+)*|\.{{2,}}|-{{2,}}|(?![\s\x1c-\x1f])\X",
    regex.V1,
)
_GRAPHEME = regex.compile(r"\X")
_SPACED_PAGES = bytes([*range(0x0E), 0x20, 0x21])
_LETTER_OR_DIGIT = re.compile(r"\w")
_SPACELESS_SIGN = regex.compile(rf"[{_SPACELESS}]", regex.V1)
_WORD_OR_SIGN = regex.compile(rf"[{_SPACELESS}]\p{{M}}*|{_LETTER}+", regex.V1)
_SAME = {"--": "-", "`": "'"}
_SAME_SIGN = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "―": "-", "…": "...", "\u00ad": None, "\u200b": None,
})  # fmt: skip


def is_plain(text: str) -> bool:
    """Whether the quick pattern is exact for *text*: no combining marks, joiners, emoji or spaceless scripts."""
    return text.isascii() or _ODD.search(text) is None


def tokenize(text: str) -> Spans:
    """The spans of all tokens of *text*, in order."""
    if is_plain(text):
        return [match.span() for match in _QUICK.finditer(text)]
    return _keep_graphemes(text, [match.span() for match in _FULL.finditer(text)])


def _keep_graphemes(text: str, spans: Spans) -> Spans:
    """Join or widen spans whose edges fall inside a grapheme cluster."""
    known = {match.start() for match in _GRAPHEME.finditer(text)}
    known.add(len(text))
    kept: Spans = []
    for begin, finish in spans:
        left, right = begin, finish
        while left not in known:
            left -= 1
        while right not in known:
            right += 1
        if kept and kept[-1][1] > left:
            left, _ = kept.pop()
        kept.append((left, right))
    return kept


def cuts_grapheme(text: str, place: int) -> bool:
    """Whether *place* lies inside a grapheme cluster that begins one sign before it (a mark after a blank)."""
    if place == 0 or place >= len(text) or text[place] < "\u0300":
        return False
    cluster = _GRAPHEME.match(text, place - 1)
    return cluster is not None and cluster.end() > place


def count_words(text: str) -> int:
    """How many words *text* has, as blanks part them; a sign of a script without blanks counts as one."""
    if not text.isascii() and _may_be_spaceless(text) and _SPACELESS_SIGN.search(text):
        return len(_WORD_OR_SIGN.findall(text))
    words = text.split()
    if len(words) > FEW_WORDS:  # signs that stand alone, a dash, are too few to matter
        return len(words)
    return len([word for word in words if word.isalnum() or _LETTER_OR_DIGIT.search(word)])


def _may_be_spaceless(text: str) -> bool:
    """Whether any sign stands beyond U+0DFF, punctuation aside: the high bytes of UTF-16 tell that quickest."""
    return bool(text.encode("utf-16-be", "surrogatepass")[::2].translate(None, _SPACED_PAGES))


def normal(token: str) -> str:
    """*token* as it is matched: case, Unicode form and the style of quotes and dashes set aside."""
    if not token.isascii():
        token = unicodedata.normalize("NFC", token).translate(_SAME_SIGN) or token
    return _SAME.get(token) or token.casefold()


class Read(NamedTuple):
    """A passage as tokens: their numbers, and where each starts and ends in it."""

    numbers: list[int]
    starts: list[int]
    ends: list[int]


class Lexicon(dict[str, int]):
    """Numbers the tokens of one comparison, so that they are compared as integers.

    Tokens that differ in case or style alone have the same number; `weights` says how much a match of that number
    tells: nothing for signs, little for short words, 1 for long words.
    """

    def __init__(self) -> None:
        super().__init__()
        self.weights: list[float] = []
        self._normal: dict[str, int] = {}
        self._read: dict[str, Read] = {}

    def __missing__(self, token: str) -> int:
        form, weight = _form(token)
        following = len(self.weights)
        number = self[token] = self._normal.setdefault(form, following)
        if number == following:
            self.weights.append(weight)
        return number

    def read(self, text: str) -> Read:
        """The tokens of *text*, which is read once however often it is asked for."""
        known = self._read.get(text)
        if known is None:
            known = self._read[text] = self._plain(text) if is_plain(text) else self._odd(text)
        return known

    def _plain(self, text: str) -> Read:
        """A text in plain letters, split at its tokens: the lengths of all parts show where each of them stands."""
        parts = _PARTED.split(text)
        stops = list(accumulate(map(len, parts)))
        return Read(list(map(self.__getitem__, parts[1::2])), stops[:-1:2], stops[1::2])

    def _odd(self, text: str) -> Read:
        spans = tokenize(text)
        starts, ends = [start for start, _ in spans], [end for _, end in spans]
        return Read([self[text[start:end]] for start, end in spans], starts, ends)

    def weigh(self, numbers: Iterable[int]) -> float:
        """The weight of some tokens together."""
        return sum(map(self.weights.__getitem__, numbers))


@lru_cache(maxsize=20_000)
def _form(token: str) -> tuple[str, float]:
    """The normal form of a token and its weight."""
    form = normal(token)
    size = len(form)
    if not (form[0].isalnum() or form[-1].isalnum()):
        return form, 0.0
    if form[0].isdigit() or form > "\u2e80":
        return form, max(0.5, min(size, 6) / 6)
    return form, min(size, 6) / 6

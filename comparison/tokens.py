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

import regex

Spans = list[tuple[int, int]]

_PLAIN = (
    r"\x00-\u02ff\u0370-\u0482\u048a-\u058f\u05d0-\u05ea\u060c\u061b\u061f\u0620-\u064a\u0660-\u0669"
    r"\u1e00-\u1fff\u2010-\u2027\u202f\u2030-\u205e\u20a0-\u20bf\u2100-\u218f"
)
_ODD = re.compile(rf"[^{_PLAIN}]")
_SPACELESS = r"\p{Han}\p{Hiragana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_ABBREVIATION = r"(?<!\w)(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?"
_QUICK = re.compile(
    rf"{_ABBREVIATION}"
    r"|\w+(?:(?<=\d)[.,:/](?=\d)\w+|['’](?=[^\W\d_])\w+)*|\.{2,}|-{2,}|[^\w\s]"
)
_LETTER = rf"[[\p{{L}}\p{{M}}\p{{N}}_\u200c\u200d\u00ad]--[{_SPACELESS}]]"
_FULL = regex.compile(
    rf"{_ABBREVIATION}|(?=[{_SPACELESS}])\X"
    rf"|{_LETTER}+(?:(?<=\d)[.,:/](?=\d){_LETTER}+|['’](?=\p{{L}}){_LETTER}+)*|\.{{2,}}|-{{2,}}|(?!\s)\X",
    regex.V1,
)
_GRAPHEME = regex.compile(r"\X")
_WORD = re.compile(r"\w+")
_WORD_OR_SIGN = regex.compile(rf"[{_SPACELESS}]\p{{M}}*|{_LETTER}+", regex.V1)
_SAME = {"--": "-", "`": "'"}
_SAME_SIGN = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "―": "-", "…": "...", "\u00ad": None, "\u200b": None,
})  # fmt: skip


def is_plain(text: str) -> bool:
    """Whether the quick pattern is exact for *text*: no combining marks, joiners, emoji or spaceless scripts."""
    return text.isascii() or _ODD.search(text) is None


def tokenize(text: str, start: int = 0, end: int | None = None) -> Spans:
    """The spans of all tokens of ``text[start:end]``, in order, with offsets into *text*."""
    end = len(text) if end is None else end
    piece = text[start:end]
    if is_plain(piece):
        return [match.span() for match in _QUICK.finditer(text, start, end)]
    return _keep_graphemes(piece, [match.span() for match in _FULL.finditer(piece)], start)


def _keep_graphemes(piece: str, spans: Spans, offset: int) -> Spans:
    """Join or widen spans whose edges fall inside a grapheme cluster; shift them by *offset*."""
    edges = [match.start() for match in _GRAPHEME.finditer(piece)]
    known = set(edges)
    known.add(len(piece))
    kept: Spans = []
    for begin, finish in spans:
        left, right = begin, finish
        while left not in known:
            left -= 1
        while right not in known:
            right += 1
        if kept and kept[-1][1] - offset > left:
            left = kept.pop()[0] - offset
        kept.append((left + offset, right + offset))
    return kept


def cuts_grapheme(text: str, place: int) -> bool:
    """Whether *place* lies inside a grapheme cluster that begins one sign before it (a mark after a blank)."""
    if place == 0 or place >= len(text) or text[place] < "\u0300":
        return False
    cluster = _GRAPHEME.match(text, place - 1)
    return cluster is not None and cluster.end() > place


def count_words(text: str) -> int:
    """How many words *text* has; a sign of a script without blanks counts as one."""
    if is_plain(text):
        return len(_WORD.findall(text))
    return len(_WORD_OR_SIGN.findall(text))


def normal(token: str) -> str:
    """*token* as it is matched: case, Unicode form and the style of quotes and dashes set aside."""
    if not token.isascii():
        token = unicodedata.normalize("NFC", token).translate(_SAME_SIGN) or token
    return _SAME.get(token) or token.casefold()


class Lexicon:
    """Numbers the tokens of one comparison, so that they are compared as integers.

    `number` gives tokens that differ in case or style alone the same number; `weights` says how much a match of that
    number tells: nothing for signs, little for short words, 1 for long words.
    """

    __slots__ = ("_exact", "_normal", "weights")

    def __init__(self) -> None:
        self._exact: dict[str, int] = {}
        self._normal: dict[str, int] = {}
        self.weights: list[float] = []

    def number(self, token: str) -> int:
        """The number of *token*."""
        known = self._exact.get(token)
        if known is None:
            form = normal(token)
            known = self._normal.get(form)
            if known is None:
                known = self._normal[form] = len(self.weights)
                self.weights.append(_weight(form))
            self._exact[token] = known
        return known


def _weight(form: str) -> float:
    if not (form[0].isalnum() or form[-1].isalnum()):
        return 0.0
    if form[0].isdigit() or form > "\u2e80":
        return max(0.5, min(len(form), 6) / 6)
    return min(len(form), 6) / 6

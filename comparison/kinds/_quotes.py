"""Which quotation marks open and which close, and what stands between them.

Straight marks have no direction, German and Danish ones another than English ones, and an apostrophe is no mark: each
is judged by what stands beside it. A quotation ends with its line, since one that runs over several paragraphs opens
anew in each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_SIGN = re.compile("[\"“”„«»「」『』‘’‚'‹›`&](?:(?<![`&])|(?<=`)`|(?<=&)quot;)")  # one class first: a quick search
_ALWAYS = {"„": "open", "‚": "open", "「": "open", "『": "open", "」": "close", "』": "close"}
_SINGLE = frozenset("‘’'‚‹›")
_OPENERS = '([{“‘"„«—–-/¿¡'
_LONGEST = 1500


@dataclass
class Quotes:
    """Where quotations open and close; the last one may be open still (its end is None)."""

    spans: list[tuple[int, int | None]] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)

    def holds(self, place: int) -> bool:
        """Whether *place* is within a quotation."""
        return any(start < place and (end is None or place < end) for start, end in self.spans)

    def within(self, start: int, end: int) -> int:
        """How many marks stand in a stretch of the text."""
        return sum(start <= mark < end for mark in self.marks)


_NONE = Quotes()


def may_mark(text: str) -> bool:
    """Whether any sign of *text* may be a quotation mark."""
    return _SIGN.search(text) is not None


def read(text: str, start: int, end: int) -> Quotes:
    """The quotations of ``text[start:end]``, which should start a line."""
    if _SIGN.search(text, start, end) is None:
        return _NONE
    quotes = Quotes()
    opened: re.Match[str] | None = None
    for match in _SIGN.finditer(text, start, end):
        single = match.group() in _SINGLE
        fellow = opened if opened is not None and (opened.group() in _SINGLE) == single else None
        role = _role(text, match, fellow.group() if fellow else "")
        if role == "open" and single and (opened is not None or not _closes_later(text, match.end())):
            continue
        if role and not (role == "close" and single and fellow is None):
            quotes.marks.append(match.start())
        if opened and (role == "open" or (role == "close" and fellow)):
            quotes.spans.append((opened.start(), match.start()))
            opened = None
        if role == "open":
            opened = match
    if opened and end - opened.start() < _LONGEST:
        quotes.spans.append((opened.start(), None))
    return quotes


def _role(text: str, match: re.Match[str], opened: str) -> str:
    """Whether a sign opens a quotation ("open"), ends one ("close") or neither (""); *opened* is its like, if open."""
    sign = match.group()
    before = text[match.start() - 1 : match.start()]
    after = text[match.end() : match.end() + 1]
    if sign in _ALWAYS:
        return _ALWAYS[sign]
    if _is_no_mark(text, match, before, after, bool(opened)):
        return ""
    free_before = not before or before.isspace() or before in _OPENERS
    free_after = not after or after.isspace()
    if sign == "’" or (sign == "'" and not free_before):
        return "close" if opened and not after.isalnum() else ""
    if sign == "“":
        return "close" if opened == "„" or (opened and not free_before) else "open"
    if free_before and free_after and sign in "«»":
        return "open" if sign == "«" else "close"
    return "open" if free_before and not free_after and not (opened and sign == "”") else "close"


def _is_no_mark(text: str, match: re.Match[str], before: str, after: str, is_open: bool) -> bool:
    """Whether a sign is an apostrophe, or stands for inches or minutes."""
    sign = match.group()
    if sign in "\"'”’" and before.isdigit() and not is_open:
        return True
    return sign in "‘’'" and ((before.isalnum() and after.isalnum()) or bool(_SHORT_AND.match(text, match.start())))


def _closes_later(text: str, place: int) -> bool:
    """Whether a single mark that may open a quotation at *place* has one that closes it on its line."""
    end = text.find("\n", place, place + _LONGEST)
    end = end if end >= 0 else min(place + _LONGEST, len(text))
    return _SINGLE_CLOSE.search(text, place, end) is not None


_SHORT_AND = re.compile(r"['’‘]n['’]", re.I)
_SINGLE_CLOSE = re.compile(r"[\w.,!?…]['’›](?!\w)")

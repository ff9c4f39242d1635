"""Paragraphs and sentences: the passages that alignment pairs before it looks at words.

Paragraphs are parted by a blank line. Sentences end at ``. ! ?`` with their closing quotes where something follows
that may open a sentence; not after abbreviations and initials, nor inside numbers. A line break inside a paragraph
ends a passage too, unless the next line goes on in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from comparison.tokens import Spans, cuts_grapheme

_BLANK_LINE = re.compile(r"\n\s*\n\s*|\u2029\s*")
_CLOSERS = "\"'”’»)]*_"
_END = re.compile(r"[.!?…]+[\"'”’»)\]*_]*\s+|\n\s*|[。！？｡؟۔।]+[\"”’」』）»]*\s*")
_OPENERS = "\"'“‘«„([*_¿¡—–-•"
_SHORT = frozenset(
    """
    mr mrs ms mx dr st sen sens rep reps gov govs gen col lt sgt capt cmdr maj rev hon prof pres supt insp det messrs
    no nos vs v jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
    u.s u.n u.k e.u d.c a.m p.m ph.d m.d b.a m.a inc corp co ltd llc bros jr sr etc e.g i.e cf fig al ave blvd rd mt ft
    est approx dept univ assn calif fla ariz conn mich minn tenn okla ore penn wis va
    bzw z.b d.h u.a usw evtl ggf nr fr dipl mme mlle sra srta
    """.split()  # noqa: SIM905 - a list of one word a line is none to read
)


def is_break(gap: str) -> bool:
    """Whether a stretch of white space parts two paragraphs."""
    return gap.count("\n") > 1 or "\u2029" in gap


def paragraphs(text: str) -> Spans:
    """The spans of the paragraphs of *text*, without the white space around them."""
    found: Spans = []
    place = 0
    for part in text.split("\n\n"):
        core = part.strip()
        if core:
            begin = place + (part.index(core[0]) if part[0].isspace() else 0)
            end = begin + len(core)
            if "\n" in core or "\u2029" in core:
                found += _parted(text, begin, end)
            else:
                found.append((begin - cuts_grapheme(text, begin), end))
        place += len(part) + 2
    return found


def _parted(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The paragraphs of a stretch that may hold blank lines with blanks in them."""
    place = start
    stops = [match.span() for match in _BLANK_LINE.finditer(text, start, end)]
    for stop, following in [*stops, (end, end)]:
        finish = place + len(text[place:stop].rstrip())
        if finish > place:
            yield place - cuts_grapheme(text, place), finish
        place = following


def sentences(text: str, start: int, end: int) -> Spans:
    """The spans of the sentences of a paragraph, which begins and ends with a sign that is not white space."""
    found: Spans = []
    place = start
    for match in _END.finditer(text, start, end):
        if match.end() < end and ends_sentence(text, match.start(), match.end(), place):
            stop = place + len(text[place : match.end()].rstrip())
            if stop > place:
                found.append((place, stop))
            place = match.end()
    if place < end:
        found.append((place, end))
    return found


def ends_sentence(text: str, start: int, end: int, floor: int = 0) -> bool:
    """Whether the signs and blanks ``text[start:end]`` close a sentence that began at *floor* or later."""
    sign = text[start]
    if sign in "。！？｡؟۔।":
        return not cuts_grapheme(text, end)
    follower = text[end : end + 6].lstrip(_OPENERS)[:1]
    if follower.islower() or cuts_grapheme(text, end):
        return False
    if sign == "." and start + 1 < len(text) and text[start + 1] != ".":
        before = text[max(floor, start - 12) : start].rsplit(None, 1)
        last = before[-1].lstrip("\"'“‘«„([").lower() if before else ""
        if last.isdigit() and start - len(last) <= floor:  # the number of a list's item
            return False
        return not (last in _SHORT or (len(last) == 1 and last.isalpha()))
    return True


def ends_at(text: str, start: int, end: int) -> bool:
    """Whether a sentence ends within ``text[start:end]``, where *end* is the start of a token."""
    return any(
        ends_sentence(text, match.start(), match.end(), max(0, start - 12))
        for match in _END.finditer(text, start, end)
        if not match.group().isspace() or is_break(match.group())
    )

"""Paragraphs and sentences: the passages that alignment pairs before it looks at words.

Paragraphs are parted by a blank line. Sentences end at ``. ! ?`` with their closing quotes where something follows
that may open a sentence; not after abbreviations and initials, nor inside numbers. A line break inside a paragraph
ends a passage too, unless the next line goes on in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz.distance import Postfix, Prefix

from comparison.tokens import cuts_grapheme

_BLANK_LINE = re.compile(r"\n\s*\n\s*|\u2029\s*")
_END = re.compile(  # one class of signs first, so that the search runs at full speed
    r"[.!?…\n。！？｡؟۔।](?:(?<=\n)\s*+|(?<=[。！？｡؟۔।])[。！？｡؟۔।]*+[\"”’」』）»]*+\s*+"
    r"|(?<=[.!?…])(?<![.!?…]{2})[.!?…]*+[\"'”’»)\]*_]*+\s++)"
)
_MAY_END = re.compile(r"[.!?…\n。！？｡؟۔।]")
_OPENERS = "\"'“‘«„([*_¿¡—–-•"
_SHORT = frozenset(
    """
    mr mrs ms mx dr st sen sens rep reps gov govs gen col lt sgt capt cmdr maj rev hon prof pres supt insp det messrs
    vs v jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
    u.s u.n u.k e.u d.c a.m p.m ph.d m.d b.a m.a inc corp co ltd llc bros jr sr etc e.g i.e cf al ave blvd rd mt ft
    est approx dept univ assn calif fla ariz conn mich minn tenn okla ore penn wis va
    bzw z.b d.h u.a usw evtl ggf fr dipl mme mlle sra srta
    """.split()  # noqa: SIM905 - a list of one word a line is none to read
)

_BEFORE_NUMBERS = frozenset({"no", "nos", "nr", "fig", "art", "p", "pp", "vol", "sec"})


def is_break(gap: str) -> bool:
    """Whether a stretch of white space parts two paragraphs."""
    return gap.count("\n") > 1 or "\u2029" in gap


class Passage(NamedTuple):
    """A sentence or paragraph of a text; *moved* numbers the moved passage that it is part of, -1 for none."""

    start: int
    end: int
    text: str
    moved: int = -1


def paragraphs(text: str, start: int = 0, end: int | None = None) -> list[Passage]:
    """The paragraphs of ``text[start:end]``, without the white space around them."""
    found: list[Passage] = []
    place, stop = start, len(text) if end is None else end
    odd, made = "\u2029" in text, tuple.__new__  # a quick way to make many
    for part in text[start:stop].split("\n\n"):
        close = place + len(part)
        if part:
            if odd or part[0] >= "\u0300" or part != part.strip() or ("\n" in part and _is_parted(part)):
                found += _parted(text, place, close)
            else:
                found.append(made(Passage, (place, close, part, -1)))
        place = close + 2
    return found


def equal_ends(before: str, after: str) -> tuple[int, int]:
    """How many signs at the head and at the tail are whole paragraphs that both texts have."""
    break_ = before.rfind("\n\n", 0, Prefix.similarity(before, after))
    head = len(before[:break_].rstrip()) if break_ > 0 else 0
    shared = min(Postfix.similarity(before, after), min(len(before), len(after)) - max(head, 1))
    break_ = before.find("\n\n", len(before) - shared) if shared > 0 else -1
    last = before[break_:].lstrip() if break_ >= 0 else ""
    return head, len(last) if last[:1] < "\u0300" else 0


def _is_parted(part: str) -> bool:
    """Whether a blank line that holds blanks parts it."""
    return _BLANK_LINE.search(part) is not None


def _parted(text: str, start: int, end: int) -> Iterator[Passage]:
    """The paragraphs of a stretch that may hold white space at its ends and blank lines with blanks in them."""
    place = start
    stops = [match.span() for match in _BLANK_LINE.finditer(text, start, end)]
    for stop, following in [*stops, (end, end)]:
        core = text[place:stop].strip()
        if core:
            begin = text.index(core, place)
            stop_core = begin + len(core)
            begin -= cuts_grapheme(text, begin)
            yield Passage(begin, stop_core, text[begin:stop_core])
        place = following


def sentences(text: str, start: int, end: int) -> list[Passage]:
    """The sentences of a paragraph, which begins and ends with a sign that is not white space."""
    found: list[Passage] = []
    made = tuple.__new__  # a quick way to make many
    place = start
    for match in _END.finditer(text, start, end):
        sign, following = match.span()
        if following < end and ends_sentence(text, sign, following, place):
            sentence = text[place:following].rstrip()
            if sentence:
                found.append(made(Passage, (place, place + len(sentence), sentence, -1)))
            place = following
    if place < end:
        found.append(made(Passage, (place, end, text[place:end], -1)))
    return found


def may_end(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` holds a sign at which a sentence may end."""
    return _MAY_END.search(text, start, end) is not None


def ends_sentence(text: str, start: int, end: int, floor: int = 0) -> bool:
    """Whether the signs and blanks ``text[start:end]`` close a sentence that began at *floor* or later."""
    sign = text[start]
    if sign in "。！？｡؟۔।":
        return not cuts_grapheme(text, end)
    following = text[end : end + 1]
    follower = following if following.isalnum() else text[end : end + 6].lstrip(_OPENERS)[:1]
    if follower.islower() or (following >= "\u0300" and cuts_grapheme(text, end)):
        return False
    if sign == "." and start + 1 < len(text) and text[start + 1] != ".":
        before = text[max(floor, start - 12) : start].rsplit(None, 1)
        last = before[-1].lstrip("\"'“‘«„([").lower() if before else ""
        if last.isdigit() and start - len(last) <= floor:  # the number of a list's item
            return False
        if last in _BEFORE_NUMBERS:
            return not follower.isdigit()
        return not (last in _SHORT or (len(last) == 1 and last.isalpha()))
    return True


def ends_at(text: str, start: int, end: int) -> bool:
    """Whether a sentence ends within ``text[start:end]``, where *end* is the start of a token."""
    return any(
        ends_sentence(text, match.start(), match.end(), max(0, start - 12))
        for match in _END.finditer(text, start, end)
        if not match.group().isspace() or is_break(match.group())
    )

"""The stretch of two passages in which they differ, so that no more need be read.

Most passages that were edited are equal but for a word or two. What is equal at both ends is found sign by sign, which
costs next to nothing; only the window between is cut into tokens and matched. Where that window holds words on one side
that have nothing in common with those on the other there is nothing to match: they were exchanged.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Postfix, Prefix

from comparison.passages import Passage, may_end
from comparison.tokens import is_plain

CONTEXT = 30  # signs on either side: room for an insertion to slide to where a phrase begins
SHARED = 0.6  # of the longer passage must be equal at the ends, so that the two surely belong together
_WORDS = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z]{2,})*")
_AFTER_WORD = re.compile(r"[ ,;)]|[.!?:](?= |$)")
"""What ends a word for certain: no point of an abbreviation or figure, no apostrophe."""


class Window(NamedTuple):
    """The two stretches, and how many signs of each passage stand equal ahead of and behind them."""

    one: Passage
    other: Passage
    head: int
    tail: int


def window(one: Passage, other: Passage, ends: tuple[int, int]) -> Window | None:
    """The window of two passages with equal *ends*; None where it would not be smaller than they are.

    It begins and ends at a blank.
    """
    head = one.text.rfind(" ", 0, max(ends[0] - CONTEXT, 0)) + 1
    blank = one.text.find(" ", len(one.text) - ends[1] + CONTEXT)
    tail = len(one.text) - blank if blank >= 0 else 0
    if not head and not tail:
        return None
    return _window(one, other, head, tail)


def exchange(one: Passage, other: Passage, ends: tuple[int, int]) -> Window | None:
    """The words in which two passages with equal *ends* differ; None where any of them may match or slide.

    Words on one side alone slide where they begin or end as what stands beside them ("very" put in at "very good").
    """
    head = one.text.rfind(" ", 0, ends[0]) + 1
    close = len(one.text) - ends[1]
    if close > head and one.text[close - 1] != " ":
        stop = _AFTER_WORD.search(one.text, close)
        close = stop.start() if stop else len(one.text)
    tail = len(one.text) - close
    if not head or not tail:
        return None
    seen = Window(_core(one, head, tail), _core(other, head, tail), head, tail)
    old, new = seen.one.text, seen.other.text
    if (old and not _WORDS.fullmatch(old)) or (new and not _WORDS.fullmatch(new)):
        return None
    if not old or not new:
        return None if _slides(old or new, one.text[:head].rstrip(" "), one.text[close:].lstrip(" ")) else seen
    return seen if set(old.casefold().split(" ")).isdisjoint(new.casefold().split(" ")) else None


def _core(passage: Passage, head: int, tail: int) -> Passage:
    """What stands in a passage between its *head* and its *tail*, without blanks around it."""
    text = passage.text[head : len(passage.text) - tail]
    core = text.strip(" ")
    start = passage.start + head + (len(text) - len(text.lstrip(" ")) if core else len(text))
    return Passage(start, start + len(core), core)


def _slides(words: str, ahead: str, behind: str) -> bool:
    return ahead.endswith(words.rpartition(" ")[2]) or behind.startswith(words.partition(" ")[0])


def within_sentence(one: Passage, other: Passage) -> bool:
    """Whether two passages surely belong together and what differs holds no sign at which a sentence may end."""
    ends = equal_ends(one.text, other.text)
    if ends is None:
        return False
    head, tail = ends
    return not (may_end(one.text, head, len(one.text) - tail) or may_end(other.text, head, len(other.text) - tail))


def _window(one: Passage, other: Passage, head: int, tail: int) -> Window:
    return Window(_inner(one, head, tail), _inner(other, head, tail), head, tail)


def _inner(passage: Passage, head: int, tail: int) -> Passage:
    text = passage.text[head : len(passage.text) - tail]
    return Passage(passage.start + head, passage.end - tail, text)


@lru_cache(maxsize=64)
def equal_ends(one: str, other: str) -> tuple[int, int] | None:
    """How many signs two passages share at the head and at the tail; None where that is too little, or hard to say.

    Texts that need more than the quick pattern for their tokens are hard. Paragraphs are looked at twice: before they
    are cut, and as passages.
    """
    most, longer = min(len(one), len(other)), max(len(one), len(other))
    if most < SHARED * longer or not (is_plain(one) and is_plain(other)):
        return None
    head = Prefix.similarity(one, other)
    tail = min(Postfix.similarity(one, other), most - head)
    return (head, tail) if head + tail >= SHARED * longer else None

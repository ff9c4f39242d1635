"""The stretch of two passages in which they differ, with a few words around it, so that no more need be read.

Most passages that were edited are equal but for a word or two. What is equal at both ends is found sign by sign, which
costs next to nothing; only the window between is cut into tokens and matched.
"""

from __future__ import annotations

from typing import NamedTuple

from rapidfuzz.distance import Postfix, Prefix

from comparison.passages import Passage
from comparison.tokens import is_plain

CONTEXT = 30  # signs on either side: room for an insertion to slide to where a phrase begins
SHARED = 0.6  # of the longer passage must be equal at the ends, so that the two surely belong together


class Window(NamedTuple):
    """The two stretches, and how many signs of each passage stand equal ahead of and behind them."""

    one: Passage
    other: Passage
    head: int
    tail: int


def window(one: Passage, other: Passage) -> Window | None:
    """The window of two passages; None where they differ too much, or where it would not be smaller than they are.

    It begins and ends at a blank. Texts that need more than the quick pattern for their tokens have none.
    """
    ends = _equal_ends(one.text, other.text)
    if ends is None:
        return None
    head = one.text.rfind(" ", 0, max(ends[0] - CONTEXT, 0)) + 1
    blank = one.text.find(" ", len(one.text) - ends[1] + CONTEXT)
    tail = len(one.text) - blank if blank >= 0 else 0
    if not head and not tail:
        return None
    return Window(_inner(one, head, tail), _inner(other, head, tail), head, tail)


def _inner(passage: Passage, head: int, tail: int) -> Passage:
    text = passage.text[head : len(passage.text) - tail]
    return Passage(passage.start + head, passage.end - tail, text)


def _equal_ends(one: str, other: str) -> tuple[int, int] | None:
    """How many signs two passages share at the head and at the tail; None where that is too little, or hard to say."""
    most, longer = min(len(one), len(other)), max(len(one), len(other))
    if most < SHARED * longer or not (is_plain(one) and is_plain(other)):
        return None
    head = Prefix.similarity(one, other)
    tail = min(Postfix.similarity(one, other), most - head)
    return (head, tail) if head + tail >= SHARED * longer else None

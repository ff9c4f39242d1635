"""From an alignment to edits that cover exactly what differs, white space included.

An alignment is a list of pieces in reading order of both sides. Between two pieces that stand on both sides (equal or
replaced) lie those of one side; the white space around them is given out so that what no edit covers is the same, sign
by sign: one gap of each side stays uncovered, all others belong to the piece beside them. Where no two gaps are equal
the gap itself is an edit, a split or merge where a paragraph break came or went.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain
from typing import Literal, NamedTuple

from comparison.model import Op
from comparison.passages import is_break

Role = Literal["equal", "replace", "split", "merge", "delete", "insert", "out", "in"]


class Piece(NamedTuple):
    """A stretch of the alignment, without white space at its ends.

    A side that has no part in it is an empty span. *whole* marks whole sentences or paragraphs, *passage* numbers the
    moved passage that goes ``out`` of one place and ``in`` at another.
    """

    role: Role
    b0: int
    b1: int
    a0: int
    a1: int
    whole: bool = False
    passage: int = -1


def equal(b0: int, b1: int, a0: int, a1: int) -> Piece:
    """A piece that is equal on both sides: there are many, and so they are made without the defaults' detour."""
    return _made(Piece, ("equal", b0, b1, a0, a1, False, -1))


_made = tuple.__new__
Gap = tuple[int, int]
PLAIN = frozenset({"insert", "delete", "replace"})


class Draft(NamedTuple):
    """An edit before it is named: its spans; on a side that it has none, the place where it stands, empty."""

    op: Op | Literal["out", "in"]
    before: Gap
    after: Gap
    whole: bool = False
    passage: int = -1


def drafts(before: str, after: str, pieces: Sequence[Piece], frame: Piece) -> list[Draft]:
    """The edits of *pieces*, which lie within the spans of *frame*."""
    found: list[Draft] = []
    here, there = frame.b0, frame.a0
    gone: list[Piece] = []
    come: list[Piece] = []
    for piece in [*pieces, equal(frame.b1, frame.b1, frame.a1, frame.a1)]:
        role, b0, b1, a0, a1, whole, _ = piece
        if role in {"delete", "out"}:
            gone.append(piece)
        elif role in {"insert", "in"}:
            come.append(piece)
        else:
            if gone or come or before[here:b0] != after[there:a0]:
                found += _between(before, after, (here, b0, gone), (there, a0, come))
            if role != "equal":
                found.append(Draft(role, (b0, b1), (a0, a1), whole))
            here, there, gone, come = b1, a1, [], []
    return _with_blanks(before, after, found)


def _with_blanks(before: str, after: str, found: list[Draft]) -> list[Draft]:
    """*found* with each edit of white space alone made part of the edit that it touches (" (" for ", ")."""
    kept: list[Draft] = []
    for draft in found:
        last = kept[-1] if kept else None
        if (
            last is not None
            and last.before[1] == draft.before[0]
            and last.after[1] == draft.after[0]
            and last.op in PLAIN
            and draft.op in PLAIN
            and not last.whole
            and not draft.whole
            and (_is_blank(before, after, last) or _is_blank(before, after, draft))
        ):
            one, other = (last.before[0], draft.before[1]), (last.after[0], draft.after[1])
            op: Op = "insert" if one[0] == one[1] else "delete" if other[0] == other[1] else "replace"
            kept[-1] = Draft(op, one, other)
        else:
            kept.append(draft)
    return kept


def _is_blank(before: str, after: str, draft: Draft) -> bool:
    (b0, b1), (a0, a1) = draft.before, draft.after
    return not before[b0:b1].strip() and not after[a0:a1].strip()


Stretch = tuple[int, int, list[Piece]]


def _between(before: str, after: str, left: Stretch, right: Stretch) -> list[Draft]:
    """The edits between two pieces that stand on both sides."""
    gone, come = left[2], right[2]
    if not gone and not come:
        return _gap_edit(before, after, left[:2], right[:2])
    spans, spans_after = [piece[1:3] for piece in gone], [piece[3:5] for piece in come]
    gaps, gaps_after = _gaps(left, spans), _gaps(right, spans_after)
    kept, kept_after = _kept(before, after, gaps, gaps_after)
    here, there = gaps[kept], gaps_after[kept_after]
    taken = [
        Draft(piece.role, span, (there[place >= kept],) * 2, piece.whole, piece.passage)  # type: ignore[arg-type]
        for place, (piece, span) in enumerate(zip(gone, _taking(spans, gaps, kept), strict=True))
    ]
    put = [
        Draft(piece.role, (here[place >= kept_after],) * 2, span, piece.whole, piece.passage)  # type: ignore[arg-type]
        for place, (piece, span) in enumerate(zip(come, _taking(spans_after, gaps_after, kept_after), strict=True))
    ]
    joint = _gap_edit(before, after, here, there)
    return [*taken[:kept], *put[:kept_after], *joint, *taken[kept:], *put[kept_after:]]


def _gaps(stretch: Stretch, spans: list[Gap]) -> list[Gap]:
    """The white space around *spans*."""
    places = [stretch[0], *chain.from_iterable(spans), stretch[1]]
    return list(zip(places[::2], places[1::2], strict=True))


def _taking(spans: list[Gap], gaps: list[Gap], kept: int) -> list[Gap]:
    """*spans* of one side with the white space that they take along: ahead of the *kept* gap that before each."""
    return [
        (gaps[place][0], end) if place < kept else (start, gaps[place + 1][1])
        for place, (start, end) in enumerate(spans)
    ]


def _kept(before: str, after: str, one: list[Gap], other: list[Gap]) -> tuple[int, int]:
    """Which gap of either side stays: the first two that are equal, else the first of each."""
    first: dict[str, int] = {}
    for number, (start, end) in enumerate(other):
        first.setdefault(after[start:end], number)
    for number, (start, end) in enumerate(one):
        if (match := first.get(before[start:end])) is not None:
            return number, match
    return 0, 0


def _gap_edit(before: str, after: str, one: Gap, other: Gap) -> list[Draft]:
    """The edit of a gap that differs."""
    old, new = before[one[0] : one[1]], after[other[0] : other[1]]
    if old == new:
        return []
    if not old or not new:
        return [Draft("delete" if old else "insert", one, other)]
    parted = is_break(new) - is_break(old)
    return [Draft("split" if parted > 0 else "merge" if parted else "replace", one, other)]


def merged(found: Sequence[Draft], most: int) -> list[Draft]:
    """At most so many drafts, neighbours made one with what is equal between them; moves are told in place."""
    gone = sorted(draft.before for draft in found if draft.op == "out")
    come = sorted(draft.after for draft in found if draft.op == "in")
    plain = [draft for draft in found if draft.op in {"out", "in"} or not _held(draft, gone, come)]
    size = -(-len(plain) // most)
    made = []
    for start in range(0, len(plain), size):
        first, last = plain[start], plain[min(start + size, len(plain)) - 1]
        before, after = (first.before[0], last.before[1]), (first.after[0], last.after[1])
        op: Op = "insert" if before[0] == before[1] else "delete" if after[0] == after[1] else "replace"
        made.append(Draft(op, before, after, True))
    return made


def _held(draft: Draft, gone: Sequence[Gap], come: Sequence[Gap]) -> bool:
    """Whether a draft lies within a moved passage, on the side that it has."""
    span, outer = (draft.after, come) if draft.before[0] == draft.before[1] else (draft.before, gone)
    place = bisect_right(outer, (span[0], 1 << 60)) - 1
    return place >= 0 and span[1] <= outer[place][1]

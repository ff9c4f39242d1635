"""Weaving two sides and their edits into one text to read: equal, removed, added and moved runs.

Nothing is left out and nothing invented: the runs of the old side joined give the old text, those of the new
side the new one (moved passages each at their own place). Where edits do not fit their texts, the whole field
is shown as replaced rather than wrongly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from comparison.model import Comparison, Edit, Span

Mark = Literal["same", "removed", "added", "moved-from", "moved-to"]
OLD = frozenset({"same", "removed", "moved-from"})
NEW = frozenset({"same", "added", "moved-to"})
BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text and what happened to it. *edit* numbers its edit, *inside* the move around it.

    A "same" run inside a moved passage is "moved-to". *joint* marks paragraph breaks that came or went.
    """

    mark: Mark
    text: str
    edit: int | None = None
    inside: int | None = None
    joint: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as it reads with its edits. *changed* says that it holds more than equal text."""

    runs: tuple[Run, ...]

    @property
    def changed(self) -> bool:
        """Whether anything in it was edited."""
        return any(run.mark != "same" for run in self.runs)


class _MisfitError(Exception):
    """The edits do not lead from one text to the other."""


def weave(comparison: Comparison, field: str = "text") -> tuple[Run, ...]:
    """The runs of one field, in reading order; removed text stands before what replaced it."""
    before, after = comparison.before.field(field), comparison.after.field(field)
    edits = [(number, edit) for number, edit in enumerate(comparison.edits) if edit.field == field]
    try:
        return tuple(_merged(_weave(before, after, edits)))
    except _MisfitError:
        whole = (Run("removed", before), Run("added", after))
        return tuple(run for run in whole if run.text)


def blocks(comparison: Comparison, field: str = "text") -> tuple[Block, ...]:
    """The woven field parted into paragraphs."""
    done: list[Block] = []
    current: list[Run] = []
    for run in weave(comparison, field):
        pieces = [run.text] if run.joint and run.mark in ("removed", "moved-from") else run.text.split(BREAK)
        for position, piece in enumerate(pieces):
            ends = position < len(pieces) - 1
            if piece or (ends and run.joint):
                text = f"{piece}\n" if ends and run.joint else piece
                current.append(Run(run.mark, text, run.edit, run.inside, run.joint))
            if ends and current:
                done.append(Block(tuple(current)))
                current = []
    return (*done, Block(tuple(current))) if current else tuple(done)


def _weave(before: str, after: str, edits: Sequence[tuple[int, Edit]]) -> Iterator[Run]:
    outer, inner = _nested(edits)
    old = sorted(((e.before.start, e.before.end, n, e) for n, e in outer if e.before), key=lambda mark: mark[:3])
    new = sorted(((e.after.start, e.after.end, n, e) for n, e in outer if e.after), key=lambda mark: mark[:3])
    i = j = 0
    while old or new or i < len(before) or j < len(after):
        if new and new[0][0] == j and _alone(new[0][3], "insert"):
            _, j, number, edit = new.pop(0)
            yield from _new_side(after, number, edit, inner.get(number, ()))
        elif old and old[0][0] == i and _alone(old[0][3], "delete"):
            _, i, number, edit = old.pop(0)
            yield _removed(before, number, edit)
        elif old and new and old[0][0] == i and new[0][0] == j and old[0][2] == new[0][2]:
            _, i, number, edit = old.pop(0)
            _, j, _, _ = new.pop(0)
            yield _removed(before, number, edit)
            yield from _new_side(after, number, edit, ())
        else:
            length = min((old[0][0] if old else len(before)) - i, (new[0][0] if new else len(after)) - j)
            if length <= 0 or before[i : i + length] != after[j : j + length]:
                raise _MisfitError
            yield Run("same", before[i : i + length])
            i, j = i + length, j + length


def _alone(edit: Edit, op: str) -> bool:
    """Whether the edit has this side only, or stands at another place on the other side (a move)."""
    return edit.op in (op, "move")


def _removed(before: str, number: int, edit: Edit) -> Run:
    span = edit.before
    if span is None or before[span.start : span.end] != span.text:
        raise _MisfitError
    mark: Mark = "moved-from" if edit.op == "move" else "removed"
    return Run(mark, span.text, number, joint=_joint(edit, span))


def _new_side(after: str, number: int, edit: Edit, inner: Sequence[tuple[int, Edit]]) -> Iterator[Run]:
    span = edit.after
    if span is None or after[span.start : span.end] != span.text:
        raise _MisfitError
    if edit.op != "move":
        yield Run("added", span.text, number, joint=_joint(edit, span))
        return
    if edit.before is None:
        raise _MisfitError
    for run in _inside_move(edit.before, span, inner):
        mark: Mark = "moved-to" if run.mark == "same" else run.mark
        yield Run(mark, run.text, number if run.edit is None else run.edit, number, run.joint)


def _inside_move(before: Span, after: Span, inner: Sequence[tuple[int, Edit]]) -> Iterator[Run]:
    """A moved passage with the edits inside it; the white space around it belongs to its place, not to it."""
    old, new = before.text.strip(), after.text.strip()
    lead = after.text.index(new)
    from_old = before.start + before.text.index(old)
    shifted = [(n, _shift(e, from_old, after.start + lead)) for n, e in inner]
    yield from (Run("same", blank) for blank in (after.text[:lead],) if blank)
    yield from _weave(old, new, shifted)
    yield from (Run("same", blank) for blank in (after.text[lead + len(new) :],) if blank)


def _joint(edit: Edit, span: Span) -> bool:
    return edit.op in ("split", "merge") or not span.text.strip()


def _nested(
    edits: Sequence[tuple[int, Edit]],
) -> tuple[list[tuple[int, Edit]], dict[int, list[tuple[int, Edit]]]]:
    """Edits apart from those that lie inside a moved passage, which are named by the number of their move."""
    moves = [(number, edit) for number, edit in edits if edit.op == "move"]
    outer: list[tuple[int, Edit]] = []
    inner: dict[int, list[tuple[int, Edit]]] = {}
    for number, edit in edits:
        home = next((n for n, move in moves if n != number and _inside(edit, move)), None)
        if home is None:
            outer.append((number, edit))
        else:
            inner.setdefault(home, []).append((number, edit))
    return outer, inner


def _inside(edit: Edit, move: Edit) -> bool:
    """Whether every side that the edit has lies within the move's span of that side."""
    sides = ((edit.before, move.before), (edit.after, move.after))
    return edit.op != "move" and all(
        part is None or (whole is not None and whole.start <= part.start and part.end <= whole.end)
        for part, whole in sides
    )


def _shift(edit: Edit, before: int, after: int) -> Edit:
    def moved(span: Span | None, by: int) -> Span | None:
        return span and Span(span.start - by, span.end - by, span.text)

    return Edit(
        edit.op, moved(edit.before, before), moved(edit.after, after), edit.kinds, edit.material,
        edit.context, edit.field, edit.reason,
    )  # fmt: skip


def _merged(runs: Iterator[Run]) -> Iterator[Run]:
    """Neighbouring runs of one mark and edit as one."""
    held: Run | None = None
    for run in runs:
        if held and (held.mark, held.edit, held.inside, held.joint) == (
            run.mark,
            run.edit,
            run.inside,
            run.joint,
        ):
            held = Run(run.mark, held.text + run.text, run.edit, run.inside, run.joint)
            continue
        if held:
            yield held
        held = run
    if held:
        yield held

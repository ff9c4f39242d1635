"""Turns before into after by the edits alone: the proof that a comparison leaves nothing out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from comparison.model import Edit, Span
from comparison.tokens import cuts_grapheme


class EditsDoNotFit(ValueError):
    """The edits are not those of this text: a span does not hold the words that it names, or two overlap."""


def apply(text: str, edits: Iterable[Edit], field: str = "text") -> str:
    """Make the after text of *field* out of *text* and the edits.

    What no edit covers is taken over, what a move carries is taken from *text* (with the edits inside it), and only
    what edits bring in comes from them. Raises `EditsDoNotFit` where they are not edits of *text*.

    >>> from comparison.compare import compare
    >>> from comparison.model import Version
    >>> old, new = "One is here. Two is there.", "Two was there. One is here."
    >>> apply(old, compare(Version(old), Version(new)).edits) == new
    True
    """
    mine = [edit for edit in edits if edit.field == field]
    for edit in mine:
        if edit.before and text[edit.before.start : edit.before.end] != edit.before.text:
            raise EditsDoNotFit(f"{edit.before.text[:40]!r} does not stand at {edit.before.start}")
    return _applied(text, mine)


def _applied(text: str, edits: Sequence[Edit]) -> str:
    moves = [edit for edit in edits if edit.op == "move"]
    inner: dict[int, list[Edit]] = {number: [] for number in range(len(moves))}
    top: list[Edit] = []
    for edit in edits:
        home = next((number for number, move in enumerate(moves) if edit is not move and _within(edit, move)), None)
        (top if home is None or edit.op == "move" else inner[home]).append(edit)
    carried = {id(move): inner[number] for number, move in enumerate(moves)}
    rest = _without(text, [edit.before for edit in top if edit.before])
    made: list[str] = []
    length = taken = 0
    for edit in sorted((edit for edit in top if edit.after), key=_place):
        assert edit.after is not None
        gap = rest[taken : taken + edit.after.start - length]
        content = _moved(edit, carried[id(edit)]) if edit.op == "move" else edit.after.text
        made += [gap, content]
        taken += len(gap)
        length += len(gap) + len(content)
    return "".join(made) + rest[taken:]


def _place(edit: Edit) -> int:
    return edit.after.start if edit.after else 0


def _within(edit: Edit, move: Edit) -> bool:
    """Whether an edit lies inside a moved passage, on each side that it has."""
    sides = ((edit.before, move.before), (edit.after, move.after))
    return all(span is None or (outer and outer.start <= span.start and span.end <= outer.end) for span, outer in sides)


def _without(text: str, spans: Sequence[Span]) -> str:
    kept: list[str] = []
    place = 0
    for span in sorted(spans, key=lambda span: span.start):
        if span.start < place:
            raise EditsDoNotFit(f"two edits overlap at {span.start}")
        kept.append(text[place : span.start])
        place = span.end
    return "".join(kept) + text[place:]


def _moved(move: Edit, inner: Sequence[Edit]) -> str:
    """What a move carries: its words of before with the edits inside it, in the white space of its new place."""
    assert move.before is not None
    assert move.after is not None
    lead, ahead = _lead(move.before.text), _lead(move.after.text)
    core, target = move.before.text[lead:].rstrip(), move.after.text
    shifted = [
        edit._replace(
            before=_shifted(edit.before, move.before.start + lead),
            after=_shifted(edit.after, move.after.start + ahead),
        )
        for edit in inner
    ]
    return target[:ahead] + _applied(core, shifted) + target[len(target.rstrip()) :]


def _lead(text: str) -> int:
    """How much white space stands ahead of a moved passage; a blank that bears a mark is its first sign."""
    blank = len(text) - len(text.lstrip())
    return blank - cuts_grapheme(text, blank)


def _shifted(span: Span | None, by: int) -> Span | None:
    return span and Span(span.start - by, span.end - by, span.text)

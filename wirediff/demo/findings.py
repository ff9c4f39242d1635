"""What the archive tells of the demo's story, in lines that a terminal can show. Nothing here knows the script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from comparison.model import Edit
from crawler.clock import parse
from reports.attention import around, carries_old, squeeze
from reports.model import ArticleReport, MatrixRow, Step, StoryReport

AT_ONCE = timedelta(minutes=15)  # seen in the same round of visits as the wire's own


@dataclass(frozen=True)
class Line:
    """One outlet's line. *states* has one entry a wire paragraph: kept, edited, moved or cut; *own* counts its own.

    *notes* are (urgent, sentence), the urgent first.
    """

    name: str
    after: timedelta
    states: tuple[str, ...]
    own: int
    revisions: int
    notes: tuple[tuple[bool, str], ...]

    def count(self, state: str) -> int:
        """How many wire paragraphs have that state."""
        return self.states.count(state)


def lines(report: StoryReport) -> tuple[Line, ...]:
    """A line for each article but the wire's own, in the order in which they were first seen."""
    if report.matrix is None:
        return ()
    wire = report.matrix.article
    right = tuple(corrections(wire))
    return tuple(_line(wire, row, right) for row in report.matrix.rows if row.article is not wire)


def _line(wire: ArticleReport, row: MatrixRow, right: tuple[Correction, ...]) -> Line:
    copy = row.article
    return Line(
        name=copy.name,
        after=parse(copy.first_seen) - parse(wire.first_seen),
        states=tuple(cell.state for cell in row.cells),
        own=len(row.own),
        revisions=len(copy.revisions),
        notes=tuple(sorted((*_notes(wire, copy, right), *_rewritten(row)), key=lambda note: not note[0])),
    )


def _notes(wire: ArticleReport, copy: ArticleReport, right: tuple[Correction, ...]) -> Iterator[tuple[bool, str]]:
    yield from _gone(copy)
    yield from _uncorrected(wire, copy, right)
    yield from _took(copy, right)
    yield from _silent(copy)
    yield from _observed(copy)


def _rewritten(row: MatrixRow) -> Iterator[tuple[bool, str]]:
    """A copy that carries the dispatch and has none of its paragraphs as they stood."""
    if row.cells and not any(cell.state in ("kept", "moved") for cell in row.cells):
        yield False, "not one paragraph word for word: likely rewritten"


@dataclass(frozen=True)
class Correction:
    """A passage that the wire put right: the step, the edit, and how the words around it read since."""

    step: Step
    edit: Edit
    now: str


def corrections(article: ArticleReport) -> Iterator[Correction]:
    """What an article put right under a correction note: every replacement beside the note."""
    for step in article.steps:
        edits = step.comparison.edits
        if any("correction" in edit.kinds for edit in edits):
            for edit in edits:
                if edit.op == "replace" and edit.field == "text" and edit.after:
                    span = edit.after.start, edit.after.end
                    yield Correction(step, edit, around(step.comparison.after.text, *span))


def _gone(copy: ArticleReport) -> Iterator[tuple[bool, str]]:
    for happening in copy.happenings:
        if happening.kind == "removed":
            stood = parse(happening.at) - parse(copy.first_seen)
            yield True, f"removed ({happening.detail or 'gone'}) after {spell(stood)}"


def _uncorrected(wire: ArticleReport, copy: ArticleReport, right: tuple[Correction, ...]) -> Iterator[tuple[bool, str]]:
    for one in right:
        if carries_old(copy, wire, one.step, one.edit):
            late = parse(copy.last_seen) - parse(one.step.at)
            yield True, f"runs the uncorrected text, {spell(late)} on"


def _took(copy: ArticleReport, right: tuple[Correction, ...]) -> Iterator[tuple[bool, str]]:
    for one in right:
        took = next((r for r in copy.revisions if squeeze(one.now) in squeeze(r.version.text)), None)
        if took is not None:
            late = parse(took.first_seen) - parse(one.step.at)
            yield False, "took the correction " + (f"{spell(late)} later" if late > AT_ONCE else "at once")


def _silent(copy: ArticleReport) -> Iterator[tuple[bool, str]]:
    for step in copy.steps:
        if step.unnoted and (told := _told(step)):
            yield True, f"{told}, no note"


def _told(step: Step) -> str:
    """The edit of a step that matters most, in words; "" for a plain update."""
    edits = step.material
    if any(edit.field == "title" for edit in edits):
        return "headline changed"
    for edit in edits:
        if "number" in edit.kinds and edit.op == "replace" and edit.before and edit.after:
            return f"{edit.before.text} made {edit.after.text}"
    return next((word for edit in edits if (word := _other(edit))), "")


def _other(edit: Edit) -> str:
    if edit.op == "replace" and "name" in edit.kinds and edit.before and edit.after:
        return f"{edit.before.text} made {edit.after.text}"
    return "paragraph moved" if edit.op == "move" else ""


def _observed(copy: ArticleReport) -> Iterator[tuple[bool, str]]:
    if any(happening.kind == "moved" for happening in copy.happenings):
        yield False, "address changed, followed"
    held = sum(trouble.times for trouble in copy.troubles if trouble.outcome == "held")
    if held:
        reason = copy.troubles[0].reason.partition(":")[0] or "no honest version"
        yield False, f"{held} page{'s' if held > 1 else ''} held: {reason}"


def spell(span: timedelta) -> str:
    """A span as people say it: "20 min", "6 h", "3 days"."""
    minutes = round(span.total_seconds() / 60)
    if minutes < 90:
        return f"{minutes} min"
    return f"{round(minutes / 60)} h" if minutes < 72 * 60 else f"{round(minutes / 1440)} days"

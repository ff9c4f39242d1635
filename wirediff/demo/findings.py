"""What the archive tells of the demo's story, in lines that a terminal can show. Nothing here knows the script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from comparison.collate import Witness, collate
from comparison.model import Edit, Version
from crawler.clock import parse
from reports.model import ArticleReport, Step, StoryReport

WORDS_AROUND = 3  # a corrected figure is looked for with so many words on either side


@dataclass(frozen=True)
class Line:
    """One outlet's line. *states* has one entry a wire paragraph: kept, edited, moved or cut; *own* counts its own.

    *notes* are (urgent, sentence).
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


@dataclass(frozen=True)
class Correction:
    """A passage that the wire put right: the words around it before and after, and when that was first seen."""

    old: str
    new: str
    at: str


def lines(report: StoryReport) -> tuple[Line, ...]:
    """A line for each article but the wire's own, in the order in which they were first seen."""
    wire = report.reference or report.articles[0]
    copies = [article for article in report.articles if article is not wire]
    collation = collate(wire.latest.version, [copy.latest.version for copy in copies])
    right = tuple(corrections(wire))
    return tuple(_line(wire, copy, found, right) for copy, found in zip(copies, collation.witnesses, strict=True))


def _line(wire: ArticleReport, copy: ArticleReport, found: Witness, right: tuple[Correction, ...]) -> Line:
    return Line(
        name=copy.name,
        after=parse(copy.first_seen) - parse(wire.first_seen),
        states=tuple(kept.state for kept in found.paragraphs),
        own=sum(own.edit.after is not None for own in found.own),
        revisions=len(copy.revisions),
        notes=(*_gone(copy), *_uncorrected(copy, right), *_took(copy, right), *_silent(copy), *_observed(copy)),
    )


def corrections(article: ArticleReport) -> Iterator[Correction]:
    """What an article put right under a correction note: every replacement beside the note."""
    for step in article.steps:
        edits = step.comparison.edits
        if any("correction" in edit.kinds for edit in edits):
            for edit in edits:
                if edit.op == "replace" and edit.field == "text" and edit.before and edit.after:
                    sides = step.comparison.before, step.comparison.after
                    yield Correction(_around(sides[0], edit.before.start, edit.before.end),
                                     _around(sides[1], edit.after.start, edit.after.end), step.at)  # fmt: skip


def _around(version: Version, start: int, end: int) -> str:
    """A passage with some words of its paragraph on either side."""
    head = version.text[:start].rpartition("\n\n")[2].split(" ")[-WORDS_AROUND - 1 :]
    tail = version.text[end:].partition("\n\n")[0].split(" ")[: WORDS_AROUND + 1]
    return " ".join(head) + version.text[start:end] + " ".join(tail)


def _gone(copy: ArticleReport) -> Iterator[tuple[bool, str]]:
    for happening in copy.happenings:
        if happening.kind == "removed":
            stood = parse(happening.at) - parse(copy.first_seen)
            yield True, f"removed ({happening.detail or 'gone'}), {spell(stood)} after it was first seen"


def _uncorrected(copy: ArticleReport, right: tuple[Correction, ...]) -> Iterator[tuple[bool, str]]:
    for one in right:
        if one.old in copy.latest.version.text and copy.state == "present":
            late = parse(copy.last_seen) - parse(one.at)
            yield True, f"still runs “{one.old}”, {spell(late)} after the correction"


def _took(copy: ArticleReport, right: tuple[Correction, ...]) -> Iterator[tuple[bool, str]]:
    for one in right:
        took = next((r for r in copy.revisions if one.new in r.version.text), None)
        if took is not None:
            late = parse(took.first_seen) - parse(one.at)
            yield False, f"took the correction {spell(late) + ' later' if late else 'at once'}"


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
        yield False, f"{held} page{'s' if held > 1 else ''} held: {copy.troubles[0].reason or 'no honest version'}"


def spell(span: timedelta) -> str:
    """A span as people say it: "20 min", "6 h", "3 days"."""
    minutes = round(span.total_seconds() / 60)
    if minutes < 90:
        return f"{minutes} min"
    return f"{round(minutes / 60)} h" if minutes < 72 * 60 else f"{round(minutes / 1440)} days"

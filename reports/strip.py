"""Time drawn as lanes: who had it first, when each revision was seen, what was edited, what was removed.

Only geometry; the template draws it as SVG.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reports.attention import GONE
from reports.model import ArticleReport, Step
from reports.timeline import TOP, Scale, apart, lane_height, scale_of
from reports.when import local


@dataclass(frozen=True, slots=True)
class MarkAt:
    """A mark on a lane. *shape* is first, body, headline, correction or removed.

    *size* runs from 0 to 1 with the words changed.
    """

    x: float
    shape: str
    size: float
    title: str
    link: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One article's line from first to last sighting; *gap* is the longest time without a look, where it is long."""

    y: float
    name: str
    link: str
    start: float
    end: float
    marks: tuple[MarkAt, ...]
    own: bool
    gap: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Strip:
    """A drawing: its height, the height of a lane, its lanes, and its time ticks (x, label)."""

    height: float
    lane: float
    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[float, str], ...]


def strip(articles: Sequence[ArticleReport], zone: str, reference: ArticleReport | None = None) -> Strip:
    """Lanes of *articles* in the order given; the reference's lane is marked as its own."""
    scale, height = scale_of(articles), lane_height(len(articles))
    lanes = tuple(
        _lane(article, scale, zone, TOP + height * (number + 0.5), article is reference)
        for number, article in enumerate(articles)
    )
    return Strip(TOP + height * len(articles) + 6, height, lanes, tuple(scale.ticks()))


def _lane(article: ArticleReport, scale: Scale, zone: str, y: float, own: bool) -> Lane:
    marks = sorted(_marks(article, scale, zone), key=lambda held: held.x)
    placed = tuple(replace(mark, x=x) for mark, x in zip(marks, apart([mark.x for mark in marks]), strict=True))
    end = max([scale.x(article.last_seen), *(mark.x for mark in placed)])
    return Lane(y, article.name, article.anchor, placed[0].x, end, placed, own, _gap(article, scale))


def _gap(article: ArticleReport, scale: Scale) -> tuple[float, float] | None:
    """Where the longest time without a look lies, if it is more than twice the usual one."""
    held = article.coverage
    if held is None or held.longest_gap is None or held.usual_gap is None or held.longest_gap <= 2 * held.usual_gap:
        return None
    return scale.x(held.longest_gap_from), scale.x(held.longest_gap_to)


def _marks(article: ArticleReport, scale: Scale, zone: str) -> Iterator[MarkAt]:
    first = article.revisions[0]
    title = f"{article.name}: first seen {local(first.first_seen, zone)}"
    yield MarkAt(scale.x(first.first_seen), "first", 0.0, title, f"{article.anchor}-r{first.number}")
    most = max((changed_words(step) for step in article.steps), default=1) or 1
    for step in article.steps:
        words = changed_words(step)
        title = f"{article.name}: revision {step.after}, {local(step.at, zone)}, {words} words changed"
        link = f"{article.anchor}-r{step.after}"
        yield MarkAt(scale.x(step.at), shape_of(step), round(words / most, 2), title, link)
    for happening in article.happenings:
        if happening.kind == "removed":
            title = f"{article.name}: absent at {local(happening.at, zone)}"
            yield MarkAt(scale.x(happening.at), "removed", 1.0, title, article.anchor)
    if article.state in GONE and not any(h.kind == "removed" for h in article.happenings):
        yield MarkAt(scale.x(article.last_seen), "removed", 1.0, f"{article.name}: absent", article.anchor)


def shape_of(step: Step) -> str:
    """What a mark stands for: a correction note, a new headline, or an edit of the body."""
    kinds = {kind for edit in step.comparison.edits for kind in edit.kinds}
    if "correction" in kinds:
        return "correction"
    return "headline" if any(edit.field == "title" for edit in step.comparison.edits) else "body"


def changed_words(step: Step) -> int:
    """Words that came or went in a step."""
    sides = [side for edit in step.comparison.edits if edit.op != "move" for side in (edit.before, edit.after)]
    return sum(len(side.text.split()) for side in sides if side)

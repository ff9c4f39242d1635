"""Time drawn as lanes: who had it first, when each revision was seen, what was edited, what was removed.

Only geometry; the template draws it as SVG. Time runs logarithmically from the first sighting, because a
story's first hour holds more than its second week.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import log1p

from reports.attention import GONE
from reports.model import ArticleReport, Step
from reports.when import DAY, HOUR, MINUTE, between, local, span

LEFT, WIDTH, RIGHT, LANE, TOP = 150.0, 1000.0, 24.0, 26.0, 30.0
UNIT = 10 * MINUTE  # below it time runs about linearly
TICKS = (0, 15 * MINUTE, HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY, 120 * DAY, 365 * DAY)
APART = 15.0  # marks nearer than this would hide each other


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
    """One article's line from first to last sighting."""

    y: float
    name: str
    link: str
    start: float
    end: float
    marks: tuple[MarkAt, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """A drawing: its height, its lanes, and its time ticks (x, label)."""

    height: float
    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[float, str], ...]


def strip(articles: Sequence[ArticleReport], zone: str, reference: ArticleReport | None = None) -> Strip:
    """Lanes of *articles* in the order given; the reference's lane is marked as its own."""
    start = min(article.first_seen for article in articles)
    longest = max([between(start, article.last_seen) or 0 for article in articles] + [HOUR])

    def x(at: str) -> float:
        seconds = max(0.0, between(start, at) or 0.0)
        share = log1p(seconds / UNIT) / log1p(longest / UNIT)
        return round(LEFT + min(1.0, share) * (WIDTH - LEFT - RIGHT), 1)

    lanes = []
    for number, article in enumerate(articles):
        y = TOP + LANE * (number + 0.5)
        marks = tuple(_apart(list(_marks(article, x, zone))))
        end = max([x(article.last_seen), *(mark.x for mark in marks)])
        lanes.append(Lane(y, article.name, article.anchor, marks[0].x, end, marks, article is reference))
    ticks = _ticks(longest)
    return Strip(TOP + LANE * len(articles) + 6, tuple(lanes), tuple(ticks))


def _ticks(longest: float) -> Iterator[tuple[float, str]]:
    for seconds in TICKS:
        if seconds <= longest:
            share = log1p(seconds / UNIT) / log1p(longest / UNIT)
            yield (
                round(LEFT + share * (WIDTH - LEFT - RIGHT), 1),
                f"+{span(seconds)}" if seconds else "first seen",
            )


def _marks(article: ArticleReport, place: Callable[[str], float], zone: str) -> Iterator[MarkAt]:
    first = article.revisions[0]
    yield MarkAt(
        place(first.first_seen), "first", 0.0, f"{article.name}: first seen {local(first.first_seen, zone)}",
        f"{article.anchor}-r{first.number}",
    )  # fmt: skip
    most = max((changed_words(step) for step in article.steps), default=1) or 1
    for step in article.steps:
        words = changed_words(step)
        title = f"{article.name}: revision {step.after}, {local(step.at, zone)}, {words} words changed"
        link = f"{article.anchor}-r{step.after}"
        yield MarkAt(place(step.at), shape_of(step), round(words / most, 2), title, link)
    for happening in article.happenings:
        if happening.kind == "removed":
            title = f"{article.name}: absent at {local(happening.at, zone)}"
            yield MarkAt(place(happening.at), "removed", 1.0, title, article.anchor)
    if article.state in GONE and not any(h.kind == "removed" for h in article.happenings):
        yield MarkAt(place(article.last_seen), "removed", 1.0, f"{article.name}: absent", article.anchor)


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


def _apart(marks: list[MarkAt]) -> Iterator[MarkAt]:
    """Marks in order of time, pushed right until each can be seen."""
    last = -APART
    for mark in sorted(marks, key=lambda held: held.x):
        x = max(mark.x, last + APART)
        last = x
        yield MarkAt(x, mark.shape, mark.size, mark.title, mark.link)

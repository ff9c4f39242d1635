"""The time axis that drawings share: logarithmic from the first sighting, since a story's first hour holds more than
its second week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log1p

from reports.model import ArticleReport
from reports.when import DAY, HOUR, MINUTE, between, span

LEFT, WIDTH, RIGHT, TOP = 150.0, 1000.0, 24.0, 30.0
TALL, LOW, MANY = 26.0, 15.0, 48  # a lane's height; the height where there are more than MANY
UNIT = 10 * MINUTE  # below it time runs about linearly
TICKS = (0, 15 * MINUTE, HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY, 120 * DAY, 365 * DAY)
APART = 15.0  # marks nearer than this would hide each other
LABEL = 64.0  # ticks nearer than this would run into each other


@dataclass(frozen=True, slots=True)
class Scale:
    """From times to places on the axis. *longest* is in seconds."""

    start: str
    longest: float

    def x(self, at: str) -> float:
        """Where a time stands."""
        return self._place(max(0.0, between(self.start, at) or 0.0))

    def _place(self, seconds: float) -> float:
        share = log1p(seconds / UNIT) / log1p(self.longest / UNIT)
        return round(LEFT + min(1.0, share) * (WIDTH - LEFT - RIGHT), 1)

    def ticks(self) -> Iterator[tuple[float, str]]:
        """The places that are named, and their names."""
        last = -LABEL
        for seconds in TICKS:
            place = self._place(seconds)
            if seconds <= self.longest and place - last >= LABEL:
                last = place
                yield place, f"+{span(seconds)}" if seconds else "first seen"


def scale_of(articles: Sequence[ArticleReport]) -> Scale:
    """The axis from the first sighting of any to the last of any, an hour at least."""
    start = min(article.first_seen for article in articles)
    return Scale(start, max([between(start, article.last_seen) or 0 for article in articles] + [HOUR]))


def lane_height(lanes: int) -> float:
    """How high a lane is where there are that many."""
    return TALL if lanes <= MANY else LOW


def apart(places: Iterable[float], least: float = APART) -> list[float]:
    """Places in rising order, pushed right until each can be seen."""
    found: list[float] = []
    for place in places:
        found.append(max(place, found[-1] + least) if found else place)
    return found

"""The outcome of a check: points, each one thing that is right or wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

GROUPS = ("versions", "edits", "events", "looks", "stories")


@dataclass(frozen=True)
class Point:
    """One thing that was checked; *detail* says what was found where it is wrong.

    *later* names what this program does not promise yet (a template redesign, counters and clocks, machine
    rewriting): where it fails it is shown as "not yet", and is no failure.
    """

    group: str
    what: str
    right: bool
    detail: str = ""
    later: str = ""


@dataclass(frozen=True)
class Truth:
    """All points of a check."""

    points: tuple[Point, ...]

    @property
    def wrong(self) -> tuple[Point, ...]:
        """What should have been found, and was not."""
        return tuple(point for point in self.points if not point.right and not point.later)

    @property
    def not_yet(self) -> tuple[Point, ...]:
        """What is not promised yet, and was not found."""
        return tuple(point for point in self.points if not point.right and point.later)

    def counts(self) -> Iterator[tuple[str, int, int, int]]:
        """(name, right, not yet, all) of each group."""
        for group in GROUPS:
            points = [point for point in self.points if point.group == group]
            late = sum(not point.right and bool(point.later) for point in points)
            yield group, sum(point.right for point in points), late, len(points)

    def as_dict(self) -> dict[str, Any]:
        """The check as ``--json`` prints it."""
        return {
            "holds": not self.wrong,
            "counts": {name: {"right": right, "not_yet": late, "of": n} for name, right, late, n in self.counts()},
            "wrong": [{"group": p.group, "what": p.what, "found": p.detail} for p in self.wrong],
            "not_yet": [
                {"group": p.group, "what": p.what, "found": p.detail, "asks_for": p.later} for p in self.not_yet
            ],
        }

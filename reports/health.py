"""An outlet's health day by day: what came of its fetches, as a grid that tells at a glance where a crawl broke."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HALF = 0.5


@dataclass(frozen=True, slots=True)
class Day:
    """What came of an outlet's fetches of articles on one day (UTC); *words* are medians of first versions.

    *warning* says where extraction broke against the outlet's own past.
    """

    outlet: str
    day: str
    fetches: int
    changed: int
    unchanged: int
    held: int
    absent: int
    refused: int
    failed: int
    words: float | None = None
    usual_words: float | None = None
    held_reasons: str = ""
    warning: str = ""

    @property
    def state(self) -> str:
        """The word for the day: warning, failed, refused, held, absent, or fine."""
        if self.warning:
            return "warning"
        shares = {name: getattr(self, name) for name in ("failed", "refused", "held", "absent")}
        worst = max(shares, key=lambda name: shares[name])
        return worst if shares[worst] > HALF * self.fetches else "fine"

    @property
    def sign(self) -> str:
        """Its sign."""
        return SIGNS[self.state]

    @property
    def said(self) -> str:
        """The day in words."""
        counts = [
            f"{getattr(self, name)} {name}"
            for name in ("changed", "unchanged", "held", "absent", "refused", "failed")
            if getattr(self, name)
        ]
        text = f"{self.day}: {self.fetches} looks, {', '.join(counts) or 'nothing else known'}"
        return f"{text}; {self.warning}" if self.warning else text


SIGNS = {"fine": "·", "warning": "!", "failed": "×", "refused": "–", "held": "h", "absent": "?"}


@dataclass(frozen=True, slots=True)
class Grid:
    """Outlets by day: the days that any was looked at, and for each outlet a day or None for each of them."""

    days: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Day | None, ...]], ...]


def grid(days: Iterable[Day], names: Sequence[str], most: int = 30) -> Grid:
    """The latest *most* days, in order, for the outlets *names*."""
    held = list(days)
    shown = sorted({day.day for day in held})[-most:]
    by_place = {(day.outlet, day.day): day for day in held}
    rows = tuple((name, tuple(by_place.get((name, day)) for day in shown)) for name in names)
    return Grid(tuple(shown), rows)

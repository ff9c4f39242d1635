"""What origins said, in a worker's memory: it comes with the visits and goes back with the answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from storage.robots import RobotsCopy


class Origins:
    """Has the form of `storage.robots.RobotsTable`."""

    def __init__(self) -> None:
        self._copies: dict[str, RobotsCopy] = {}
        self._fresh: dict[str, RobotsCopy] = {}
        self.asked: Mapping[str, str] = {}

    def learn(self, copies: Iterable[RobotsCopy]) -> None:
        """Take in what the archive knows; what was heard later stays."""
        for copy in copies:
            known = self._copies.get(copy.origin)
            if known is None or known.fetched_at < copy.fetched_at:
                self._copies[copy.origin] = copy

    def load(self, origin: str) -> RobotsCopy | None:
        """The copy of *origin*, or None."""
        return self._copies.get(origin)

    def save(self, copy: RobotsCopy) -> None:
        """Keep *copy*, and let the archive have it."""
        self._copies[copy.origin] = self._fresh[copy.origin] = copy

    def asked_lately(self, now: datetime) -> Mapping[str, str]:  # noqa: ARG002 - the table's form
        """The hosts that were asked before this round, with the times."""
        return self.asked

    def fresh(self) -> tuple[RobotsCopy, ...]:
        """What the archive does not have yet; told once."""
        told, self._fresh = self._fresh, {}
        return tuple(told.values())

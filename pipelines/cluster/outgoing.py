"""What is still to be done of a round, by outlets, and how much of it goes out at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from crawler.items import Visit

SOME = 100  # visits of an outlet that go out together
TRIES = 6  # of a visit whose worker dies whenever it goes out alone


class Ticketed(NamedTuple):
    """A visit, and what its row was when it went out."""

    visit: Visit
    ticket: str


class Outgoing:
    """Visits with their tickets, until they are answered.

    After a loss an outlet's bundles are smaller, down to a single visit; one that is lost alone again and again is what
    ends the workers, and is given up for this round.
    """

    def __init__(self, planned: Iterable[Ticketed]) -> None:
        self.outlets: dict[str, dict[int, Ticketed]] = {}
        self._outlet_of: dict[int, str] = {}
        for visit, ticket in planned:
            self.outlets.setdefault(visit.outlet, {})[visit.id] = Ticketed(visit, ticket)
            self._outlet_of[visit.id] = visit.outlet
        self._out: dict[str, set[int]] = {}
        self._most = dict.fromkeys(self.outlets, SOME)
        self._lost_alone: Counter[int] = Counter()
        self.given_up = 0

    @property
    def left(self) -> bool:
        """Whether anything is to be done."""
        return bool(self.outlets)

    def forget(self) -> None:
        """Nothing is out: the broker was emptied."""
        self._out.clear()

    def answered(self, visit: int) -> str | None:
        """Take a visit off; its outlet, where that has others to do and none of them is out."""
        outlet = self._outlet_of.pop(visit, None)
        if outlet is None:
            return None
        self._take_off(outlet, visit)
        return outlet if outlet in self.outlets and not self._out.get(outlet) else None

    def lost(self, outlet: str, *, given_back: bool = False) -> int:
        """What was out of an outlet has no answers; how many visits that are. *given_back*: nobody died of them."""
        gone = self._out.pop(outlet, set())
        if given_back:
            return len(gone)
        if gone:
            self._most[outlet] = max(1, min(self._most[outlet], len(gone)) // 2)
        if len(gone) == 1:
            (visit,) = gone
            self._lost_alone[visit] += 1
            if self._lost_alone[visit] >= TRIES:
                self._outlet_of.pop(visit, None)
                self._take_off(outlet, visit)
                self.given_up += 1
        return len(gone)

    def next(self, outlet: str) -> list[Ticketed]:
        """What goes out next of an outlet; nothing where nothing is left of it."""
        some = list(islice(self.outlets.get(outlet, {}).values(), self._most[outlet]))
        self._out[outlet] = {visit.id for visit, _ in some}
        return some

    def _take_off(self, outlet: str, visit: int) -> None:
        waiting = self.outlets[outlet]
        waiting.pop(visit, None)
        self._out.get(outlet, set()).discard(visit)
        if not waiting:
            del self.outlets[outlet]
            self._out.pop(outlet, None)

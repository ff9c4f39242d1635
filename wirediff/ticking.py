"""A clock that was set, and a scheduler that neither sleeps through it nor dies of an error.

Due times are wall-clock times, in the archive and in APScheduler. When the wall clock is set (by hand, by a late time
server; summer time does not matter in UTC), both are moved by as much, measured against a clock that cannot be set and
that goes on while the machine sleeps.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler, run_in_event_loop

from crawler.clock import offset

LOG = logging.getLogger(__name__)
TOLERATED = 2.0  # seconds: a time server's slow corrections are no jump


class Drift:
    """Tells by how much the wall clock was set since it was last asked."""

    def __init__(self, read: Callable[[], float] = offset) -> None:
        self._read = read
        self.last = read()  # what the next jump is measured against

    def jumped(self) -> timedelta | None:
        """The jump since the last call (negative: set back), None where there was none."""
        difference = self._read() - self.last
        self.last += difference
        return timedelta(seconds=difference) if abs(difference) > TOLERATED else None


class SafeScheduler(AsyncIOScheduler):  # type: ignore[misc] # APScheduler has no types
    """APScheduler 3 with two mends: an error while jobs are looked at does not stop its timer for good
    (https://github.com/agronholm/apscheduler/pull/1132, unreleased), and a wall clock that is set moves its jobs along.
    """

    longest_sleep = 10.0

    def __init__(self, drift: Drift | None = None, **options: Any) -> None:
        super().__init__(**options)
        self._drift = drift or Drift()

    @run_in_event_loop  # type: ignore[untyped-decorator]
    def wakeup(self) -> None:
        """Run what is due and set the timer again, come what may."""
        self._stop_timer()
        wait: float | None = self.longest_sleep
        try:
            self._follow_clock()
            wait = self._process_jobs()
        finally:
            self._start_timer(min(self.longest_sleep, wait) if wait is not None else self.longest_sleep)

    def _follow_clock(self) -> None:
        if (jump := self._drift.jumped()) is None:
            return
        for job in self.get_jobs():
            if job.next_run_time is not None:
                job.modify(next_run_time=job.next_run_time + jump)

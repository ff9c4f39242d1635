"""A scheduler that outlives its errors, and clocks that are set."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.jobstores.memory import MemoryJobStore

from wirediff.ticking import Drift, SafeScheduler

HOUR = timedelta(hours=1)


async def ticks(scheduler: SafeScheduler, count: int, meanwhile: Callable[[], None] | None = None) -> None:
    """Run a job every hundredth of a second until it ran *count* times more."""
    ran = asyncio.Semaphore(0)
    scheduler.add_job(
        ran.release, "interval", seconds=0.01, next_run_time=datetime.now(UTC), misfire_grace_time=None, coalesce=True
    )
    scheduler.start()
    try:
        await asyncio.wait_for(ran.acquire(), 5)
        if meanwhile:
            meanwhile()
        for _ in range(count):
            await asyncio.wait_for(ran.acquire(), 5)
    finally:
        scheduler.shutdown(wait=False)


def test_an_error_of_the_job_store_does_not_stop_the_ticks() -> None:
    class Unsteady(MemoryJobStore):  # type: ignore[misc]
        failures = 2

        def get_due_jobs(self, now: datetime) -> object:
            if self.failures:
                self.failures -= 1
                raise OSError("the store is locked")
            return super().get_due_jobs(now)

    scheduler = SafeScheduler(timezone=UTC)
    scheduler.longest_sleep = 0.02
    scheduler.add_jobstore(Unsteady())
    asyncio.run(ticks(scheduler, 2))


@pytest.mark.parametrize("jump", [-HOUR, -24 * 3650 * HOUR, HOUR])
def test_ticks_go_on_when_the_wall_clock_is_set(jump: timedelta) -> None:
    offset = 0.0

    def read() -> float:
        return offset

    scheduler = SafeScheduler(Drift(read), timezone=UTC)
    scheduler.longest_sleep = 0.02

    def set_clock() -> None:
        """What a clock set by *jump* does to a job: its time is now that far off."""
        nonlocal offset
        offset = jump.total_seconds()
        for job in scheduler.get_jobs():
            job.modify(next_run_time=job.next_run_time - jump)

    asyncio.run(ticks(scheduler, 3, set_clock))


def test_a_time_server_s_small_corrections_are_no_jump() -> None:
    readings = iter([0.0, 0.5, -0.5, 60.0, 60.1])
    drift = Drift(lambda: next(readings))
    assert [drift.jumped() for _ in range(4)] == [None, None, timedelta(seconds=60.5), None]

"""`wirediff watch`: a small process that lives for months and asks the archive, tick by tick, what is due.

It fetches nothing itself: APScheduler ticks, each batch is a child process, everything that must outlive this process
is in the archive. Killed at any moment, its successor gives back what was in hand and goes on.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.clock import stamp_now
from storage import due_times, sqlite3
from storage.archive import ArchiveError
from wirediff.alerts import deliver
from wirediff.config import Config, ConfigError
from wirediff.dispatch import Dispatcher
from wirediff.heartbeat import beat
from wirediff.ticking import Drift, SafeScheduler

LOG = logging.getLogger(__name__)
LONGEST_PAUSE = timedelta(minutes=15)  # between attempts where batches bring nothing
TROUBLE = (ArchiveError, sqlite3.Error, OSError)


class Watch:
    """The schedule of one archive. *reload* reads the configuration anew."""

    def __init__(
        self, dispatcher: Dispatcher, reload: Callable[[], Config], tick: timedelta, drift: Drift | None = None
    ) -> None:
        self._dispatcher = dispatcher
        self._reload = reload
        self._tick = tick
        self._drift = drift or Drift()
        dispatcher.offset = self._drift.last
        self._stopping = asyncio.Event()
        self._batches: asyncio.Task[None] | None = None
        self._fruitless = 0
        self._not_before = 0.0  # of the monotonic clock
        self._seen = _state(dispatcher.config.path)
        self._began, self._ended_by = stamp_now(), ""
        self._last: dict[str, object] | None = None
        self._trouble: str | None = None

    async def run(self) -> None:
        """Watch until SIGTERM or SIGINT; SIGHUP reads the configuration anew."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop, signal.Signals(number).name)
        loop.add_signal_handler(signal.SIGHUP, self.reread)
        scheduler = SafeScheduler(timezone=UTC)
        scheduler.add_job(
            self.tick, "interval", seconds=self._tick.total_seconds(), next_run_time=datetime.now(UTC),
            misfire_grace_time=None, coalesce=True, max_instances=1,
        )  # fmt: skip
        scheduler.start()
        await self._stopping.wait()
        scheduler.shutdown(wait=False)
        if self._batches is not None:
            self._batches.cancel()
            await asyncio.wait([self._batches])
        self._beat(state="ended", ended_by=self._ended_by)

    def stop(self, by: str = "request") -> None:
        """End in order: the fetches under way are finished and kept. *by* is who asked: the heartbeat tells it."""
        LOG.info("stopping: %s", by)
        self._ended_by = by
        self._stopping.set()

    def _beat(self, **told: object) -> None:
        with suppress(OSError):  # a full disk is told elsewhere
            beat(
                self._dispatcher.archive.path,
                began_at=self._began,
                last_batch=self._last,
                trouble=self._trouble,
                **told,
            )

    async def tick(self) -> None:
        """Look whether anything changed, and whether anything is due."""
        try:
            if not self._busy():  # a batch under way plans by the clock as it was; all that it planned moves together
                self._follow_clock()
            if _state(self._dispatcher.config.path) != self._seen:
                self.reread()
            if self._free() and self._dispatcher.any_due():
                self._batches = asyncio.create_task(self._run_batches())
        except TROUBLE as error:
            LOG.error("%s: trying again at the next tick", error)  # noqa: TRY400 - the reader needs no traceback
        self._beat(state="fetching" if self._busy() else "waiting")

    def _busy(self) -> bool:
        return self._batches is not None and not self._batches.done()

    def _free(self) -> bool:
        return not self._busy() and not self._stopping.is_set() and time.monotonic() >= self._not_before

    async def _run_batches(self) -> None:
        """Run batch after batch until nothing is due, or a batch brings nothing."""
        try:
            while ran := await self._dispatcher.run():
                self._follow_clock()
                self._trouble, self._last = None, {"batch": ran.batch, "fetches": ran.fetched, "ending": ran.ending}
                LOG.info("batch %d: %d visits, %d fetches, %s", ran.batch, ran.taken, ran.fetched, ran.ending)
                await asyncio.to_thread(deliver, self._dispatcher.archive.path, self._dispatcher.config)
                if not ran.fetched:
                    break
                self._fruitless = 0
            else:
                return
        except TROUBLE as error:
            self._trouble = str(error)
            LOG.error("%s", error)  # noqa: TRY400 - the reader needs no traceback
        except Exception:
            LOG.exception("a batch could not be run")
        self._pause()

    def _pause(self) -> None:
        """Wait ever longer where attempts bring nothing: a full disk, a broken installation."""
        wait = min(self._tick * 2 ** min(self._fruitless, 20), LONGEST_PAUSE)
        self._fruitless += 1
        self._not_before = time.monotonic() + wait.total_seconds()

    def _follow_clock(self) -> None:
        """Where the wall clock was set, move the due times along: nothing is early, nothing is forgotten."""
        jump = self._drift.jumped()
        self._dispatcher.offset = self._drift.last
        if jump is None:
            return
        seconds = round(jump.total_seconds())
        LOG.warning("the clock was set by %+d s: due times move along", seconds)
        due_times.shift(self._dispatcher.archive, seconds, self._dispatcher.horizon())

    def reread(self) -> None:
        """Read the configuration anew; a mistake in it is told, and the last good one stays in force."""
        config = self._dispatcher.config
        self._seen = _state(config.path)
        if config.path is not None and self._seen is None:
            LOG.warning("%s is gone: going on by what it said", config.path)
            return
        try:
            self._dispatcher.follow(self._reload())
        except (ConfigError, *TROUBLE) as error:
            LOG.error("%s\nthe configuration as it was stays in force", error)  # noqa: TRY400
        else:
            LOG.info("the configuration was read anew")


def _state(path: Path | None) -> tuple[int, int, int] | None:
    """What changes when a file does; None where there is none."""
    try:
        found = path.stat() if path else None
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino) if found else None

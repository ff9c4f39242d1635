"""Running a batch as a child process: with a deadline, stopped gently, then for good.

A crash, a leak or a hang of a crawl ends with its child. The child has a session of its own, so that a Ctrl-C at the
terminal reaches only the parent, which then stops it in order; its standard input stays open as long as the parent
lives, and its end tells the child that the parent died.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from crawler.clock import now, stamp
from wirediff.job import Job

GRACE = timedelta(seconds=30)  # beyond the time that a fetch may take, for what was fetched to be kept
LOST = 128  # and a signal's number: the exit code where that ended the process that writes
LOG = logging.getLogger(__name__)


class Child:
    """A batch's process. After its deadline the crawl closes by itself; *grace* is the time that it has for that."""

    def __init__(self, job: Job, grace: timedelta | None = None) -> None:
        self.job = job
        self.deadline = job.policy.batch_deadline
        self.grace = job.policy.timeout + GRACE if grace is None else grace
        self._process: Process | None = None

    async def run(self, started: Callable[[int], object]) -> str:
        """Start the process and wait for its end; how it ended, in words: "done", "killed at its deadline"...

        *started* is told its id. Cancelled, it stops the process in order first.
        """
        process = await self._start()
        try:
            started(process.pid)
            await asyncio.wait_for(process.wait(), (self.deadline + self.grace).total_seconds())
        except TimeoutError:
            LOG.warning("batch %d is past its deadline: stopping it", self.job.batch)
            await self.stop(self.grace)
            return "killed at its deadline"
        except asyncio.CancelledError:
            await self.stop(self.grace)
            raise
        return _ending(process.returncode)

    async def _start(self) -> Process:
        self._process = process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "wirediff.batch",
            stdin=PIPE, stdout=sys.stderr.fileno(), start_new_session=True, env=_environment(),
        )  # fmt: skip
        assert process.stdin is not None
        process.stdin.write(self.job.dump())
        with suppress(ConnectionError):  # it died at once: its end tells
            await process.stdin.drain()
        return process

    async def stop(self, grace: timedelta) -> None:
        """Ask the process to finish its fetches; after *grace* kill it and all that it started."""
        if (process := self._process) is None:
            return
        with suppress(ProcessLookupError):
            process.terminate()
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), grace.total_seconds())
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


def end_with_parent(timeout: timedelta) -> None:
    """In a child: wait for the end of standard input, then stop in order; for good where that takes too long."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep((timeout + GRACE).total_seconds())
    os.killpg(os.getpgid(0), signal.SIGKILL)


def _environment() -> dict[str, str]:
    """The environment; a simulated clock goes on where it is now, and does not start again."""
    environment = dict(os.environ)
    if "WIREDIFF_CLOCK" in environment:
        environment["WIREDIFF_CLOCK"] = stamp(now())
    return environment


def _ending(code: int | None) -> str:
    if code == 0:
        return "done"
    if code is not None and code < 0:
        return f"killed by {signal.Signals(-code).name}"
    if code is not None and code > LOST:
        return f"killed by {signal.Signals(code - LOST).name} (the process that writes)"
    return f"failed with exit code {code}"

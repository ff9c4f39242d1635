"""The time, in the one form that everything here uses: UTC, ISO 8601, seconds, trailing Z.

The demo and the tests live in simulated days: where ``WIREDIFF_CLOCK`` holds a time, a process starts there and goes
on at the pace of the real (monotonic) clock.
"""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta

BELIEVED = timedelta(days=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_floor = EPOCH
_BEGAN = time.monotonic()
_STEADY = time.CLOCK_BOOTTIME if hasattr(time, "CLOCK_BOOTTIME") else time.CLOCK_MONOTONIC  # goes on during sleep


def now() -> datetime:
    """The present moment, in UTC, simulated where ``WIREDIFF_CLOCK`` says so."""
    if start := os.environ.get("WIREDIFF_CLOCK"):
        return parse(start) + timedelta(seconds=time.monotonic() - _BEGAN)
    return datetime.now(UTC)


def simulated() -> bool:
    """Whether time is simulated."""
    return "WIREDIFF_CLOCK" in os.environ


def simulate(moment: datetime) -> None:
    """Let this process's clock, which its children take over, stand at *moment*, and go on from there."""
    os.environ["WIREDIFF_CLOCK"] = stamp(moment - timedelta(seconds=time.monotonic() - _BEGAN))


def offset() -> float:
    """How far the wall clock is from the clock that cannot be set, in seconds; only its changes mean something."""
    return time.time() - time.clock_gettime(_STEADY)


def steady(pinned: float | None) -> datetime:
    """The present moment by the clock that cannot be set, as the wall clock stood to it when *pinned* was its `offset`.

    What is planned is planned by it: a schedule that moves with a jump of the wall clock moves all of it by as much.
    None: `now`.
    """
    if pinned is None or os.environ.get("WIREDIFF_CLOCK"):
        return now()
    return datetime.fromtimestamp(time.clock_gettime(_STEADY) + pinned, UTC)


def stamp(moment: datetime) -> str:
    """*moment* as it is stored; a fraction of a second is kept only where there is one in the source."""
    moment = moment.astimezone(UTC)
    text = moment.strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}.{moment.microsecond:06d}".rstrip("0") + "Z" if moment.microsecond else text + "Z"


def stamp_now() -> str:
    """The present moment to the second, as it is stored; see `not_before`."""
    global _floor  # noqa: PLW0603 - the clock is one
    moment = now().replace(microsecond=0)
    if moment < _floor:
        moment = _floor = _floor + timedelta(milliseconds=1)
    return stamp(moment)


def not_before(moment: datetime) -> timedelta:
    """Let `stamp_now` tell no time before *moment*, that of the last fetch; by how much the clock is behind it.

    Fetches are ordered by their times: where the clock was set back, what is seen now must not come before what was
    seen, so that times creep on from there until the clock has caught up. One that is behind by more than a day was
    wrong before, and is believed now.
    """
    global _floor  # noqa: PLW0603 - the clock is one
    behind = max(moment - now(), timedelta(0))
    _floor = moment if behind <= BELIEVED else EPOCH
    return behind if behind <= BELIEVED else timedelta(0)


def parse(text: str) -> datetime:
    """Read an ISO 8601 time (ValueError where it is none); one without a zone is UTC."""
    moment = datetime.fromisoformat(text.strip())
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

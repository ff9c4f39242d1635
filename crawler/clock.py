"""The time, in the one form that everything here uses: UTC, ISO 8601, seconds, trailing Z.

The demo and the tests live in simulated days: where ``WIREDIFF_CLOCK`` holds a time, a process starts there and goes
on at the pace of the real (monotonic) clock.
"""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta

_BEGAN = time.monotonic()


def now() -> datetime:
    """The present moment, in UTC, simulated where ``WIREDIFF_CLOCK`` says so."""
    if start := os.environ.get("WIREDIFF_CLOCK"):
        return parse(start) + timedelta(seconds=time.monotonic() - _BEGAN)
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """*moment* as it is stored; a fraction of a second is kept only where there is one in the source."""
    moment = moment.astimezone(UTC)
    text = moment.strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}.{moment.microsecond:06d}".rstrip("0") + "Z" if moment.microsecond else text + "Z"


def stamp_now() -> str:
    """The present moment to the second, as it is stored."""
    return stamp(now().replace(microsecond=0))


def parse(text: str) -> datetime:
    """Read an ISO 8601 time (ValueError where it is none); one without a zone is UTC."""
    moment = datetime.fromisoformat(text.strip())
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

"""Hosts that asked to be left alone: what 429 and Retry-After mean for the rest of a crawl.

The visit that heard it is put off by the schedule; here the other requests of the same crawl to that host are kept
back, since they were queued before the host had spoken.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from time import monotonic

from crawler.rhythm import OBEYED, retry_after

UNSAID = timedelta(minutes=5)  # where a 429 names no time that can be read


class Resting:
    """The hosts that rest during one crawl."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def hear(self, host: str, status: int, value: str, now: datetime) -> None:
        """Take note of an answer: 429 always asks for rest, 503 where it names a time."""
        if status not in {429, 503}:
            return
        wait = retry_after(value, now)
        if wait is None and status == 429:
            wait = UNSAID
        if wait:
            self._until[host] = monotonic() + min(wait, OBEYED).total_seconds()

    def left(self, host: str) -> float:
        """The seconds for which *host* still rests, 0 where it does not."""
        return max(0.0, self._until.get(host, 0.0) - monotonic())

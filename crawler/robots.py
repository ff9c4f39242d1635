"""robots.txt as RFC 9309 has it, over Protego: what an answer means, and what may be fetched. Pure.

A 4xx allows all, whatever its body says; 429 is no such word, it means "not now". A server's error or no answer means
the last good copy while that is younger than 24 h, else nothing may be fetched. Scrapy's own takes an error's body for
rules, and no answer for a yes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from protego import Protego

from crawler.clock import parse, stamp
from crawler.manners import ROBOT
from storage.robots import RobotsCopy

PATH = "/robots.txt"
LARGEST = 512 * 1024  # bytes that are read; RFC 9309, 2.5 asks for 500 KiB at least
FRESH = timedelta(hours=1)  # a good copy is not asked for again
GOOD = timedelta(hours=24)  # a good copy is believed while nothing answers; RFC 9309, 2.4
LONGEST_DELAY = 60.0  # seconds of Crawl-delay that are obeyed; beyond, it is a way to say no that robots.txt has


@dataclass(frozen=True)
class Rules:
    """What may be fetched from one origin. *text* None: nothing, since nobody knows."""

    text: str | None

    @cached_property
    def _parsed(self) -> Protego:
        return Protego.parse(self.text or "")

    def refusal(self, address: str) -> str | None:
        """Why *address* may not be fetched: ``robots``, ``robots-unreachable``; None where it may."""
        if self.text is None:
            return "robots-unreachable"
        return None if self._parsed.can_fetch(address, ROBOT) else "robots"

    @property
    def delay(self) -> float:
        """Crawl-delay in seconds, 0 to 60; 0 where none is said, or nonsense."""
        said = self._parsed.crawl_delay(ROBOT) if self.text else None
        if said is None or math.isnan(said):
            return 0.0
        return min(max(float(said), 0.0), LONGEST_DELAY)


def rules_of(copy: RobotsCopy, now: datetime) -> Rules:
    """The rules in force at *now* by *copy*, the latest of its origin."""
    if copy.good_at is None or not timedelta(0) <= now - parse(copy.good_at) <= GOOD:
        return Rules(None)
    return Rules(copy.body)


def is_fresh(copy: RobotsCopy | None, now: datetime, fresh: timedelta = FRESH) -> bool:
    """Whether *copy* is good and young enough not to ask again."""
    if copy is None or copy.good_at is None or copy.good_at != copy.fetched_at:
        return False
    return timedelta(0) <= now - parse(copy.good_at) < fresh


def heard(origin: str, before: RobotsCopy | None, status: int | None, body: bytes, now: datetime) -> RobotsCopy:
    """The copy of *origin* after an answer; *status* None: no answer, or one that broke off."""
    moment = stamp(now.replace(microsecond=0))
    if status is not None and 200 <= status < 300:
        return RobotsCopy(origin, moment, status, decoded(body), moment)
    if status is not None and 400 <= status < 500 and status != 429:
        return RobotsCopy(origin, moment, status, "", moment)
    return replace(before or RobotsCopy(origin, moment), fetched_at=moment, status=status)


def decoded(body: bytes) -> str:
    """The first 512 KiB as text; a line that the bound cuts is dropped."""
    whole = body[:LARGEST]
    if len(body) > LARGEST:
        whole = whole[: max(whole.rfind(b"\n"), whole.rfind(b"\r")) + 1]
    return whole.decode("utf-8-sig", "replace").replace("\x00", "")

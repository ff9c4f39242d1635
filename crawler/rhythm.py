"""When to look again: a pure function of what is known of a visit.

An article is looked at every quarter of an hour while it is young or was just edited, then at intervals in
proportion to the time it has been quiet (so that an edit is seen within a fixed share of that time), and not
at all once it has been quiet for long. What failed is tried again ever more rarely; a host that names its own
time is obeyed. Times are UTC. Every interval is stretched a little, by a share that is a hash of the address,
so that due times spread and a run can be repeated exactly; none is ever shortened.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from crawler.outlets import Rhythm

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
OBEYED = DAY  # the longest Retry-After that is obeyed
SOURCE_FAILURES = 6 * HOUR  # a feed that fails is tried at least this often: it may list what is soon gone
JITTER = 0.1
HOURS_SHARE = 6  # quiet for 6 h: look every hour
DAYS_SHARE = 3  # quiet for 3 days: look every day
AGED_SHARE = 48  # after an edit, an article of 12 days counts as quiet for 6 h, not for none

FAILING = frozenset({"failed", "held", "missing", "gone", "refused"})
CHANGING = frozenset({"revised", "returned", "moved"})


@dataclass(frozen=True)
class Past:
    """What is known of a visit when its next one is chosen.

    *failures* counts the fetches in a row, the last included, that brought no honest page. *first_seen* is
    when the address became known, *published* what its page or feed claims (believed only where it is no
    later). *last_change* is the last edit, removal or return that was seen; not the first sight.
    """

    address: str
    outcome: str
    first_seen: datetime
    kind: str = "article"
    published: datetime | None = None
    last_change: datetime | None = None
    failures: int = 0
    retry_after: timedelta | None = None


class Next(NamedTuple):
    """When to look again, or never (*due* is None) and why."""

    due: datetime | None
    stopped: str | None = None


def next_due(past: Past, rhythm: Rhythm, now: datetime) -> Next:
    """When to look at an address again, after a fetch that was settled at *now*."""
    if past.kind == "article" and (reason := _finished(past, rhythm, now)):
        return Next(None, reason)
    interval = _interval(past, rhythm, now)
    if past.retry_after is not None:
        interval = max(interval, min(past.retry_after, OBEYED))
    return Next(_whole(now + interval * (1 + JITTER * share(past.address))))


def _finished(past: Past, rhythm: Rhythm, now: datetime) -> str | None:
    quiet = now - max(past.first_seen, past.last_change or past.first_seen)
    if quiet < rhythm.stop_after:
        return None
    days = f"{rhythm.stop_after / DAY:g} days"
    return f"{past.outcome if past.outcome in FAILING else 'quiet'} for {days}"


def _interval(past: Past, rhythm: Rhythm, now: datetime) -> timedelta:
    if past.kind != "article":
        return _backed_off(rhythm.feeds, past.failures, max(SOURCE_FAILURES, rhythm.feeds))
    calm = _calm(past, rhythm, now)
    match past.outcome:
        case "missing":
            return _backed_off(rhythm.first, past.failures, DAY / 2)
        case "gone":
            return min(max((now - (past.last_change or past.first_seen)) / DAYS_SHARE, DAY), WEEK)
        case "refused":
            return max(calm, _backed_off(DAY, past.failures, WEEK))
        case "failed" | "held":
            return max(calm, _backed_off(rhythm.first, past.failures, DAY))
        case _:
            return calm


def _calm(past: Past, rhythm: Rhythm, now: datetime) -> timedelta:
    """The interval of an article that answers well."""
    published = past.published if past.published and past.published <= past.first_seen else past.first_seen
    age = now - published
    quiet = max(min(age, now - past.last_change) if past.last_change else age, age / AGED_SHARE)
    if quiet < rhythm.slow_after:
        return rhythm.first
    proportion = HOURS_SHARE if quiet < rhythm.days_after else DAYS_SHARE
    return max(rhythm.first, min(quiet / proportion, WEEK))


def _backed_off(base: timedelta, failures: int, longest: timedelta) -> timedelta:
    """Double *base* with every failure after the first, up to *longest*."""
    doublings = min(max(failures - 1, 0), 30)
    return min(base * 2**doublings, max(longest, base)) if doublings else base


def put_off(rhythm: Rhythm, failures: int) -> timedelta:
    """How long to leave alone what could not even be fetched or kept *failures* times in a row."""
    return _backed_off(rhythm.first, failures * 2, WEEK)


def longest(rhythm: Rhythm) -> timedelta:
    """No interval is longer: what is due later than this was planned by a clock that was wrong."""
    return max(WEEK, rhythm.first, rhythm.feeds) * (1 + JITTER) + timedelta(seconds=1)


def share(address: str) -> float:
    """A number from 0 up to 1, the same for the same address."""
    return int.from_bytes(hashlib.blake2b(address.encode(errors="replace"), digest_size=4).digest()) / 2**32


def _whole(moment: datetime) -> datetime:
    """The next whole second: never early by a fraction."""
    return datetime.fromtimestamp(math.ceil(moment.timestamp()), UTC)


def retry_after(header: str | None, now: datetime) -> timedelta | None:
    """Retry-After read: seconds or an HTTP date (RFC 9110, 10.2.3); None where it says nothing usable."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:12]), 10**9)) or None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    wait = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    return wait if wait > timedelta(0) else None

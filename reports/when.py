"""Times and spans of time as a reader says them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MINUTE, HOUR, DAY = 60, 3_600, 86_400


def moment(text: str) -> datetime | None:
    """A stored time as a datetime in UTC; None where it is none."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def local(text: str | None, zone: str = "UTC", *, seconds: bool = False) -> str:
    """A stored time in *zone*: ``2026-03-11 22:44 UTC``; what is no time stays as it is.

    >>> local("2026-03-11T22:44:05Z", "Europe/Berlin")
    '2026-03-11 23:44 CET'
    """
    found = moment(text or "")
    if found is None:
        return text or ""
    try:
        there = found.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        there = found
    return there.strftime("%Y-%m-%d %H:%M:%S %Z" if seconds else "%Y-%m-%d %H:%M %Z")


def between(first: str, last: str) -> float | None:
    """Seconds from *first* to *last*; None where either is no time."""
    start, end = moment(first), moment(last)
    return None if start is None or end is None else (end - start).total_seconds()


def span(seconds: float | None) -> str:
    """A length of time in its two largest units.

    >>> span(90), span(3 * 3600 + 60 * 5), span(86400 * 2 + 3600)
    ('2 min', '3 h 5 min', '2 d 1 h')
    """
    if seconds is None:
        return "unknown"
    if seconds < MINUTE:
        return f"{seconds:.0f} s"
    if seconds < HOUR:
        return f"{seconds / MINUTE:.0f} min"
    if seconds < DAY:
        hours, minutes = divmod(round(seconds / MINUTE), 60)
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days, hours = divmod(round(seconds / HOUR), 24)
    return f"{days} d {hours} h" if hours else f"{days} d"


def after(first: str, other: str) -> str:
    """How long *other* came after *first*: ``+40 min``, ``first`` for the same moment."""
    seconds = between(first, other)
    if seconds is None:
        return ""
    return "first" if seconds == 0 else f"{'+' if seconds > 0 else '−'}{span(abs(seconds))}"

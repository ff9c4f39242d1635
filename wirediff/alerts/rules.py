"""When a rule of ``[[alert]]`` sends, and what it wants. Pure: no archive, no network.

A digest's moment is the last one that its cadence names, in the configured zone: ``daily 08:00`` comes once a day
through every change of the clocks, since the day names it and not the hours that passed.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from storage.archive import Row
from wirediff.config import Alert


def slot(cadence: str, now: datetime, zone: str) -> datetime:
    """The last moment at or before *now* at which *cadence* sends; *now* itself for ``now``.

    >>> slot("daily 08:00", datetime(2026, 3, 29, 5, 59, tzinfo=UTC), "Europe/Vienna").isoformat()
    '2026-03-28T07:00:00+00:00'
    >>> slot("daily 08:00", datetime(2026, 3, 29, 6, 0, tzinfo=UTC), "Europe/Vienna").isoformat()
    '2026-03-29T06:00:00+00:00'
    """
    if cadence == "now":
        return now
    if cadence == "hourly":
        return now.replace(minute=0, second=0, microsecond=0)
    hour, minute = map(int, cadence.removeprefix("daily ").split(":"))
    today = now.astimezone(ZoneInfo(zone)).replace(hour=hour, minute=minute, second=0, microsecond=0, fold=0)
    moments = [(today - timedelta(days=back)).astimezone(UTC) for back in (0, 1)]
    return next((moment for moment in moments if moment <= now), moments[-1])


def target_of(rule: Alert) -> str:
    """A name for where a rule sends to, for the log: without secrets, the same for ever while ``to`` is written so.

    >>> target_of(Alert("https://hooks.example/T0/secret")).partition(" ")[0]
    'https://hooks.example'
    """
    digest = hashlib.sha256(rule.to.encode("utf-8", "replace")).hexdigest()[:12]
    return f"{_plain(rule.to)} {digest}"


def _plain(to: str) -> str:
    if named := re.search(r"\$\{\w+\}", to):
        return named[0]
    try:
        parts = urlsplit(to)
        host = parts.hostname or ""
    except ValueError:
        return "alert"
    told = parts.scheme in {"http", "https", "smtp", "smtps"} and re.fullmatch(r"[a-z0-9.:-]+", host)
    return f"{parts.scheme}://{host}" if told else parts.scheme or "alert"


def in_scope(rule: Alert, row: Row) -> bool:
    """Whether a happening is of the rule's stories and outlets."""
    names = {str(row.get(name)) for name in ("story", "story_key", "followed") if row.get(name) is not None}
    return (not rule.stories or bool(names & set(rule.stories))) and (not rule.outlets or row["outlet"] in rule.outlets)

"""Addresses without end: calendars, session numbers, paths that repeat. What smells of one is not followed. Pure.

Only addresses that a source named are asked about, never those that somebody gave by hand. Session numbers that are
known as such are folded away by `crawler.addresses`, so that an article is one article however often it is handed out.
"""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

DEEPEST = 20  # parts of a path
TURNS = 3  # times that a part, or a run of parts, may follow itself
PARAMETERS = 16  # of a query
DAY = re.compile(r"(?:^|[/=])((?:1[0-9]|2[0-9])\d\d)[/-](0?[1-9]|1[0-2])(?=[/?&-]|$)")
PRESS = 1600  # no newspaper is older


def trap(address: str, now: datetime) -> str | None:
    """Why *address* is not followed: ``deep``, ``repeats``, ``parameters``, ``calendar``; None where it may be.

    >>> from crawler.clock import parse
    >>> trap("https://outlet.example/a/b/a/b/a/b/a/b/", parse("2026-03-01T00:00:00Z"))
    'repeats'
    >>> trap("https://outlet.example/events/2031/04/", parse("2026-03-01T00:00:00Z"))
    'calendar'
    >>> trap("https://outlet.example/2026/03/01/flood", parse("2026-03-01T00:00:00Z"))
    """
    try:
        parts = urlsplit(address)
        asked = len(parse_qsl(parts.query, keep_blank_values=True, max_num_fields=PARAMETERS))
    except ValueError:  # more parameters than that
        return "parameters"
    steps = [step for step in parts.path.split("/") if step]
    if len(steps) > DEEPEST:
        return "deep"
    if _repeats(steps):
        return "repeats"
    if asked > PARAMETERS:
        return "parameters"
    return "calendar" if _far(f"{parts.path}?{parts.query}", now) else None


def _repeats(steps: list[str]) -> bool:
    """Whether a run of parts follows itself more than three times in a row."""
    for size in range(1, len(steps) // (TURNS + 1) + 1):
        for begin in range(len(steps) - size * (TURNS + 1) + 1):
            run = steps[begin : begin + size]
            if all(steps[begin + n * size : begin + (n + 1) * size] == run for n in range(TURNS + 1)):
                return True
    return False


def _far(text: str, now: datetime) -> bool:
    """Whether it names a month that is more than a year ahead, or before there were newspapers."""
    for year, month in DAY.findall(text):
        ahead = (int(year) - now.year) * 12 + int(month) - now.month
        if ahead > 12 or int(year) < PRESS:
            return True
    return False

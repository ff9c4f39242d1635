"""Saved pages: when they were saved by their names, and of which address by what browsers and publishers wrote in."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from crawler import clock

MOMENT = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)[-_.]?(?P<month>0[1-9]|1[0-2])[-_.]?(?P<day>0[1-9]|[12]\d|3[01])"
    r"(?:[T _-]?(?P<hour>[01]\d|2[0-3])[-_.:h]?(?P<minute>[0-5]\d)(?:[-_.:m]?(?P<second>[0-5]\d))?Z?)?(?!\d)"
)
HEAD = 2**16  # bytes within which a page names its address
NAMED = (
    re.compile(rb"<!--\s*saved from url=\(\d+\)(https?://[^\s<>\"']+)"),  # browsers
    re.compile(rb"Page saved with SingleFile\s+url:\s*(https?://[^\s<>\"']+)"),
    re.compile(rb"<link[^>]+rel=[\"']?canonical[\"']?[^>]+href=[\"']?(https?://[^\s<>\"']+)", re.I),
    re.compile(rb"<link[^>]+href=[\"']?(https?://[^\s<>\"']+)[\"']?[^>]+rel=[\"']?canonical", re.I),
    re.compile(rb"<meta[^>]+property=[\"']?og:url[\"']?[^>]+content=[\"']?(https?://[^\s<>\"']+)", re.I),
)


def saved_at(path: Path) -> str | None:
    """The last date in a file's name, else in its folders' names, nearest first, as UTC; None where there is none.

    >>> saved_at(Path("pages/20260301103000/flood.html")), saved_at(Path("flood 2026-03-01T10-30.html"))
    ('2026-03-01T10:30:00Z', '2026-03-01T10:30:00Z')
    >>> saved_at(Path("2026-13-01/flood-12345678901.html")) is None
    True
    """
    for part in reversed(path.parts):
        for found in reversed(list(MOMENT.finditer(part))):
            numbers = {name: int(value) for name, value in found.groupdict().items() if value}
            try:
                return clock.stamp(datetime(**numbers, tzinfo=UTC))
            except ValueError:
                continue
    return None


def named_in(page: bytes) -> str | None:
    """The address that a saved page names as its own; None where it names none."""
    head = page[:HEAD]
    found = next((match[1] for pattern in NAMED if (match := pattern.search(head))), None)
    return found.decode("utf-8", "replace").replace("&amp;", "&") if found else None

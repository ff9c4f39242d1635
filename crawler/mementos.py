"""Earlier captures of an address at web archives: what to ask, how to read the answers, a memento as a fetch. Pure.

Two protocols: the CDX server API of the Wayback Machine (and of pywb), whose captures are asked for raw with ``id_``
behind the timestamp; and the TimeMap of RFC 7089 (Memento) in link format.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode

from crawler import clock
from crawler.items import Fetched

WAYBACK_CDX, WAYBACK = "https://web.archive.org/cdx/search/cdx", "https://web.archive.org/web"
MOST = 10_000  # captures of one address
ORIGINAL = "x-archive-orig-"  # how archives name the headers that came with the page
ABSENT = frozenset({404, 410})
STAMP = re.compile(r"\d{14}")
LINK = re.compile(r'<([^>]*)>((?:\s*;\s*[\w-]+\s*=\s*(?:"[^"]*"|[^\s;,]+))*)')
PARAMETER = re.compile(r'([\w-]+)\s*=\s*(?:"([^"]*)"|([^\s;,]+))')


class NoCaptures(ValueError):
    """An archive's answer that lists no captures in a form that is known."""


@dataclass(frozen=True)
class Capture:
    """One capture: of *address* at *captured_at* (UTC, ISO 8601), to be had at *memento*.

    *status* and *digest* are as the archive's index says, None where it does not.
    """

    address: str
    captured_at: str
    memento: str
    status: int | None = None
    digest: str | None = None


def cdx_address(cdx: str, address: str, since: str | None = None, until: str | None = None) -> str:
    """The question to a CDX server: all captures of *address*, those that repeat the one before left out.

    All fields are asked for: the Wayback Machine and pywb have other names for the same ones.
    """
    asked = {"url": address, "output": "json", "collapse": "digest", "limit": str(MOST)}
    bounds = {"from": since and _digits(since), "to": until and _digits(until)}
    return f"{cdx}?{urlencode(asked | {name: value for name, value in bounds.items() if value})}"


def _digits(stamp: str) -> str:
    return re.sub(r"\D", "", stamp)[:14]


def read_cdx(body: bytes, replay: str) -> list[Capture]:
    """The captures that a CDX server lists, oldest first; rows that cannot be read are left out.

    Both forms are read: the Wayback Machine's list of rows, the first naming the columns, and pywb's objects by line.
    """
    text = body.decode("utf-8", "replace").strip()
    try:
        rows = _table(json.loads(text)) if text.startswith("[[") else [] if text in {"", "[]"} else _lines(text)
    except (ValueError, TypeError, RecursionError) as error:
        raise NoCaptures(f"it answered: {text[:200]}") from error
    return sorted(filter(None, (_capture(row, replay) for row in rows)), key=lambda one: one.captured_at)


def _table(rows: list[list[str]]) -> list[dict[str, str]]:
    return [dict(zip(rows[0], row, strict=False)) for row in rows[1:]] if rows else []


def _lines(text: str) -> list[dict[str, str]]:
    found = [json.loads(line) for line in text.splitlines() if line.strip()]
    if not all(isinstance(one, dict) for one in found):
        raise ValueError("no objects")
    return [one | {"original": one.get("url", ""), "statuscode": one.get("status", "")} for one in found]


def _capture(row: dict[str, str], replay: str) -> Capture | None:
    stamp, address, status = row.get("timestamp", ""), row.get("original", ""), str(row.get("statuscode", ""))
    when = captured_at(stamp)
    if when is None or not address.startswith(("http://", "https://")):
        return None
    code = int(status) if status.isdecimal() else None
    return Capture(address, when, f"{replay}/{stamp}id_/{address}", code, row.get("digest"))


def captured_at(stamp: object) -> str | None:
    """The time that the 14 digits of an index say; None where they say none."""
    try:
        found = datetime.strptime(str(stamp), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return clock.stamp(found) if STAMP.fullmatch(str(stamp)) else None


def read_timemap(body: bytes, address: str) -> list[Capture]:
    """The mementos of a TimeMap in link format (RFC 7089, 5), oldest first."""
    found = [one for one in _links(body.decode("utf-8", "replace")) if "memento" in one[1].get("rel", "").split()]
    captures = [Capture(address, when, target) for target, said in found if (when := _http_date(said.get("datetime")))]
    if not captures and b"rel=" not in body:
        raise NoCaptures(f"it answered: {body[:200].decode('utf-8', 'replace')}")
    return sorted(captures, key=lambda one: one.captured_at)


def timemap_of(header: str) -> str | None:
    """The address of the TimeMap that a TimeGate or a memento names in its Link header (RFC 7089, 2.2.2); or None."""
    named = [target for target, said in _links(header) if "timemap" in said.get("rel", "").split()]
    return named[0] if named else None


def _links(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    for found in LINK.finditer(text):
        yield found[1], {part[1].lower(): part[2] or part[3] or "" for part in PARAMETER.finditer(found[2])}


def _http_date(said: str | None) -> str | None:
    try:
        return clock.stamp(parsedate_to_datetime(said)) if said else None
    except ValueError:
        return None


def as_fetched(capture: Capture, outlet: str, answer: Fetched | None = None) -> Fetched:
    """A capture as the fetch that the archive made. *answer* brought the memento; an absence needs none.

    An archive that has not just this capture gives the nearest one: what it names as the memento's time counts.
    """
    headers = answer.headers if answer else {}
    own = {name.removeprefix(ORIGINAL): value for name, value in headers.items() if name.startswith(ORIGINAL)}
    kept = {"content-type": headers["content-type"]} if "content-type" in headers else {}
    when = _http_date(headers.get("memento-datetime")) or capture.captured_at
    body = answer.body if answer else None
    return Fetched(
        address=capture.address,
        outlet=outlet,
        fetched_at=when,
        status=capture.status or (answer.status if answer else None),
        headers=kept | own,
        body=body,
        truncated=answer.truncated if answer else False,
        why="backfill",
        claims={"memento": capture.memento},
    )

"""Common Crawl: which crawls there are, what their indexes answer, and where a capture lies. Pure.

``collinfo.json`` lists the crawls, the newest first; each has a CDX server (pywb's) that answers a JSON object a line
with the file, the offset and the length of a capture's WARC record, which is a gzip member of its own: a request for
that range of the file brings it alone. A crawl without captures answers 404.

https://index.commoncrawl.org/, https://pywb.readthedocs.io/en/latest/manual/cdxserver_api.html
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from crawler.mementos import Capture, NoCaptures, captured_at

INDEX, DATA = "https://index.commoncrawl.org", "https://data.commoncrawl.org"
COLLECTIONS = f"{INDEX}/collinfo.json"
MOST = 10_000  # captures of one address in one crawl
RECENT = 12  # crawls that are asked where no time is given: about a year
RANGE = "#bytes="  # of an address: which bytes of the file are wanted


@dataclass(frozen=True)
class Collection:
    """One crawl: its CDX server's address, and between which times it was made ("" where that is not said)."""

    id: str
    cdx: str
    begins: str = ""
    ends: str = ""


def read_collections(body: bytes) -> list[Collection]:
    """The crawls, the newest first; `NoCaptures` where this is no list of them."""
    try:
        rows = json.loads(body)
        found = [_collection(row) for row in rows if str(row["cdx-api"]).startswith(f"{INDEX}/")]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise NoCaptures(f"it answered: {_beginning(body)}") from error
    if not found:
        raise NoCaptures(f"it lists no crawls: {_beginning(body)}")
    return found


def _collection(row: dict[str, Any]) -> Collection:
    return Collection(str(row["id"]), str(row["cdx-api"]), str(row.get("from", "")), str(row.get("to", "")))


def _beginning(body: bytes) -> str:
    return body[:200].decode("utf-8", "replace")


def wanted(collections: Sequence[Collection], since: str | None, until: str | None) -> list[Collection]:
    """The crawls that may hold captures between two times, the oldest first; without *since* those of about a year."""
    ended = since or ""
    inside = [one for one in collections if (one.ends or ended) >= ended and not (until and one.begins > until)]
    return inside[::-1] if since else inside[:RECENT][::-1]


def question(collection: Collection, address: str) -> str:
    """The address that asks for all captures of a page in one crawl."""
    asked = {"url": address, "output": "json", "fl": "url,timestamp,status,digest,filename,offset,length"}
    return f"{collection.cdx}?{urlencode(asked | {'limit': str(MOST)})}"


def read_rows(body: bytes) -> list[dict[str, Any]]:
    """The rows of an index's answer; `NoCaptures` where a line is none."""
    text = body.decode("utf-8", "replace")
    try:
        rows = [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError) as error:
        raise NoCaptures(f"it answered: {text[:200]}") from error
    if not all(isinstance(row, dict) for row in rows):
        raise NoCaptures(f"it answered: {text[:200]}")
    return rows


def read_captures(body: bytes) -> list[Capture]:
    """The captures of an index's answer, the oldest first; rows that cannot be read are left out."""
    return sorted(filter(None, map(_capture, read_rows(body))), key=lambda one: one.captured_at)


def _capture(row: dict[str, Any]) -> Capture | None:
    try:
        offset, length = int(row["offset"]), int(row["length"])
        when, address, file = captured_at(row["timestamp"]), str(row["url"]), quote(str(row["filename"]))
    except (KeyError, ValueError, TypeError):
        return None
    if when is None or offset < 0 or length <= 0 or not address.startswith(("http://", "https://")):
        return None
    status = str(row.get("status", ""))
    place = f"{DATA}/{file}{RANGE}{offset}-{offset + length - 1}"
    return Capture(address, when, place, int(status) if status.isdecimal() else None, row.get("digest"))

"""An entry of the catalogue as ``wirediff add`` writes it and ``wirediff outlet find`` shows it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from storage.archive import Archive
from wirediff.catalogue import Entry, Listed
from wirediff.discovery import Finding

FETCHED = (
    "SELECT DISTINCT address FROM fetches WHERE status IN (200, 304) AND address IN (SELECT value FROM json_each(?))"
)


def finding(entry: Entry) -> Finding:
    """The entry as if its site had been looked at, with a note that says where its facts are from."""
    return Finding(
        home=entry.home,
        name=entry.name,
        lang=entry.lang,
        feeds=tuple(listed.what for listed in entry.feeds),
        sitemaps=tuple(listed.what for listed in entry.sitemaps),
        agency=entry.agency,
        note=_note(entry),
    )


def verified(archive: Archive, entries: Sequence[Entry]) -> set[str]:
    """Those addresses of the entries that this archive has fetched at least once."""
    asked = json.dumps([address for entry in entries for address in entry.addresses])
    return {row["address"] for row in archive.rows(FETCHED, (asked,))}


def plain(entry: Entry, seen: set[str]) -> dict[str, Any]:
    """The entry as JSON: each address with its source, the day of the look-up, and whether a fetch verified it."""
    return {
        "id": entry.id,
        "name": entry.name,
        "also": list(entry.also),
        "home": entry.home,
        "country": entry.country or None,
        "lang": entry.lang,
        "agency": entry.agency,
        "feeds": [_address(listed, entry, seen) for listed in entry.feeds],
        "sitemaps": [_address(listed, entry, seen) for listed in entry.sitemaps],
        "member_of": [{"agency": listed.what, **_source(listed, entry)} for listed in entry.members],
    }


def _address(listed: Listed, entry: Entry, seen: set[str]) -> dict[str, Any]:
    return {"url": listed.what, "verified": listed.what in seen, **_source(listed, entry)}


def _source(listed: Listed, entry: Entry) -> dict[str, str]:
    return {"source": listed.source.url, "looked_up": entry.looked_up.isoformat()}


def _note(entry: Entry) -> str:
    titles = dict.fromkeys(listed.source.title for listed in (*entry.feeds, *entry.sitemaps))
    return f"from the catalogue, looked up on {entry.looked_up} in {'; '.join(titles)}: unverified until fetched once"

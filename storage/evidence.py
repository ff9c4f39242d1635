"""Evidence in and out: fetches, as they happened. Append-only: nothing here updates or deletes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from storage.requests import keep_request, request_of

if TYPE_CHECKING:
    from storage.archive import Archive, Row


def fetch_known(archive: Archive, key: str) -> int | None:
    """The id of the fetch with that key, if it was kept already."""
    found = archive.value("SELECT id FROM fetches WHERE key = ?", (key,))
    return None if found is None else int(found)


def keep_fetch(archive: Archive, row: Row) -> int:
    """Keep one attempt; *row* has the columns of ``fetches``, lists and dicts as such. Its id.

    Headers of a fetch whose page is kept are stored as what differs from the page's own (null: not there).
    """
    headers = dict(row["headers"])
    if row["page"]:
        base = page_headers(archive, row["page"])
        headers = {name: headers.get(name) for name in {*base, *headers} if headers.get(name) != base.get(name)}
    sent = keep_request(archive, row["sent"], row)
    return archive.insert(
        "fetches",
        {name: value for name, value in row.items() if name != "sent"}
        | sent
        | {
            "headers": to_json(headers),
            "hops": to_json(list(row["hops"])),
            "claims": to_json(row["claims"]),
            "truncated": int(row["truncated"]),
        },
    )


def fetch_row(archive: Archive, fetch: int) -> Row:
    """A fetch as `keep_fetch` took it."""
    row = archive.row("SELECT * FROM fetches WHERE id = ?", (fetch,))
    if row is None:
        raise KeyError(f"no fetch {fetch}")
    base: dict[str, str] = page_headers(archive, row["page"]) if row["page"] else {}
    patched: dict[str, str | None] = base | json.loads(row["headers"])
    return row | {
        "headers": {name: value for name, value in patched.items() if value is not None},
        "hops": tuple(json.loads(row["hops"])),
        "claims": json.loads(row["claims"]),
        "truncated": bool(row["truncated"]),
        "sent": request_of(archive, row),
    }


def page_headers(archive: Archive, page: str) -> dict[str, str]:
    """The headers that came with a page when it was first seen."""
    headers: dict[str, str] = json.loads(archive.value("SELECT headers FROM pages WHERE hash = ?", (page,)) or "{}")
    return headers


def to_json(value: Any) -> str:
    """Compact JSON with exact characters and sorted keys."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

"""The headers that fetches were sent with. Most send the same ones: a distinct set is kept once.

Values that differ from fetch to fetch are left open in the set (null) where the fetch's own row tells them: the host
of its address, and the validators where the answer repeats them, as a 304 does. What it does not tell is kept with it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from storage.archive import Archive, Row


def keep_request(archive: Archive, sent: dict[str, str] | None, row: Row) -> Row:
    """The columns of ``fetches`` that tell what was *sent* for the fetch of *row*; its set of headers is kept."""
    if sent is None:
        return {"request": None, "request_values": None}
    told = _told(row)
    shared = {name: None if name in told else value for name, value in sent.items()}
    own = {name: sent[name] for name, value in told.items() if name in sent and sent[name] != value}
    return {"request": _set(archive, _json(shared)), "request_values": _json(own) if own else None}


def request_of(archive: Archive, row: Row) -> dict[str, str] | None:
    """The headers that were sent for the fetch of *row*; None where none were, or none are known."""
    if row["request"] is None:
        return None
    shared: dict[str, Any] = json.loads(
        archive.value("SELECT headers FROM requests WHERE id = ?", (row["request"],)) or "{}"
    )
    known = _told(row) | json.loads(row["request_values"] or "{}")
    return {name: known[name] if value is None else value for name, value in shared.items()}


def _told(row: Row) -> dict[str, str | None]:
    """The values that the row of a fetch tells."""
    try:
        host = urlsplit(row["final_address"]).netloc
    except ValueError:
        host = None
    return {"Host": host, "If-None-Match": row["etag"], "If-Modified-Since": row["last_modified"]}


def _set(archive: Archive, headers: str) -> int:
    found = archive.value("SELECT id FROM requests WHERE headers = ?", (headers,))
    return int(found) if found is not None else archive.insert("requests", {"headers": headers})


def _json(value: dict[str, Any]) -> str:
    """In the order in which it was sent."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

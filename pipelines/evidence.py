"""A fetch as the archive holds it, and back: the border between what spiders yield and what storage keeps."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from crawler import clock
from crawler.items import Fetched
from storage.derived import digest
from storage.evidence import fetch_row
from storage.pages import body_of

if TYPE_CHECKING:
    from storage.archive import Archive

EPOCH = clock.parse("1970-01-01T00:00:00Z")


def moment_of(fetched_at: str) -> int:
    """Microseconds since 1970: what fetches are ordered by."""
    return (clock.parse(fetched_at) - EPOCH) // timedelta(microseconds=1)


def at(moment: int) -> datetime:
    """The time that `moment_of` numbered."""
    return EPOCH + timedelta(microseconds=moment)


def fetch_key(fetched: Fetched) -> str:
    """The same address, time and body is the same fetch, wherever it comes from."""
    what = fetched.body_hash or f"{fetched.status} {fetched.error} {fetched.refused}"
    return digest(fetched.outlet, fetched.address, fetched.fetched_at, what)


def row_of(fetched: Fetched, page: str | None) -> dict[str, Any]:
    """The row of ``fetches`` for a fetch whose page (if it is kept) has that name."""
    return {
        "key": fetch_key(fetched),
        "fetched_at": fetched.fetched_at,
        "moment": moment_of(fetched.fetched_at),
        "outlet": fetched.outlet,
        "kind": fetched.kind,
        "address": fetched.address,
        "final_address": fetched.final_address,
        "hops": fetched.hops,
        "why": fetched.why,
        "claims": fetched.claims,
        "status": fetched.status,
        "etag": fetched.headers.get("etag"),
        "last_modified": fetched.headers.get("last-modified"),
        "headers": fetched.headers,
        "page": page,
        "body_hash": fetched.body_hash,
        "bytes": None if fetched.body is None else len(fetched.body),
        "seconds": fetched.seconds,
        "truncated": fetched.truncated,
        "refused": fetched.refused,
        "error": fetched.error,
        "sent": fetched.sent,
    }


def fetched_of(archive: Archive, fetch: int, *, with_page: bool = True) -> Fetched:
    """A fetch as it arrived, with its page's bytes where they are kept and wanted."""
    row = fetch_row(archive, fetch)
    names = (
        "address",
        "outlet",
        "fetched_at",
        "kind",
        "status",
        "headers",
        "final_address",
        "hops",
        "seconds",
        "error",
    )
    values = {name: row[name] for name in (*names, "refused", "truncated", "sent", "why", "claims")}
    fetched = Fetched(**values, body=body_of(archive, row["page"]) if row["page"] and with_page else None)
    fetched.__dict__["body_hash"] = row["body_hash"]  # it stays, whether the bytes are at hand or not
    return fetched

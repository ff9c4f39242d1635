"""What was sent with each fetch comes back exactly, and costs next to nothing where it is what was always sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.archive import Archive
from storage.evidence import fetch_row, keep_fetch
from storage.salvage import save
from storage.verifying import verify

USUAL = {"Connection": "close", "User-Agent": "wirediff/1", "Host": "harbor.example"}
BARE = {
    "moment": 0, "outlet": "harbor", "address": "https://harbor.example/a", "final_address": "https://harbor.example/a",
    "hops": (), "claims": {}, "headers": {}, "page": None, "truncated": False, "etag": None, "last_modified": None,
}  # fmt: skip


def keep(archive: Archive, key: str, sent: dict[str, str] | None, **more: object) -> int:
    archive.insert("outlets", {"id": "harbor"}, or_ignore=True)
    row = BARE | {"key": key, "fetched_at": "2026-03-01T12:00:00Z", "sent": sent} | more
    return keep_fetch(archive, row)


@pytest.mark.parametrize(
    ("sent", "answer", "values"),
    [
        (None, {}, False),
        ({}, {}, False),
        (USUAL, {}, False),
        (USUAL | {"If-None-Match": "x"}, {"etag": "x"}, False),  # a 304 repeats it
        (USUAL | {"If-None-Match": "x"}, {"etag": "y"}, True),
        (USUAL | {"If-None-Match": "x", "If-Modified-Since": "m"}, {"etag": "x"}, True),
        (USUAL | {"Host": "harbor.example:8080"}, {}, True),
        (USUAL | {"host": "other.example"}, {}, False),
        (USUAL, {"final_address": "https://["}, True),
    ],
)
def test_what_was_sent_comes_back(
    tmp_path: Path, sent: dict[str, str] | None, answer: dict[str, str], values: bool
) -> None:
    with Archive(tmp_path / "a.db") as archive:
        row = fetch_row(archive, keep(archive, "1", sent, **answer))
        assert row["sent"] == sent
        assert list(row["sent"] or ()) == list(sent or ())
        assert (row["request_values"] is not None) == values


def test_a_set_of_headers_is_kept_once_whatever_the_host(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        for number in range(5):
            host = f"{number}.example"
            keep(archive, str(number), USUAL | {"Host": host}, final_address=f"https://{host}/a")
        assert archive.value("SELECT count(*) FROM requests") == 1
        assert archive.value("SELECT count(request_values) FROM fetches") == 0


@pytest.mark.parametrize(
    ("change", "table"),
    [
        ("UPDATE requests SET headers = '{}'", "requests"),
        ("UPDATE fetches SET request = NULL", "fetches"),
        ("UPDATE fetches SET request_values = '{}'", "fetches"),
    ],
)
def test_a_changed_request_is_named(tmp_path: Path, change: str, table: str) -> None:
    with Archive(tmp_path / "a.db") as archive:
        keep(archive, "1", USUAL)
        archive.write(change)
    assert table in {finding.table for finding in verify(tmp_path / "a.db", derived=False)}


def test_rows_that_were_written_before_a_column_came_are_salvaged_too(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        keep(archive, "1", USUAL)
        archive.write("ALTER TABLE fetches DROP COLUMN request_values")  # SQLite writes all rows anew, without it
        archive.write("ALTER TABLE fetches ADD COLUMN request_values TEXT")
        keep(archive, "2", None)
    with Archive(tmp_path / "new.db") as new:
        save(tmp_path / "a.db", new)
        assert [row["sent"] for row in (fetch_row(new, 1), fetch_row(new, 2))] == [USUAL, None]
    assert list(verify(tmp_path / "new.db", derived=False)) == []

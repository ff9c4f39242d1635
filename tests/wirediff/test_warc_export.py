"""A WARC of an archive: a round trip loses nothing, standard tools read it, and repeats are revisits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from fastwarc.warc import ArchiveIterator, WarcRecordType

from crawler.items import Fetched
from storage.archive import Archive
from tests.wirediff.newsstand import Newsstand, configure, run
from wirediff.cli import cli

EVIDENCE = (
    "SELECT key, fetched_at, outlet, kind, address, final_address, hops, why, claims, status, etag, last_modified, "
    "page, body_hash, bytes, seconds, truncated, refused, error, request_values FROM fetches ORDER BY key"
)
FIELDS = set(Fetched.__dataclass_fields__)


def wirediff(*args: str) -> Result:
    return CliRunner().invoke(cli, args, catch_exceptions=False, standalone_mode=False)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with new, unchanged and missing pages, a feed, and an outlet that nobody answers for."""
    folder = tmp_path_factory.mktemp("crawled")
    with Newsstand("/a", "/b") as stand:
        configure(folder, {"harbor.example": stand.address, "tide.example": "127.0.0.1:9"})
        assert run("crawl", cwd=folder).returncode == 3
        stand.articles["/b"] = 404
        run("crawl", "--all", cwd=folder, WIREDIFF_CLOCK="2026-03-01T12:30:00Z")
    return folder / "wirediff.db"


def rows(db: Path, sql: str) -> list[tuple[object, ...]]:
    with Archive(db, read_only=True) as archive:
        return [tuple(row.values()) for row in archive.rows(sql)]


@pytest.mark.parametrize("name", ["e.warc.gz", "e.warc"])
def test_what_is_exported_and_imported_again_is_the_same_evidence_and_the_same_revisions(
    crawled: Path, tmp_path: Path, name: str
) -> None:
    there, back = tmp_path / name, tmp_path / "back.db"
    assert wirediff("export", "warc", "--db", str(crawled), "-o", str(there)).return_value == 0
    assert wirediff("import", str(there), "--db", str(back)).return_value == 0
    assert rows(back, EVIDENCE) == rows(crawled, EVIDENCE)
    for command in ("revisions", "fetches"):
        seen = [sorted(wirediff(command, "--json", "--db", str(db)).stdout.splitlines()) for db in (crawled, back)]
        assert seen[0] == seen[1]
    again = wirediff("import", str(there), "--db", str(back), "--json")
    assert json.loads(again.stdout)["known"] == len(rows(crawled, EVIDENCE))


def test_headers_come_back_as_they_were(crawled: Path, tmp_path: Path) -> None:
    from pipelines.evidence import fetched_of

    there, back = tmp_path / "e.warc.gz", tmp_path / "back.db"
    wirediff("export", "warc", "--db", str(crawled), "-o", str(there))
    wirediff("import", str(there), "--db", str(back))
    seen = []
    for db in (crawled, back):
        with Archive(db, read_only=True) as archive:
            ids = [row["id"] for row in archive.rows("SELECT id FROM fetches ORDER BY key")]
            seen.append([{name: getattr(fetched_of(archive, one), name) for name in FIELDS - {"visit"}} for one in ids])
    assert seen[0] == seen[1]


def test_a_request_stands_beside_each_answer(crawled: Path, tmp_path: Path) -> None:
    there = tmp_path / "e.warc.gz"
    wirediff("export", "warc", "--db", str(crawled), "-o", str(there))
    with there.open("rb") as file:
        kinds = WarcRecordType.request | WarcRecordType.response | WarcRecordType.revisit
        records = [
            (record.record_type, record.record_id, record.headers.get("WARC-Concurrent-To"), record.reader.read())
            for record in ArchiveIterator(file, record_types=kinds, parse_http=False)
        ]
    answers = {name for kind, name, _, _ in records if kind != WarcRecordType.request}
    requests = {beside: block for kind, _, beside, block in records if kind == WarcRecordType.request}
    assert answers <= set(requests)
    assert {block.partition(b" HTTP/1.1\r\n")[0] for block in requests.values()} == {b"GET /a", b"GET /b", b"GET /feed"}
    assert all(block.endswith(b"\r\nHost: harbor.example\r\n\r\n") for block in requests.values())
    assert rows(crawled, "SELECT count(DISTINCT request) FROM fetches") == [(2,)]  # a feed's, and a page's


def test_a_body_is_written_once_and_each_record_s_digests_hold(crawled: Path, tmp_path: Path) -> None:
    there = tmp_path / "e.warc.gz"
    wirediff("export", "warc", "--db", str(crawled), "-o", str(there))
    with there.open("rb") as file:
        records = [
            (record.record_type, record.verify_block_digest(), record.headers.get("WARC-Profile"))
            for record in ArchiveIterator(file, parse_http=False)
        ]
    assert records[0][0] == WarcRecordType.warcinfo
    assert all(holds for _, holds, _ in records)
    revisits = [profile for kind, _, profile in records if kind == WarcRecordType.revisit]
    assert revisits == ["http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"]


def test_the_same_archive_gives_the_same_file(crawled: Path, tmp_path: Path) -> None:
    for name in ("1.warc.gz", "2.warc.gz"):
        wirediff("export", "warc", "--db", str(crawled), "-o", str(tmp_path / name))
    assert (tmp_path / "1.warc.gz").read_bytes() == (tmp_path / "2.warc.gz").read_bytes()


def test_a_page_that_was_changed_in_the_file_is_refused_by_name(crawled: Path, tmp_path: Path) -> None:
    there = tmp_path / "e.warc"
    wirediff("export", "warc", "--db", str(crawled), "-o", str(there))
    there.write_bytes(there.read_bytes().replace(b"two metres above", b"ten metres above"))
    done = wirediff("import", str(there), "--db", str(tmp_path / "back.db"))
    assert done.return_value == 3
    assert "is not the one that its metadata record names" in done.stderr

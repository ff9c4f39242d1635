"""Common Crawl, as a double of its documented answers plays it: captures for a backfill, addresses for a search."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.commoncrawl import COLLECTIONS, Collection, read_captures, read_collections, wanted
from crawler.entries import Unreadable
from crawler.items import Fetched
from crawler.mementos import NoCaptures
from crawler.searches import addresses, read_search
from storage.archive import Archive
from tests.common_crawl import DATA, INDEX, CommonCrawl, member
from tests.wirediff.newsstand import run
from tests.wirediff.test_backfill import PAGE, PATIENT, known, page
from wirediff import webarchives as web

OTHER = "https://harbor.example/2026/ferry"
COPY = "https://news.harbor.example/2026/flood-barrier-at-merrow"


@pytest.fixture
def double() -> Iterator[CommonCrawl]:
    """Three crawls: the newest knows other pages only, one of the captures is damaged."""
    running = CommonCrawl({
        "24": [(OTHER, "20260605120000", page(7)), (COPY, "20260605130000", page(8))],
        "20": [(PAGE, "20260505120000", page(2)), (PAGE, "20260507120000", b"\x1f\x8b damaged")],
        "16": [(PAGE, "20260405120000", page(1)), (PAGE, "20260403120000", page(0)),
               (PAGE, "20260404120000", member(OTHER, "20260404120000", page(9)))],
    })  # fmt: skip
    yield running
    running.close()


def configure(folder: Path, double: CommonCrawl, more: str = "") -> None:
    (folder / "wirediff.toml").write_text(
        '[project]\ncontact = "desk@newsroom.example"\n[crawl]\npace = "0s"\ntimeout = "20s"\n'
        f'[[outlet]]\nid = "harbor"\nhome = "https://harbor.example/"\n{more}'
        f'[network.hosts]\n"{INDEX}" = "{double.address}"\n"{DATA}" = "{double.address}"\n'
    )


def test_the_captures_of_all_crawls_come_in_order_and_only_once(tmp_path: Path, double: CommonCrawl) -> None:
    configure(tmp_path, double)
    done = run("backfill", PAGE, "--common-crawl", "--json", cwd=tmp_path, seconds=PATIENT)
    told = json.loads(done.stdout)
    assert known(tmp_path) == [("20260403120000", 100), ("20260405120000", 101), ("20260505120000", 102)]
    assert (done.returncode, told["captures"], "the archive wants rest" in done.stderr) == (3, 5, True)
    assert [part in " ".join(told["troubles"]) for part in ("damaged record", f"one of {OTHER}")] == [True, True]

    double.asked.clear()
    again = json.loads(run("backfill", PAGE, "--common-crawl", "--json", cwd=tmp_path, seconds=PATIENT).stdout)
    assert (again["known"], again["kept"]) == (3, {})
    assert (
        sum(host == DATA for host, path in double.asked if path != "/robots.txt") == 2
    )  # those that were not to be had


def test_a_time_asks_only_the_crawls_that_lie_within_and_a_whole_file_is_not_taken_for_its_part(
    double: CommonCrawl,
) -> None:
    double.whole, double.busy = {"20"}, 0

    def ask(addresses: Sequence[str]) -> list[Fetched]:
        return [plainly_fetched(double, address) for address in addresses]

    captures = web.CommonCrawl().captures(PAGE, "2026-05-01", None, ask)
    assert [one.captured_at for one in captures] == ["2026-05-05T12:00:00Z", "2026-05-07T12:00:00Z"]
    assert not [path for _, path in double.asked if "2026-16" in path]
    with pytest.raises(ValueError, match="answered 200"):
        web.CommonCrawl().fetched(captures[0], "harbor", ask([captures[0].memento])[0])


def plainly_fetched(double: CommonCrawl, address: str) -> Fetched:
    parts, connection = urlsplit(address), HTTPConnection(double.address)
    part = {"Range": parts.fragment} if parts.fragment else {}
    connection.request("GET", f"{parts.path}?{parts.query}", headers={"Host": parts.netloc, **part})
    answer = connection.getresponse()
    return Fetched(address, "x", "2026-03-01T12:00:00Z", status=answer.status, body=answer.read())


def test_a_search_finds_the_pages_whose_addresses_hold_a_story_s_words_in_the_newest_crawl(
    tmp_path: Path, double: CommonCrawl
) -> None:
    story = '[[story]]\nid = "flood"\nmatch = ["Barrier Merrow", "nowhere"]\n'
    configure(tmp_path, double, f'searches = ["commoncrawl:harbor.example"]\n{story}')
    double.busy = 0
    done = run("crawl", "--json", cwd=tmp_path)
    with Archive(tmp_path / "wirediff.db", read_only=True) as archive:
        found = archive.rows("SELECT address FROM fetches WHERE kind = 'article'")
        due = archive.value("SELECT due_at FROM visits WHERE kind = 'search'")
    assert [row["address"] for row in found] == [COPY], done.stderr
    asked = [path for host, path in double.asked if host == INDEX and path != "/robots.txt"]
    assert asked[0] == "/collinfo.json"
    assert [path.partition("?")[0] for path in asked[1:]] == ["/CC-MAIN-2026-24-index"]
    assert due >= "2026-03-02T12:00:00Z"  # not before tomorrow: the index is new once a month


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"<html>", b'[{"id": 1}]', b'{"a": 1}', b'[{"id": 1, "cdx-api": "http://10.0.0.1/"}]']
)
def test_what_is_no_list_of_crawls_is_told(body: bytes) -> None:
    with pytest.raises(NoCaptures, match=r"it (answered|lists)"):
        read_collections(body)
    with pytest.raises(Unreadable):
        read_search(body, f"{COLLECTIONS}#url=a")


@pytest.mark.parametrize("row", [{}, {"offset": "-1"}, {"length": "0"}, {"timestamp": "2026"}, {"url": "file:///etc"}])
def test_a_row_that_is_no_capture_is_left_out(row: dict[str, str]) -> None:
    good = {
        "url": PAGE,
        "timestamp": "20260403120000",
        "status": "200",
        "filename": "a b",
        "offset": "5",
        "length": "9",
    }
    (found,) = read_captures(f"{json.dumps(good)}\n{json.dumps(good | row if row else row)}".encode())
    assert found.memento == "https://data.commoncrawl.org/a%20b#bytes=5-13"
    with pytest.raises(NoCaptures):
        read_captures(b"[1]")


def test_without_a_time_a_year_of_crawls_is_asked() -> None:
    crawls = [Collection(str(n), "", f"2026-{n:02}-01", f"2026-{n:02}-20") for n in range(30, 0, -1)]
    assert [one.id for one in wanted(crawls, None, None)] == [str(n) for n in range(19, 31)]
    assert [one.id for one in wanted(crawls, "2026-03-15", "2026-05-01")] == ["3", "4", "5"]


def test_words_that_cannot_stand_in_an_address_ask_for_nothing() -> None:
    assert addresses("commoncrawl:harbor.example", ["!"]) == addresses("commoncrawl:harbor.example", []) == []

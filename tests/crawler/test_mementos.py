"""What web archives answer, read: CDX in both forms, TimeMaps, and mementos as the fetches that they were."""

from __future__ import annotations

import pytest

from crawler.items import Fetched
from crawler.mementos import Capture, NoCaptures, as_fetched, cdx_address, read_cdx, read_timemap, timemap_of

PAGE = "https://harbor.example/flood"
TABLE = b"""[["timestamp","original","statuscode","mimetype","digest"],
["20260302100000","https://harbor.example/flood","200","text/html","BBB"],
["20260301100000","https://harbor.example/flood","200","text/html","AAA"],
["20260303","https://harbor.example/flood","200","text/html","short"],
["20269903100000","https://harbor.example/flood","200","text/html","no such day"],
["20260304100000","https://harbor.example/flood","-","warc/revisit","AAA"]]"""
LINES = b"""{"urlkey": "x", "timestamp": "20260301100000", "url": "https://harbor.example/flood", "status": "404"}
{"urlkey": "x", "timestamp": "20260302100000", "url": "https://harbor.example/flood", "status": "200"}"""
TIMEMAP = b"""<https://harbor.example/flood>; rel="original",
<https://archive.example/timemap/link/https://harbor.example/flood>; rel="self"; type="application/link-format",
<https://archive.example/20260302000000/https://harbor.example/flood>; rel="last memento"; \
datetime="Mon, 02 Mar 2026 00:00:00 GMT",
<https://archive.example/20260301000000/https://harbor.example/flood,b>; rel="first memento"; \
datetime="Sun, 01 Mar 2026 00:00:00 GMT"
"""


def test_a_question_names_the_address_and_the_bounds_in_digits() -> None:
    asked = cdx_address("https://archive.example/cdx", PAGE, "2026-03-01T10:00:00Z", None)
    assert "url=https%3A%2F%2Fharbor.example%2Fflood" in asked
    assert "from=20260301100000" in asked
    assert "to=" not in asked


def test_captures_come_oldest_first_and_rows_without_a_time_are_left_out() -> None:
    found = read_cdx(TABLE, "https://archive.example/web")
    assert [(one.captured_at, one.status, one.digest) for one in found] == [
        ("2026-03-01T10:00:00Z", 200, "AAA"), ("2026-03-02T10:00:00Z", 200, "BBB"),
        ("2026-03-04T10:00:00Z", None, "AAA"),
    ]  # fmt: skip
    assert found[0].memento == f"https://archive.example/web/20260301100000id_/{PAGE}"


def test_the_lines_of_pywb_are_read_too() -> None:
    assert [one.status for one in read_cdx(LINES, "https://archive.example/web")] == [404, 200]


@pytest.mark.parametrize("body", [b"", b"[]"])
def test_no_answer_is_no_captures(body: bytes) -> None:
    assert read_cdx(body, "https://archive.example/web") == []


@pytest.mark.parametrize("body", [b"<html>Sorry</html>", b"[[1,2", b'"x"', b"5\n6", b"\xff\xfe"])
def test_what_is_no_list_of_captures_is_told_as_it_came(body: bytes) -> None:
    with pytest.raises(NoCaptures, match="it answered"):
        read_cdx(body, "https://archive.example/web")
    with pytest.raises(NoCaptures, match="it answered"):
        read_timemap(body, PAGE)


def test_a_timemap_s_mementos_come_oldest_first_commas_in_addresses_and_all() -> None:
    found = read_timemap(TIMEMAP, PAGE)
    assert [one.captured_at for one in found] == ["2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"]
    assert found[0].memento.endswith("flood,b")


def test_a_timegate_names_its_timemap_in_its_link_header() -> None:
    said = '<https://a.example/x>; rel="original", <https://w.example/map/x,y>; rel="self timemap"; type="a/b"'
    assert timemap_of(said) == "https://w.example/map/x,y"
    assert timemap_of('<https://a.example/x>; rel="timegate"') is None


def test_the_headers_of_the_page_come_back_and_those_of_the_archive_do_not() -> None:
    capture = Capture(PAGE, "2026-03-01T10:00:00Z", "https://archive.example/m", 200)
    headers = {"content-type": "text/html", "server": "archive", "x-archive-orig-etag": '"1"', "set-cookie": "a"}
    found = as_fetched(
        capture, "harbor", Fetched("m", "x", "2026-11-01T00:00:00Z", status=200, headers=headers, body=b"x")
    )
    assert found.headers == {"content-type": "text/html", "etag": '"1"'}
    assert (found.fetched_at, found.address, found.outlet, found.body) == ("2026-03-01T10:00:00Z", PAGE, "harbor", b"x")


def test_the_time_that_the_archive_names_counts() -> None:
    capture = Capture(PAGE, "2026-03-01T10:00:00Z", "https://archive.example/m", 200)
    headers = {"memento-datetime": "Sun, 01 Mar 2026 11:30:00 GMT"}
    answer = Fetched("m", "x", "2026-11-01T00:00:00Z", status=200, headers=headers, body=b"x")
    assert as_fetched(capture, "harbor", answer).fetched_at == "2026-03-01T11:30:00Z"

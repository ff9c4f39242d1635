"""WARC files of other programs: odd and damaged ones give what they hold, and say what they do not."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.documents import Place, Unread
from pipelines.warc import places_in_warc, read_warc_place

PAGE = "<html><body><article><p>The flood barrier at {name} failed on Tuesday night.</p></article></body></html>"


def record(name: str, *, kind: str = "response", date: str = "2026-03-01T10:00:00Z", http: str = "", body: str = "",
           extra: str = "") -> bytes:  # fmt: skip
    http = http or f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nDate: Sun, 01 Mar 2026 10:00:00 GMT\r\n{extra}\r\n"
    block = (http + (body or PAGE.format(name=name))).encode()
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{ord(name):012}>\r\n"
        f"WARC-Date: {date}\r\nWARC-Target-URI: https://harbor.example/{name}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def read(path: Path) -> tuple[dict[str, str], list[str]]:
    """The pages by their addresses, and what could not be read."""
    found = list(places_in_warc(path))
    pages = [read_warc_place(place) for place in found if isinstance(place, Place)]
    return {page.address[-1]: (page.body or b"").decode() for page in pages}, [
        one.why for one in found if isinstance(one, Unread)
    ]


@pytest.mark.parametrize("pack", [gzip.compress, lambda record: record], ids=["gzip", "plain"])
def test_what_follows_a_damaged_record_is_still_read(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    parts = [pack(record(name)) for name in "abc"]
    parts[1] = parts[1][:20].replace(b"WARC", b"\x00\xff\x00\xff") + b"\xff" * 100 + parts[1][120:]
    path = tmp_path / "x.warc"
    path.write_bytes(b"".join(parts))
    pages, unread = read(path)
    assert set(pages) == {"a", "c"}
    assert len(unread) == 1
    assert "damaged record" in unread[0]


@pytest.mark.parametrize("pack", [gzip.compress, lambda record: record], ids=["gzip", "plain"])
@pytest.mark.parametrize("missing", [1, 30, 150, 240])
def test_a_file_that_breaks_off_is_told_wherever_it_does(
    tmp_path: Path, pack: Callable[[bytes], bytes], missing: int
) -> None:
    path, whole = tmp_path / "x.warc", pack(record("a")) + pack(record("b"))
    path.write_bytes(whole)
    assert read(path)[1] == []
    path.write_bytes(whole[: -missing - 4])  # the blank lines behind a record are nobody's loss
    pages, unread = read(path)
    assert pages["a"] == PAGE.format(name="a")
    assert any("breaks off" in why or "what stands here is none" in why for why in unread)


def test_a_file_that_is_one_gzip_member_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(gzip.compress(b"".join(record(name) for name in "abc")))
    pages, unread = read(path)
    assert (pages, unread) == ({name: PAGE.format(name=name) for name in "abc"}, [])


def test_a_coding_that_was_taken_off_already_is_not_taken_off_again(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    path.write_bytes(record("a", extra="Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"))
    assert read(path)[0] == {"a": PAGE.format(name="a")}


def test_a_page_of_which_less_came_than_was_announced_is_truncated(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    path.write_bytes(record("a", extra="Content-Length: 500\r\n") + record("b", extra="Content-Length: 5\r\n"))
    pages = [read_warc_place(one) for one in places_in_warc(path) if isinstance(one, Place)]
    assert [page.truncated for page in pages] == [True, False]


def test_a_date_that_is_none_gives_way_to_the_server_s_own(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    path.write_bytes(record("a", date="2026-03-014T05:21") + record("b", date="soon", http="HTTP/1.1 200 OK\r\n\r\n"))
    found = list(places_in_warc(path))
    assert [place.fetched_at for place in found if isinstance(place, Place)] == ["2026-03-01T10:00:00Z"]
    assert ["header is a time" in one.why for one in found if isinstance(one, Unread)] == [True]


@pytest.mark.parametrize("first", ["request", "response"])
def test_what_was_sent_is_told_by_the_request_beside_the_answer_without_its_secrets(tmp_path: Path, first: str) -> None:
    path = tmp_path / "x.warc"
    http = "GET /a HTTP/1.1\r\nHost: harbor.example\r\nUser-Agent: archivist\r\nCookie: id=7\r\n\r\n"
    asked, answer = record("q", kind="request", http=http, body=" "), record("a")
    names = [f"<urn:uuid:00000000-0000-0000-0000-{ord(name):012}>" for name in "aq"]
    beside = b"WARC-Concurrent-To: %b\r\nWARC-Date"
    if first == "request":  # as Wget writes it, the answer naming its request
        parts = [asked, answer.replace(b"WARC-Date", beside % names[1].encode())]
    else:
        parts = [answer, asked.replace(b"WARC-Date", beside % names[0].encode())]
    path.write_bytes(b"".join(parts) + record("b"))
    pages = [read_warc_place(one) for one in places_in_warc(path) if isinstance(one, Place)]
    assert [page.sent for page in pages] == [{"Host": "harbor.example", "User-Agent": "archivist"}, None]


@pytest.mark.parametrize("told", [b"[]", b"{}", b'{"address": 1, "brand_new": 2}', b"\xff"])
def test_a_metadata_record_that_cannot_be_read_is_told(tmp_path: Path, told: bytes) -> None:
    path = tmp_path / "x.warc"
    type_ = b"Content-Type: application/vnd.wirediff.fetch+json"
    meta = record("m", kind="metadata", http=" ", body=" ").replace(
        b"Content-Type: application/http; msgtype=response", type_
    )
    head = meta.partition(b"\r\n\r\n")[0].replace(b"Content-Length: 2", b"Content-Length: %d" % len(told))
    path.write_bytes(head + b"\r\n\r\n" + told + b"\r\n\r\n")
    (place,) = places_in_warc(path)
    assert isinstance(place, Place)
    with pytest.raises(ValueError, match=r"damaged|decode"):
        read_warc_place(place)


def test_a_file_without_a_page_says_what_it_holds_instead(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    path.write_bytes(record("a", kind="request", http="GET / HTTP/1.1\r\nHost: a\r\n\r\n", body=" "))
    assert read(path) == ({}, ["it holds no response of a web server, only 1 request"])


def test_a_page_that_was_not_modified_is_an_attempt_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    profile = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    revisit = record("b", kind="revisit", http="HTTP/1.1 304 Not Modified\r\nEtag: x\r\n\r\n", body=" ")
    path.write_bytes(record("a") + revisit.replace(b"WARC-Date", f"WARC-Profile: {profile}\r\nWARC-Date".encode()))
    (found,) = [read_warc_place(one) for one in list(places_in_warc(path))[1:] if isinstance(one, Place)]
    assert (found.status, found.body, found.headers["etag"]) == (304, None, "x")

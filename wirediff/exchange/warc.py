"""WARC out (ISO 28500, version 1.1): the evidence of an archive for web archives and replay tools.

Each fetch is a metadata record with what wirediff knows of it (asked address, outlet, hops, outcome of the transport),
a request record with what was sent and, where an answer came, a response record with its headers and the decoded body;
a body that was written before is a revisit record, as is a 304. Headers that told of a coding which is no longer there
are left out of the response and kept in the metadata, so that an import of the file gives the very same fetches.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import IO
from urllib.parse import quote, urlsplit
from uuid import NAMESPACE_OID, uuid5

from fastwarc.warc import WarcRecord, WarcRecordType

from crawler.items import Fetched
from pipelines.evidence import fetched_of
from pipelines.warc import METADATA
from storage.archive import Archive
from wirediff.exchange.tables import Wanted, only

IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
OF_A_CODING = {"content-encoding", "transfer-encoding", "content-length"}
REQUEST = ("Content-Type", "application/http; msgtype=request")
RESPONSE = ("Content-Type", "application/http; msgtype=response")
Headers = list[tuple[str, str]]
ASIS = "/?%:=&~#+!$,;'@()*[]|"  # of an address that was admitted: it is written already


@dataclass
class _Written:
    """What later records may refer to: by payload digest, and by address, the (address, date) of a response."""

    by_digest: dict[str, tuple[str, str]] = field(default_factory=dict)
    by_address: dict[str, tuple[str, str]] = field(default_factory=dict)


def write_warc(out: IO[bytes], archive: Archive, wanted: Wanted, about: Headers, *, zipped: bool) -> int:
    """Write the wanted fetches, in order of time; how many.

    *about* is the warcinfo record's (software, operator). *zipped*: each record is a gzip member of its own.
    """
    written, fetches = _Written(), _fetches(archive, wanted)
    _write(out, _info(archive, fetches, about), zipped)
    for fetch in fetches:
        for record in _records(fetched_of(archive, fetch), written):
            _write(out, record, zipped)
    return len(fetches)


def _info(archive: Archive, fetches: list[int], about: Headers) -> WarcRecord:
    """What made the file; its date is that of the first fetch, so that the same export is the same file."""
    block = "".join(f"{name}: {_one_line(value)}\r\n" for name, value in [*about, ("format", "WARC File Format 1.1")])
    first = fetched_of(archive, fetches[0], with_page=False).fetched_at if fetches else "1970-01-01T00:00:00Z"
    headers = [("WARC-Date", first), ("Content-Type", "application/warc-fields")]
    return _record(WarcRecordType.warcinfo, _urn(block), headers, block.encode())


def _fetches(archive: Archive, wanted: Wanted) -> list[int]:
    sql = (
        "SELECT f.id FROM fetches f LEFT JOIN readings r ON r.fetch = f.id LEFT JOIN articles a "  # noqa: S608
        f"ON a.id = r.article WHERE {only('f.fetched_at', 'f.outlet')} ORDER BY f.moment, f.key"
    )
    params = {"outlet": wanted.outlet, "story": wanted.story, "since": wanted.since}
    return [row[0] for row in archive.db.conn.execute(sql, params)]


def _records(fetched: Fetched, written: _Written) -> Iterator[WarcRecord]:
    """The records of one fetch: what is known of it, what was asked, what was answered."""
    answer = _id(fetched, "answer") if fetched.status is not None else None
    yield _metadata(fetched, answer)
    if fetched.sent is not None:
        yield _request(fetched, fetched.sent, answer or _id(fetched, "metadata"))
    if answer is not None:
        yield _answer(fetched, answer, written)


def _metadata(fetched: Fetched, answer: str | None) -> WarcRecord:
    known = {name: value for name, value in vars(fetched).items() if name not in {"body", "visit"}}
    known["has_body"] = fetched.body is not None
    block = json.dumps(known, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    beside = [("WARC-Concurrent-To", f"<urn:{answer}>")] if answer else []
    name = _id(fetched, "metadata")  # its own target too: under the page's address, replay tools would show it
    headers = [("WARC-Date", fetched.fetched_at), ("WARC-Target-URI", f"urn:{name}"), ("Content-Type", METADATA)]
    return _record(WarcRecordType.metadata, name, [*headers, *beside], block)


def _request(fetched: Fetched, sent: dict[str, str], beside: str) -> WarcRecord:
    """What was sent, to where the answer came from: redirects before it are hops of the metadata."""
    target = quote(urlsplit(fetched.final_address)._replace(scheme="", netloc="", fragment="").geturl(), safe=ASIS)
    lines = [f"GET {target or '/'} HTTP/1.1", *(f"{name}: {_one_line(value)}" for name, value in sent.items())]
    headers = [*_common(fetched), REQUEST, ("WARC-Concurrent-To", f"<urn:{beside}>")]
    return _record(WarcRecordType.request, _id(fetched, "request"), headers, _head(lines))


def _answer(fetched: Fetched, name: str, written: _Written) -> WarcRecord:
    """The response, or a revisit where its body stands in the file already."""
    head, http = [*_common(fetched), RESPONSE], _http(fetched)
    if fetched.body is None:
        earlier = written.by_address.get(fetched.final_address) if fetched.status == HTTPStatus.NOT_MODIFIED else None
        if earlier:
            return _record(WarcRecordType.revisit, name, [*head, *_refers(NOT_MODIFIED, earlier)], http)
        cut = [("WARC-Truncated", "unspecified")] if fetched.body_hash else []
        return _record(WarcRecordType.response, name, [*head, *cut], http)
    place = (fetched.final_address, fetched.fetched_at)
    digest = ("WARC-Payload-Digest", _sha1(fetched.body))
    earlier = written.by_address[fetched.final_address] = written.by_digest.setdefault(digest[1], place)
    if earlier != place:
        return _record(WarcRecordType.revisit, name, [*head, digest, *_refers(IDENTICAL, earlier)], http)
    cut = [("WARC-Truncated", "disconnect")] if fetched.truncated else []
    return _record(WarcRecordType.response, name, [*head, digest, *cut], http + fetched.body)


def _refers(profile: str, earlier: tuple[str, str]) -> Headers:
    return [
        ("WARC-Profile", profile),
        ("WARC-Refers-To-Target-URI", earlier[0]),
        ("WARC-Refers-To-Date", earlier[1]),
    ]


def _common(fetched: Fetched) -> Headers:
    return [("WARC-Date", fetched.fetched_at), ("WARC-Target-URI", fetched.final_address)]


def _http(fetched: Fetched) -> bytes:
    """Status line and headers, as far as they describe the body that is here."""
    status = fetched.status or 0
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else ""
    size = [("content-length", str(len(fetched.body)))] if fetched.body is not None else []
    headers = [*((name, value) for name, value in fetched.headers.items() if name not in OF_A_CODING), *size]
    lines = [f"HTTP/1.1 {status} {phrase}".rstrip(), *(f"{name}: {_one_line(value)}" for name, value in headers)]
    return _head(lines)


def _head(lines: list[str]) -> bytes:
    return "\r\n".join(lines).encode("utf-8", "backslashreplace") + b"\r\n\r\n"


def _one_line(value: str) -> str:
    return " ".join(value.split("\n")).replace("\r", " ")


def _id(fetched: Fetched, what: str) -> str:
    """A name that the same fetch always gets: exports of one archive can be told to be the same."""
    return _urn("\0".join((fetched.outlet, fetched.address, fetched.fetched_at, fetched.body_hash or "", what)))


def _urn(known: str) -> str:
    return f"uuid:{uuid5(NAMESPACE_OID, known)}"


def _sha1(body: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def _record(kind: WarcRecordType, name: str, headers: Headers, block: bytes) -> WarcRecord:
    record = WarcRecord()
    record.init_headers(kind, name.encode())
    for key, value in headers:
        record.headers[key] = _one_line(value)
    record.set_bytes_content(block)
    return record


def _write(out: IO[bytes], record: WarcRecord, zipped: bool) -> None:
    plain = io.BytesIO()
    record.write(plain, checksum_data=True)
    out.write(gzip.compress(plain.getvalue(), mtime=0) if zipped else plain.getvalue())

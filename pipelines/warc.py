"""WARC in: responses of HTML are pages, a revisit record is its original again, other types are refused.

A file that wirediff wrote has a metadata record before each answer, with the fetch as it was: that is what comes back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from crawler import clock
from crawler.items import Fetched
from pipelines.documents import Place, Unread

PAGES = ("text/html", "application/xhtml+xml")
METADATA = "application/vnd.wirediff.fetch+json"
NOT_MODIFIED = 304
LARGEST = 64 * 2**20  # bytes of one page; the rest is cut, and said to be


def places_in_warc(path: Path) -> Iterator[Place | Unread]:
    """The responses and revisits of a WARC; a damaged record ends it, and is named."""
    known, told = dict[str, int](), dict[str, int]()
    with path.open("rb") as file:
        records, last = _records(file), 0
        while True:
            try:
                record = next(records, None)
                if record is None:
                    return
                last = record.stream_pos
                yield from _place(record, path, known, told)
            except (OSError, ValueError, EOFError) as error:
                yield Unread(f"{path} after byte {last}", f"damaged record: {error}")
                return


def _records(file: IO[bytes]) -> Iterator[WarcRecord]:
    wanted = WarcRecordType.response | WarcRecordType.revisit | WarcRecordType.metadata
    return iter(ArchiveIterator(file, record_types=wanted, parse_http=True, auto_decode="all", quirks_mode=True))


def _place(record: WarcRecord, path: Path, known: dict[str, int], told: dict[str, int]) -> Iterator[Place | Unread]:
    """The place of a document; *known* are the answers before it by their names, *told* what was told of answers."""
    if record.record_type == WarcRecordType.metadata:
        yield from _told_place(record, path, told)
        return
    if not record.is_http or record.record_date is None:
        return
    offset, when = record.stream_pos, clock.stamp(record.record_date)
    about = told.get(record.record_id or "")
    original = None
    if record.record_type == WarcRecordType.revisit and not _says_not_modified(record):
        original = next((known[name] for name in _originals(record) if name in known), None)
        if original is None:
            yield Unread(f"{path} at byte {offset}", "a revisit record whose original is not in this file")
            return
    elif record.record_type == WarcRecordType.response:
        known |= dict.fromkeys(_names(record), offset)
    yield Place(when, path, offset=offset, original=original, told=about)


def _told_place(record: WarcRecord, path: Path, told: dict[str, int]) -> Iterator[Place]:
    """What a file of our own tells of the answer that follows, or of an attempt that had none."""
    if record.headers.get("Content-Type") != METADATA or record.record_date is None:
        return
    answer = record.headers.get("WARC-Concurrent-To")
    if answer:
        told[answer] = record.stream_pos
    else:
        yield Place(clock.stamp(record.record_date), path, offset=record.stream_pos, told=record.stream_pos)


def _says_not_modified(record: WarcRecord) -> bool:
    return str(record.headers.get("WARC-Profile") or "").endswith("server-not-modified")


def _names(record: WarcRecord) -> list[str]:
    """What a later revisit record may call this one by."""
    headers = record.headers
    place = f"{headers.get('WARC-Target-URI')} {headers.get('WARC-Date')}"
    return [name for name in (record.record_id, place, headers.get("WARC-Payload-Digest")) if name]


def _originals(record: WarcRecord) -> list[str]:
    headers = record.headers
    place = f"{headers.get('WARC-Refers-To-Target-URI')} {headers.get('WARC-Refers-To-Date')}"
    return [name for name in (headers.get("WARC-Refers-To"), place, headers.get("WARC-Payload-Digest")) if name]


def read_warc_place(place: Place, outlet: str | None = None) -> Fetched:
    """The fetch that a response, revisit or metadata record tells of."""
    if place.told is not None:
        return _as_told(place)
    record = _record_at(place.path, place.offset)
    address = str(record.headers.get("WARC-Target-URI") or "").strip("<> ")
    source = record if place.original is None else _record_at(place.path, place.original)
    headers = {name.lower(): value for name, value in (source.http_headers or ())}
    body = source.reader.read(LARGEST + 1)
    html = (source.http_content_type or "").lower() in PAGES
    status = source.http_headers.status_code if source.http_headers else None
    return Fetched(
        address=address,
        outlet=outlet or urlsplit(address).hostname or "unknown",
        fetched_at=place.fetched_at,
        status=status,
        headers=headers,
        body=body[:LARGEST] if html and status != NOT_MODIFIED else None,
        refused=None if html or status != 200 else "not-a-page",
        truncated=len(body) > LARGEST or "WARC-Truncated" in dict(source.headers),
        why="imported",
    )


def _as_told(place: Place) -> Fetched:
    """The fetch exactly as it was when the file was written (ValueError where the file was changed since)."""
    told = json.loads(_record_at(place.path, place.told or 0).reader.read().decode("utf-8", "surrogatepass"))
    digest, had_body = told.pop("body_hash", None), told.pop("has_body")
    body = None
    if had_body:
        body = _record_at(place.path, place.offset if place.original is None else place.original).reader.read()
    fetched = Fetched(**{**told, "hops": tuple(told["hops"])}, body=body)
    if body is None:
        fetched.__dict__["body_hash"] = digest
    elif fetched.body_hash != digest:
        raise ValueError(f"the page at byte {place.offset} is not the one that its metadata record names")
    return fetched


def _record_at(path: Path, offset: int) -> WarcRecord:
    with path.open("rb") as file:
        file.seek(offset)
        record = next(_records(file))
        record.freeze()
        return record

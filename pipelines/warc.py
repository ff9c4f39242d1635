"""WARC in: responses of HTML are pages, a revisit record is its original again, other types are refused.

The request record beside an answer tells what was sent. A file that wirediff wrote has a metadata record before each
answer, with the fetch as it was: that is what comes back.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from fastwarc.warc import WarcRecord

from crawler import clock
from crawler.items import Fetched, without_secrets
from pipelines.documents import Place, Unread
from pipelines.warc_records import DAMAGE, At, Coding, records, records_in, reopened, where

METADATA = "application/vnd.wirediff.fetch+json"
PAGES = ("text/html", "application/xhtml+xml")
CODINGS: tuple[Coding, ...] = (
    "all",
    "transfer",
    "none",
)  # what some archives took off the body, their headers still name
DOCUMENTS = {"response", "revisit"}
OK, NOT_MODIFIED = 200, 304
NEEDED = {"address", "outlet", "fetched_at", "hops", "has_body"}  # in what wirediff wrote of a fetch
KNOWN = {one.name for one in fields(Fetched)} | {"body_hash", "has_body"}
LARGEST = 64 * 2**20  # bytes of one page; the rest is cut, and said to be


@dataclass
class _Seen:
    """What a file held so far: answers by the names that a revisit may call them, requests by their own names and
    those of what they stand beside, what was told of answers, types.
    """

    answers: dict[str, At] = field(default_factory=dict)
    requests: dict[str, At] = field(default_factory=dict)
    told: dict[str, At] = field(default_factory=dict)
    types: Counter[str] = field(default_factory=Counter)
    found: list[Place | Unread] = field(default_factory=list)


def places_in_warc(path: Path) -> Iterator[Place | Unread]:
    """The responses and revisits of a WARC; a damaged record is named, as is a file without any page."""
    seen = _Seen()
    for record in records(path):
        if isinstance(record, Unread):
            seen.found.append(record)
            continue
        seen.types[_type(record)] += 1
        seen.found.extend(_place(record, path, seen))
    yield from (_with_request(found, seen) for found in seen.found)
    yield from (Unread(f"{path} at byte {at.offset}", "its answer is not in this file") for at in seen.told.values())
    if not seen.found and not seen.told:
        held = ", ".join(f"{count} {kind}" for kind, count in sorted(seen.types.items()))
        yield Unread(str(path), f"it holds no response of a web server, only {held or 'nothing'}")


def _with_request(found: Place | Unread, seen: _Seen) -> Place | Unread:
    """A place with the request that belongs to it, which may stand before or behind it."""
    if isinstance(found, Unread) or found.told or found.at is None:
        return found
    return replace(found, sent=seen.requests.get(found.at.record) or found.sent)


def _place(record: WarcRecord, path: Path, seen: _Seen) -> Iterator[Place | Unread]:
    here, when = where(record), _time(record)
    if when is None:
        if _type(record) in DOCUMENTS:
            yield Unread(f"{path} at byte {here.offset}", "neither its WARC-Date nor its Date header is a time")
        return
    match _type(record):
        case "metadata" if record.headers.get("Content-Type") == METADATA:
            answer = record.headers.get("WARC-Concurrent-To")
            if answer:
                seen.told[answer] = here
            else:  # an attempt without an answer
                yield Place(when, path, offset=here.offset, at=here, told=here)
        case "request" if record.is_http:
            seen.requests |= dict.fromkeys((here.record, record.headers.get("WARC-Concurrent-To") or here.record), here)
        case "response" if record.is_http:
            seen.answers |= dict.fromkeys(_names(record), here)
            sent = seen.requests.get(record.headers.get("WARC-Concurrent-To") or "")
            yield Place(when, path, offset=here.offset, at=here, told=seen.told.pop(here.record, None), sent=sent)
        case "revisit" if record.is_http:
            yield _revisit(record, here, path, seen, when)


def _type(record: WarcRecord) -> str:
    return str(record.headers.get("WARC-Type") or "untyped")


def _time(record: WarcRecord) -> str | None:
    """When the record was made; some archives wrote dates that are none, where the server's own will do."""
    said: tuple[datetime | None, ...] = (record.record_date, record.http_date)
    return next((clock.stamp(one) for one in said if one), None)


def _revisit(record: WarcRecord, here: At, path: Path, seen: _Seen, when: str) -> Place | Unread:
    told = seen.told.pop(here.record, None)
    if str(record.headers.get("WARC-Profile") or "").endswith("server-not-modified"):
        return Place(when, path, offset=here.offset, at=here, told=told)
    original = next((seen.answers[name] for name in _originals(record) if name in seen.answers), None)
    if original is None:
        return Unread(f"{path} at byte {here.offset}", "a revisit record whose original is not in this file")
    return Place(when, path, offset=here.offset, at=here, original=original, told=told)


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
    assert place.at is not None, "a place of a WARC says which record it is"
    if place.told is not None:
        return _as_told(place, place.at, place.told)
    with reopened(place.path, place.at) as record:
        address = str(record.headers.get("WARC-Target-URI") or "").strip("<> ")
    sent = _sent(place.path, place.sent) if place.sent else None
    for decode in CODINGS:
        try:
            with reopened(place.path, place.original or place.at, decode) as source:
                return replace(_as_answered(source, address, outlet, place.fetched_at), sent=sent)
        except DAMAGE:
            if decode == CODINGS[-1]:
                raise
    raise AssertionError("the last coding returns or raises")


def read_warc_record(raw: bytes, outlet: str, fetched_at: str) -> Fetched:
    """The fetch that a single response record tells of, by itself (ValueError where it is none, or damaged)."""
    for decode in CODINGS:
        try:
            for record in records_in(BytesIO(raw), decode):
                if _type(record) == "response" and record.is_http:
                    address = str(record.headers.get("WARC-Target-URI") or "").strip("<> ")
                    return _as_answered(record, address, outlet, fetched_at)
            raise ValueError("it is no record of a web server's response")
        except DAMAGE as error:
            if decode == CODINGS[-1]:
                raise ValueError(f"damaged record: {error}") from error
    raise AssertionError("the last coding returns or raises")


def _sent(path: Path, at: At) -> dict[str, str] | None:
    """The headers of a request record, without what could be a secret; None where it holds none that can be read."""
    with suppress(*DAMAGE), reopened(path, at) as record:
        return without_secrets(record.http_headers or ())
    return None


def _as_answered(source: WarcRecord, address: str, outlet: str | None, fetched_at: str) -> Fetched:
    """A fetch of anybody's web archive: the answer's status, headers and body."""
    body = source.reader.read(LARGEST + 1)
    html = (source.http_content_type or "").lower() in PAGES
    status = source.http_headers.status_code if source.http_headers else None
    headers = {name.lower(): value for name, value in (source.http_headers or ())}
    return Fetched(
        address=address,
        outlet=outlet or urlsplit(address).hostname or "unknown",
        fetched_at=fetched_at,
        status=status,
        headers=headers,
        body=body[:LARGEST] if html and status != NOT_MODIFIED else None,
        refused=None if html or status != OK else "not-a-page",
        truncated=len(body) > LARGEST or "WARC-Truncated" in dict(source.headers) or _is_short(body, headers),
        why="imported",
    )


def _is_short(body: bytes, headers: dict[str, str]) -> bool:
    """Whether less came than the server announced; where there was a coding, that cannot be told."""
    said = headers.get("content-length", "")
    coded = {"content-encoding", "transfer-encoding"} & headers.keys()
    return said.isdecimal() and not coded and len(body) < int(said)


def _as_told(place: Place, at: At, told_at: At) -> Fetched:
    """The fetch exactly as it was when the file was written (ValueError where the file was changed since)."""
    told = json.loads(_content(place.path, told_at).decode("utf-8", "surrogatepass"))
    if not isinstance(told, dict) or not KNOWN >= told.keys() >= NEEDED:
        raise ValueError(f"the metadata record at byte {told_at.offset} is damaged, or of a newer wirediff: upgrade")
    digest, had_body = told.pop("body_hash", None), told.pop("has_body")
    body = _content(place.path, place.original or at) if had_body else None
    fetched = Fetched(**{**told, "hops": tuple(told["hops"])}, body=body)
    if body is None:
        fetched.__dict__["body_hash"] = digest
    elif fetched.body_hash != digest:
        raise ValueError(f"the page at byte {at.offset} is not the one that its metadata record names")
    return fetched


def _content(path: Path, at: At) -> bytes:
    with reopened(path, at) as record:
        return bytes(record.reader.read())

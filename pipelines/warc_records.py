"""The records of a WARC file, damaged ones stepped over: where each lies, and how to open it again."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from pipelines.documents import Unread

BEGINNINGS = re.compile(rb"\x1f\x8b\x08|\x04\x22\x4d\x18|WARC/\d\.\d")  # of a gzip member, an LZ4 frame, a plain record
BLOCK = 2**20
HEAD = 2**16  # bytes within which a record's own headers end
Coding = Literal["all", "content", "transfer", "none"]
DAMAGE = (OSError, ValueError, EOFError)


@dataclass(frozen=True, slots=True)
class At:
    """Where a record lies: its first byte, or that of the compressed member that holds it, and its id."""

    offset: int
    record: str


def where(record: WarcRecord) -> At:
    """The place of a record that an iterator yielded."""
    return At(record.stream_pos, record.record_id or "")


def records(path: Path) -> Iterator[WarcRecord | Unread]:
    """Every record in order; where one is damaged, that is said, and reading goes on at the next that is whole."""
    start: int | None = 0
    while start is not None:
        last, why = start, ""
        try:
            for found in _told(path, start):
                last = last if isinstance(found, Unread) else found.stream_pos
                yield found
        except DAMAGE as error:
            why = str(error) or type(error).__name__
        start = _next(path, last) if why else None
        if why:
            yield Unread(f"{path} after byte {last}", f"damaged record: {why}")


def _told(path: Path, start: int) -> Iterator[WarcRecord | Unread]:
    """The records from *start* on. The library steps over what is no record in a plain file: that is told here."""
    with path.open("rb") as file, path.open("rb") as beside:
        file.seek(start)
        plain, zipped = (beside.read(5) == b"WARC/"), _is_zipped(beside)
        end = start
        for record in records_in(file):
            if plain and _holds_something(beside, end, record.stream_pos):
                yield Unread(f"{path} at byte {end}", "damaged record: what stands here is none")
            yield record
            end = _end(beside, record) if plain else int(record.stream_pos)
        size = path.stat().st_size
        if plain and _holds_something(beside, end, size):
            yield Unread(f"{path} at byte {end}", "damaged record: what stands here is none")
        if (plain and end > size) or (zipped and _breaks_off(beside, end)):
            yield Unread(f"{path} at byte {size}", "the file breaks off within a record")


def _is_zipped(file: IO[bytes]) -> bool:
    file.seek(0)
    return file.read(2) == b"\x1f\x8b"


def _breaks_off(file: IO[bytes], start: int) -> bool:
    """Whether gzip members, from that of the last record on, lack their end: the library says no word of it."""
    file.seek(start)
    member, left, begun = zlib.decompressobj(wbits=31), b"", False
    while left or (left := file.read(BLOCK)):
        try:
            member.decompress(left, BLOCK)
        except zlib.error:
            return True
        left, begun = member.unused_data or member.unconsumed_tail, not member.eof
        if member.eof:
            member = zlib.decompressobj(wbits=31)
    return begun


def _end(file: IO[bytes], record: WarcRecord) -> int:
    """The byte behind a plain record."""
    file.seek(record.stream_pos)
    head, said = file.read(HEAD).find(b"\r\n\r\n"), record.headers.get("Content-Length") or ""
    return int(record.stream_pos) + head + 4 + (int(said) if said.isdecimal() else 0)


def _holds_something(file: IO[bytes], start: int, end: int) -> bool:
    file.seek(start)
    return bool(file.read(max(min(end - start, BLOCK), 0)).strip())


def _next(path: Path, after: int) -> int | None:
    """The next byte after *after* at which a record can be read."""
    for start in _beginnings(path, after + 1):
        with path.open("rb") as file:
            file.seek(start)
            try:
                if next(records_in(file), None) is not None:
                    return start
            except DAMAGE:
                continue
    return None


def _beginnings(path: Path, start: int) -> Iterator[int]:
    overlap = 8
    with path.open("rb") as file:
        while True:
            file.seek(start)
            block = file.read(BLOCK)
            yield from (start + found.start() for found in BEGINNINGS.finditer(block))
            if len(block) < BLOCK:
                return
            start += BLOCK - overlap


def records_in(file: IO[bytes], decode: Coding = "none") -> Iterator[WarcRecord]:
    """The records from where *file* stands, as the library reads them; *decode* their codings."""
    kinds = WarcRecordType.any_type
    return iter(ArchiveIterator(file, record_types=kinds, parse_http=True, auto_decode=decode, quirks_mode=True))


@contextmanager
def reopened(path: Path, at: At, decode: Coding = "none") -> Iterator[WarcRecord]:
    """The record at a place, to be read within (ValueError where it is not there any more); *decode* its codings.

    In a file that is one gzip member as a whole, no place but the beginning can be gone to.
    """
    with path.open("rb") as file:
        for start in (at.offset, 0):
            file.seek(start)
            for record in records_in(file, decode):
                if (record.record_id or "") == at.record:
                    yield record
                    return
    raise ValueError(f"no record {at.record} from byte {at.offset} on")

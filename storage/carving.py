"""Evidence out of a damaged archive: records read from the file's pages one by one, whatever became of its trees.

SQLite reads a table from its root; where that, or the schema, is damaged, all below is lost to it. Here every page that
looks like a leaf is read by itself, with the log (WAL) laid over the file. What is found may be anything: a row counts
only where its seal says that it is a row of evidence, as it was written.

The format: https://www.sqlite.org/fileformat2.html
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, NamedTuple

from sqlite_utils import Database

from storage.migrations import migrations
from storage.seals import COVERED, NUMBERED, seal

TABLE_LEAF, INDEX_LEAF = 0x0D, 0x0A
LARGEST = 2**31  # bytes of one record; more is no record
SIZES = (4096, 8192, 1024, 2048, 16384, 32768, 65536, 512)
INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}  # serial types and their bytes


class Carved(NamedTuple):
    """A row of evidence: its table, and all its columns but the seal."""

    table: str
    row: dict[str, Any]


class NotARecord(ValueError):
    """These bytes are no record."""


def carve(path: Path) -> Iterator[Carved]:
    """Every row of evidence that is whole in the file at *path* and its log; one may come more than once."""
    columns = _columns()
    pages = _Pages(path)
    for number in pages.numbers():
        for rowid, values in _records(pages, number):
            for table, names in columns.items():
                if (row := _genuine(table, names, values, rowid)) is not None:
                    yield Carved(table, row)


def _columns() -> dict[str, list[str]]:
    db = Database(memory=True)
    migrations.apply(db)
    found = {table: [column.name for column in db.table(table).columns] for table in COVERED}
    db.close()
    return found


def _genuine(table: str, names: list[str], values: list[Any], rowid: int | None) -> dict[str, Any] | None:
    if not names.index("seal") < len(values) <= len(names):
        return None
    row = dict.fromkeys(names) | dict(zip(names, values, strict=False))  # columns that came later may be missing
    if table in NUMBERED:
        row["id"] = rowid
    try:
        return row if row.pop("seal") == seal(table, row) else None
    except (TypeError, ValueError, OverflowError):
        return None


class _Pages:
    """The pages of a database file by their numbers, as its log would make them."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._file: mmap | bytes = mmap(file.fileno(), 0, access=ACCESS_READ) if path.stat().st_size else b""
        self.size = _page_size(self._file)
        self.usable = self.size - (self._file[20] if self._file[:16] == b"SQLite format 3\0" else 0)
        self._log = _logged(Path(f"{path}-wal"), self.size)

    def numbers(self) -> Iterator[int]:
        yield from sorted({*range(1, len(self._file) // self.size + 1), *self._log})

    def __getitem__(self, number: int) -> bytes:
        if number in self._log:
            return self._log[number]
        page = self._file[(number - 1) * self.size : number * self.size]
        if number < 1 or len(page) < self.size:
            raise NotARecord("no such page")
        return page


def _page_size(file: mmap | bytes) -> int:
    """By the header, or the size at which most pages look like pages of a tree."""
    said = int.from_bytes(file[16:18], "big")
    said = 65536 if said == 1 else said
    if file[:16] == b"SQLite format 3\0" and said in SIZES:
        return said
    likely = {size: sum(_is_leaf(file[at : at + size]) for at in range(size, len(file), size)) for size in SIZES}
    return max(SIZES, key=lambda size: likely[size])


def _is_leaf(page: bytes) -> bool:
    """Whether a page of just this size has records: they fill it from its end."""
    count = int.from_bytes(page[3:5], "big")
    if page[0] not in {TABLE_LEAF, INDEX_LEAF} or not 0 < count <= (len(page) - 8) // 2:
        return False
    last: int = max(struct.unpack_from(f">{count}H", page, 8))
    return len(page) // 2 <= last < len(page)


def _logged(path: Path, size: int) -> dict[int, bytes]:
    """The newest committed state of every page in a log."""
    log = path.read_bytes() if path.exists() else b""
    committed: dict[int, bytes] = {}
    pending: dict[int, bytes] = {}
    for at in range(32, len(log) - size - 23, size + 24):
        number, commits = struct.unpack(">II", log[at : at + 8])
        if log[at + 8 : at + 16] != log[16:24]:
            break  # of an earlier round of the log
        pending[number] = log[at + 24 : at + 24 + size]
        if commits:
            committed |= pending
            pending = {}
    return committed


def _records(pages: _Pages, number: int) -> Iterator[tuple[int | None, list[Any]]]:
    """Row id (None in an index) and values of every record of a leaf; what cannot be read is left out."""
    page = pages[number]
    at = 100 if number == 1 else 0
    if page[at] not in {TABLE_LEAF, INDEX_LEAF}:
        return
    count = int.from_bytes(page[at + 3 : at + 5], "big")
    for place in range(at + 8, min(at + 8 + 2 * count, len(page) - 1), 2):
        try:
            yield _record(pages, page, int.from_bytes(page[place : place + 2], "big"), is_table=page[at] == TABLE_LEAF)
        except (NotARecord, IndexError, UnicodeDecodeError, struct.error):
            continue


def _record(pages: _Pages, page: bytes, at: int, *, is_table: bool) -> tuple[int | None, list[Any]]:
    size, at = _varint(page, at)
    rowid = None
    if is_table:
        rowid, at = _varint(page, at)
    return rowid, _values(_payload(pages, page, at, size, is_table=is_table))


def _payload(pages: _Pages, page: bytes, at: int, size: int, *, is_table: bool) -> bytes:
    """The bytes of a record, those on overflow pages too."""
    usable = pages.usable
    most = usable - 35 if is_table else (usable - 12) * 64 // 255 - 23
    if size <= most:
        return page[at : at + size]
    if size > LARGEST:
        raise NotARecord("too large")
    least = (usable - 12) * 32 // 255 - 23
    local = least + (size - least) % (usable - 4)
    local = local if local <= most else least
    parts, left = [page[at : at + local]], size - local
    following = int.from_bytes(page[at + local : at + local + 4], "big")
    while left > 0:
        more = pages[following]
        parts.append(more[4 : 4 + min(left, usable - 4)])
        left -= usable - 4
        following = int.from_bytes(more[:4], "big")
    return b"".join(parts)


def _values(record: bytes) -> list[Any]:
    head, at = _varint(record, 0)
    kinds = []
    while at < head:
        kind, at = _varint(record, at)
        kinds.append(kind)
    found = []
    for kind in kinds:
        value, at = _value(record, at, kind)
        found.append(value)
    return found


def _value(record: bytes, at: int, kind: int) -> tuple[Any, int]:
    if kind in INTEGERS:
        end = at + INTEGERS[kind]
        return int.from_bytes(record[at:end], "big", signed=True), end
    if kind in {0, 8, 9}:
        return {0: None, 8: 0, 9: 1}[kind], at
    if kind == 7:
        return struct.unpack(">d", record[at : at + 8])[0], at + 8
    if kind < 12:
        raise NotARecord("a reserved type")
    end = at + (kind - 12) // 2
    if end > len(record):
        raise NotARecord("cut short")
    return (record[at:end].decode("utf-8") if kind % 2 else bytes(record[at:end])), end


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(at, at + 8):
        value = value << 7 | data[place] & 0x7F
        if data[place] < 0x80:
            return value, place + 1
    return value << 8 | data[at + 8], at + 9

"""Single bits flipped in the pages that hold evidence: each is found by ``verify``, or shown to touch nothing."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils.utils import sqlite3

from benchmarks.bar.figure import Measured
from benchmarks.bar.sample import sample_archive
from storage.archive import Archive, ArchiveError
from storage.backups import settle_log
from storage.migrations import EVIDENCE
from storage.verifying import verify

BAR = "1,000 flips in evidence rows: all found, or shown to touch nothing"


def measure(full: bool) -> Measured:
    """Flip, look, flip back."""
    flips, chance = (1000 if full else 60), random.Random(11)
    with tempfile.TemporaryDirectory(prefix="wirediff-bar-") as folder:
        path = sample_archive(Path(folder) / "a.db", articles=12)
        settle_log(path)
        whole, held = path.read_bytes(), _evidence(path)
        places = list(_evidence_bytes(path))
        found, harmless, missed = 0, 0, []
        for _ in range(flips):
            at, bit = chance.choice(places), chance.randrange(8)
            _flip(path, whole, at, bit)
            if _is_found(path):
                found += 1
            elif _evidence(path) == held:
                harmless += 1
            else:
                missed.append(f"byte {at} bit {bit}: neither found nor harmless")
        path.write_bytes(whole)
    said = f"{flips} flips: {found} found, {harmless} touched nothing, {len(missed)} missed"
    return Measured(not missed, said, tuple(missed))


def _flip(path: Path, whole: bytes, at: int, bit: int) -> None:
    flipped = bytearray(whole)
    flipped[at] ^= 1 << bit
    for end in ("-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)
    path.write_bytes(flipped)


def _is_found(path: Path) -> bool:
    try:
        return next(verify(path, derived=False), None) is not None
    except (ArchiveError, sqlite3.Error):
        return True


def _evidence(path: Path) -> list[object]:
    """Every value of every row of evidence, pages as the bytes that they stand for."""
    from storage.pages import body_of

    with Archive(path, read_only=True) as archive:
        archive.db.conn.text_factory = bytes
        rows: list[object] = [
            archive.db.conn.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()
            for table in EVIDENCE if table != "pages"
        ]  # fmt: skip
        archive.db.conn.text_factory = str
        pages = archive.rows("SELECT hash, media_type, headers, bytes, seal FROM pages ORDER BY hash")
        return [*rows, pages, [body_of(archive, row["hash"]) for row in pages]]


def _evidence_bytes(path: Path) -> Iterator[int]:
    """The offsets of all bytes of the pages that make up the tables of evidence: their trees and overflow."""
    data = path.read_bytes()
    conn = sqlite3.connect(path)
    marks = ", ".join("?" * len(EVIDENCE))
    sql = f"SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name IN ({marks})"
    waiting = [row[0] for row in conn.execute(sql, EVIDENCE)]
    size = conn.execute("PRAGMA page_size").fetchone()[0]
    conn.close()
    while waiting:
        number = waiting.pop()
        yield from range((abs(number) - 1) * size, abs(number) * size)
        if number > 0:
            waiting += _children(data[(number - 1) * size : number * size], size, data)


def _children(page: bytes, size: int, data: bytes) -> Iterator[int]:
    """The pages below a page of a table's tree, and (negative) the overflow pages of its records."""
    from storage.carving import _varint

    count = int.from_bytes(page[3:5], "big")
    if page[0] == 5:
        yield int.from_bytes(page[8:12], "big")
        for cell in _cells(page, 12, count):
            yield int.from_bytes(page[cell : cell + 4], "big")
    elif page[0] == 13:
        for cell in _cells(page, 8, count):
            length, after = _varint(page, cell)
            _, start = _varint(page, after)
            if length > size - 35:
                least = (size - 12) * 32 // 255 - 23
                local = least + (length - least) % (size - 4)
                local = local if local <= size - 35 else least
                following = int.from_bytes(page[start + local : start + local + 4], "big")
                while following:
                    yield -following
                    following = int.from_bytes(data[(following - 1) * size : (following - 1) * size + 4], "big")


def _cells(page: bytes, at: int, count: int) -> Iterator[int]:
    for place in range(at, at + 2 * count, 2):
        yield int.from_bytes(page[place : place + 2], "big")

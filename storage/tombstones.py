"""Tombstones: what was forgotten on request, named by hashes alone, so that it does not come back.

A tombstone names an address (by the hash of its key, whatever outlet serves it) or a page (by the hash of its own
name). They lie in the archive and, since an older backup has neither, in a file beside it, written first.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from storage.archive import Archive
from storage.derived import digest

ADDRESS, PAGE = "address", "page"


class Tombstone(NamedTuple):
    """One thing forgotten: what kind it was, its hash, when and why it was forgotten."""

    kind: str
    hash: str
    made_at: str
    reason: str


def of(kind: str, name: str, made_at: str, reason: str) -> Tombstone:
    """The tombstone of an address (its key) or a page (its SHA-256)."""
    return Tombstone(kind, digest(kind, name), made_at, reason)


def lay(archive: Archive, stones: Iterable[Tombstone]) -> None:
    """Put tombstones into the archive; those that are there stay as they are."""
    for stone in stones:
        archive.insert("tombstones", stone._asdict(), or_ignore=True)


def forgotten(archive: Archive, key: str, page: str | None = None) -> bool:
    """Whether the address with that key, or the page of that name, was forgotten."""
    names = [digest(ADDRESS, key), digest(PAGE, page) if page else None]
    return archive.value("SELECT 1 FROM tombstones WHERE hash IN (?, ?)", names) is not None


def in_archive(archive: Archive) -> list[Tombstone]:
    """The tombstones of an archive."""
    return [Tombstone(**row) for row in archive.rows("SELECT kind, hash, made_at, reason FROM tombstones")]


def beside(archive: Path) -> Path:
    """The file beside an archive that outlives it."""
    archive = archive.resolve()
    return archive.with_name(archive.name + ".forgotten")


def write_beside(archive: Path, stones: Iterable[Tombstone]) -> None:
    """Add tombstones to the file beside *archive*, on the disk when this returns."""
    with beside(archive).open("a", encoding="utf-8") as file:
        for stone in stones:
            file.write(json.dumps(stone._asdict()) + "\n")
        file.flush()
        os.fsync(file.fileno())


def read_beside(archive: Path) -> Iterator[Tombstone]:
    """The tombstones beside *archive*; a line that a crash cut short was never acknowledged."""
    path = beside(archive)
    for line in path.read_text("utf-8", "replace").splitlines() if path.exists() else ():
        try:
            yield Tombstone(**json.loads(line))
        except (ValueError, TypeError):
            continue

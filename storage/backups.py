"""Backups: a whole copy of an archive, made while it is written, verified before it counts, renamed atomically.

A copy is one snapshot (VACUUM INTO). It has its final name only after every seal and page in it was read and it was
flushed to the disk; older backups go only after that.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlite_utils.utils import sqlite3

from storage.archive import Archive, ArchiveError
from storage.verifying import verify

STAMP = re.compile(r"-\d{8}T\d{6}Z\.db$")


class BackupBad(ArchiveError):
    """A copy does not hold what it should."""


def back_up(archive: Path, folder: Path, at: str, keep: int | None = None) -> Path:
    """Copy *archive* into *folder* under the time *at* (ISO 8601); keep the newest *keep* copies."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{archive.stem}-{_compact(at)}.db"
    with _unfinished(target) as copy:
        with Archive(archive, read_only=True) as source:
            source.write("VACUUM INTO ?", (str(copy),))
        check(copy)
        flush(copy)
        copy.replace(target)
        flush(folder)
    for old in rotated(archive, folder, keep):
        old.unlink()
    return target


def check(copy: Path) -> None:
    """Read all evidence of a copy; `BackupBad` where a row is not what was written."""
    found = next(verify(copy, derived=False), None)
    if found is not None:
        raise BackupBad(f"{copy}: {found.table} {found.key} {found.problem}; wirediff verify names all that is bad")


def rotated(archive: Path, folder: Path, keep: int | None) -> list[Path]:
    """The backups of *archive* in *folder* that are older than the newest *keep*."""
    if keep is None:
        return []
    ours = [path for path in folder.glob(f"{archive.stem}-*.db") if STAMP.fullmatch(path.name[len(archive.stem) :])]
    return sorted(ours)[: -keep or None]


def put_back(copy: Path, archive: Path, at: str) -> Path | None:
    """Put a checked *copy* in the place of *archive*, which is kept aside; where that is now, None without one.

    A log (WAL) that belonged to the damaged archive must never be read into the copy: it is taken away before the
    copy comes, and lies with the archive that was put aside.
    """
    aside = None
    if archive.exists():
        aside = archive.with_name(f"{archive.stem}.before-{_compact(at)}.db")
        for end in ("", "-wal"):
            with suppress(FileNotFoundError):
                os.link(f"{archive}{end}", f"{aside}{end}")
        flush(archive.parent)
        for end in ("-wal", "-shm"):
            Path(f"{archive}{end}").unlink(missing_ok=True)
        flush(archive.parent)
    flush(copy)
    copy.replace(archive)
    flush(archive.parent)
    return aside


def copied(backup: Path, beside: Path) -> Path:
    """A copy of *backup* in the folder of *beside*, to be checked and put in its place."""
    target = beside.with_name(f".{beside.name}.restored-{os.getpid()}")
    shutil.copyfile(backup, target)
    return target


def settle_log(path: Path) -> None:
    """Write a closed archive's log back into it, so that it is one file."""
    conn = sqlite3.connect(path)
    try:
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        conn.execute("PRAGMA journal_mode = DELETE")
    finally:
        conn.close()


def flush(path: Path) -> None:
    """Have a file, or a folder's names, on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _unfinished(target: Path) -> Iterator[Path]:
    """A name for a copy that is being made; what is left of an earlier try, or of this one, goes."""
    copy = target.with_name(f".{target.name}.unfinished")
    copy.unlink(missing_ok=True)
    try:
        yield copy
    finally:
        for end in ("", "-wal", "-shm"):
            Path(f"{copy}{end}").unlink(missing_ok=True)


def _compact(at: str) -> str:
    """A time as a part of a file's name: 20260301T120000Z."""
    return at[:19].replace("-", "").replace(":", "") + "Z"

"""Restore: a backup in the archive's place, checked, without what was forgotten on request since it was made."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from pipelines.forgetting import obey
from pipelines.pool import ExtractionPool
from storage import backups, sqlite3, tombstones
from storage.archive import Archive, ArchiveError
from storage.tombstones import Tombstone
from wirediff.desk import desk_for


class Restored(NamedTuple):
    """Where the archive that was there is now, and how many articles were forgotten anew."""

    aside: Path | None
    forgotten: int


def restore(backup: Path, archive: Path, at: str, config_path: Path | None = None) -> Restored:
    """Put *backup* in the place of *archive*, whose schedule and batch locks the caller holds."""
    archive = archive.resolve()
    archive.parent.mkdir(parents=True, exist_ok=True)
    copy = backups.copied(backup, archive)
    try:
        with Archive(copy, create=False) as opened, ExtractionPool(1) as pool:
            backups.check(copy)
            erased = obey(desk_for(opened, pool, config_path), list(_stones(archive)))
        backups.settle_log(copy)
        return Restored(backups.put_back(copy, archive, at), erased.articles)
    finally:
        for end in ("", "-wal", "-shm", ".lock"):
            Path(f"{copy}{end}").unlink(missing_ok=True)


def _stones(archive: Path) -> set[Tombstone]:
    """What was forgotten in the archive that is replaced, as far as it can be read, and beside it."""
    stones = set(tombstones.read_beside(archive))
    if archive.exists():
        with suppress(ArchiveError, sqlite3.Error), Archive(archive, read_only=True) as old:
            stones |= set(tombstones.in_archive(old))
    return stones

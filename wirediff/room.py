"""Is there room on the disk? A crawl stops before the disk is full, and goes on once there is room again."""

from __future__ import annotations

import shutil
from pathlib import Path

from storage.archive import ArchiveError

SHARE, ENOUGH = 0.05, 2**30  # of the disk, unless so many bytes are free


class NoRoom(ArchiveError):
    """The disk is nearly full; nothing is fetched until there is room."""


def check_room(archive: Path) -> None:
    """`NoRoom` where the disk of *archive* has less than 5% and less than 1 GiB free."""
    usage = shutil.disk_usage(archive.resolve().parent)
    if is_scarce(usage.total, usage.free):
        raise NoRoom(
            f"only {usage.free // 2**20} MiB are free on the disk of {archive}: make room, or move the archive; "
            "until then nothing is fetched"
        )


def is_scarce(total: int, free: int) -> bool:
    """Whether so few of so many bytes are too few.

    >>> is_scarce(2**40, 2 * 2**30), is_scarce(2**34, 2**29), is_scarce(2**30, 2**29)
    (False, True, False)
    """
    return free < min(SHARE * total, ENOUGH)

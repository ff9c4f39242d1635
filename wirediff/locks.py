"""One at a time: a lock on an archive that the operating system lets go when its holder dies, however it dies.

Two locks lie beside an archive, apart from the one that guards its migration. ``crawl``: who decides what is fetched
(one `wirediff crawl` or `wirediff watch`). ``batch``: the child process that fetches, which outlives a killed parent
for the time that its last fetches take.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from crawler.clock import stamp_now

SCHEDULE, BATCH = "crawl", "batch"
NAMELESS = 1.0  # seconds that a holder has to write its name after it took the lock
NOBODY = "another process"


class Busy(Exception):
    """Another process holds the lock; the message says which."""


def lock_path(archive: Path, name: str) -> Path:
    """The lock's file, the same by whatever way the archive is named."""
    archive = archive.resolve()
    return archive.with_name(f"{archive.name}.{name}.lock")


@contextmanager
def hold(archive: Path, name: str, what: str, *, wait: float = 0) -> Iterator[None]:
    """Hold a lock of *archive* as *what*; `Busy` where another process still holds it after *wait* seconds."""
    path = lock_path(archive, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        _acquire(file, wait)
        file.truncate(0)
        file.write(f"{what}, process {os.getpid()}, since {stamp_now()}")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def holder(archive: Path, name: str) -> str | None:
    """Who holds a lock of *archive*, in words; None where nobody does."""
    path = lock_path(archive, name)
    if not path.exists():
        return None
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _who(file) or NOBODY
    return None


def _acquire(file: TextIO, wait: float) -> None:
    end = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            named, over = _who(file), time.monotonic() - end
            if over >= 0 and (named or over > NAMELESS):
                raise Busy(named or NOBODY) from None
            time.sleep(0.1 if over < 0 else 0.01)
        else:
            return


def _who(file: TextIO) -> str:
    """Who wrote into the lock's file; nothing for the moment in which a holder comes or goes."""
    file.seek(0)
    return file.read().strip()

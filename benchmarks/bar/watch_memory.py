"""Memory, file descriptors and the log of `wirediff watch`: what they are after 10 rounds, and after 200."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlite_utils.utils import sqlite3

from benchmarks.bar.figure import Measured
from benchmarks.bar.footprint import Footprint, footprint
from benchmarks.bar.stand import standing
from storage.archive import Archive, ArchiveError

BAR = "memory from round 10 to round 200 of watch within 5%, file descriptors constant, WAL under 64 MiB"
WITHIN, LARGEST_LOG = 1.05, 64 * 2**20
SHORT = 1.25  # the short form finds a leak, not a twentieth
PATIENCE = 600.0  # seconds for a round


def measure(full: bool) -> Measured:
    """Watch, and look at the process between its batches."""
    first, last = (10, 200) if full else (2, 5)
    with tempfile.TemporaryDirectory(prefix="wirediff-bar-") as name, standing(Path(name), 1, 3) as stand:
        stand.configure(every="1s")
        path = stand.folder / "wirediff.db"
        with (stand.folder / "log").open("wb") as log:
            watch = subprocess.Popen(
                [sys.executable, "-m", "wirediff", "watch", "--tick", "0.2", "--quiet"], cwd=stand.folder, stderr=log
            )
            try:
                seen = _watch(watch, path, last)
            finally:
                watch.terminate()
                watch.wait(120)
    return _judge(seen, first, last, WITHIN if full else SHORT)


def _watch(watch: subprocess.Popen[bytes], path: Path, last: int) -> list[tuple[int, Footprint]]:
    """The rounds so far and what the watch takes, again and again, until the last round or one that does not end."""
    seen: list[tuple[int, Footprint]] = []
    end = time.monotonic() + PATIENCE
    while watch.poll() is None and time.monotonic() < end and not (seen and seen[-1][0] > last):
        time.sleep(0.25)
        found, rounds = footprint(watch.pid, path), _rounds(path)
        if found is None or rounds is None:
            continue
        if not seen or rounds > seen[-1][0]:
            end = time.monotonic() + PATIENCE
        seen.append((rounds, found))
    return seen


def _rounds(path: Path) -> int | None:
    """How many batches ended; None while the archive is just being made."""
    try:
        with Archive(path, read_only=True) as archive:
            return int(archive.value("SELECT count(*) FROM batches WHERE ended_at IS NOT NULL"))
    except (ArchiveError, sqlite3.Error):
        return None


def _judge(seen: list[tuple[int, Footprint]], first: int, last: int, within: float) -> Measured:
    if not seen or seen[-1][0] < last:
        return Measured(False, f"the watch ended after {seen[-1][0] if seen else 0} rounds")
    early, late = ([one for number, one in seen if number == wanted] for wanted in (first, last))
    before, after = (statistics.median(one.memory for one in part) for part in (early, late))
    files = [min(one.files for one in part) for part in (early, late)]
    log = max(one.log for _, one in seen)
    good = after <= before * within and files[1] <= files[0] and log <= LARGEST_LOG  # fewer: a look met a child
    said = (
        f"round {first}: {before / 1024:.1f} MiB, round {last}: {after / 1024:.1f} MiB ({after / before - 1:+.1%}), "
        f"file descriptors {files[0]} and {files[1]}, log at most {log / 2**20:.1f} MiB"
    )
    return Measured(good, said)

"""Memory, file descriptors and the log of one long `wirediff crawl`: after 5,000 pages, and after 50,000.

Looked at is the command as it comes: the parent, which lives as long as the crawl, and the processes that fetch, one
after the other. Of these the peak counts.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.bar.figure import Measured
from benchmarks.bar.footprint import Footprint, footprint
from benchmarks.bar.stand import Stand, standing
from storage import visits
from storage.archive import Archive

BAR = "memory from page 5,000 to page 50,000 of one crawl within 5%, file descriptors constant, WAL under 64 MiB"
HOSTS = 8
WITHIN, LARGEST_LOG = 1.05, 64 * 2**20
SHORT = 1.25  # a short form has few looks, at small processes: it finds a leak, not a twentieth
LATE = 0.9  # of the last page
AT = "2026-03-01T00:00:00Z"


class Look(NamedTuple):
    """One moment: pages kept so far, the parent, the batch that fetches (its id, None between two)."""

    pages: int
    parent: Footprint
    batch: int | None
    child: Footprint | None


def measure(full: bool) -> Measured:
    """Crawl, and look at the processes as pages go by."""
    first, last = (5_000, 50_000) if full else (150, 600)
    name = tempfile.TemporaryDirectory(prefix="wirediff-bar-")
    with name as folder, standing(Path(folder), HOSTS, 0, still=True) as stand:
        stand.configure(extra="" if full else "batch_size = 100")
        _plan(stand, last)
        looks = _crawl(stand)
    return _judge(looks, first, last, WITHIN if full else SHORT)


def _plan(stand: Stand, pages: int) -> None:
    with Archive(stand.folder / "wirediff.db") as archive, archive.transaction():
        for number in range(pages):
            host = stand.hosts[number % len(stand.hosts)]
            visits.plan(archive, host.partition(".")[0], f"http://{host}/{number}", due=AT)


def _crawl(stand: Stand) -> list[Look]:
    path, looks = stand.folder / "wirediff.db", list[Look]()
    with (stand.folder / "log").open("wb") as log:
        crawl = subprocess.Popen(
            [sys.executable, "-m", "wirediff", "crawl"], cwd=stand.folder, stderr=log, stdout=subprocess.DEVNULL,
            env=os.environ | {"WIREDIFF_CLOCK": AT},
        )  # fmt: skip
        with Archive(path, read_only=True) as archive:
            while crawl.poll() is None:
                looks += _look(crawl.pid, path, archive)
                time.sleep(0.25)
    return looks


def _look(process: int, path: Path, archive: Archive) -> list[Look]:
    parent = footprint(process, path)
    if parent is None:
        return []
    pages = int(archive.value("SELECT coalesce(max(id), 0) FROM fetches"))
    batch = archive.value("SELECT pid FROM batches WHERE ended_at IS NULL")
    return [Look(pages, parent, batch, footprint(batch, path) if batch else None)]


def _judge(looks: list[Look], first: int, last: int, within: float) -> Measured:
    reached = max((look.pages for look in looks), default=0)
    if reached < last * LATE:
        return Measured(False, f"the crawl ended after {reached} pages")
    early, late = (
        [look for look in looks if low <= look.pages <= high]
        for low, high in ((first, 2 * first), (last * LATE, reached))
    )
    parents = [statistics.median(look.parent.memory for look in part) for part in (early, late)]
    batches = [_peak(part) for part in (early, late)]
    files = [max(look.parent.files for look in part) for part in (early, late)]
    theirs = [max(look.child.files for look in part if look.child) for part in (early, late)]
    log = max(look.parent.log for look in looks)
    good = all(after <= before * within for before, after in (parents, batches))
    good &= files[1] <= files[0] and abs(theirs[1] - theirs[0]) <= HOSTS and log <= LARGEST_LOG
    said = (
        f"pages {first} and {reached}: the parent {_mib(parents)}, a batch at its peak {_mib(batches)}, "
        f"file descriptors {files[0]} and {files[1]}, of a batch {theirs[0]} and {theirs[1]} at most, "
        f"log at most {log / 2**20:.1f} MiB"
    )
    return Measured(good, said)


def _peak(looks: list[Look]) -> float:
    """The median of what each batch took at most; one that was seen only in part counts for what was seen."""
    peaks: dict[int, int] = {}
    for look in looks:
        if look.batch and look.child:
            peaks[look.batch] = max(peaks.get(look.batch, 0), look.child.memory)
    return statistics.median(sorted(peaks.values())[len(peaks) // 3 :])


def _mib(values: list[float]) -> str:
    before, after = values
    return f"{before / 1024:.1f} and {after / 1024:.1f} MiB ({after / before - 1:+.1%})"

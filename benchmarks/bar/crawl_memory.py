"""Memory, file descriptors and the log of one long crawl: what they are after 5,000 pages, and after 50,000."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.bar import forked
from benchmarks.bar.figure import Measured
from benchmarks.bar.footprint import Footprint, footprint
from benchmarks.bar.stand import standing
from storage import visits
from storage.archive import Archive

BAR = "memory from page 5,000 to page 50,000 of one crawl within 5%, file descriptors constant, WAL under 64 MiB"
HOSTS = 8
WITHIN, LARGEST_LOG = 1.05, 64 * 2**20
LATE = 0.97  # of the last page: a crawl is looked at once a second
AT = "2026-03-01T00:00:00Z"


def measure(full: bool) -> Measured:
    """Crawl, and look at the process as pages go by."""
    forked.get_ready()
    first, last = (5_000, 50_000) if full else (200, 800)
    with (
        tempfile.TemporaryDirectory(prefix="wirediff-bar-") as name,
        standing(Path(name), HOSTS, 0, still=True) as stand,
    ):
        stand.configure(extra='batch_size = 1000000\nbatch_deadline = "24h"')
        path = stand.folder / "wirediff.db"
        _plan(path, last, stand.hosts)
        process = forked.crawl(stand.folder, AT, stand.folder / "log")
        seen = _watch(process, path)
    return _judge(seen, first, last)


def _plan(path: Path, pages: int, hosts: tuple[str, ...]) -> None:
    with Archive(path) as archive, archive.transaction():
        for number in range(pages + pages // 50):
            host = hosts[number % len(hosts)]
            visits.plan(archive, host.partition(".")[0], f"http://{host}/{number}", due=AT)


def _watch(process: int, path: Path) -> list[tuple[int, Footprint]]:
    """Pages kept so far, and the footprint, once a second."""
    seen = []
    with Archive(path, read_only=True) as archive:
        while not forked.is_over(process):
            found = footprint(process, path)
            if found is not None:
                seen.append((int(archive.value("SELECT coalesce(max(id), 0) FROM fetches")), found))
            time.sleep(1 if len(seen) > 30 else 0.2)
    os.waitpid(process, 0)
    return seen


def _judge(seen: list[tuple[int, Footprint]], first: int, last: int) -> Measured:
    if not seen or seen[-1][0] < last * LATE:
        return Measured(False, f"the crawl ended after {seen[-1][0] if seen else 0} pages")
    early = [one for page, one in seen if first <= page <= first * 1.1] or [one for page, one in seen if page >= first][
        :1
    ]
    late = [one for page, one in seen if page >= last * 0.95]
    before, after = (statistics.median(one.memory for one in part) for part in (early, late))
    files = {one.files for page, one in seen if page >= first}
    log = max(one.log for _, one in seen)
    good = after <= before * WITHIN and max(files) - min(files) <= HOSTS and log <= LARGEST_LOG
    said = (
        f"page {first}: {before / 1024:.1f} MiB, page {last}: {after / 1024:.1f} MiB ({after / before - 1:+.1%}), "
        f"file descriptors {min(files)} to {max(files)} (a connection each of {HOSTS} hosts), "
        f"log at most {log / 2**20:.1f} MiB"
    )
    return Measured(good, said)

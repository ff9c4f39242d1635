"""How much memory `wirediff watch` holds with all its children, while pages come that have to be read.

    python -m benchmarks.memory DATA                 # DATA: a folder of pages, as for benchmarks.speed
    python -m benchmarks.memory DATA --visits 500

Two rounds are watched, a crawl of new pages and one of the same with other bytes; each process counts with what is its
own and its part of what it shares (PSS, Linux only).

largest_mb, median_mb   the sum over all processes, at the largest and in the middle of all looks
processes               how many there were at the largest

Where the largest is over 600 MB, the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.processor import family
from benchmarks.speed import ARCHIVE, START, configure, pages_of, plan, serving
from crawler.clock import stamp
from storage.archive import Archive

BAR, LOOK, LONGEST = 600.0, 0.5, 600.0  # MB, seconds


def main() -> int:
    """Watch, print, say whether the bar is kept."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data", type=Path, help="a folder of pages")
    parser.add_argument("--visits", type=int, default=300)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        looks = list(watched(Path(folder), pages_of(options.data)[: options.visits], options.visits))
    largest, processes = max(looks)
    middle = statistics.median(size for size, _ in looks)
    print(json.dumps({"largest_mb": round(largest), "median_mb": round(middle), "processes": processes}))
    return 0 if largest < BAR else 1


def watched(folder: Path, pages: list[bytes], visits: int) -> Iterator[tuple[float, int]]:
    """The memory of all processes, at every look, in two rounds."""
    (folder / "pages").mkdir()
    for number, body in enumerate(pages):
        (folder / "pages" / f"{number:05}.html").write_bytes(body)
    with serving(folder / "pages", "token") as port:
        configure(folder, port)
        plan(folder, visits)
        for again in range(2):
            with Archive(folder / ARCHIVE) as archive, archive.transaction():
                archive.write("UPDATE visits SET due_at = ?, stopped = NULL", (stamp(START),))
            yield from looks_at(folder, (again + 1) * visits)


def looks_at(folder: Path, until: int) -> Iterator[tuple[float, int]]:
    """A watch, looked at until so many fetches are kept."""
    line, begun = [sys.executable, "-m", "wirediff", "watch"], time.monotonic()
    with subprocess.Popen(line, cwd=folder, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as watch:
        try:
            with Archive(folder / ARCHIVE, read_only=True) as archive:
                while archive.value("SELECT count(*) FROM fetches") < until:
                    if watch.poll() is not None or time.monotonic() - begun > LONGEST:
                        sys.exit(f"the watch ended, or did not come to its end ({watch.returncode})")
                    yield proportional(watch.pid)
                    time.sleep(LOOK)
        finally:
            watch.send_signal(signal.SIGTERM)


def proportional(root: int) -> tuple[float, int]:
    """Megabytes of a process and of all that descend from it, and how many they are."""
    sizes = [size for number in family(root) if (size := _pss(number)) is not None]
    return sum(sizes) / 1e6, len(sizes)


def _pss(number: int) -> int | None:
    """Bytes; None where the process ended meanwhile."""
    try:
        told = Path(f"/proc/{number}/smaps_rollup").read_text()
    except OSError:
        return None
    return next((int(row.split()[1]) * 1024 for row in told.splitlines() if row.startswith("Pss:")), None)


if __name__ == "__main__":
    os.environ.pop("WIREDIFF_CLOCK", None)
    sys.exit(main())

"""Where the time of a page goes, by stage: a table, and a flame graph's lines.

    python -m benchmarks.profile DATA            # DATA: a folder with .html or .html.gz files
    python -m benchmarks.profile DATA --pages 100 --flame profile.folded

Pages go through extraction and the archivist in this one process, so that nothing hides in another. Every few
milliseconds of processor time the stack is noted, with the time since the last note. The file of --flame has a stack
and its microseconds a line, as speedscope, inferno and flamegraph.pl read them.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType

from benchmarks.speed import pages_of
from crawler.clock import stamp
from crawler.items import Fetched
from pipelines.archivist import Archivist
from pipelines.arrival import Arrival
from pipelines.desk import Desk
from pipelines.extract import extract
from storage.archive import Archive

EVERY = 0.001  # seconds of processor time
STAGES = {  # the innermost of these that is on the stack names where a sample belongs; later ones win
    "decode": "extract: decode", "bare": "extract: bare", "fields": "extract: fields",
    "_lines": "extract: text", "bare_extraction": "extract: trafilatura", "weigh": "judge", "link": "identify",
    "clean": "clean", "keep_revision": "keep", "keep": "keep", "diff": "diff", "join": "story", "learn": "learn",
    "keep_page": "pages: compress and write", "keep_fetch": "fetches",
}  # fmt: skip


class Sampler:
    """Notes the stack at every tick."""

    def __init__(self) -> None:
        self.stacks: Counter[tuple[str, ...]] = Counter()  # microseconds
        self._noted = time.process_time()

    def tick(self, _: int, frame: FrameType | None) -> None:
        """One sample."""
        stack: list[str] = []
        while frame is not None:
            code = frame.f_code
            stack.append(f"{Path(code.co_filename).stem}.{code.co_name}")
            frame = frame.f_back
        now = time.process_time()
        self.stacks[tuple(reversed(stack))] += round(1e6 * (now - self._noted))
        self._noted = now

    def __enter__(self) -> Sampler:
        signal.signal(signal.SIGPROF, self.tick)
        signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
        return self

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)


def main() -> int:
    """Profile, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data", type=Path, help="a folder of pages")
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--flame", type=Path, help="write the stacks there")
    options = parser.parse_args()
    pages = pages_of(options.data)[: options.pages]
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "archive.db") as archive:
        keep_all(pages[:5], archive, 0)  # what is loaded once is no page's
        with Sampler() as sampler:
            keep_all(pages[5:], archive, 5)
    print(table(sampler.stacks, len(pages) - 5))
    if options.flame:
        lines = (f"{';'.join(stack)} {count}" for stack, count in sorted(sampler.stacks.items()))
        options.flame.write_text("\n".join(lines) + "\n")
    return 0


def keep_all(pages: list[bytes], archive: Archive, start: int) -> None:
    """Every page by the whole way."""
    archivist = Archivist(Desk(archive, extract))
    for number, body in enumerate(pages, start):
        at = stamp(datetime(2026, 3, 2, tzinfo=UTC) + timedelta(seconds=number))
        address = f"https://h{number % 50}.example/{number}"
        headers = {"content-type": "text/html"}
        fetched = Fetched(address, f"h{number % 50}.example", at, status=200, headers=headers, body=body)
        archivist.keep(Arrival(fetched, extract(body, headers, address)))


def table(stacks: Counter[tuple[str, ...]], pages: int) -> str:
    """Milliseconds a page, by stage."""
    spent: Counter[str] = Counter()
    for stack, count in stacks.items():
        names = [frame.rpartition(".")[2] for frame in stack]
        told = [STAGES[name] for name in names if name in STAGES]
        spent[told[-1] if told else "extract: the rest" if "extract" in names else "the rest"] += count
    total = spent.total() or 1
    rows = [f"{'stage':28}{'ms a page':>10}{'share':>8}"]
    rows += [f"{name:28}{n / 1000 / pages:10.2f}{n / total:8.1%}" for name, n in spent.most_common()]
    return "\n".join([*rows, f"{'all':28}{total / 1000 / pages:10.2f}"])


if __name__ == "__main__":
    sys.exit(main())

"""Workers and a broker beside the embedded crawl, and the archivist beside extraction, in one run.

    python -m benchmarks.cluster DATA            # DATA: a folder with .html files, read with all its subfolders
    python -m benchmarks.cluster DATA --part keeping    # or crawling: one of the two

crawling    first visits of every page: `wirediff crawl` alone, and with --broker and two workers of one core each, that
            were there before; seconds by the clock, in turns, and processor time of all processes beside it
keeping     in one process: what a page costs to read, and what its answer costs to keep, as a new article and when it
            comes again with the same bytes; processor time

Prints one JSON object; exit code 1 where two workers bring less than 0.9 of the embedded crawl's rate, or the archivist
keeps less than 4 first or 10 unchanged visits while one core extracts one page.
"""

from __future__ import annotations

import argparse
import json
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.processor import family
from benchmarks.speed import HOSTS, configure, pages_of, plan, serving, surroundings
from comparison.compare import compare
from comparison.model import Version
from crawler.clock import stamp
from crawler.cluster.framing import pack, unpack
from crawler.items import Fetched
from pipelines.archivist import Archivist
from pipelines.arrival import Arrival
from pipelines.cluster.answers import Answer, Told
from pipelines.desk import Desk
from pipelines.extract import extract
from storage.archive import Archive

BARS = {"workers": 0.9, "first": 4.0, "unchanged": 10.0}
START = datetime(2026, 3, 2, 6, tzinfo=UTC)
WARM = 10  # pages for what is loaded once
GROUP = 50  # answers in one transaction, as a round keeps them


def main() -> int:
    """Measure, print, say whether the bars are reached."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data", type=Path, help="a folder of pages")
    parser.add_argument("--pages", type=int, default=250)
    parser.add_argument("--rounds", type=int, default=3, help="of crawling")
    parser.add_argument("--part", choices=("keeping", "crawling"), help="only this")
    options = parser.parse_args()
    pages = pages_of(options.data)[: options.pages]
    found: dict[str, float] = {}
    if options.part != "crawling":
        found |= keeping(pages)
    if options.part != "keeping":
        found |= crawling(pages, options.rounds)
    print(json.dumps({"pages": len(pages)} | found, indent=1))
    return 0 if all(found[name] >= bar for name, bar in BARS.items() if name in found) else 1


# ------------------------------------------------------------ the archivist beside one core


def keeping(pages: list[bytes]) -> dict[str, float]:
    """Milliseconds of processor time a page, and how often one goes into the other."""
    began = time.process_time()
    read = [Arrival(one := fetched(number, body), extract(body, one.headers, one.address))
            for number, body in enumerate(pages)]  # fmt: skip
    extracting = (time.process_time() - began) / len(pages)
    first = [_answer(Told.of(one, frozenset())) for one in read]
    again = [_answer(Told.of(Arrival(fetched(number, body, day=1)), frozenset())) for number, body in enumerate(pages)]
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / ARCHIVE) as archive:
        archivist = Archivist(Desk(archive, extract))
        compare(*(Version(f"The {word} said so on Monday.", lang="en") for word in ("goverment", "government")))
        keep(first[:WARM], archivist)
        fresh = keep(first[WARM:], archivist)
        same = keep(again, archivist)
    return {
        "extract_ms": round(1e3 * extracting, 2), "keep_first_ms": round(1e3 * fresh, 2),
        "keep_unchanged_ms": round(1e3 * same, 2), "first": round(extracting / fresh, 2),
        "unchanged": round(extracting / same, 2),
    }  # fmt: skip


def fetched(number: int, body: bytes, day: int = 0) -> Fetched:
    """A page as it came."""
    at, host = START + timedelta(days=day, seconds=number), f"h{number % HOSTS}.example"
    headers = {"content-type": "text/html"}
    return Fetched(f"https://{host}/{number}", host, stamp(at), status=200, headers=headers, body=body)


def _answer(told: Told) -> bytes:
    return pack(Answer(1, "ticket", "worker", (), (told,)))


def keep(messages: list[bytes], archivist: Archivist) -> float:
    """Keep answers as a round does; seconds of processor time each."""
    began = time.process_time()
    for start in range(0, len(messages), GROUP):
        with archivist.desk.archive.transaction():
            for message in messages[start : start + GROUP]:
                for told in unpack(Answer, message).told:
                    archivist.keep(told.arrival())
    return (time.process_time() - began) / len(messages)


# ------------------------------------------------------------ two workers beside the embedded crawl

ARCHIVE = "archive.db"


def crawling(pages: list[bytes], rounds: int) -> dict[str, float]:
    """Seconds of both ways, and how many times as fast the workers are."""
    alone, together = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pages").mkdir()
        for number, body in enumerate(pages):
            (folder / "pages" / f"{number:05}.html").write_bytes(body)
        with serving(folder / "pages", "same") as port, hired(folder) as (url, others):
            configure(folder, port)
            crawl(folder, len(pages), [], "--broker", url)  # what is loaded once
            for _ in range(rounds):
                alone.append(crawl(folder, len(pages), []))
                together.append(crawl(folder, len(pages), others, "--broker", url))
    seconds = [statistics.median(one[0] for one in way) for way in (alone, together)]
    processor = [statistics.median(one[1] for one in way) for way in (alone, together)]
    return {
        "alone_s": round(seconds[0], 2), "workers_s": round(seconds[1], 2),
        "alone_processor_s": round(processor[0], 2), "workers_processor_s": round(processor[1], 2),
        "workers": round(seconds[0] / seconds[1], 2), "workers_by_processor": round(processor[0] / processor[1], 2),
    }  # fmt: skip


def crawl(folder: Path, visits: int, others: list[int], *options: str) -> tuple[float, float]:
    """First visits of all pages: seconds by the clock, and of processor time, that of *others* too."""
    for path in folder.glob(f"{ARCHIVE}*"):
        path.unlink()
    plan(folder, visits)
    line = [sys.executable, "-m", "wirediff", "crawl", *options]
    before, spent, began = _spent(others), dict[int, float](), time.perf_counter()
    environment = surroundings() | {"WIREDIFF_CLOCK": stamp(START)}
    with (folder / "crawl.log").open("w") as log:
        run = subprocess.Popen(line, cwd=folder, env=environment, stdout=log, stderr=log)
        while run.poll() is None:
            spent |= family(run.pid)
            time.sleep(0.05)
    told = (folder / "crawl.log").read_text()
    clock = time.perf_counter() - began
    with Archive(folder / ARCHIVE) as archive:
        kept = int(archive.value("SELECT count(*) FROM fetches"))
    if run.returncode not in {0, 3} or kept != visits:
        sys.exit(f"{' '.join(line)}: {kept} of {visits} visits: {told[-2000:]}")
    processor = sum(spent.values()) + _spent(others) - before
    print(f"{clock:7.1f} s, {processor:.1f} of a processor  crawl {' '.join(options)}", file=sys.stderr)
    return clock, processor


def _spent(processes: list[int]) -> float:
    return sum(sum(family(one).values()) for one in processes)


@contextmanager
def hired(folder: Path) -> Iterator[tuple[str, list[int]]]:
    """A broker and two workers; its URL and the processes."""
    server = shutil.which("redis-server") or shutil.which("valkey-server")
    if server is None:
        sys.exit("no redis-server here: apt-get install redis-server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    url, line = f"redis://127.0.0.1:{port}/0", [server, "--port", port, "--bind", "127.0.0.1", "--save", ""]
    started = [subprocess.Popen(line, cwd=folder, stdout=subprocess.DEVNULL)]
    line = [sys.executable, "-m", "wirediff", "worker", "--cores", "1", "--quiet"]
    env = surroundings() | {"WIREDIFF_BROKER": url}
    try:
        started += [subprocess.Popen(line, cwd=folder, env=env, stdout=subprocess.DEVNULL) for _ in range(2)]
        yield url, [one.pid for one in started]
    finally:
        for one in reversed(started):
            one.terminate()
            one.wait(60)


if __name__ == "__main__":
    sys.exit(main())

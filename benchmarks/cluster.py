"""Workers and a broker beside the embedded crawl, and the archivist beside extraction, in one run.

    python -m benchmarks.cluster DATA            # DATA: a folder with .html files, read with all its subfolders
    python -m benchmarks.cluster DATA --part keeping    # or crawling, or weighing: one of the three

crawling    first visits of every page: `wirediff crawl` alone, and with --broker and two workers of one core each, that
            were there before; seconds by the clock, in turns, and processor time of all processes beside it. Then the
            workers look again, and are answered by 304. first_ms and look_ms are what a visit takes of the workers'
            processors, broker_ms of the broker's, look_kb of the disk for a look
keeping     in one process: what a page costs to read, and what its answer costs to keep: as a new article, when it
            comes again with the same bytes (a look), and with others that show the same (alike); processor time
weighing    kilobytes over the broker: a visit on its way out, a first answer, one with a 304

Prints one JSON object; exit code 1 where two workers bring less than 0.9 of the embedded crawl's rate, or the archivist
keeps less than 4 first or 10 unchanged visits while one core extracts one page.
"""

from __future__ import annotations

import argparse
import hashlib
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
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.processor import family
from benchmarks.speed import HOSTS, configure, pages_of, plan, serving, surroundings
from comparison.compare import compare
from comparison.model import Version
from crawler.clock import stamp
from crawler.cluster.framing import pack, unpack
from crawler.cluster.messages import Bundle
from crawler.items import Fetched, Visit
from pipelines.archivist import Archivist
from pipelines.arrival import Arrival
from pipelines.cluster.answers import Answer, Told
from pipelines.cluster.outgoing import SOME
from pipelines.desk import Desk
from pipelines.extract import extract, look
from pipelines.extracting import arrival_of
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
    parser.add_argument("--part", choices=("keeping", "crawling", "weighing"), help="only this")
    options = parser.parse_args()
    pages = pages_of(options.data)[: options.pages]
    found: dict[str, float] = {}
    parts = {"keeping": keeping, "crawling": partial(crawling, rounds=options.rounds), "weighing": weighing}
    for name in [options.part] if options.part else parts:
        found |= parts[name](pages)
    print(json.dumps({"pages": len(pages)} | found, indent=1))
    return 0 if all(found[name] >= bar for name, bar in BARS.items() if name in found) else 1


# ------------------------------------------------------------ the archivist beside one core


def keeping(pages: list[bytes]) -> dict[str, float]:
    """Milliseconds of processor time a page, and how often one goes into the other."""
    began = time.process_time()
    arrivals = read(pages)
    extracting = (time.process_time() - began) / len(pages)
    first = list(map(_answer, arrivals))
    again = [_answer(Arrival(fetched(number, body, day=1))) for number, body in enumerate(pages)]
    began = time.process_time()
    alike = [look_again(one, number) for number, one in enumerate(arrivals)]
    looking = (time.process_time() - began) / len(pages)
    other = list(map(_answer, alike))
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / ARCHIVE) as archive:
        archivist = Archivist(Desk(archive, extract))
        for lang in ("en", "de", "fr", "es"):  # their word lists
            compare(*(Version(f"The {word} said so on Monday.", lang=lang) for word in ("goverment", "government")))
        keep(first[:WARM], archivist)
        fresh = keep(first[WARM:], archivist)
        same = keep(again, archivist)
        shown = keep(other, archivist)
    spent = {"extract_ms": extracting, "alike_ms": looking}
    spent |= {"keep_first_ms": fresh, "keep_look_ms": same, "keep_alike_ms": shown}
    times = {"first": extracting / fresh, "unchanged": extracting / same}
    return {name: round(1e3 * one, 2) for name, one in spent.items()} | {k: round(one, 2) for k, one in times.items()}


def read(pages: list[bytes]) -> list[Arrival]:
    """Pages as workers read them."""
    came = map(fetched, range(len(pages)), pages)
    return [Arrival(one, extract(body, one.headers, one.address)) for one, body in zip(came, pages, strict=True)]


def look_again(first: Arrival, number: int) -> Arrival:
    """The same page in other bytes, as workers read it who know what it showed."""
    assert first.extraction is not None
    one = fetched(number, (first.fetched.body or b"") + b"<!-- a token -->", day=2)
    return arrival_of(one, look(one.body or b"", one.headers, one.address, first.extraction.sight))


def fetched(number: int, body: bytes, day: int = 0) -> Fetched:
    """A page as it came."""
    at, host = START + timedelta(days=day, seconds=number), f"h{number % HOSTS}.example"
    headers = {"content-type": "text/html"}
    return Fetched(f"https://{host}/{number}", host, stamp(at), status=200, headers=headers, body=body)


def _answer(arrival: Arrival) -> bytes:
    return pack(Answer(1, "ticket", "worker", (), (Told.of(arrival, frozenset()),)))


def keep(messages: list[bytes], archivist: Archivist) -> float:
    """Keep answers as a round does; seconds of processor time each."""
    began = time.process_time()
    for start in range(0, len(messages), GROUP):
        with archivist.desk.archive.transaction():
            for message in messages[start : start + GROUP]:
                for told in unpack(Answer, message).told:
                    archivist.keep(told.arrival())
    return (time.process_time() - began) / len(messages)


# ------------------------------------------------------------ what goes over the broker


def weighing(pages: list[bytes]) -> dict[str, float]:
    """Kilobytes of messages."""
    whole = list(map(_answer, read(pages)))
    bare = [_answer(Arrival(replace(fetched(number, b""), status=304, body=None))) for number in range(len(pages))]
    return {
        "visit_kb": round(len(_bundle()) / SOME / 1e3, 2),
        "whole_kb": round(statistics.mean(map(len, whole)) / 1e3, 1),
        "result_kb": round(statistics.mean(map(len, bare)) / 1e3, 2),
    }  # fmt: skip


def _bundle() -> bytes:
    """As many visits as go out together."""
    visits = []
    for number in range(SOME):
        digest = hashlib.sha256(b"%d" % number).hexdigest()
        address, due = f"https://h.example/news/{digest[:20]}", stamp(START + timedelta(seconds=number))
        visits.append(Visit(number, address, "h", why="feed", due=due, etag=digest[:16], body_hash=digest))
    tickets = tuple(hashlib.sha256(one.address.encode()).hexdigest()[:24] for one in visits)
    return pack(Bundle("h", "orders", tuple(visits), tickets))


# ------------------------------------------------------------ two workers beside the embedded crawl

ARCHIVE = "archive.db"


class Crew(NamedTuple):
    """A broker's URL, its process, and those of its workers."""

    url: str
    broker: int
    workers: list[int]

    def spent(self) -> tuple[float, float]:
        """The processor time so far, of the workers and of the broker."""
        return sum(sum(family(one).values()) for one in self.workers), sum(family(self.broker).values())


class Ran(NamedTuple):
    """What a crawl took: seconds by the clock, then of processor time (its own, the workers', the broker's), bytes."""

    clock: float
    own: float
    workers: float
    broker: float
    grown: int

    @property
    def processor(self) -> float:
        """Of all of them."""
        return self.own + self.workers + self.broker


def crawling(pages: list[bytes], rounds: int) -> dict[str, float]:
    """Seconds of both ways, how many times as fast the workers are, and what a visit takes."""
    alone, together, looks = [], [], []
    with tempfile.TemporaryDirectory() as name:
        folder, many = Path(name), len(pages)
        (folder / "pages").mkdir()
        for number, body in enumerate(pages):
            (folder / "pages" / f"{number:05}.html").write_bytes(body)
        with serving(folder / "pages", "304") as port, hired(folder) as crew:
            configure(folder, port)
            first(folder, many, crew)  # what is loaded once
            for _ in range(rounds):
                alone.append(first(folder, many))
                together.append(first(folder, many, crew))
                looks.append(crawl(folder, 2 * many, crew, "--all", at=START + timedelta(hours=1)))
    seconds = [statistics.median(one.clock for one in way) for way in (alone, together)]
    processor = [statistics.median(one.processor for one in way) for way in (alone, together)]
    return {
        "alone_s": round(seconds[0], 2), "workers_s": round(seconds[1], 2),
        "alone_processor_s": round(processor[0], 2), "workers_processor_s": round(processor[1], 2),
        "workers": round(seconds[0] / seconds[1], 2), "workers_by_processor": round(processor[0] / processor[1], 2),
        "first_ms": round(1e3 * statistics.median(one.workers for one in together) / many, 1),
        "look_ms": round(1e3 * statistics.median(one.workers for one in looks) / many, 2),
        "look_kb": round(statistics.median(one.grown for one in looks) / many / 1e3, 2),
        "broker_ms": round(1e3 * statistics.median(one.broker for one in together) / many, 2),
    }  # fmt: skip


def first(folder: Path, visits: int, crew: Crew | None = None) -> Ran:
    """First visits of all pages, into an archive of their own."""
    for path in folder.glob(f"{ARCHIVE}*"):
        path.unlink()
    plan(folder, visits)
    return crawl(folder, visits, crew)


def crawl(folder: Path, fetches: int, crew: Crew | None, *options: str, at: datetime = START) -> Ran:
    """Visit what is due, by *crew* if there is one; the archive has so many *fetches* then."""
    line = [sys.executable, "-m", "wirediff", "crawl", *options, *(["--broker", crew.url] if crew else [])]
    size = (folder / ARCHIVE).stat().st_size
    before, spent, began = crew.spent() if crew else (0.0, 0.0), dict[int, float](), time.perf_counter()
    environment = surroundings() | {"WIREDIFF_CLOCK": stamp(at)}
    with (folder / "crawl.log").open("w") as log:
        run = subprocess.Popen(line, cwd=folder, env=environment, stdout=log, stderr=log)
        while run.poll() is None:
            spent |= family(run.pid)
            time.sleep(0.05)
    told = (folder / "crawl.log").read_text()
    clock = time.perf_counter() - began
    with Archive(folder / ARCHIVE) as archive:
        kept = int(archive.value("SELECT count(*) FROM fetches"))
    if run.returncode not in {0, 3} or kept != fetches:
        sys.exit(f"{' '.join(line)}: {kept} of {fetches} fetches: {told[-2000:]}")
    after = crew.spent() if crew else (0.0, 0.0)
    grown = (folder / ARCHIVE).stat().st_size - size
    ran = Ran(clock, sum(spent.values()), after[0] - before[0], after[1] - before[1], grown)
    print(f"{clock:7.1f} s, {ran.processor:.1f} of a processor  {' '.join(line[3:])}", file=sys.stderr)
    return ran


@contextmanager
def hired(folder: Path) -> Iterator[Crew]:
    """A broker and two workers."""
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
        yield Crew(url, started[0].pid, [one.pid for one in started[1:]])
    finally:
        for one in reversed(started):
            one.terminate()
            one.wait(60)


if __name__ == "__main__":
    sys.exit(main())

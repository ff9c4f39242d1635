"""Fifty thousand hostile pages, feeds, sitemaps and robots.txt files: each ends as an outcome, and soon."""

from __future__ import annotations

import os
import random
import resource
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from benchmarks.bar.figure import Measured, Until, tell
from benchmarks.bar.hostile_inputs import inputs
from benchmarks.bar.spread import spread
from crawler.clock import parse, stamp
from crawler.entries import Unreadable
from crawler.items import Fetched, Kind
from crawler.reading import SECONDS, SourceReader, read_source
from crawler.robots import heard, rules_of
from pipelines.archivist import Archivist
from pipelines.arrival import Arrival
from pipelines.desk import Desk
from pipelines.extract import extract
from pipelines.pool import ExtractionPool
from pipelines.reading import Reader
from storage.archive import Archive
from storage.verifying import verify

BAR = "50,000 inputs: no crash of the main process, none over 10 s, each an outcome row"
LONGEST = 10.0
SHARES = {"page": 0.4, "feed": 0.25, "sitemap": 0.2, "robots": 0.15}
NOW = parse("2026-03-01T00:00:00Z")
BASE = "http://sample.example/x"


class Part(NamedTuple):
    """One of so many parts: the inputs in it, and how many *monsters* of each kind all parts have (None: all)."""

    number: int
    parts: int
    total: int
    monsters: int | None


class Tally(NamedTuple):
    """What became of a part: how many of each outcome, the slowest of each kind in seconds, what is wrong, MiB."""

    outcomes: Counter[str]
    slowest: dict[str, float]
    wrong: list[str]
    memory: float


def measure(full: bool) -> Measured:
    """All as a crawl reads it: pages, large feeds and sitemaps in processes of their own, the rest in this one.

    The time of robots.txt is this process's own; the others' is that of the clock on the wall. What takes too long by
    that is read once more, as a crawl's own child reads it, and its processor time counts: the machine may be busy.
    """
    parts, total, monsters = (50, 50_000, None) if full else (2, 300, 2)
    tallies = list[Tally]()
    for tally in spread(_read, [Part(number, parts, total // parts, monsters) for number in range(parts)]):
        tallies.append(tally)
        tell(f"hostile: {len(tallies)} of {parts} parts done, {tally.wrong}")
        if Until.is_over():
            break
    return _judged(tallies)


def _judged(tallies: list[Tally]) -> Measured:
    outcomes = sum((tally.outcomes for tally in tallies), Counter[str]())
    wrong = [each for tally in tallies for each in tally.wrong]
    slowest = {kind: max(tally.slowest[kind] for tally in tallies) for kind in SHARES}
    longest = ", ".join(f"{kind} {seconds:.1f} s" for kind, seconds in slowest.items())
    said = f"{outcomes.total()} inputs ({dict(outcomes.most_common())}), slowest {longest}"
    memory = max(tally.memory for tally in tallies)
    return Measured(not wrong, f"{said}, memory {memory:.0f} MiB, {len(wrong)} problems", tuple(wrong))


def _read(part: Part) -> Tally:
    """Every input of a part, and an archive of its own that holds what came of it."""
    tally = Tally(Counter(), dict.fromkeys(SHARES, 0.0), [], 0)
    with tempfile.TemporaryDirectory(prefix="wirediff-bar-") as name, Archive(Path(name) / "a.db") as archive:
        with ExtractionPool(1) as pool, SourceReader() as reader:
            keep = _Keeping(archive, pool, reader)
            readers = {"page": keep.page, "feed": keep.feed, "sitemap": keep.sitemap, "robots": _robots}
            for number, (kind, body) in enumerate(_stream(part)):
                _take(tally, f"{kind} {part.number}/{number}", kind, body, readers[kind])
        tally.wrong.extend(_unkept(archive, tally.outcomes))
    return tally._replace(memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _take(tally: Tally, name: str, kind: str, body: bytes, reader: Callable[[bytes], str]) -> None:
    """Read one input, and look at the clock."""
    clock = time.process_time if kind == "robots" else time.monotonic
    began = clock()
    try:
        tally.outcomes[f"{kind} {reader(body)}"] += 1
    except Exception as error:
        tally.wrong.append(f"{name}: {type(error).__name__}: {error} of {body[:60]!r}")
    took = clock() - began
    if took > LONGEST and kind != "robots":
        took = _processor_time(kind, body)
    if took > LONGEST:
        tally.wrong.append(f"{name}: {took:.1f} s for {len(body)} bytes of {body[:40]!r}")
    tally.slowest[kind] = max(tally.slowest[kind], took)


def _unkept(archive: Archive, outcomes: Counter[str]) -> Iterator[str]:
    """Whether each input has its outcome in the archive, and the archive is whole."""
    rows = archive.value("SELECT count(*) FROM readings WHERE outcome IS NOT NULL")
    kept = sum(times for what, times in outcomes.items() if not what.startswith("robots"))
    if rows != kept:
        yield f"{kept} inputs, {rows} outcomes"
    yield from (f"verify: {one}" for one in verify(archive.path))


def _stream(part: Part) -> Iterator[tuple[str, bytes]]:
    """Inputs of all kinds, mixed by their shares."""
    left = {kind: round(part.total * share) for kind, share in SHARES.items()}
    made = {kind: inputs(kind, count, part.number, part.parts, part.monsters) for kind, count in left.items()}
    chance = random.Random(part.number)
    while any(left.values()):
        (kind,) = chance.choices(list(left), list(left.values()))
        left[kind] -= 1
        yield kind, next(made[kind])


def _processor_time(kind: str, body: bytes) -> float:
    """Seconds of processor time that reading takes until it ends, or is ended by the limit that every reader has."""
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        with suppress(Unreadable):
            if kind == "page":
                extract(body, {"content-type": "text/html"}, BASE)
            else:
                read_source("sitemap" if kind == "sitemap" else "feed", body, BASE)
        os._exit(0)
    _, _, used = os.wait4(child, 0)
    return used.ru_utime + used.ru_stime


class _Keeping:
    """Reads an input as a crawl does, and keeps what came of it."""

    def __init__(self, archive: Archive, pool: ExtractionPool, reader: SourceReader) -> None:
        self._pool, self._reader, self._number = pool, reader, 0
        self._archivist = Archivist(Desk(archive, Reader(pool)))

    def page(self, body: bytes) -> str:
        """Extracted in a child, judged, kept."""
        fetched = self._fetched("article", body)
        future = self._pool.submit(body, fetched.headers, fetched.address)
        return self._keep(Arrival(fetched, future.result()))

    def feed(self, body: bytes) -> str:
        """Read, and kept as a fetch."""
        return self._source("feed", body)

    def sitemap(self, body: bytes) -> str:
        """Read, and kept as a fetch."""
        return self._source("sitemap", body)

    def _source(self, kind: Kind, body: bytes) -> str:
        fetched = self._fetched(kind, body)
        try:
            self._reader.read(kind, body, BASE)
        except Unreadable as error:
            fetched.error = f"unreadable: {error}"
        return self._keep(Arrival(fetched))

    def _fetched(self, kind: Kind, body: bytes) -> Fetched:
        self._number += 1
        headers = {"content-type": "text/html" if kind == "article" else "application/xml"}
        address = f"http://sample.example/{kind}/{self._number}"
        return Fetched(address, "sample", stamp(NOW), kind, 200, headers, body)

    def _keep(self, arrival: Arrival) -> str:
        self._archivist.keep(arrival)
        assert arrival.outcome is not None
        return arrival.outcome


def _robots(body: bytes) -> str:
    """Parsed, and asked about addresses of all kinds."""
    rules = rules_of(heard("http://sample.example", None, 200, body, NOW), NOW)
    asked = [rules.refusal(f"http://sample.example/{path}") for path in ("", "a" * 1000, "%41%zz", "ä?q=*$", "x/../y")]
    assert 0 <= rules.delay <= 60
    return "forbids" if any(asked) else "allows"

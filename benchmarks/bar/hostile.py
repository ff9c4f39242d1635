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

from benchmarks.bar.figure import Measured, Until, tell
from benchmarks.bar.hostile_inputs import inputs
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


def measure(full: bool) -> Measured:
    """All as a crawl reads it: pages, large feeds and sitemaps in processes of their own, the rest in this one.

    The time of robots.txt is this process's own; the others' is that of the clock on the wall. What takes too long by
    that is read once more, as a crawl's own child reads it, and its processor time counts: the machine may be busy.
    """
    tally = _Tally()
    with tempfile.TemporaryDirectory(prefix="wirediff-bar-") as name, Archive(Path(name) / "a.db") as archive:
        with ExtractionPool(1) as pool, SourceReader() as reader:
            keep = _Keeping(archive, pool, reader)
            readers = {"page": keep.page, "feed": keep.feed, "sitemap": keep.sitemap, "robots": _robots}
            for kind, body in _stream(50_000 if full else 300, monsters=None if full else 2):
                if Until.is_over():
                    break
                tally.read(kind, body, readers[kind])
        tally.wrong += _unkept(archive, tally.outcomes)
    return Measured(not tally.wrong, tally.said(), tuple(tally.wrong))


class _Tally:
    """What became of the inputs, the slowest of each kind, and what went wrong."""

    def __init__(self) -> None:
        self.outcomes, self.wrong = Counter[str](), list[str]()
        self._slowest = dict.fromkeys(SHARES, 0.0)

    def read(self, kind: str, body: bytes, reader: Callable[[bytes], str]) -> None:
        """Read one input."""
        number = self.outcomes.total()
        clock = time.process_time if kind == "robots" else time.monotonic
        began = clock()
        try:
            self.outcomes[f"{kind} {reader(body)}"] += 1
        except Exception as error:
            self.wrong.append(f"{kind} {number}: {type(error).__name__}: {error} of {body[:60]!r}")
        took = clock() - began
        if took > LONGEST and kind != "robots":
            took = _processor_time(kind, body)
        if took > LONGEST:
            self.wrong.append(f"{kind} {number}: {took:.1f} s for {len(body)} bytes of {body[:40]!r}")
        self._slowest[kind] = max(self._slowest[kind], took)
        if number % 1000 == 999:
            tell(f"hostile: {number + 1} done, {self.wrong}")

    def said(self) -> str:
        """All of it in a line."""
        longest = ", ".join(f"{kind} {seconds:.1f} s" for kind, seconds in self._slowest.items())
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        said = f"{self.outcomes.total()} inputs ({dict(self.outcomes.most_common())}), slowest {longest}"
        return f"{said}, memory {memory:.0f} MiB, {len(self.wrong)} problems"


def _unkept(archive: Archive, outcomes: Counter[str]) -> Iterator[str]:
    """Whether each input has its outcome in the archive, and the archive is whole."""
    rows = archive.value("SELECT count(*) FROM readings WHERE outcome IS NOT NULL")
    kept = sum(times for what, times in outcomes.items() if not what.startswith("robots"))
    if rows != kept:
        yield f"{kept} inputs, {rows} outcomes"
    yield from (f"verify: {one}" for one in verify(archive.path))


def _stream(total: int, monsters: int | None) -> Iterator[tuple[str, bytes]]:
    """Inputs of all kinds, mixed by their shares."""
    left = {kind: round(total * share) for kind, share in SHARES.items()}
    made = {kind: inputs(kind, count, seed=1, monsters=monsters) for kind, count in left.items()}
    chance = random.Random(1)
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

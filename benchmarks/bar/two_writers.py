"""Two crawls of one archive started at once: one goes on, the other is refused and told who is there."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bar import forked
from benchmarks.bar.acks import problems
from benchmarks.bar.figure import Measured, tell
from benchmarks.bar.spread import spread
from benchmarks.bar.stand import standing
from crawler import clock
from storage.archive import Archive

BAR = "100 times two writers at once: one refused each time, nothing harmed"
DONE, REFUSED = 0, 4


def measure(full: bool) -> Measured:
    """Start two, wait for both, audit at the end."""
    groups, rounds = (10, 10) if full else (1, 3)
    wrong = list[str]()
    for number, found in enumerate(spread(_group, [range(rounds)] * groups), 1):
        wrong += found
        tell(f"two_writers: {number} of {groups} groups done, {found}")
    return Measured(not wrong, f"{groups * rounds} pairs, {len(wrong)} problems", tuple(wrong))


def _group(rounds: range) -> list[str]:
    """What is wrong after pairs that all want one archive."""
    with tempfile.TemporaryDirectory(prefix="wirediff-bar-") as name, standing(Path(name), 1, 2) as stand:
        stand.configure()
        wrong = [each for number in rounds for each in _wrong(number, _start_two(stand.folder, number))]
        path = stand.folder / "wirediff.db"
        with Archive(path, read_only=True) as archive:
            kept = Counter(row["address"] for row in archive.rows("SELECT address FROM fetches"))
        wrong += [f"{address} was fetched {n} times" for address, n in kept.items() if n != len(rounds)]
        return wrong + list(problems(path, Counter(), stand.served()))


def _wrong(number: int, ends: list[tuple[int, str]]) -> Iterator[str]:
    if Counter(code for code, _ in ends) != Counter((DONE, REFUSED)):
        yield f"round {number}: {ends}"
    elif not any("crawled already (" in said and "process " in said for _, said in ends):
        yield f"round {number}: the refusal names nobody"


def _start_two(folder: Path, number: int) -> list[tuple[int, str]]:
    """Two whole crawls, let go at the same moment; the exit code and the words of each."""
    ready, go = os.pipe()
    logs = [folder / f"{number}-{one}.log" for one in "ab"]
    at = f"2026-03-{1 + number // 24:02d}T{number % 24:02d}:00:00Z"
    children = [_crawl(folder, at, log, ready, go) for log in logs]
    os.close(ready)
    os.close(go)
    return [(forked.wait(child), log.read_text()) for child, log in zip(children, logs, strict=True)]


def _crawl(folder: Path, at: str, log: Path, ready: int, go: int) -> int:
    child = os.fork()
    if child:
        return child
    from wirediff.cli import main

    os.environ["WIREDIFF_CLOCK"], clock._BEGAN = at, time.monotonic()
    os.chdir(folder)
    file = os.open(log, os.O_WRONLY | os.O_CREAT)
    os.dup2(file, 1)
    os.dup2(file, 2)
    sys.argv = ["wirediff", "crawl", "--all"]
    os.close(go)
    os.read(ready, 1)  # its end is the signal
    try:
        main()
    except SystemExit as end:
        os._exit(end.code if isinstance(end.code, int) else 1)
    finally:
        os._exit(1)

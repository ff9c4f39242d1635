"""SIGKILL at random moments of live crawls: what was acknowledged is kept, once, and the next crawl goes on.

One kill in twenty takes a whole `wirediff crawl`, the parent and its batch; the others the process that fetches and
writes.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from benchmarks.bar import forked
from benchmarks.bar.acks import acknowledged, problems
from benchmarks.bar.figure import Measured, Until, tell
from benchmarks.bar.spread import spread
from benchmarks.bar.stand import standing
from crawler.clock import stamp

BAR = "1,000 kills of a live crawl: no acknowledged fetch lost, none doubled, no orphan, verify clean"
GROUP = 40  # kills of one archive; then it is audited, and the next one begins
WHOLE = 20
HOSTS, ARTICLES = 4, 7
BEGIN = datetime(2026, 3, 1, tzinfo=UTC)


class Group(NamedTuple):
    """What became of the kills of one archive: how many, after how many fetches, how many before any, what is wrong."""

    kills: int
    acknowledged: int
    quiet: int
    wrong: list[str]


def measure(full: bool) -> Measured:
    """Kill, crawl on, audit."""
    forked.get_ready()
    kills, seen = (1000 if full else 6), list[Group]()
    for group in spread(_group, [range(first, min(first + GROUP, kills)) for first in range(0, kills, GROUP)]):
        seen.append(group)
        tell(f"kills: {sum(one.kills for one in seen)} done, {group}")
        if Until.is_over():
            break
    return _judged(seen)


def _judged(seen: list[Group]) -> Measured:
    kills, quiet = sum(group.kills for group in seen), sum(group.quiet for group in seen)
    found = [each for group in seen for each in group.wrong]
    if quiet > kills / 2:
        found.append(f"{quiet} of {kills} crawls reported nothing before they were killed: that measures nothing")
    acknowledged = sum(group.acknowledged for group in seen)
    said = f"{kills} kills ({quiet} before anything was kept), {acknowledged} fetches acknowledged"
    return Measured(not found, f"{said}, {len(found)} problems", tuple(found))


def _group(numbers: range) -> Group:
    """Crawls of one archive, each killed; then it is audited."""
    known, quiet, chance = Counter[str](), 0, random.Random(numbers.start)
    name = tempfile.mkdtemp(prefix="wirediff-bar-")
    with standing(Path(name), HOSTS, ARTICLES) as stand:
        stand.configure()
        for number in numbers:
            reported = acknowledged(_killed(stand.folder, number, chance))
            known += reported
            quiet += not reported
        found = list(problems(stand.folder / "wirediff.db", known, stand.served()))
    if not found:
        shutil.rmtree(name)  # else it is kept, to be looked into
    return Group(len(numbers), known.total(), quiet, found)


def _killed(folder: Path, number: int, chance: random.Random) -> str:
    """Crawl everything, and kill it at some moment after so many fetches; the log of what it reported."""
    at, log = stamp(BEGIN + number * timedelta(hours=1)), folder / f"crawl-{number}.log"
    lines, later = chance.randint(0, HOSTS * (ARTICLES + 1)), chance.uniform(0, 0.05)
    log.touch()
    if number % WHOLE == 3:
        _kill_whole(folder, at, log, lines, later)
    else:
        process = forked.crawl(folder, at, log)
        _wait_for(lines, log, lambda: forked.is_over(process))
        time.sleep(later)
        os.kill(process, signal.SIGKILL)
        forked.wait(process)
    return log.read_text("utf-8", "replace")


def _kill_whole(folder: Path, at: str, log: Path, lines: int, later: float) -> None:
    with log.open("wb") as file:
        crawl = subprocess.Popen(
            [sys.executable, "-m", "wirediff", "crawl", "--all", "--verbose"], cwd=folder, stdout=subprocess.DEVNULL,
            stderr=file, env=os.environ | {"WIREDIFF_CLOCK": at}, start_new_session=True,
        )  # fmt: skip
        _wait_for(lines, log, lambda: crawl.poll() is not None)
        time.sleep(later)
        batches = [
            int(pid)
            for listed in Path(f"/proc/{crawl.pid}/task").glob("*/children")
            for pid in listed.read_text().split()
        ]
        crawl.kill()
        for pid in batches:
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
        crawl.wait()


def _wait_for(lines: int, log: Path, is_over: Callable[[], bool]) -> None:
    """Until the log reports so many fetches, or the crawl is over."""
    end = time.monotonic() + 60
    while log.read_bytes().count(b"INFO: ") < lines and not is_over() and time.monotonic() < end:
        time.sleep(0.002)

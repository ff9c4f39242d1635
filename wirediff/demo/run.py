"""The demo's rounds: step the virtual clock, let the real crawl fetch what is due, go on to the next round."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crawler.clock import simulate
from storage.visits import Selection
from wirediff.cli.running import dispatching
from wirediff.config import load
from wirediff.crawl import crawl
from wirediff.demo import setup
from wirediff.demo.script import OUTLETS, ROUNDS
from wirediff.demo.server import Clock, serving
from wirediff.demo.timeline import at
from wirediff.dispatch import Dispatcher

CLOCK = "WIREDIFF_CLOCK"
Told = Callable[[int, int, datetime], None]


class RoundFailed(Exception):
    """A round of visits could not be made; the message says why."""


@dataclass(frozen=True)
class Days:
    """The simulated days that were crawled. *seconds* is the real time that they took."""

    folder: Path
    rounds: int
    fetches: int
    seconds: float


@contextmanager
def living(folder: Path, told: Told, broker: str = "") -> Iterator[Days]:
    """Serve the outlets and crawl them round by round into *folder*; they go on, in their time, until the block ends.

    *told* hears before and after each round: how many are done, of how many, the virtual time. *broker* is the URL of
    the one whose workers make the visits, "" where this process has them made.
    """
    began = time.monotonic()
    clock = Clock()
    with serving(OUTLETS, clock) as hosts, simulated_time():
        path = setup.prepare(folder, OUTLETS, hosts, every="10m", whole=True)
        simulate(at(ROUNDS[0]))
        config = load(path)
        with dispatching(config, config.database, "wirediff demo", "ERROR", broker=broker) as dispatcher:
            fetches = asyncio.run(_rounds(dispatcher, clock, told))
        yield Days(folder, len(ROUNDS), fetches, time.monotonic() - began)


async def _rounds(dispatcher: Dispatcher, clock: Clock, told: Told) -> int:
    fetches = 0
    for number, moment in enumerate(map(at, ROUNDS)):
        told(number, len(ROUNDS), moment)
        clock.step(moment)
        simulate(moment)
        crawled = await crawl(dispatcher, Selection(), everything=False, seen=lambda _done, _of: None)
        if crawled.trouble:
            raise RoundFailed(f"round {number + 1}: {crawled.trouble}")
        fetches += crawled.fetches
    told(len(ROUNDS), len(ROUNDS), at(ROUNDS[-1]))
    return fetches


@contextmanager
def simulated_time() -> Iterator[None]:
    """Give the process's clock back afterwards as it was."""
    before = os.environ.get(CLOCK)
    try:
        yield
    finally:
        os.environ.pop(CLOCK, None)
        if before is not None:
            os.environ[CLOCK] = before

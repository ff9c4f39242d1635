"""A month of the schedule with a clock that jumps and a machine that sleeps, and a year through summer time.

The schedule is the real one (`Watch`, its dispatcher, the archive, the rhythm, the robots rules); what is simulated is
time, and the answers of an outlet whose articles change, fail, ask for rest, and whose robots.txt says now yes, now no.
True time is what a stopwatch shows. Wall time is true time and whatever the clock was set by.
"""

from __future__ import annotations

import asyncio
import os
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from apscheduler.triggers.interval import IntervalTrigger

from benchmarks.bar.figure import Measured
from benchmarks.bar.sample import article
from crawler import agenda, clock
from crawler.clock import stamp
from crawler.items import Discovered, Fetched, Visit
from crawler.outlets import Outlet, Policy, Rhythm
from crawler.rest import UNSAID
from crawler.robots import heard, is_fresh, rules_of
from pipelines.archivist import Archivist
from pipelines.arrival import Arrival
from pipelines.desk import Desk
from pipelines.extract import extract
from storage.archive import Archive
from storage.robots import load, save
from wirediff.config import Config
from wirediff.dispatch import Dispatcher
from wirediff.schedule import Watch
from wirediff.ticking import Drift

BAR = "30 days with clock jumps, a year through DST: no request early, none against robots, none missed, none doubled"
BEGIN = datetime(2026, 3, 1, tzinfo=UTC)  # both changes of summer time are in a year from here
TICK = timedelta(seconds=10)
YEARLY = Rhythm(first=timedelta(hours=2), feeds=timedelta(hours=1), stop_after=timedelta(days=400))
SECOND, FAR = timedelta(seconds=1), timedelta(days=3)
LATE = 3 * TICK  # a visit that is due waits for a tick, and for the batch before it
ORIGIN = "https://sample.example"
MEMORY = next((place for place in ("/dev/shm",) if os.access(place, os.W_OK)), None)  # months of flushes
OUTLETS = (Outlet("sample", follow="all", feeds=(f"{ORIGIN}/90", f"{ORIGIN}/91")),)


@dataclass
class World:
    """True time, what the wall clock shows besides, and everything that was asked for."""

    chance: random.Random
    true: timedelta = timedelta(0)
    jumped: timedelta = timedelta(0)
    planned: dict[int, tuple[timedelta, timedelta]] = field(default_factory=dict)  # visit: settled, interval
    asked: list[tuple[timedelta, str]] = field(default_factory=list)
    robots: list[tuple[timedelta, int, str]] = field(default_factory=list)  # answers given: when, status, body
    slept: list[tuple[timedelta, timedelta]] = field(default_factory=list)
    rests: timedelta = timedelta(0)  # the host asked for rest until then,
    heard: timedelta = timedelta(0)  # and said so then
    began: timedelta = timedelta(0)  # the batch under way
    wrong: list[str] = field(default_factory=list)

    def jumped_seconds(self) -> float:
        """By how much the wall clock was set, all in all."""
        return self.jumped.total_seconds()

    @property
    def wall(self) -> datetime:
        """What the clock on the wall shows."""
        return BEGIN + self.true + self.jumped


class Simulated(Dispatcher):
    """Runs its batches in simulated time."""

    def __init__(self, archive: Archive, config: Config, world: World) -> None:
        super().__init__(archive, config)
        self.world = world
        self._archivist = Archivist(Desk(archive, extract, rhythm=config.rhythm), self._settle)

    def _moment(self) -> datetime:
        assert self.offset is not None
        return BEGIN + self.world.true + timedelta(seconds=self.offset)

    async def _child(self, batch: int) -> str:
        offset, self.world.began = self.offset, self.world.true
        for visit in agenda.taken(self.archive, batch):
            self.world.true += timedelta(seconds=self.world.chance.uniform(0.1, 0.6))
            if self.world.chance.random() < 0.002:
                self.world.jumped += timedelta(seconds=self.world.chance.choice((-3600, 3600, -86400, 90, -45)))
            fetched = self._fetch(visit)
            self._archivist.keep(Arrival(fetched))
            assert self.offset == offset
        return "done"

    def _settle(self, arrival: Arrival) -> None:
        agenda.settle(
            self.archive, arrival.fetched, fetch_id=arrival.fetch_id or 0, outcome=arrival.outcome or "",
            now=self._moment(), rhythm=self.config.rhythm,
        )  # fmt: skip
        row = self.archive.row("SELECT due_at FROM visits WHERE id = ?", (arrival.fetched.visit,))
        assert arrival.fetched.visit is not None
        if row and row["due_at"]:
            self.world.planned[arrival.fetched.visit] = (self.world.true, clock.parse(row["due_at"]) - self._moment())
        else:
            self.world.planned.pop(arrival.fetched.visit, None)

    def _fetch(self, visit: Visit) -> Fetched:
        """Ask the outlet, unless its robots.txt says no; whether it is time is judged by the stopwatch."""
        world = self.world
        _judge(world, visit)
        if world.true < world.rests - SECOND and world.heard < world.began:
            world.wrong.append(f"{world.true}: {visit.address} taken while the host rests")
        fetched = Fetched(visit.address, visit.outlet, stamp(world.wall), visit.kind, why=visit.why, visit=visit.id)
        if reason := self._rules_refuse(visit.address):
            fetched.refused = reason
            return fetched
        if world.true < world.rests:  # heard in this very batch: `crawler.rest` keeps it back
            left = round((world.rests - world.true).total_seconds()) + 1
            fetched.error, fetched.headers = f"asked-to-wait: {left} s", {"retry-after": str(left)}
            return fetched
        world.asked.append((world.true, visit.address))
        _judge_robots(world, visit.address)
        return _answer(world, fetched)

    def _rules_refuse(self, address: str) -> str | None:
        kept = load(self.archive, ORIGIN)
        if not is_fresh(kept, self.world.wall):
            status, body = _robots_now(self.world)
            self.world.robots.append((self.world.true, status, body))
            kept = heard(ORIGIN, kept, status if status else None, body.encode(), self.world.wall)
            save(self.archive, kept)
        assert kept is not None
        return rules_of(kept, self.world.wall).refusal(address)


def _judge(world: World, visit: Visit) -> None:
    """By true time: not before the interval that was planned is over, and not much after it."""
    if visit.id not in world.planned:
        return
    settled, interval = world.planned[visit.id]
    waited = world.true - settled
    if waited < interval - SECOND:
        world.wrong.append(f"{world.true}: {visit.address} {interval - waited} early")
    awake = max((end for _, end in world.slept if end <= world.true), default=timedelta(0))
    late = world.true - max(settled + interval, awake, world.rests)
    if late > LATE + timedelta(seconds=60):  # a batch of everything takes so long
        world.wrong.append(f"{world.true}: {visit.address} {late} late")


def _robots_now(world: World) -> tuple[int, str]:
    """Days with other rules, hours in which nothing answers (status 0)."""
    day, hour = world.true.days, world.true.seconds // 3600
    if day % 7 == 3 and hour < 10:
        return 0, ""
    if day % 11 == 5:
        return 503, "down"
    return 200, "User-agent: *\nDisallow: /3\n" if day % 5 == 2 else "User-agent: *\nAllow: /\n"


def _judge_robots(world: World, address: str) -> None:
    """Against the last answer that robots.txt gave: nothing that it forbade, nothing when none was good for a day."""
    good = [(when, body) for when, status, body in world.robots if status == 200]
    if not good:
        world.wrong.append(f"{world.true}: {address} asked without any robots.txt")
    elif "/3" in good[-1][1] and address.endswith("/3"):
        world.wrong.append(f"{world.true}: {address} asked against robots.txt")
    elif world.true - good[-1][0] > timedelta(hours=25):
        world.wrong.append(f"{world.true}: {address} asked by rules of {world.true - good[-1][0]} ago")


def _answer(world: World, fetched: Fetched) -> Fetched:
    """Mostly the same, now and then another version, an error, a wish for rest."""
    number, luck = int(fetched.address.rpartition("/")[2]), world.chance.random()
    if luck < 0.01:
        fetched.error = "timeout: nothing came"
    elif luck < 0.012:
        said = world.chance.choice(("600", "86400000", "x", "-5"))
        fetched.status, fetched.headers = 429, {"retry-after": said}
        world.heard = world.true
        seconds = min(int(said), 86400) if said.isdigit() else UNSAID.total_seconds()
        world.rests = max(world.rests, world.true + timedelta(seconds=seconds))
    elif luck < 0.02:
        fetched.status = 503
    elif luck < 0.9 and world.true > timedelta(hours=1):
        fetched.status = 304
    else:
        fetched.status, fetched.headers = 200, {"content-type": "text/html; charset=utf-8"}
        fetched.body = article(number, world.true.days // 9 + 1)
    return fetched


@contextmanager
def _world_clock(world: World) -> Iterator[None]:
    """Let the whole program see the wall clock of *world*, and its stopwatch."""
    real_now, real_monotonic = clock.now, time.monotonic
    clock.now = lambda: world.wall
    time.monotonic = lambda: world.true.total_seconds() + 1e6
    try:
        yield
    finally:
        clock.now, time.monotonic = real_now, real_monotonic


async def _live(world: World, folder: Path, days: int, rhythm: Rhythm, articles: int, *, jumps: bool) -> None:
    config = Config(database=folder / "a.db", outlets=OUTLETS, policy=Policy(), rhythm=rhythm)
    with Archive(folder / "a.db") as archive:
        dispatcher = Simulated(archive, config, world)
        watch = Watch(dispatcher, lambda: config, TICK, Drift(world.jumped_seconds))
        dispatcher.begin()
        for number in range(articles):
            agenda.plan(archive, Discovered(f"{ORIGIN}/{number}", "sample", "feed"), world.wall)
        while world.true < timedelta(days=days):
            await watch.tick()
            while watch._busy():
                await asyncio.sleep(0)
            world.true += TICK
            if jumps:
                _shake(world)
            _skip(world, archive, dispatcher)


def _shake(world: World) -> None:
    """Between two ticks: a clock that is set, a lid that is closed. A clock that is far off is put right in the end."""
    luck = world.chance.random()
    if luck < 0.01:
        hours = world.chance.choice((-1, 1, -24, 24, -24 * 40, 0.02, -0.02))
        world.jumped += timedelta(hours=hours) if abs(world.jumped) < FAR else -world.jumped
    elif luck < 0.014:
        begin = world.true
        world.true += timedelta(hours=world.chance.uniform(0.2, 9))
        world.slept.append((begin, world.true))


def _skip(world: World, archive: Archive, dispatcher: Simulated) -> None:
    """On to the tick at which something is due: those before it do nothing."""
    due = archive.value("SELECT min(due_at) FROM visits WHERE stopped IS NULL")
    if due is not None and world.jumped == timedelta(seconds=dispatcher.offset or 0):
        ticks = (clock.parse(due) - world.wall) // TICK
        world.true += max(0, min(ticks, 360)) * TICK


def _doubled(world: World) -> list[str]:
    """The same address twice within less than the shortest interval."""
    times: dict[str, list[timedelta]] = defaultdict(list)
    for moment, address in world.asked:
        times[address].append(moment)
    return [
        f"{address} asked again after {later - sooner}"
        for address, moments in times.items()
        for sooner, later in pairwise(moments)
        if later - sooner < timedelta(minutes=14)
    ]


def _ticks_of_a_year(zone: str) -> list[str]:
    """The scheduler's own ticks over a year in a zone with summer time: each exactly one interval after the other."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        trigger, moment, wrong = IntervalTrigger(minutes=5, timezone=UTC, start_date=BEGIN), None, []
        for number in range(366 * 288):
            following = trigger.get_next_fire_time(moment, moment or BEGIN)
            if moment is not None and following - moment != timedelta(minutes=5):
                wrong.append(f"{zone}: tick {number} came {following - moment} after the one before")
            moment = following
        return wrong
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        time.tzset()


def measure(full: bool) -> Measured:
    """A month of accidents, a year of summer time."""
    wrong, said = list[str](), []
    month, year = (30, 366) if full else (3, 40)
    for days, name, rhythm, jumps in (
        (month, "days with jumps and sleep", Rhythm(), True),
        (year, "days through summer time", YEARLY, False),
    ):
        world = World(random.Random(days))
        with tempfile.TemporaryDirectory(prefix="wirediff-bar-", dir=MEMORY) as folder, _world_clock(world):
            asyncio.run(_live(world, Path(folder), days, rhythm, 12, jumps=jumps))
        wrong += world.wrong + _doubled(world)
        said.append(f"{days} {name}: {len(world.asked)} requests")
    for zone in ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe") if full else ("Europe/Berlin",):
        wrong += _ticks_of_a_year(zone)
    return Measured(not wrong, f"{'; '.join(said)}; {len(wrong)} problems", tuple(wrong))

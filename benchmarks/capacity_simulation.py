"""Thousands of outlets for simulated days: is any visit early, is any more than its interval late?

    python -m benchmarks.capacity_simulation                  # 2,000 outlets for 3 days: some minutes
    python -m benchmarks.capacity_simulation --outlets 200 --days 2 --workers 2

When to look again is said by `crawler.rhythm.next_due`, how long a host is let alone by `crawler.pace.pause_after`: the
code that runs. Invented is the world around them. Outlets publish by a power law (few a day, some a thousand); hosts
are slow at times, down for hours, or ask for rest; articles are edited. Visits of an outlet are made one after another
by the one worker that has it in hand, sources first, as `storage.visits.take` orders them. Workers make several
outlets' visits at once, extract with one processor each, and die: what they had in hand is lost, and given to others
when the lease has run out.

early     visits that began before they were due
late      visits that began later than their interval (the time from the last look until they were due) after that
worst     the longest delay, as a share of the interval

Exits with 1 where a visit is early, or late.
"""

from __future__ import annotations

import argparse
import heapq
import itertools
import json
import sys
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from crawler.outlets import Policy, Rhythm
from crawler.pace import pause_after
from crawler.rhythm import Past, next_due

START = datetime(2026, 3, 2, tzinfo=UTC)
RHYTHM, DAY, MINUTE = Rhythm(), 86_400.0, 60.0
TAIL, LEAST, MOST = 1.1, 3.0, 1000.0  # articles a day: the power law's exponent, its smallest and largest outlet
AT_PACE = 200.0  # articles a day that the default pace allows: larger outlets have agreed to a quicker one
QUICK_PACE = 1.0
DOWN_EVERY, DOWN_FOR = 10 * DAY, 4 * 3600.0  # a host, on average
DIES_EVERY, LEASE = DAY / 2, 60.0  # a worker
ABREAST = 100  # outlets that a worker has in hand at once
EXTRACT, LOOK = 0.060, 0.005  # seconds of a processor: a page that is new, one that is not
EDITED, REST = 0.004, 0.0005  # chances: that a look finds an edit; that a host answers 429
SAME = 0.7  # of all looks: answered by 304, or with bytes that need no extraction


@dataclass(order=True)
class Visit:
    """A visit that is due; ordered as `storage.visits.take` orders those of one outlet."""

    is_article: bool
    due: float
    number: int
    address: str = field(compare=False)
    born: float = field(compare=False)
    interval: float = field(compare=False)
    change: float | None = field(compare=False, default=None)
    failures: int = field(compare=False, default=0)
    is_first: bool = field(compare=False, default=True)


@dataclass
class Host:
    """An outlet, its only host, and what is due there."""

    pace: float
    articles_a_day: float
    next_article: float
    down: tuple[float, float]
    free: float = 0.0  # when its pause ends
    in_hand: bool = False
    waiting: list[tuple[float, Visit]] = field(default_factory=list)  # by when they are due
    due: list[Visit] = field(default_factory=list)
    published: int = 0


@dataclass
class Worker:
    """A process elsewhere. *life* tells its incarnations apart: what an earlier one had in hand is lost."""

    dies: float
    busy_until: float = 0.0
    hosts: set[int] = field(default_factory=set)
    life: int = 0


@dataclass
class Told:
    """What came of it."""

    visits: int = 0
    early: int = 0
    late: int = 0
    worst: float = 0.0
    lost: int = 0
    deaths: int = 0
    failed: int = 0
    rests: int = 0
    largest: float = 0.0


class World:
    """Outlets and workers, run by one queue of events."""

    def __init__(self, outlets: int, workers: int, seed: int, abreast: int = ABREAST) -> None:
        self._rng, self._abreast = Random(seed), abreast
        self._events: list[tuple[float, int, str, int, int]] = []
        self._count = itertools.count()
        self._queue: list[tuple[float, int]] = []  # hosts with something due that no worker has room for
        self.told = Told()
        self._hosts = [self._host() for _ in range(outlets)]
        self._workers = [Worker(self._rng.expovariate(1 / DIES_EVERY)) for _ in range(workers)]
        for number, host in enumerate(self._hosts):
            for name in ("feed", "sitemap"):
                due = self._rng.uniform(0, RHYTHM.feeds.total_seconds())
                self._plan(number, Visit(False, due, next(self._count), f"https://o{number}.example/{name}", 0, 900))
            self.told.largest = max(self.told.largest, host.articles_a_day)
        for number, worker in enumerate(self._workers):
            self._at(worker.dies, "die", number)

    def run(self, days: float) -> Told:
        """Let simulated days go by."""
        while self._events and self._events[0][0] < days * DAY:
            now, _, what, number, life = heapq.heappop(self._events)
            if what == "due":
                self._wake(number, now)
            elif what == "die":
                self._die(number, now)
            elif what == "back":
                self._hosts[number].in_hand = False
                self._wake(number, now)
            elif what == "step" and self._workers[life >> 32].life == life & 0xFFFFFFFF:
                self._step(number, life >> 32, now)
        return self.told

    def _host(self) -> Host:
        size = min(LEAST * (1 - self._rng.random()) ** (-1 / TAIL), MOST)
        pace = Policy().pace.total_seconds() if size <= AT_PACE else QUICK_PACE
        down = self._rng.expovariate(1 / DOWN_EVERY)
        return Host(pace, size, self._rng.expovariate(size / DAY), (down, down + self._down_for()))

    def _down_for(self) -> float:
        return self._rng.expovariate(1 / DOWN_FOR)

    def _at(self, when: float, what: str, number: int, life: int = 0) -> None:
        heapq.heappush(self._events, (when, next(self._count), what, number, life))

    def _plan(self, number: int, visit: Visit) -> None:
        heapq.heappush(self._hosts[number].waiting, (visit.due, visit))
        self._at(visit.due, "due", number)

    # ---------------------------------------------------------------- who makes which visits

    def _wake(self, number: int, now: float) -> None:
        """Something of a host is due: a worker takes it, or it waits for one."""
        host = self._hosts[number]
        while host.waiting and host.waiting[0][0] <= now:
            heapq.heappush(host.due, heapq.heappop(host.waiting)[1])
        if host.due and not host.in_hand:
            host.in_hand = True
            heapq.heappush(self._queue, (now, number))
            self._hand_out(now)

    def _hand_out(self, now: float) -> None:
        while self._queue:
            place, worker = min(enumerate(self._workers), key=lambda one: len(one[1].hosts))
            if len(worker.hosts) >= self._abreast:
                return
            _, number = heapq.heappop(self._queue)
            worker.hosts.add(number)
            self._at(max(now, self._hosts[number].free), "step", number, place << 32 | worker.life)

    def _die(self, place: int, now: float) -> None:
        """A worker dies with what it has in hand; another takes its place, and its outlets pass on."""
        worker = self._workers[place]
        self.told.deaths += 1
        self.told.lost += len(worker.hosts)
        for number in worker.hosts:
            self._hosts[number].free = max(self._hosts[number].free, now + self._hosts[number].pace)
            self._at(now + LEASE, "back", number)
        worker.hosts, worker.life, worker.busy_until = set(), worker.life + 1, now
        worker.dies = now + self._rng.expovariate(1 / DIES_EVERY)
        self._at(worker.dies, "die", place)

    # ---------------------------------------------------------------- one visit

    def _step(self, number: int, place: int, now: float) -> None:
        """Make the next visit of a host; it stays due until its worker has settled it."""
        host, worker = self._hosts[number], self._workers[place]
        while host.waiting and host.waiting[0][0] <= now:
            heapq.heappush(host.due, heapq.heappop(host.waiting)[1])
        if not host.due:
            worker.hosts.discard(number)
            host.in_hand = False
            self._hand_out(now)
            return
        visit = host.due[0]
        seconds = self._seconds()
        answered = now + seconds
        worker.busy_until = max(worker.busy_until, answered) + self._work(visit)
        settled = worker.busy_until
        if worker.dies < settled:
            return  # nothing of it comes back; the host is given to another when the lease has run out
        heapq.heappop(host.due)
        self._tell(visit, now)
        self._settle(number, visit, settled)
        host.free = answered + pause_after(host.pace, seconds)
        self._at(max(host.free, settled), "step", number, place << 32 | worker.life)

    def _seconds(self) -> float:
        return min(self._rng.lognormvariate(-1.2, 0.8), Policy().timeout.total_seconds())

    def _work(self, visit: Visit) -> float:
        return EXTRACT if visit.is_first or self._rng.random() > SAME else LOOK

    def _tell(self, visit: Visit, now: float) -> None:
        delay = now - visit.due
        self.told.visits += 1
        self.told.early += delay < 0
        self.told.late += delay > visit.interval
        self.told.worst = max(self.told.worst, delay / visit.interval)

    def _settle(self, number: int, visit: Visit, now: float) -> None:
        host = self._hosts[number]
        outcome, rest = self._outcome(host, now)
        if outcome == "ok":
            for _ in range(self._published(host, now) if not visit.is_article else 0):
                self._plan(number, self._new(number, now))
            outcome = "revised" if visit.is_article and self._rng.random() < EDITED else "unchanged"
        failures = visit.failures + 1 if outcome == "failed" else 0
        change = now if outcome == "revised" else visit.change
        past = Past(
            visit.address, outcome, _time(visit.born), kind="article" if visit.is_article else "feed",
            last_change=None if change is None else _time(change), failures=failures, retry_after=rest,
        )  # fmt: skip
        due = next_due(past, RHYTHM, _time(now)).due
        if due is not None:
            when = (due - START).total_seconds()
            again = Visit(
                visit.is_article, when, visit.number, visit.address, visit.born, when - now, change, failures, False
            )
            self._plan(number, again)

    def _outcome(self, host: Host, now: float) -> tuple[str, timedelta | None]:
        begins, ends = host.down
        if now >= ends:
            begins = now + self._rng.expovariate(1 / DOWN_EVERY)
            host.down = begins, begins + self._down_for()
        if begins <= now < ends:
            self.told.failed += 1
            return "failed", None
        if self._rng.random() < REST:
            self.told.rests += 1
            return "failed", timedelta(minutes=self._rng.uniform(5, 60))
        return "ok", None

    def _published(self, host: Host, now: float) -> int:
        """How many articles a source names for the first time."""
        before = host.published
        while host.next_article <= now:
            host.published += 1
            host.next_article += self._rng.expovariate(host.articles_a_day / DAY)
        return host.published - before

    def _new(self, number: int, now: float) -> Visit:
        name = next(self._count)
        return Visit(True, now, name, f"https://o{number}.example/{name}", now, RHYTHM.first.total_seconds())


def _time(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def main() -> int:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--outlets", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=8, help="processes, each with one processor to extract with")
    parser.add_argument("--days", type=float, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="one object")
    options = parser.parse_args()
    told = World(options.outlets, options.workers, options.seed).run(options.days)
    lines = (f"{name:<8} {value:12,.3f}".rstrip("0").rstrip(".") for name, value in asdict(told).items())
    print(json.dumps(asdict(told)) if options.json else "\n".join(lines))
    if told.early or told.late:
        print(f"{told.early} visits were early, {told.late} later than their interval", file=sys.stderr)
    return 1 if told.early or told.late else 0


if __name__ == "__main__":
    raise SystemExit(main())

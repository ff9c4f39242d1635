"""A round of visits that workers make: what is due goes out by outlets, what comes back is kept, once.

The archive alone says what is to be done. Whatever is neither waiting at the broker, nor in a worker's hands, nor
among the answers, was lost, and goes out again; an answer is kept where its ticket is that of its visit as it stands.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from time import monotonic
from typing import NamedTuple
from urllib.parse import urlsplit

from crawler import reservations
from crawler.cluster.broker import Broker, troubles
from crawler.cluster.framing import Malformed, pack, unpack
from crawler.cluster.messages import Bundle, Orders, ticket
from pipelines.cluster.answers import Answer
from pipelines.cluster.keeper import Keeper
from pipelines.cluster.outgoing import Outgoing, Ticketed
from storage import furniture, robots, visits
from storage.pages import PageDamaged

LOG = logging.getLogger(__name__)
TOGETHER = 50  # answers in one transaction
LOOK = 0.5  # seconds for an answer, and between two looks for what was lost
LATER = 1.0  # seconds until a broker that is away is asked again
LONELY = 30.0  # seconds without any worker, after which that is told
OWN = 15.0  # seconds for which the broker is this archive's, without another word
AT_ONCE = 1000  # outlets in one look
MOST_PIECES = 5000  # of an outlet's furniture
Place = tuple[int, int]


class Kept(NamedTuple):
    """An answer that is done with: the visit that it answers, None where it answers none."""

    visit: int | None
    refused: str = ""


class Round:
    """One batch's visits, made by the workers of *broker* and kept by *keeper*.

    *name* is the archive's; no other archive uses the broker meanwhile. *quiet* is how long ago, in seconds, a request
    of a round before this one may have begun, as far as the archive knows.
    """

    def __init__(
        self, broker: Broker, keeper: Keeper, orders: Orders, out: Outgoing, *, name: str, quiet: float
    ) -> None:
        self._broker, self._keeper, self._orders, self._out = broker, keeper, orders, out
        self._name, self._quiet = name, quiet
        self._run = ""
        self._looked = self._peopled = monotonic() - LOOK
        self._suspects: dict[str, Place] = {}
        self._back: set[str] = set()
        self.stopping = False
        self.counts: Counter[str] = Counter()

    async def run(self, seconds: float) -> bool:
        """Go on until every visit is answered (True), for at most so long, or until it is `stopping`."""
        end = monotonic() + seconds
        while self._out.left and not self.stopping and monotonic() < end:
            try:
                await self._step()
            except troubles() as error:
                LOG.warning("the broker does not answer (%s): trying again", error)
                await asyncio.sleep(LATER)
        with suppress(*troubles()):
            await self._broker.withdraw()
        return not self._out.left

    async def _step(self) -> None:
        """Take answers in; from time to time, and before anything else, look what has to go out."""
        if monotonic() >= self._looked + LOOK:
            await self._look()
        answers = await self._broker.answers("0", TOGETHER, LOOK)
        await self._give_out(_place(answers[0][0]) if answers else None)
        if answers:
            done = await self._keeper.run(self._keep, [message for _, message in answers])
            await self._broker.kept([name for name, _ in answers])
            await self._take_off(done)

    # ------------------------------------------------------------ what goes out

    async def _look(self) -> None:
        """Find the outlets that are neither waiting nor held: not given out yet, given back, or lost."""
        await self._own()
        names = list(self._out.outlets)
        for start in range(0, len(names), AT_ONCE):
            some = names[start : start + AT_ONCE]
            states, newest = await self._broker.sweep(some)
            for outlet, state in zip(some, states, strict=True):
                if state in "wh":
                    self._suspects.pop(outlet, None)
                else:
                    self._suspects.setdefault(outlet, _place(newest))
                if state == "b":
                    self._back.add(outlet)
        self._looked = monotonic()
        await self._miss_workers()

    async def _own(self) -> None:
        """Keep the broker for this archive; where it was started anew, begin anew."""
        if other := await self._broker.belongs(self._name, OWN):
            raise OSError(f"it works for {other}: give each archive a database number of its own")
        run = await self._broker.run_id()
        if run != self._run:
            await self._broker.begin(self._orders)
            self._out.forget()
            self._suspects.clear()
            self._back.clear()
        wait = self._orders.over - (self._quiet if not self._run else 0.0)
        self._run = run
        if left := await self._broker.open(run, max(0.0, wait)):
            LOG.info("the broker was started anew: nobody asks anything for %.0f s", left)

    async def _give_out(self, oldest: Place | None) -> None:
        """Give out what was found; not before all answers are kept that were there when it was looked for."""
        ready = [one for one, newest in self._suspects.items() if oldest is None or oldest > newest]
        for outlet in ready:
            del self._suspects[outlet]
            if lost := self._out.lost(outlet, given_back=outlet in self._back):
                LOG.info("%s: %d visits came to no answer: they go out again", outlet, lost)
            self._back.discard(outlet)
            await self._publish(outlet)

    async def _publish(self, outlet: str) -> None:
        if some := self._out.next(outlet):
            await self._broker.publish(outlet, await self._keeper.run(self._bundle, outlet, some))

    def _bundle(self, outlet: str, some: Sequence[Ticketed]) -> bytes:
        archive = self._keeper.archive
        told = tuple(one.visit for one in some)
        names = sorted({name for visit in told for name in _origin_files(visit.address)})
        copies = tuple(copy for name in names if (copy := robots.load(archive, name)))
        pieces = tuple(furniture.all_in_force(archive, outlet))[:MOST_PIECES]
        return pack(Bundle(outlet, self._orders.id, told, tuple(one.ticket for one in some), pieces, copies))

    async def _miss_workers(self) -> None:
        if await self._broker.workers():
            self._peopled = monotonic()
        elif monotonic() > self._peopled + LONELY:
            self._peopled = monotonic()
            LOG.warning("visits wait, and no worker is there: start one with wirediff worker --broker URL")

    # ------------------------------------------------------------ what comes back

    def _keep(self, messages: list[bytes]) -> list[Kept]:
        """Keep answers, all in one transaction."""
        with self._keeper.archive.transaction():
            return [self._kept(message) for message in messages]

    def _kept(self, message: bytes) -> Kept:
        archive = self._keeper.archive
        try:
            answer = unpack(Answer, message)
            arrivals = [one.arrival() for one in answer.told]
        except (Malformed, PageDamaged) as error:
            return Kept(None, f"malformed: {error}")
        row = visits.find(archive, answer.visit)
        if row is None or ticket(row) != answer.ticket:
            return Kept(None, "answers no visit that was given out, or one that was answered before")
        if odd := _odd(answer):
            return Kept(None, odd)
        for copy in answer.origins:
            robots.save(archive, copy)
        failures = self._keeper.keep([*answer.found, *arrivals])
        for failure in filter(None, failures):
            LOG.error("visit %d cannot be kept: %s", answer.visit, failure, exc_info=failure)
        return Kept(None if answer.part else answer.visit)

    async def _take_off(self, done: list[Kept]) -> None:
        """Note what is answered; give out the next visits of outlets of which all are that were out."""
        ready = set()
        for one in done:
            self.counts["refused" if one.refused else "kept"] += 1
            if one.refused:
                LOG.info("an answer is not kept: %s", one.refused)
            elif one.visit is not None and (outlet := self._out.answered(one.visit)):
                ready.add(outlet)
        for outlet in sorted(ready):
            await self._publish(outlet)


def _odd(answer: Answer) -> str:
    """What is wrong with an answer whose form is right; "" for nothing."""
    last = answer.told[-1].fetched if answer.told else None
    if not answer.part and (last is None or last.visit != answer.visit):
        return f"tells nothing of its visit {answer.visit}"
    if any(one.fetched.visit not in {answer.visit, None} for one in answer.told):
        return f"tells of another visit than its own, {answer.visit}"
    return ""


def _place(name: str) -> Place:
    """The place of an answer in their order."""
    first, _, second = name.partition("-")
    return (int(first), int(second)) if second else (0, 0)


def _origin_files(address: str) -> Iterator[str]:
    """The names under which copies of what an address's origin says are kept."""
    parts = urlsplit(address)
    yield from (f"{parts.scheme}://{parts.netloc}", f"{parts.scheme}://{parts.netloc}{reservations.PATH}")

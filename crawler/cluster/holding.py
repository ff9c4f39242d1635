"""What a worker has in hand: outlets, each by a lease that it renews, and turns to ask a host.

A worker believes in a lease only for so long after it *asked* for it, by its own clock that cannot be set; the broker
keeps the outlet from others for longer than that, and than any request takes that was begun in time. So a worker that
is cut off, stopped or slow begins nothing once it may have lost an outlet, and whoever takes it over asks no host that
is still being asked. A host is asked in turns besides, one request at a time in the whole cluster, and left alone for
its pace afterwards: several outlets may lead to one host.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from time import monotonic

from crawler.cluster.broker import Broker, Claimed, troubles
from crawler.cluster.framing import Malformed, unpack
from crawler.cluster.messages import SLACK, Bundle, Orders
from crawler.handler import HostRests
from crawler.stopping import GivenBack

LOG = logging.getLogger(__name__)
IDLE = 0.2  # seconds until the broker is asked again for work, or for a turn
LATER = 1.0  # seconds until a broker that is away is asked again
RESTS = 120.0  # seconds: a host that nobody may ask for longer rests, its visits come again


@dataclass
class Held:
    """An outlet in hand: its lease's number, until when it is believed in, how many of its visits are unanswered.

    *back* says that some were not made.
    """

    epoch: int
    until: float
    left: int
    back: bool = False


class Holding:
    """The outlets that *worker* holds, and its way to the broker; for one event loop."""

    def __init__(self, broker: Broker, worker: str, orders: Orders, life: float) -> None:
        self.broker, self.worker, self.orders = broker, worker, orders
        self._end = monotonic() + life
        self._stopping = False
        self._run = ""
        self._held: dict[str, Held] = {}
        self._paused: dict[str, float] = {}
        self._troubles = troubles()
        self._away = False
        self._renewing: asyncio.Task[None] | None = None

    @property
    def unanswered(self) -> int:
        """How many visits are in hand."""
        return sum(one.left for one in self._held.values())

    def good(self, outlet: str, epoch: int) -> bool:
        """Whether a request for *outlet* may still begin under that lease."""
        held = self._held.get(outlet)
        return held is not None and held.epoch == epoch and monotonic() < held.until

    async def bundles(self, hungry: Callable[[], bool]) -> AsyncIterator[tuple[Bundle, int]]:
        """What there is to do, with the number of its lease, as long as there will be more; taken when *hungry*."""
        self._renewing = asyncio.create_task(self._renew())
        try:
            while monotonic() < self._end:
                if not hungry():
                    await asyncio.sleep(IDLE / 10)
                elif (claimed := await self._claim()) is None:
                    await asyncio.sleep(IDLE)
                elif (bundle := await self._bundle(claimed)) is None:
                    await self._release(claimed.outlet)
                else:
                    self._held[claimed.outlet].left = len(bundle.visits)
                    yield bundle, claimed.epoch
        except (asyncio.CancelledError, GeneratorExit):
            self._stopping = True
            raise

    async def _claim(self) -> Claimed | None:
        asked = monotonic()
        try:
            if not self._run:
                self._run = await self.broker.run_id()
            told = await self.broker.claim(self.worker, self._run, self.orders.held, len(self._held))
        except self._troubles as error:
            await self._wait(error)
            return None
        self._back()
        if told == "closed":
            self._run = ""  # another run, or one that is not open yet: asked anew
        if isinstance(told, str):
            return None
        self._held[told.outlet] = Held(told.epoch, asked + self.orders.lease, left=1)  # until they are counted
        return told

    async def _bundle(self, claimed: Claimed) -> Bundle | None:
        """What was claimed, once its orders are known; None where it cannot be done here, or now."""
        try:
            bundle = unpack(Bundle, claimed.bundle)
            if bundle.orders != self.orders.id and (told := await self.broker.orders()):
                self._obey(unpack(Orders, told[1]))
        except Malformed as error:
            LOG.error("%s: %s", claimed.outlet, error)  # noqa: TRY400 - another machine's message, no fault of ours
            self._held[claimed.outlet].left = 0  # not given back: nobody could make them
        except self._troubles as error:
            await self._wait(error)
        else:
            return bundle if monotonic() < self._end else None
        return None

    def _obey(self, orders: Orders) -> None:
        """Work by new *orders*, in a new process where requests are to be made in another way."""
        if orders.policy != self.orders.policy:
            LOG.info("the policy changed: starting anew")
            self._end = 0.0
        else:
            self.orders = orders

    async def _renew(self) -> None:
        """Hold on to what is in hand, as long as the broker says that it is."""
        while True:
            await asyncio.sleep(self.orders.lease / 4)
            asked, held = monotonic(), {outlet: one.epoch for outlet, one in self._held.items()}
            if not held:
                continue
            try:
                lost = await self.broker.renew(self.worker, self._run, self.orders.held, held)
            except self._troubles as error:
                await self._wait(error)
                continue
            if lost is None:
                with suppress(*self._troubles):
                    self._run = await self.broker.run_id()
                continue
            for outlet, epoch in held.items():
                one = self._held.get(outlet)
                if one is not None and one.epoch == epoch and outlet not in lost:
                    one.until = asked + self.orders.lease

    async def answer(self, message: bytes) -> None:
        """Hand an answer over, however long the broker is away; a visit whose worker dies meanwhile is made again."""
        while True:
            try:
                await self.broker.answer(message)
            except self._troubles as error:
                await self._wait(error)
            else:
                return self._back()

    async def done(self, outlet: str, epoch: int, *, back: bool) -> None:
        """One visit less is left of an outlet, as it is answered or given *back*; with the last one it is let go."""
        held = self._held.get(outlet)
        if held is None or held.epoch != epoch:
            return
        held.left, held.back = held.left - 1, held.back or back
        if held.left <= 0:
            await self._release(outlet)

    async def _release(self, outlet: str) -> None:
        held = self._held.pop(outlet)
        with suppress(*self._troubles):  # it runs out by itself
            await self.broker.release(self.worker, outlet, held.epoch, back=held.back or held.left > 0)

    async def leave(self) -> None:
        """Let go of everything, and of the broker."""
        if self._renewing is not None:
            self._renewing.cancel()
        for outlet in list(self._held):
            await self._release(outlet)
        with suppress(*self._troubles):
            await self.broker.close()

    @asynccontextmanager
    async def turn(self, host: str, seconds: float, *, within: bool) -> AsyncIterator[Callable[[float], None]]:
        """The turn to ask *host*, for at most *seconds*; what it yields sets the pause that follows.

        `GivenBack` where there is no word of the broker, `HostRests` where nobody may ask the host for long.
        """
        await self._take(host, seconds, within)
        pause = max(0.0, self._paused.get(host, 0.0) - monotonic()) if within else 0.0

        def rest(wanted: float) -> None:
            nonlocal pause
            pause = max(pause, wanted)

        try:
            yield rest
        finally:
            self._paused[host] = monotonic() + pause
            with suppress(*self._troubles):  # then the turn itself keeps the others away, for longer
                await self.broker.over(host, self.worker, pause)

    async def _take(self, host: str, seconds: float, within: bool) -> None:
        end = monotonic() + RESTS
        while True:
            asked = monotonic()
            try:
                wait = await self.broker.turn(host, self.worker, self._run, seconds, within)
            except self._troubles as error:
                await self._wait(error)
                wait = -1.0
            if wait == 0 and monotonic() - asked < SLACK / 2:
                return
            if wait > RESTS:
                raise HostRests(host, wait)
            if self._stopping or monotonic() > end:
                raise GivenBack(f"no turn to ask {host}")
            await asyncio.sleep(min(wait, 1.0) if wait > 0 else IDLE)

    async def _wait(self, error: Exception) -> None:
        if not self._away:
            LOG.warning("the broker does not answer (%s): trying again", error)
        self._away = True
        await asyncio.sleep(LATER)

    def _back(self) -> None:
        if self._away:
            LOG.warning("the broker answers again")
        self._away = False

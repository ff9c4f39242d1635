"""Turning what is due into batches: takes visits, runs their child process, gives back what it did not settle.

Shared by `wirediff crawl` (until nothing is due) and `wirediff watch` (for months). Only the holder of the archive's
schedule lock may dispatch.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crawler import agenda
from crawler.clock import stamp, steady
from crawler.rhythm import longest
from crawler.sources import plan_sources
from storage import batches, due_times, visits
from storage.archive import Archive
from storage.state import fetches_after, last_fetch
from storage.visits import Selection
from wirediff.children import Child
from wirediff.config import Config
from wirediff.job import Job
from wirediff.locks import BATCH, Busy, hold
from wirediff.room import check_room

LOG = logging.getLogger(__name__)
TURN = timedelta(minutes=2)  # what one outlet may take of a batch, so that it does not keep the others waiting
LAST_WRITES = 5.0  # seconds that the process that writes has for them, after the one that fetches died
STOPPED = "stopped"


@dataclass(frozen=True)
class Ran:
    """A batch that ended: how many visits it took, how many fetches were kept meanwhile, how it ended."""

    batch: int
    taken: int
    fetched: int
    ending: str

    @property
    def died(self) -> bool:
        """Whether its process ended in another way than by itself or on request."""
        return self.ending not in {"done", STOPPED}

    @property
    def killed(self) -> bool:
        """Whether it died of what it fetched, as far as one can see, and not of its installation."""
        return self.ending.startswith("killed")


class Dispatcher:
    """Runs the batches of one archive by one configuration, which may be exchanged between two batches.

    After a batch that died the next ones are smaller, down to a single visit; a visit that dies alone is what kills,
    and is put off. So one poisonous page costs a few processes, and never keeps the others waiting for long.
    """

    def __init__(
        self, archive: Archive, config: Config, log_level: str = "INFO", *, json_log: bool = False, broker: str = ""
    ) -> None:
        self.archive = archive
        self.config = config
        self._log_level, self._json_log, self._broker = log_level, json_log, broker
        self._limit = config.policy.batch_size
        self.offset: float | None = None  # of the clock, where jumps of it are followed between batches

    def begin(self, *, wait: float = 0) -> None:
        """Take over: wait for the child of a killed predecessor, give back its visits, follow the configuration."""
        with hold(self.archive.path, BATCH, "taking over", wait=wait):
            self._give_back()
        due_times.bring_back(self.archive, self.horizon())
        self.follow(self.config)

    def horizon(self) -> str:
        """No visit is planned for later than this."""
        return stamp((self._moment() + longest(self.config.rhythm)).replace(microsecond=0))

    def _moment(self) -> datetime:
        return steady(self.offset)

    def _now(self) -> str:
        return stamp(self._moment().replace(microsecond=0))

    def _give_back(self) -> None:
        """Close batches that nobody runs any more: of a killed predecessor, or ended while the disk was full."""
        if batches.running(self.archive):
            for dead in batches.end_dead(self.archive, self._now()):
                LOG.warning("batch %d died: its visits are given back", dead["id"])

    def follow(self, config: Config) -> None:
        """Work by *config* from now on."""
        self.config = config
        self._limit = config.policy.batch_size
        plan_sources(self.archive, config.outlets, config.stories, self._moment())

    def due(self, selection: Selection | None = None) -> int:
        """How many visits are due."""
        return visits.due(self.archive, self._now(), selection)

    def any_due(self) -> bool:
        """Whether there is anything to do."""
        return visits.any_due(self.archive, self._now())

    async def run(self, selection: Selection | None = None) -> Ran | None:
        """Run one batch of what is due; None where nothing is."""
        if (batch := self._take(selection or Selection())) is None:
            return None
        taken, before = len(visits.taken(self.archive, batch)), last_fetch(self.archive)
        ending = STOPPED
        try:
            ending = await self._child(batch)
        finally:
            ran = Ran(batch, taken, fetches_after(self.archive, before), ending)
            self._close(ran)
        return ran

    def _take(self, selection: Selection) -> int | None:
        self._give_back()
        if not visits.any_due(self.archive, self._now(), selection):
            return None
        check_room(self.archive.path)
        policy, moment = self.config.policy, self._moment()
        with self.archive.transaction():
            batch = batches.begin(
                self.archive, self._now(), stamp((moment + policy.batch_deadline).replace(microsecond=0))
            )
            visits.take(self.archive, batch, self._now(), self._limit, self._shared(selection))
        return batch

    def _shared(self, selection: Selection) -> Selection:
        """*selection* with every outlet's part of a batch: as many visits as its pace allows within its turn."""
        policy = self.config.policy
        turn = min(TURN, policy.batch_deadline / 3)
        parts = {one.id: _part(turn, one.pace) for one in self.config.outlets if one.pace is not None}
        return replace(selection, share=_part(turn, policy.pace), shares=parts)

    async def _child(self, batch: int) -> str:
        job = Job.of(
            self.config, self.archive.path, batch, self._log_level, json_log=self._json_log, offset=self.offset,
            broker=self._broker,
        )  # fmt: skip
        child = Child(job)
        return await child.run(lambda pid: batches.started(self.archive, batch, pid))

    def _close(self, ran: Ran) -> None:
        if ran.died:
            with suppress(Busy), hold(self.archive.path, BATCH, "taking over", wait=LAST_WRITES):
                pass  # what it had in hand is as it left it
            LOG.warning("batch %d %s: what it did not settle is given back", ran.batch, ran.ending)
            if ran.killed and ran.taken == 1:
                agenda.put_off(self.archive, ran.batch, self._moment(), self.config.rhythm)
            self._limit = max(1, min(self._limit, ran.taken) // 2)
        elif ran.ending == "done":
            self._limit = min(self._limit * 2, self.config.policy.batch_size)
        batches.end(self.archive, ran.batch, self._now(), ran.ending)


def _part(turn: timedelta, pace: timedelta) -> int:
    return max(1, int(turn / pace)) if pace else 1_000_000

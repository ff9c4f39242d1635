"""A batch whose visits are made by workers on any machines: what its child process does in place of a crawl."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from crawler import clock
from crawler.cluster.broker import Broker
from crawler.cluster.messages import LEASE, Orders, ticket
from crawler.items import Visit
from pipelines.cluster.keeper import Keeper
from pipelines.cluster.keeping import Round
from pipelines.cluster.outgoing import Outgoing, Ticketed
from storage import robots, visits
from storage.archive import Archive
from storage.quarantine import killers
from wirediff.job import Job

LOG = logging.getLogger(__name__)


def crawl(job: Job, taken: list[Visit]) -> dict[str, Any]:
    """Let workers make the visits in hand; what was counted, with "finished" as ``finish_reason`` where all is done."""
    return asyncio.run(_crawl(job, taken))


async def _crawl(job: Job, taken: list[Visit]) -> dict[str, Any]:
    orders, out, quiet = _prepared(job, taken)
    told = SimpleNamespace(outlets=job.outlets, stories=job.stories, policy=job.policy, rhythm=job.rhythm)
    keeper, broker = Keeper(job.archive, told, job.offset), Broker(job.broker)
    name = f"{socket.gethostname()}:{job.archive}"
    await keeper.open()
    try:
        round_ = Round(broker, keeper, orders, out, name=name, quiet=quiet)
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, setattr, round_, "stopping", True)
        done = await round_.run(job.policy.batch_deadline.total_seconds())
    finally:
        await keeper.close()
        await broker.close()
    return dict(round_.counts) | {"finish_reason": "finished" if done else "shutdown"}


def _prepared(job: Job, taken: list[Visit]) -> tuple[Orders, Outgoing, float]:
    """What the archive says of the round: its orders, its visits, and how long ago the last round may have asked."""
    with Archive(job.archive, create=False) as archive:
        rows = {row["id"]: row for row in visits.taken(archive, job.batch)}
        orders = Orders(
            id=f"{os.getpid()}-{job.batch}-{clock.stamp(clock.now())}",
            policy=job.policy,
            outlets=job.outlets,
            stories=job.stories,
            quarantined=tuple(sorted(killers(archive))),
            asked=robots.asked_lately(archive, clock.now()),
            clock=clock.stamp(clock.now()) if clock.simulated() else None,
            lease=min(LEASE, job.policy.timeout.total_seconds()),
        )
        quiet = _since_last(archive, job.batch, clock.now())
    return orders, Outgoing(Ticketed(visit, ticket(rows[visit.id])) for visit in taken), quiet.total_seconds()


def _since_last(archive: Archive, batch: int, now: datetime) -> timedelta:
    """How long ago the batch before this one ended."""
    ended = archive.value("SELECT max(ended_at) FROM batches WHERE id < ?", (batch,))
    return now - clock.parse(ended) if ended else timedelta.max / 2

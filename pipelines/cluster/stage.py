"""The stage of a worker in a cluster: reads what an errand brought, and hands it over."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crawler.cluster.framing import TooLarge, pack
from crawler.cluster.spider import Errand, WorkerSpider
from crawler.items import Discovered, Fetched
from pipelines.arrival import Arrival, Extraction
from pipelines.cluster.answers import Answer, Told
from pipelines.extracting import extract_arrival
from pipelines.ladder import repeats
from pipelines.pool import ExtractionPool

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

LOG = logging.getLogger(__name__)
MANY = 2000  # addresses in one message


class Handing:
    """Extracts in processes that can be killed; hands each visit's answer to the broker; keeps no state."""

    def __init__(self, spider: WorkerSpider, workers: int) -> None:
        self._spider = spider
        self._pool = ExtractionPool(workers)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Handing:
        """As Scrapy builds it."""
        assert isinstance(crawler.spider, WorkerSpider)
        return cls(crawler.spider, crawler.settings.getint("WIREDIFF_EXTRACTORS", 2))

    async def process_item(self, item: Any) -> Any:
        """Read and hand over what an errand brought."""
        if isinstance(item, Errand):
            try:
                if not item.given_back:
                    await self._hand_over(item)
            finally:
                self._spider.unread -= 1
                await self._spider.holding.done(item.outlet, item.epoch, back=item.given_back)
        return item

    async def _hand_over(self, errand: Errand) -> None:
        found = [one for one in errand.items if isinstance(one, Discovered)]
        fetched = [one for one in errand.items if isinstance(one, Fetched)]
        fetched.sort(key=lambda one: one.visit is not None)  # what settles the visit comes last
        told = [Told.of(await self._read(one, errand), errand.furniture) for one in fetched]
        whole = Answer(errand.visit.id, errand.ticket, self._spider.holding.worker, tuple(found), tuple(told))
        for answer in _parts(replace(whole, origins=self._spider.origins.fresh())):
            await self._spider.holding.answer(_packed(answer))

    async def _read(self, fetched: Fetched, errand: Errand) -> Arrival:
        """As `pipelines.stages.Worker` does."""
        visit = errand.visit
        if repeats(fetched, visit):
            return Arrival(fetched)
        if fetched.body_hash in self._spider.quarantined:
            return Arrival(fetched, Extraction(failure="quarantined"))
        return await extract_arrival(fetched, self._pool, visit.sight)

    async def close_spider(self) -> None:
        """End the children, let go of what is in hand."""
        await asyncio.to_thread(self._pool.close)
        await self._spider.holding.leave()


def _parts(answer: Answer) -> Iterator[Answer]:
    """An answer in messages of bearable size."""
    found = answer.found
    while len(found) > MANY:
        yield Answer(answer.visit, answer.ticket, answer.worker, found[:MANY], part=True)
        found = found[MANY:]
    yield replace(answer, found=found)


def _packed(answer: Answer) -> bytes:
    """The message; one beyond all bounds says so in place of its pages."""
    try:
        return pack(answer)
    except TooLarge:
        LOG.warning("visit %d: its answer is too large to hand over", answer.visit)
        return pack(replace(answer, told=tuple(map(_without_page, answer.told))))


def _without_page(told: Told) -> Told:
    return Told(replace(told.fetched, error="too-large: more than a message may hold"))

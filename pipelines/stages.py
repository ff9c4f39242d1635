"""The stages as Scrapy item pipelines, numbered by an add-on: a worker's, then the archivist's.

Scrapy runs items side by side, while all that one fetch brings must be one transaction. So the tuple's stages are not
a pipeline each: those of the archivist run as one, in the single thread that writes.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import NotConfigured

from crawler import agenda, clock
from crawler.budget import Budget
from crawler.items import Discovered, Fetched, Visit
from crawler.outlets import Policy, Rhythm
from pipelines import descent
from pipelines.archivist import Archivist
from pipelines.arrival import Arrival, Extraction
from pipelines.desk import Desk
from pipelines.extracting import extract_arrival
from pipelines.ladder import repeats
from pipelines.pool import ExtractionPool
from pipelines.reading import Reader
from pipelines.together import Failures, Together
from storage.archive import Archive
from storage.quarantine import killers

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import Settings

CACHE = 16 * 1024  # kibibytes of the archive that a crawl remembers; more would only grow as the archive does
logger = logging.getLogger(__name__)


class Stages:
    """The add-on that puts the pipelines in their order."""

    def update_settings(self, settings: Settings) -> None:
        """Number the pipelines."""
        for place, stage in enumerate((Worker, Keeper), 1):
            settings.setdefault_in_component_priority_dict("ITEM_PIPELINES", stage, 100 * place)


class Worker:
    """Extracts pages in processes that can be killed; keeps no state."""

    def __init__(self, workers: int, visits: Iterable[Visit], quarantined: frozenset[str] = frozenset()) -> None:
        self._pool = ExtractionPool(workers)
        self._quarantined = quarantined
        self._visits = {visit.id: visit for visit in visits}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Worker:
        """As many extracting processes as the settings say; none where nothing is archived."""
        if not crawler.settings.get("WIREDIFF_DB"):
            raise NotConfigured("no WIREDIFF_DB: items stay as they were fetched")
        visits = getattr(crawler.spider, "visits", None) or ()
        with Archive(crawler.settings["WIREDIFF_DB"]) as archive:
            quarantined = killers(archive)
        return cls(crawler.settings.getint("WIREDIFF_EXTRACTORS", 2), visits, quarantined)

    async def process_item(self, item: Any) -> Any:
        """A fetch becomes an arrival, its page extracted unless it repeats the last body of its visit."""
        if not isinstance(item, Fetched):
            return item
        visit = self._visits.get(item.visit or 0)
        if visit and repeats(item, visit):
            return Arrival(item)  # the archivist extracts it after all, should it have to look closer
        if item.body_hash in self._quarantined:
            return Arrival(item, Extraction(failure="quarantined"))
        return await extract_arrival(item, self._pool, visit.sight if visit else None)

    async def close_spider(self) -> None:
        """End the children."""
        await asyncio.to_thread(self._pool.close)


class Keeper:
    """The archivist in a crawl: one thread, one archive; what waits is kept together; acknowledged means kept."""

    def __init__(self, path: Path, spider: Any, offset: float | None = None) -> None:
        self._path, self._spider, self._offset = path, spider, offset
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="archivist")
        self._together = Together(self._keep_some)
        self._pool = ExtractionPool(1)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Keeper:
        """Without an archive (``scrapy crawl`` by hand) items are left to Scrapy's own exports."""
        path = crawler.settings.get("WIREDIFF_DB")
        if not path:
            raise NotConfigured("no WIREDIFF_DB: items are not archived")
        return cls(Path(path), crawler.spider, crawler.settings.get("WIREDIFF_CLOCK_OFFSET"))

    async def open_spider(self) -> None:
        """Open the archive in the thread that will write it."""
        await self.run(self._open)

    async def process_item(self, item: Any) -> Any:
        """Keep what was fetched; plan what was discovered, which nobody waits for: what named it is kept after it."""
        if isinstance(item, Arrival):
            await self._together(item)
        elif isinstance(item, Discovered):
            self._together.soon(item).add_done_callback(_tell_failure)
        return item

    async def close_spider(self) -> None:
        """Keep the trees of the stories that changed, write the WAL back and close."""
        try:
            await self._together.rest()
            await self.run(descent.settle, self.archive)
        finally:
            await self.run(self.archive.close)
            await asyncio.to_thread(self._pool.close)
            self._thread.shutdown()

    async def run(self, work: Any, *args: Any) -> Any:
        """Do *work* in the thread that writes."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *args)

    def _open(self) -> None:
        self.archive = Archive(self._path)
        self.archive.db.execute(f"PRAGMA cache_size = -{CACHE}")
        spider = self._spider
        policy = getattr(spider, "policy", Policy())
        desk = Desk(
            self.archive,
            Reader(self._pool),
            outlets={outlet.id: outlet for outlet in getattr(spider, "outlets", ())},
            stories=tuple(getattr(spider, "stories", ())),
            rhythm=getattr(spider, "rhythm", None) or Rhythm(),
            obey_noarchive=policy.obey_noarchive,
            refuse_reserved=policy.refuse_reserved,
        )
        self._archivist = Archivist(desk, self._settle)
        self._budget = Budget(self.archive, policy.new_a_day, clock.steady(self._offset))

    async def _keep_some(self, items: list[Arrival | Discovered]) -> Failures:
        failures: Failures = await self.run(self.keep, items)
        return failures

    def keep(self, items: list[Arrival | Discovered]) -> Failures:
        """Keep items in one transaction; one that cannot be kept is left out of it."""
        with self.archive.transaction():
            failures = [self._kept(item) for item in items]
        for item, failure in zip(items, failures, strict=True):
            if failure is None and isinstance(item, Arrival):
                logger.info("%s %s %s", item.outcome, item.fetched.address, item.reason or "")
        return failures

    def _kept(self, item: Arrival | Discovered) -> BaseException | None:
        try:
            if isinstance(item, Arrival):
                self._archivist.keep(item)
            else:
                self._plan(item)
        except Exception as error:
            if not self.archive.db.conn.in_transaction:
                raise  # SQLite took the whole of it back: a full disk, an error of its own
            return error
        return None

    def _settle(self, arrival: Arrival) -> None:
        fetched = arrival.fetched
        if arrival.fetch_id is None or arrival.outcome is None:
            return
        agenda.settle(
            self.archive,
            fetched,
            fetch_id=arrival.fetch_id,
            outcome=arrival.outcome,
            now=clock.steady(self._offset),
            rhythm=self._archivist.desk.rhythm,
        )

    def _plan(self, found: Discovered) -> None:
        agenda.plan(self.archive, found, clock.steady(self._offset), self._budget)


def _tell_failure(planned: asyncio.Future[None]) -> None:
    if not planned.cancelled() and (error := planned.exception()) is not None:
        logger.error("an address that was discovered could not be planned: %s", error)

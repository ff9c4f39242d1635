"""The stages as Scrapy item pipelines, numbered by an add-on: a worker's, then the archivist's.

Scrapy runs items side by side, while all that one fetch brings must be one transaction. So the tuple's stages are not
a pipeline each: those of the archivist run as one, in the single process that writes.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import DropItem, NotConfigured

from crawler.apart import warm
from crawler.items import Discovered, Fetched, Visit
from crawler.stopping import is_closing
from pipelines.arrival import Arrival, Extraction
from pipelines.extracting import extract_arrival
from pipelines.ladder import repeats
from pipelines.pool import ExtractionPool
from pipelines.together import Together
from pipelines.writing import Item, Lost, NotKept, Writer
from storage.archive import Archive
from storage.quarantine import killers
from storage.robots import RobotsCopy, Unkept

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import Settings

LOST = "archivist lost"  # why a crawl ended
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
        if any(_is_first(visit) for visit in self._visits.values()):
            warm()  # there will be pages to read

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


def _is_first(visit: Visit) -> bool:
    """Whether nothing came of an article yet: its page will have to be read."""
    return visit.kind == "article" and visit.body_hash is None and visit.last_body is None


class Keeper:
    """Hands what came to the archivist; what waits is kept together; acknowledged means kept."""

    def __init__(self, writer: Writer, crawler: Crawler) -> None:
        self._writer, self._crawler = writer, crawler
        self._together = Together[Item](writer.keep)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Keeper:
        """Without an archive (``scrapy crawl`` by hand) items are left to Scrapy's own exports.

        A batch has forked its archivist before it loaded Scrapy.
        """
        path = crawler.settings.get("WIREDIFF_DB")
        if not path:
            raise NotConfigured("no WIREDIFF_DB: items are not archived")
        return cls(getattr(crawler.spider, "writer", None) or Writer(Path(path), crawler.spider), crawler)

    async def open_spider(self) -> None:
        """Wait for the archive to be open; where it cannot be, the first item ends the crawl."""
        with suppress(Lost):
            await self._writer.open()
        self._crawler.spider.keep_origin = self._keep_origin  # type: ignore[union-attr]

    async def process_item(self, item: Any) -> Any:
        """Keep what was fetched; plan what was discovered, which nobody waits for: what named it is kept after it."""
        if isinstance(item, Arrival):
            try:
                await self._together(item)
            except NotKept as error:
                raise DropItem(str(error), log_level="DEBUG") from None
            except Lost as lost:
                self._end(lost)
                raise DropItem(str(lost), log_level="DEBUG") from None
        elif isinstance(item, Discovered):
            self._together.soon(item).add_done_callback(_heard)
        return item

    async def close_spider(self) -> None:
        """Keep what waits, and the trees of the stories that changed; write the WAL back and close."""
        await self._together.rest()
        await self._writer.close()

    async def _keep_origin(self, copy: RobotsCopy) -> None:
        """Keep what an origin said of itself."""
        try:
            await self._together(copy)
        except (NotKept, Lost) as error:
            raise Unkept(str(error)) from None

    def _end(self, lost: Lost) -> None:
        """Without an archivist nothing is worth asking for."""
        if not is_closing(self._crawler):
            logger.error("%s: the crawl ends, what it did not keep stays due", lost)
            assert self._crawler.engine is not None
            self._closing = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason=LOST))


def _heard(planned: asyncio.Future[None]) -> None:
    """The archivist's log says what failed."""
    if not planned.cancelled():
        planned.exception()

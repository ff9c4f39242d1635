"""A file that speaks for a whole origin (robots.txt, tdmrep.json): asked for once a crawl, kept across crawls."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from scrapy import Request, signals
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from crawler import clock, robots
from crawler.failures import describe
from crawler.gate import Refusal
from crawler.handler import ENOUGH, HostRests
from crawler.manners import policy_of
from crawler.robots import LARGEST, heard, is_fresh
from crawler.stopping import GivenBack
from storage.robots import RobotsCopy, RobotsTable, Unkept

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.cluster.origins import Origins

logger = logging.getLogger(__name__)
PATIENCE = 30.0  # seconds for such a file
INFLATED = 8 * LARGEST  # bytes that it may have without its content coding
Said = TypeVar("Said")
OWN = "origin_file"  # of a request's meta: the path of the file that it is for
FORGET = object()  # the signal that another round of visits begins


def origin_table(crawler: Crawler) -> RobotsTable | Origins | None:
    """Where copies are kept across crawls: the archive, or what a worker was told of it; None where nothing is kept."""
    origins: Origins | None = getattr(crawler.spider, "origins", None)
    database = crawler.settings.get("WIREDIFF_DB")
    return origins or (RobotsTable(Path(database)) if database else None)


def forget_origins(crawler: Crawler) -> None:
    """Look at the copies anew, as another crawl would."""
    crawler.signals.send_catch_log(FORGET)


class OriginFile(Generic[Said]):
    """The file at *path* of every origin, understood by *read*.

    A good copy is not asked for again while it is younger than *fresh*.
    """

    def __init__(
        self, crawler: Crawler, path: str, fresh: timedelta, read: Callable[[RobotsCopy, datetime], Said]
    ) -> None:
        policy = policy_of(crawler.settings)
        self._crawler, self._path, self._fresh, self._read = crawler, path, fresh, read
        self._timeout = min(PATIENCE, policy.timeout.total_seconds())
        self._table = origin_table(crawler)
        self._found: dict[str, asyncio.Task[Said]] = {}
        crawler.signals.connect(self._forget, FORGET)
        crawler.signals.connect(self._close, signals.spider_closed)

    async def of(self, asker: Request) -> Said:
        """What the file of the origin of *asker* says."""
        parts = urlparse_cached(asker)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._found:
            self._found[origin] = asyncio.ensure_future(self._find(origin, asker))
        try:
            return await asyncio.shield(self._found[origin])
        except GivenBack:
            self._found.pop(origin, None)  # nothing was sent: who comes next may ask
            raise

    def _forget(self) -> None:
        self._found.clear()

    def _close(self) -> None:
        if isinstance(self._table, RobotsTable):
            self._table.close()

    async def _find(self, origin: str, asker: Request) -> Said:
        name = origin if self._path == robots.PATH else origin + self._path
        kept = self._kept(name)
        if kept is None or not is_fresh(kept, clock.now(), self._fresh):
            status, body = await self._ask(self._request(origin, asker))
            kept = heard(name, kept, status, body, clock.now())
            await self._keep(kept)
        return self._read(kept, clock.now())

    async def _ask(self, request: Request) -> tuple[int | None, bytes]:
        """Status and body; a chain of more than five redirects counts as "there is none" (RFC 9309, 2.3.1.2)."""
        assert self._crawler.engine is not None
        try:
            response = await self._crawler.engine.download_async(request)
        except (HostRests, GivenBack):
            raise
        except Refusal as refusal:
            logger.info("%s: %s", request.url, refusal.reason)
            return (404, b"") if refusal.reason == "too-many-redirects" else (None, b"")
        except Exception as error:
            logger.info("%s: %s", request.url, describe(error))
            return None, b""
        cut = "dataloss" in response.flags
        return (None, b"") if cut else (response.status, response.body)

    def _request(self, origin: str, asker: Request) -> Request:
        meta: dict[str, Any] = {
            OWN: self._path, ENOUGH: LARGEST + 1, "download_maxsize": INFLATED, "download_timeout": self._timeout,
        }  # fmt: skip
        if "pace" in asker.meta:
            meta["pace"] = asker.meta["pace"]
        headers = {"Accept": "text/plain,*/*;q=0.1", "Accept-Encoding": "identity"}
        return Request(
            origin + self._path, callback=NO_CALLBACK, headers=headers, meta=meta, priority=1000, dont_filter=True
        )

    def _kept(self, name: str) -> RobotsCopy | None:
        if self._table is None:
            return None
        try:
            return self._table.load(name)
        except Unkept as error:
            logger.warning("%s of %s cannot be read from the archive: %s", self._path, name, error)
            return None

    async def _keep(self, copy: RobotsCopy) -> None:
        """Keep *copy*: by the one who writes, where the spider knows one (``keep_origin``)."""
        if self._table is None:
            return
        keep = getattr(self._crawler.spider, "keep_origin", None)
        try:
            await (keep(copy) if keep else asyncio.to_thread(self._table.save, copy))
        except Unkept as error:
            logger.warning("%s of %s cannot be kept: %s", self._path, copy.origin, error)

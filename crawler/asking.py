"""Asking before fetching: the gate, then the origin's robots.txt, for every request and every hop."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import Request, signals
from scrapy.exceptions import StopDownload
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from crawler import clock
from crawler.failures import describe
from crawler.gate import Refusal, admit
from crawler.handler import HostRests
from crawler.manners import policy_of
from crawler.reach import mapped_hosts
from crawler.robots import LARGEST, Rules, heard, is_fresh, rules_of
from storage.robots import RobotsCopy, RobotsTable, Unkept

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)
PATIENCE = 30.0  # seconds for a robots.txt
INFLATED = 8 * LARGEST  # bytes that a robots.txt may have without its content coding


class GateMiddleware:
    """Refuses what the gate refuses, before anything is asked about it."""

    def __init__(self, crawler: Crawler) -> None:
        self._mapped = mapped_hosts(policy_of(crawler.settings))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> GateMiddleware:
        """As Scrapy builds it."""
        return cls(crawler)

    def process_request(self, request: Request, spider: Spider | None = None) -> None:  # noqa: ARG002
        """Raise `Refusal`, or let *request* pass."""
        admit(request.url, self._mapped)


class RobotsMiddleware:
    """Keeps to robots.txt: asked once an origin and crawl, kept across crawls in the archive.

    Sets ``crawl_delay`` in the meta of requests that pass.
    """

    def __init__(self, crawler: Crawler) -> None:
        policy = policy_of(crawler.settings)
        self._crawler, self._obey = crawler, policy.obey_robots
        self._timeout = min(PATIENCE, policy.timeout.total_seconds())
        database = crawler.settings.get("WIREDIFF_DB")
        self._table = RobotsTable(Path(database)) if database else None
        self._found: dict[str, asyncio.Task[Rules]] = {}
        crawler.signals.connect(self._enough, signals.bytes_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        """As Scrapy builds it."""
        return cls(crawler)

    async def process_request(self, request: Request, spider: Spider | None = None) -> None:  # noqa: ARG002
        """Raise `Refusal` where robots.txt says no or cannot be had, else let *request* pass."""
        parts = urlparse_cached(request)
        if not self._obey or request.meta.get("robots") or parts.path == "/robots.txt":
            return
        rules = await self._rules(f"{parts.scheme}://{parts.netloc}", request)
        if reason := rules.refusal(request.url):
            raise Refusal(reason, request.url)
        request.meta["crawl_delay"] = rules.delay

    async def _rules(self, origin: str, asker: Request) -> Rules:
        if origin not in self._found:
            self._found[origin] = asyncio.ensure_future(self._find(origin, asker))
        return await asyncio.shield(self._found[origin])

    async def _find(self, origin: str, asker: Request) -> Rules:
        kept = await self._kept(origin)
        if kept is None or not is_fresh(kept, clock.now()):
            status, body = await self._ask(self._request(origin, asker), origin)
            kept = heard(origin, kept, status, body, clock.now())
            await self._keep(kept)
        return rules_of(kept, clock.now())

    async def _ask(self, request: Request, origin: str) -> tuple[int | None, bytes]:
        """Status and body; a chain of more than five redirects counts as "there is none" (RFC 9309, 2.3.1.2)."""
        assert self._crawler.engine is not None
        try:
            response = await self._crawler.engine.download_async(request)
        except HostRests:
            raise
        except Refusal as refusal:
            logger.info("robots.txt of %s: %s", origin, refusal.reason)
            return (404, b"") if refusal.reason == "too-many-redirects" else (None, b"")
        except Exception as error:
            logger.info("robots.txt of %s: %s", origin, describe(error))
            return None, b""
        cut = "dataloss" in response.flags
        return (None, b"") if cut else (response.status, response.body)

    def _request(self, origin: str, asker: Request) -> Request:
        meta: dict[str, Any] = {"robots": True, "download_maxsize": 0, "download_timeout": self._timeout}
        if "pace" in asker.meta:
            meta["pace"] = asker.meta["pace"]
        headers = {"Accept": "text/plain,*/*;q=0.1", "Accept-Encoding": "identity"}
        return Request(
            f"{origin}/robots.txt", callback=NO_CALLBACK, headers=headers, meta=meta, priority=1000, dont_filter=True
        )

    def _enough(self, data: bytes, request: Request) -> None:
        """Stop reading a robots.txt behind what counts of it."""
        if request.meta.get("robots"):
            request.meta["received"] = request.meta.get("received", 0) + len(data)
            request.meta["download_maxsize"] = INFLATED  # of the body; a Content-Length was let pass before
            if request.meta["received"] > LARGEST:
                raise StopDownload(fail=False)

    async def _kept(self, origin: str) -> RobotsCopy | None:
        if self._table is None:
            return None
        try:
            return await asyncio.to_thread(self._table.load, origin)
        except Unkept as error:
            logger.warning("robots.txt of %s cannot be read from the archive: %s", origin, error)
            return None

    async def _keep(self, copy: RobotsCopy) -> None:
        if self._table is not None:
            try:
                await asyncio.to_thread(self._table.save, copy)
            except Unkept as error:
                logger.warning("robots.txt of %s cannot be kept: %s", copy.origin, error)

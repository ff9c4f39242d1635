"""How fast one host is asked: one connection, and the longest of the outlet's pace, Crawl-delay, and five times what
the last answer took. A pace of zero (replays of one's own servers) is taken at its word.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.utils.httpobj import urlparse_cached

from crawler import clock
from crawler.manners import policy_of
from crawler.origin_files import origin_table
from crawler.render import WITHIN
from storage.robots import Unkept

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler

FACTOR = 5  # after Heritrix: a slow answer is a host at work
LONGEST = 60.0  # seconds that slowness alone may ask for
SHORTEST = 0.001  # without any delay Scrapy 2.19 starts all of a slot's requests at once, whatever its concurrency


def pause_after(pace: float, seconds: float) -> float:
    """How long a host is let alone after an answer that took so many *seconds*."""
    return max(pace, min(FACTOR * seconds, LONGEST)) if pace else 0.0


class PaceMiddleware:
    """Sets the delay of a host's slot before each request, and again by how long its answer took."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._pace = policy_of(crawler.settings).pace.total_seconds()
        self._table = origin_table(crawler)
        self._asked: dict[str, str] | None = None
        self._base: dict[str, float] = {}
        crawler.signals.connect(self._answered, signals.response_downloaded)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PaceMiddleware:
        """As Scrapy builds it."""
        return cls(crawler)

    async def process_request(self, request: Request, spider: Spider | None = None) -> None:  # noqa: ARG002
        """Let *request* queue up at its host, at the pace that holds there."""
        host = urlparse_cached(request).hostname or ""
        if request.meta.get(WITHIN):  # one after another, in a queue of their own: the visit kept the pace
            request.meta["download_slot"] = slot = f"{host} within a page"
            self._set(slot, 0.0)
            return
        request.meta["download_slot"] = host
        pace = request.meta.get("pace", self._pace)
        delay = max(pace, request.meta.get("crawl_delay", 0.0), self._base.get(host, 0.0))
        first = host not in self._base
        self._base[host] = request.meta["pause"] = delay
        self._set(host, delay)
        if first and delay:
            await self._after_last_crawl(host, delay)

    def _set(self, host: str, delay: float) -> None:
        """Both for the slot there is and for the one that Scrapy makes after it forgot an idle one."""
        delay, downloader = max(delay, SHORTEST), self._downloader
        downloader.per_slot_settings[host] = {"concurrency": 1, "delay": delay}
        if host in downloader.slots:
            downloader.slots[host].delay = delay

    async def _after_last_crawl(self, host: str, delay: float) -> None:
        """Wait where a crawl before this one asked *host* less than its pace ago."""
        if (asked := await self._asked_lately()).get(host):
            gone = (clock.now() - clock.parse(asked[host])).total_seconds()
            await asyncio.sleep(max(0.0, min(delay, delay - gone)))

    async def _asked_lately(self) -> dict[str, str]:
        if self._asked is None:
            self._asked = {}
            if self._table is not None:
                with suppress(Unkept):
                    self._asked = dict(await asyncio.to_thread(self._table.asked_lately, clock.now()))
        return self._asked

    def _answered(self, response: Any, request: Request) -> None:  # noqa: ARG002
        """The pause begins when the answer has come, so that no delay on the way shortens it at the other end."""
        host = request.meta.get("download_slot", "")
        if slot := self._downloader.slots.get(host):
            slot.lastseen = monotonic()
        if base := self._base.get(host):
            self._set(host, pause_after(base, request.meta.get("seconds", 0.0)))

    @property
    def _downloader(self) -> Any:
        assert self._crawler.engine is not None
        return self._crawler.engine.downloader

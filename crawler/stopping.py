"""Ending a crawl in time: what waits for its host's pace is given back instead of sent, once the crawl closes.

Scrapy drains what its downloader has queued, at each host's pace, which may take longer than anybody who stops a crawl
will wait. A visit that is given back yields no item, and is as due as before.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.exceptions import IgnoreRequest

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

LOOK = 0.25  # seconds between two looks; Scrapy has no signal for the beginning of the end


class GivenBack(IgnoreRequest):
    """The crawl ended before this request's turn came; nothing was sent."""


class PromptStop:
    """Empties the queues of all hosts when the crawl begins to close; what is under way ends as it would."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._task: asyncio.Task[None] | None = None
        crawler.signals.connect(self._opened, signals.spider_opened)
        crawler.signals.connect(self._closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PromptStop:
        """As Scrapy builds it."""
        return cls(crawler)

    def _opened(self) -> None:
        self._task = asyncio.ensure_future(self._watch())

    def _closed(self) -> None:
        if self._task is not None:
            self._task.cancel()

    async def _watch(self) -> None:
        while not is_closing(self._crawler):
            await asyncio.sleep(LOOK)
        while True:  # middlewares may still bring some to the queues
            self._empty()
            await asyncio.sleep(LOOK)

    def _empty(self) -> None:
        assert self._crawler.engine is not None
        for slot in self._crawler.engine.downloader.slots.values():
            while slot.queue:
                request, answer = slot.queue.popleft()
                _give_back(request, answer)


def is_closing(crawler: Crawler) -> bool:
    """Whether *crawler* began to close."""
    slot = getattr(crawler.engine, "_slot", None)
    return slot is not None and slot.closing is not None


def _give_back(request: Request, answer: Any) -> None:
    answer.errback(GivenBack(f"the crawl ended before {request.url}"))

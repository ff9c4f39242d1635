"""Rendering in a crawl: the last thing that happens to an answer whose outlet asks for it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from scrapy import Request, signals
from scrapy.exceptions import NotConfigured
from scrapy.http import HtmlResponse, Response

from crawler.failures import NotRendered
from crawler.manners import policy_of
from crawler.outlets import Policy
from crawler.render.browser import trouble

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

    from crawler.render.pages import Pages

AT_ONCE = 2  # pages that are open at the same time
OK = 200


class RenderMiddleware:
    """Opens HTML pages in a browser where ``render`` is in the meta of their request."""

    def __init__(self, crawler: Crawler, policy: Policy, trouble: str | None) -> None:
        self._crawler, self._policy, self._trouble = crawler, policy, trouble
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._pages: Pages | None = None
        crawler.signals.connect(self._close, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RenderMiddleware:
        """As Scrapy builds it; not at all where no outlet asks for it."""
        outlets = getattr(crawler.spider, "outlets", ())
        if not any(outlet.render for outlet in outlets):
            raise NotConfigured
        policy = policy_of(crawler.settings)
        return cls(crawler, policy, trouble(outlets, policy))

    async def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002
    ) -> Response:
        """The page as its scripts write it; what is no whole page of HTML as it came."""
        whole = isinstance(response, HtmlResponse) and response.status == OK and "dataloss" not in response.flags
        if not request.meta.get("render") or not whole:
            return response
        if self._trouble:
            raise NotRendered(self._trouble)
        async with self._turn:
            return await self._opened().rendered(response)

    def _opened(self) -> Pages:
        if self._pages is None:
            from crawler.render.pages import Pages

            assert self._crawler.engine is not None
            self._pages = Pages(self._crawler, self._policy, self._crawler.engine.download_async)
        return self._pages

    async def _close(self) -> None:
        if self._pages is not None:
            await self._pages.close()

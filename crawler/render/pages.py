"""One page, opened in the browser until it has come to rest, and what then stands in it."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error, Page
from playwright.async_api import TimeoutError as PageTimeout
from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError
from scrapy.http import HtmlResponse, Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

from crawler.failures import NotRendered
from crawler.manners import user_agent
from crawler.outlets import Policy
from crawler.render import RENDERED
from crawler.render.browser import bounded, why_not
from crawler.render.certificate import tls_context
from crawler.render.confining import confine
from crawler.render.proxy import Ask, Budget, PageProxy

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)
REQUESTS = 60  # that one page may make
REST = 1 / 3  # of the time-out: within it a page is to come to rest; one that never does is taken as it then stands
LONGEST_REST = 10.0  # seconds of it, however patient the time-out
STARTING = 60.0  # seconds for the browser to start, which is not its first page's time
CLOSING = 5.0  # seconds for a page to be closed
NO_LONGER = ("etag", "last-modified", "content-length", "content-encoding", "transfer-encoding", "content-md5")
MEASURE = "document.documentElement.outerHTML.length"


class Pages:
    """The browser of a crawl; it is started with the first page, and ends with `close`."""

    def __init__(self, crawler: Crawler, policy: Policy, ask: Ask) -> None:
        self._crawler, self._policy, self._ask = crawler, policy, ask
        self._seconds = policy.timeout.total_seconds()
        self._tls = tls_context()
        self._numbers = count(1)
        self._handler: ScrapyPlaywrightDownloadHandler | None = None
        self._starting = asyncio.Lock()

    async def rendered(self, response: Response) -> HtmlResponse:
        """*response* with what its scripts made of it as its body.

        `DownloadTimeoutError` where that takes longer than the policy allows, `DownloadCancelledError` where it grows
        too large, `NotRendered` where the browser fails.
        """
        try:
            handler = await self._started()
            budget = Budget(REQUESTS, self._policy.max_body)
            async with asyncio.timeout(self._seconds), PageProxy(response, self._ask, budget, self._tls) as proxy:
                body = await self._opened(handler, response, proxy)
            logger.info("rendered %s: %d requests, refused %s", response.url, proxy.passed, dict(proxy.refused))
        except (TimeoutError, PageTimeout):
            raise DownloadTimeoutError(f"the page did not come to rest within {self._seconds:.0f} s") from None
        except Error as error:
            raise NotRendered(error.message.splitlines()[0]) from None
        return self._answer(response, body)

    async def _started(self) -> ScrapyPlaywrightDownloadHandler:
        async with self._starting:
            if self._handler is None:
                handler = ScrapyPlaywrightDownloadHandler(self._crawler)
                try:
                    async with asyncio.timeout(STARTING):
                        with bounded():
                            await handler._launch()  # what it does itself where it is there before the engine starts
                            await handler._maybe_launch_browser()
                except (Error, TimeoutError) as error:
                    await handler.close()
                    raise NotRendered(why_not(self._policy, str(error) or f"not within {STARTING:.0f} s")) from None
                self._version = handler.browser.version
                self._handler = handler
        return self._handler

    async def _opened(self, handler: ScrapyPlaywrightDownloadHandler, response: Response, proxy: PageProxy) -> bytes:
        meta: dict[str, Any] = {
            "playwright": True,
            "playwright_include_page": True,
            "playwright_context": f"page {next(self._numbers)}",
            "playwright_context_kwargs": self._context(proxy),
            "playwright_page_goto_kwargs": {"wait_until": "domcontentloaded"},
            "playwright_page_init_callback": confine,
            "playwright_page_methods": [PageMethod(self._settle)],
        }
        request = Request(response.url, meta=meta)
        try:
            found: HtmlResponse = await handler.download_request(request)
            return found.text.encode("utf-8", "replace")
        finally:
            await _closed(request.meta.get("playwright_page"))

    def _context(self, proxy: PageProxy) -> dict[str, Any]:
        """A context of its own for each page: nothing is remembered from page to page."""
        return {
            "proxy": {"server": proxy.address, "bypass": "<-loopback>"},
            "user_agent": user_agent(self._policy),
            "ignore_https_errors": True,  # of our own proxy, the only one whom the browser can reach
            "accept_downloads": False,
            "service_workers": "block",
        }

    async def _settle(self, page: Page) -> None:
        """Wait until the page asks for nothing any more, and look whether it is of a size that can be taken."""
        with suppress(PageTimeout):
            await page.wait_for_load_state("networkidle", timeout=min(REST * self._seconds, LONGEST_REST) * 1000)
        size = await page.evaluate(MEASURE)
        if size > self._policy.max_body:
            raise DownloadCancelledError(f"the page grew to {size} characters")

    def _answer(self, response: Response, body: bytes) -> HtmlResponse:
        headers = response.headers.copy()
        for name in NO_LONGER:
            headers.pop(name, None)
        headers["Content-Type"] = "text/html; charset=utf-8"
        headers[RENDERED] = f"Chromium/{self._version}"
        return HtmlResponse(
            response.url, 200, headers, body, [*response.flags, RENDERED], response.request, encoding="utf-8"
        )

    async def close(self) -> None:
        """End the browser."""
        if self._handler is not None:
            await self._handler.close()


async def _closed(page: Page | None) -> None:
    """Close a page with its context, whatever it is doing."""
    if page is not None:
        with suppress(Error, TimeoutError):
            async with asyncio.timeout(CLOSING):
                await page.context.close()

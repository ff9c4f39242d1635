"""What a page may ask for at all: what a text can come from. It opens no windows, and nothing leads away from it."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Error, Page, Request, Route

WANTED = frozenset({"script", "xhr", "fetch"})
BLANK = "about:blank"


async def confine(page: Page, _: Any) -> None:
    """Set the rules of *page*, before it is opened; scrapy-playwright calls this with its request."""
    await page.context.route("**", _nothing)  # what other windows ask for: rules of a page come before these
    await page.route("**", _decide)


async def _nothing(route: Route) -> None:
    await route.abort()


async def _decide(route: Route) -> None:
    request = route.request
    if not request.is_navigation_request():
        await (route.fallback() if request.resource_type in WANTED else route.abort())
    elif _opens(request):
        await route.fallback()
    else:
        await route.abort("aborted")  # as by a reader's hand: the page stays


def _opens(request: Request) -> bool:
    """Whether a navigation is the one that opens the page itself."""
    try:
        return request.frame.parent_frame is None and request.frame.page.url == BLANK
    except Error:  # its frame is not there yet: a window
        return False

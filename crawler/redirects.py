"""Redirects, hop by hop through the gate; and one more try for a connection that was cut."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from crawler.addresses import address_key
from crawler.entries import tidy
from crawler.failures import kind_of
from crawler.gate import Refusal, admit
from crawler.manners import policy_of
from crawler.reach import mapped_hosts
from crawler.render import WITHIN

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response

HOPS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
VALIDATORS = ("If-None-Match", "If-Modified-Since")


class RedirectMiddleware:
    """Follows at most five redirects. The chain is kept in the meta as ``hops``: what was asked after the first.

    The next request goes through every middleware again, so that a new host's robots.txt is asked, and its pace kept.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._mapped = mapped_hosts(policy_of(crawler.settings))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RedirectMiddleware:
        """As Scrapy builds it."""
        return cls(crawler)

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002
    ) -> Request | Response:
        """The next request, or *response* where it redirects nowhere; `Refusal` for a hop that is not allowed."""
        if request.meta.get(WITHIN):
            return response  # the browser follows it, back through the gate
        location = response.headers.get("Location")
        if response.status not in REDIRECTS or not location:
            return response
        hops = request.meta.get("hops", ())
        target = _joined(request.url, location)
        request.meta["hops"] = (*hops, target)
        if len(hops) >= HOPS:
            raise Refusal("too-many-redirects", target)
        address = admit(target, self._mapped)
        return self._next(request, address, (*hops, address))

    def _next(self, request: Request, address: str, hops: tuple[str, ...]) -> Request:
        """The next hop's request. Validators go along only where the address is the same one, spelled otherwise:
        a date that fits an error page at another address would come back as "not modified".
        """
        headers = request.headers.copy()
        if address_key(address) != address_key(request.url):
            for name in VALIDATORS:
                headers.pop(name, None)
        meta = {**request.meta, "hops": hops}
        for name in ("download_slot", "crawl_delay"):
            meta.pop(name, None)
        return request.replace(url=address, headers=headers, meta=meta, priority=request.priority + 2)


def _joined(base: str, location: bytes) -> str:
    """The target as it was written, blanks escaped; a backslash stays one, for the gate to see."""
    try:
        text = location.decode("utf-8")
    except UnicodeDecodeError:
        text = location.decode("latin-1")
    try:
        return urljoin(base, tidy(text))
    except ValueError:
        return text


class RetryOnceMiddleware:
    """Asks once more, in its turn, where the connection was cut before an answer came."""

    def process_exception(
        self,
        request: Request,
        exception: Exception,
        spider: Spider | None = None,  # noqa: ARG002
    ) -> Request | None:
        """The same request again, or None: the failure stands."""
        if request.meta.get("retried") or kind_of(exception) != "reset":
            return None
        return request.replace(meta={**request.meta, "retried": True})

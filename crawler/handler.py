"""The one place where a request becomes a connection: everything that is fetched passes here, whoever asked.

The gate is asked once more; a host that rests is not asked; a mapped host is spoken to in plain HTTP, whatever its
address says, while request and response keep their real address.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached

from crawler import clock
from crawler.gate import Refusal, admit
from crawler.heads import BoundedFactory
from crawler.manners import policy_of
from crawler.quiet import hush
from crawler.reach import guard, mapped_hosts
from crawler.rest import Resting

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class HostRests(IgnoreRequest):
    """The host asked to be left alone for *seconds* more; nothing was sent."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host} wants no request for {seconds:.0f} s")
        self.seconds = max(1, round(seconds))


class PoliteHandler(HTTP11DownloadHandler):
    """HTTP/1.1 through the gate. Times go into the request's meta: ``sent_at`` (UTC) and ``seconds``."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        hush()
        self._crawler = crawler
        self._mapped = mapped_hosts(policy_of(crawler.settings))
        self._resting = Resting()
        self._pool._factory = BoundedFactory
        self._pool.persistent = False  # what one answer leaves on a connection must never be read as the next page
        self._pool.retryAutomatically = False  # a second try keeps the pace: see crawler.redirects

    async def download_request(self, request: Request) -> Response:
        """Fetch *request*, or raise `Refusal` or `HostRests` with nothing sent."""
        admit(request.url, self._mapped)
        host = urlparse_cached(request).hostname or ""
        if seconds := self._resting.left(host):
            raise HostRests(host, seconds)
        return self._heard(await self.send(request, host), request, host)

    async def send(self, request: Request, host: str) -> Response:
        """Send what may be sent, at once."""
        from twisted.internet import reactor

        resolver = guard(reactor, self._mapped)
        request.meta["sent_at"], began = clock.stamp_now(), monotonic()
        try:
            return await super().download_request(self._plain(request, host))
        except CannotResolveHostError:
            if host in resolver.refused:
                raise Refusal("private-address", request.url) from None
            raise
        finally:
            request.meta["seconds"] = round(monotonic() - began, 6)

    def _plain(self, request: Request, host: str) -> Request:
        """A request to a mapped host as it goes over the wire: never TLS, the Host header as for the real one."""
        parts = urlparse_cached(request)
        if parts.scheme != "https" or host not in self._mapped:
            return request
        headers = request.headers.copy()
        headers["Host"] = parts.netloc
        url = parts._replace(scheme="http").geturl()
        return request.replace(url=url, headers=headers, meta=request.meta)

    def _heard(self, response: Response, request: Request, host: str) -> Response:
        value = (response.headers.get("Retry-After") or b"").decode("latin-1")
        self._resting.hear(host, response.status, value, clock.now())
        return response if response.url == request.url else response.replace(url=request.url)

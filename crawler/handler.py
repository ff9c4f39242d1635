"""The one place where a request becomes a connection: everything that is fetched passes here, whoever asked.

The gate is asked once more; a host that rests is not asked; a mapped host is spoken to in plain HTTP, whatever its
address says, while request and response keep their real address.
"""

from __future__ import annotations

import asyncio
import ssl
from time import monotonic
from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.http import Headers
from scrapy.responsetypes import responsetypes
from scrapy.utils.httpobj import urlparse_cached

from crawler import clock
from crawler.answer import Answer, BodyTooLarge, HeadTooLarge, NoHTTP
from crawler.conversation import converse
from crawler.gate import Refusal, admit
from crawler.manners import policy_of
from crawler.quiet import hush
from crawler.reach import guard, mapped_hosts
from crawler.rest import Resting

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

ENOUGH = "enough"  # of a request's meta: bytes of the body that are wanted, however long it is
OUTCOMES: dict[type[Exception], type[Exception]] = {  # in Scrapy's words; any other error is told as it is
    TimeoutError: DownloadTimeoutError,
    ConnectionRefusedError: DownloadConnectionRefusedError,
    BodyTooLarge: DownloadCancelledError,
    HeadTooLarge: DownloadFailedError,
    NoHTTP: DownloadFailedError,
    ConnectionError: DownloadFailedError,
    ssl.SSLError: DownloadFailedError,
}


class HostRests(IgnoreRequest):
    """The host asked to be left alone for *seconds* more; nothing was sent."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host} wants no request for {seconds:.0f} s")
        self.seconds = max(1, round(seconds))


class PoliteHandler(BaseDownloadHandler):
    """HTTP/1.1 through the gate. Times go into the request's meta: ``sent_at`` (UTC) and ``seconds``.

    Of Scrapy's keys it knows ``download_timeout`` and ``download_maxsize``, which is the body's bound; with ``enough``
    there is none, and so many bytes of a longer one are read. No signals tell of heads and of bytes as they come.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        hush()
        self._crawler = crawler
        self._mapped = mapped_hosts(policy_of(crawler.settings))
        self._resting = Resting()
        self._most = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self._patience = crawler.settings.getfloat("DOWNLOAD_TIMEOUT")

    async def download_request(self, request: Request) -> Response:
        """Fetch *request*, or raise `Refusal` or `HostRests` with nothing sent."""
        admit(request.url, self._mapped)
        host = urlparse_cached(request).hostname or ""
        if seconds := self._resting.left(host):
            raise HostRests(host, seconds)
        response = await self.send(request, host)
        value = (response.headers.get("Retry-After") or b"").decode("latin-1")
        self._resting.hear(host, response.status, value, clock.now())
        return response

    async def send(self, request: Request, host: str) -> Response:
        """Send what may be sent, at once."""
        patience = request.meta.get("download_timeout") or self._patience
        request.meta["sent_at"], began = clock.stamp_now(), monotonic()
        try:
            async with asyncio.timeout(patience):
                return _response(request, await self._answer(request, host))
        except tuple(OUTCOMES) as error:
            outcome = next(outcome for family, outcome in OUTCOMES.items() if isinstance(error, family))
            raise outcome(str(error) or f"no whole answer within {patience:g} s") from error
        finally:
            request.meta["seconds"] = round(monotonic() - began, 6)

    async def _answer(self, request: Request, host: str) -> Answer:
        """The answer to *request*; a mapped host is never asked by TLS, and told its real name."""
        from twisted.internet import reactor

        parts, resolver = urlparse_cached(request), guard(reactor, self._mapped)
        secure = parts.scheme == "https"
        places = await resolver.places(host, parts.port or (443 if secure else 80))
        if not places:
            if host in resolver.refused:
                raise Refusal("private-address", request.url)
            raise CannotResolveHostError(f"{host} has no address")
        answer = Answer(
            most=request.meta.get("download_maxsize", self._most), enough=request.meta.get(ENOUGH, 0),
            bare=request.method == "HEAD",
        )  # fmt: skip
        return await converse(_question(request), places, answer, host if secure and host not in self._mapped else None)


def _question(request: Request) -> bytes:
    """The bytes of *request*: its headers in their order, between the two that every request has."""
    parts = urlparse_cached(request)
    path = (
        (parts.path or "/") + (f";{parts.params}" if parts.params else "") + (f"?{parts.query}" if parts.query else "")
    )
    lines = [f"{request.method} {path} HTTP/1.1".encode("ascii"), b"Connection: close"]
    for name, values in request.headers.items():
        lines += [name + b": " + b" ".join(value.splitlines()).strip() for value in values]
    if request.body:
        lines.append(b"Content-Length: %d" % len(request.body))
    if "Host" not in request.headers:
        lines.append(b"Host: " + parts.netloc.encode("ascii"))
    return b"\r\n".join(lines) + b"\r\n\r\n" + request.body


def _response(request: Request, answer: Answer) -> Response:
    assert answer.head is not None
    headers = Headers()
    for name, value in answer.head.end_to_end():
        headers.appendlist(name, value)
    kind = responsetypes.from_args(headers=headers, url=request.url, body=answer.body)
    return kind(
        request.url, answer.head.status, headers, answer.body, answer.flags, protocol=f"HTTP/{answer.head.version}"
    )

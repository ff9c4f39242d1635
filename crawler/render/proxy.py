"""The only way out of a page that is rendered: a proxy on loopback, one a page, that asks through the crawl's own gate.

It ends TLS itself (with a certificate that only our browser is told to accept), so that it sees every request whole,
and hands each to the crawl's downloader: the gate, robots.txt, the guarded resolver, TLS to the real host, the bounds.
Only what is safe (RFC 9110, 9.2.1) is passed on: no forms, no beacons, no web sockets. Cookies go neither way.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.failures import describe
from crawler.gate import Refusal
from crawler.render import WITHIN

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LARGEST_HEAD = 64 * 1024
AT_ONCE = 3  # requests of one page that are under way
LONGEST = 15.0  # seconds for one thing that a page asks for
NOT_ASKED_ON = frozenset({  # of a browser's request: the way's own, and what would tell visits apart
    "host", "connection", "proxy-connection", "proxy-authorization", "keep-alive", "te", "trailer", "upgrade",
    "transfer-encoding", "content-length", "accept-encoding", "cookie", "user-agent", "upgrade-insecure-requests",
    "if-none-match", "if-modified-since", "range",
})  # fmt: skip
NOT_TOLD = frozenset({  # of an answer: what described the way here
    "connection", "keep-alive", "proxy-authenticate", "transfer-encoding", "content-encoding", "content-length",
    "set-cookie", "alt-svc", "strict-transport-security", "trailer", "upgrade",
})  # fmt: skip
Ask = Callable[[Request], Awaitable[Response]]


@dataclass
class Budget:
    """What one page may still ask for: *requests*, and *bytes* of answers."""

    requests: int
    bytes: int


@dataclass(frozen=True)
class Asked:
    """One request of the browser, its address whole."""

    method: str
    address: str
    headers: tuple[tuple[str, str], ...]

    def header(self, name: str) -> str:
        """The value of a header; empty where it is not there."""
        return next((value for key, value in self.headers if key.lower() == name), "")


class Nonsense(ValueError):
    """What came is no request."""


@dataclass
class PageProxy:
    """Answers the first request with *document*, which was fetched already, and others by *ask*, within *budget*."""

    document: Response
    ask: Ask
    budget: Budget
    tls: ssl.SSLContext
    refused: Counter[str] = field(default_factory=Counter)
    passed: int = 0
    _opened: bool = False

    async def __aenter__(self) -> PageProxy:
        self._tasks: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=LARGEST_HEAD)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def address(self) -> str:
        """As a browser takes it."""
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._talk(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(OSError, EOFError, asyncio.LimitOverrunError, Nonsense):
                await self._serve(reader, writer)
        finally:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        origin = ""
        while True:
            asked = parse(await reader.readuntil(b"\r\n\r\n"), origin)
            if asked.method == "CONNECT":
                writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
                await writer.start_tls(self.tls)
                origin = asked.address
                continue
            writer.write(await self._answer(asked))
            await writer.drain()
            if asked.header("content-length") or asked.header("transfer-encoding"):
                return  # a body that nobody reads

    async def _answer(self, asked: Asked) -> bytes:
        if not self._opened:
            self._opened = True
            return written(self.document)
        if asked.method not in SAFE or asked.header("upgrade"):
            return self._refuse("method")
        async with self._turn:
            return await self._passed_on(asked)

    async def _passed_on(self, asked: Asked) -> bytes:
        if self.budget.requests <= 0 or self.budget.bytes <= 0:
            return self._refuse("budget")
        self.budget.requests -= 1
        try:
            response = await self.ask(self._request(asked))
        except Refusal as refusal:
            return self._refuse(refusal.reason)
        except Exception as error:
            return self._refuse(describe(error).partition(":")[0], HTTPStatus.BAD_GATEWAY)
        self.budget.bytes -= len(response.body)
        self.passed += 1
        return written(response, bare=asked.method == "HEAD")

    def _request(self, asked: Asked) -> Request:
        headers = {name: value for name, value in asked.headers if name.lower() not in NOT_ASKED_ON}
        meta = {WITHIN: True, "handle_httpstatus_all": True, "download_maxsize": self.budget.bytes,
                "download_timeout": LONGEST}  # fmt: skip
        return Request(asked.address, NO_CALLBACK, asked.method, headers, meta=meta, dont_filter=True)

    def _refuse(self, reason: str, status: HTTPStatus = HTTPStatus.FORBIDDEN) -> bytes:
        self.refused[reason] += 1
        return f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Length: 0\r\n\r\n".encode()


def parse(head: bytes, origin: str) -> Asked:
    """The request in *head*; within a tunnel addresses are paths of its *origin*.

    >>> parse(b"GET http://outlet.example/a HTTP/1.1\\r\\nAccept: */*\\r\\n\\r\\n", "").address
    'http://outlet.example/a'
    >>> parse(b"CONNECT outlet.example:443 HTTP/1.1\\r\\n\\r\\n", "").address
    'https://outlet.example:443'
    """
    first, *lines = head.decode("latin-1").split("\r\n")[:-2]
    try:
        method, target, _version = first.split(" ")
        headers = tuple((name.strip(), value.strip()) for name, value in (line.split(":", 1) for line in lines))
    except ValueError as error:
        raise Nonsense(first) from error
    if method == "CONNECT":
        return Asked(method, f"https://{target}", headers)
    if not (origin and target.startswith("/")) and urlsplit(target).scheme != "http":
        raise Nonsense(target)
    return Asked(method, origin + target, headers)


def written(response: Response, *, bare: bool = False) -> bytes:
    """A response as it goes to the browser, its body whole and without codings; *bare*: without its body."""
    phrase = HTTPStatus(response.status).phrase if response.status in set(HTTPStatus) else ""
    lines = [f"HTTP/1.1 {response.status} {phrase}".encode()]
    for name, values in response.headers.items():
        if name.decode("latin-1").lower() not in NOT_TOLD:
            lines += [name + b": " + value for value in values if not {10, 13} & set(value)]
    lines.append(b"Content-Length: %d" % len(response.body))
    return b"\r\n".join(lines) + b"\r\n\r\n" + (b"" if bare else response.body)

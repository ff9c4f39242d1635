"""A loopback server that plays every host of a set of captures: articles by round, a feed or a news sitemap a host."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from benchmarks.captures import Histories

FEED, SITEMAP = "/wirediff-replay.rss", "/wirediff-replay.xml"
DAY = "2026-03-02"  # the first day of every replay, by its own clock


@dataclass
class Replay:
    """What is served: by (host, path) the address and its captures; *round* says which capture is the present one."""

    histories: Histories
    validators: bool = True
    round: int = 0
    served: Counter[int] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.places = {place(address): address for address in self.histories}
        self.hosts: dict[str, list[str]] = {}
        for address in self.histories:
            self.hosts.setdefault(urlsplit(address).netloc.lower(), []).append(address)

    def body(self, address: str) -> bytes:
        """The present capture of an address: the last one where its history is shorter than the rounds."""
        captures = self.histories[address]
        return captures[min(self.round, len(captures) - 1)]

    def source(self, host: str) -> str:
        """The address of a host's feed or sitemap; every other host has the one, the rest the other."""
        scheme = urlsplit(self.hosts[host][0]).scheme
        return f"{scheme}://{host}{FEED if len(host) % 2 else SITEMAP}"


def place(address: str) -> tuple[str, str]:
    """Host and target, as a request names them."""
    parts = urlsplit(address)
    return parts.netloc.lower(), (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def feed(addresses: list[str]) -> bytes:
    """An RSS feed of all addresses of a host."""
    items = "".join(
        f"<item><title>Capture {number}</title><link>{escape(address)}</link></item>"
        for number, address in enumerate(addresses)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Replay</title>{items}</channel></rss>'.encode()


def sitemap(addresses: list[str]) -> bytes:
    """A news sitemap of all addresses of a host."""
    rows = "".join(
        f"<url><loc>{escape(address)}</loc><news:news><news:publication_date>{DAY}</news:publication_date>"
        f"<news:title>Capture {number}</news:title></news:news></url>"
        for number, address in enumerate(addresses)
    )
    site, news = ("http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.google.com/schemas/sitemap-news/0.9")
    return f'<?xml version="1.0"?><urlset xmlns="{site}" xmlns:news="{news}">{rows}</urlset>'.encode()


class Handler(BaseHTTPRequestHandler):
    """Answers for every host."""

    protocol_version = "HTTP/1.1"
    replay: Replay

    def do_GET(self) -> None:
        """An article, a feed, a sitemap, or 404 (robots.txt among it)."""
        host = (self.headers.get("Host") or "").lower()
        if self.path == FEED:
            self._answer(200, feed(self.replay.hosts.get(host, [])), "application/rss+xml")
        elif self.path == SITEMAP:
            self._answer(200, sitemap(self.replay.hosts.get(host, [])), "application/xml")
        elif (address := self.replay.places.get((host, self.path))) is not None:
            self._article(self.replay.body(address))
        else:
            self._answer(404, b"", "text/plain")

    def _article(self, body: bytes) -> None:
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"' if self.replay.validators else None
        fresh = tag is not None and self.headers.get("If-None-Match") == tag
        status = 304 if fresh else 200
        with self.replay.lock:
            self.replay.served[status] += 1
        self._answer(status, b"" if fresh else body, "text/html", tag)

    def _answer(self, status: int, body: bytes, kind: str, tag: str | None = None) -> None:
        self.send_response(status)
        if tag:
            self.send_header("ETag", tag)
        if status != 304:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet: what was served is counted."""


class Server(ThreadingHTTPServer):
    """Hundreds of hosts are asked at once."""

    request_queue_size = 512
    daemon_threads = True


@contextmanager
def serving(replay: Replay) -> Iterator[str]:
    """Serve until the block ends; "address:port"."""
    handler = type("ReplayHandler", (Handler,), {"replay": replay})
    server = Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()

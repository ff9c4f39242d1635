"""The outlets on loopback: a port each, a virtual clock for all, a log of what was served."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any, TextIO

from crawler.clock import stamp, stamp_now
from wirediff.demo.answers import Answer, Asked, answer
from wirediff.demo.timeline import BEGIN, Outlet

LOOPBACK = "127.0.0.1"
Record = Callable[[dict[str, Any]], None]


class Clock:
    """The outlets' time: set by `step`, running at *speed* times the pace of the real one."""

    def __init__(self, start: datetime = BEGIN, speed: float = 1.0) -> None:
        self.speed = speed
        self.step(start)

    def step(self, to: datetime) -> None:
        """Put the clock to *to*."""
        self._set = (to, time.monotonic())

    def now(self) -> datetime:
        """The outlets' present moment."""
        start, began = self._set
        return start + timedelta(seconds=(time.monotonic() - began) * self.speed)


class Served:
    """Writes what was served as JSON lines, each on the disk before its answer leaves."""

    def __init__(self, file: TextIO) -> None:
        self.file = file
        self.lock = threading.Lock()

    def __call__(self, entry: dict[str, Any]) -> None:
        """Write one line."""
        with self.lock:
            self.file.write(json.dumps(entry, ensure_ascii=False) + "\n")
            self.file.flush()


class OutletServer(ThreadingHTTPServer):
    """One outlet's server."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, outlet: Outlet, clock: Clock, record: Record | None = None, port: int = 0) -> None:
        self.outlet = outlet
        self.clock = clock
        self.record = record
        self.answers = count()
        super().__init__((LOOPBACK, port), Handler)

    @property
    def address(self) -> str:
        """ "127.0.0.1:PORT", as ``[network.hosts]`` takes it."""
        return f"{LOOPBACK}:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up (a crawl that was killed) is no event."""


class Handler(BaseHTTPRequestHandler):
    """Turns a request into the outlet's answer."""

    server: OutletServer
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        """Answer with a body."""
        self._send(with_body=True)

    def do_HEAD(self) -> None:
        """Answer without one."""
        self._send(with_body=False)

    def _send(self, *, with_body: bool) -> None:
        now = self.server.clock.now()
        asked = Asked(self.path, self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since"))
        given = answer(self.server.outlet, asked, now, next(self.server.answers))
        if self.server.record is not None:
            self.server.record(entry(self.server.outlet, asked, given, now))
        self.send_response_only(given.status)
        for name, value in self._headers(given, now).items():
            self.send_header(name, value)
        self.end_headers()
        if with_body and given.body:
            self.wfile.write(given.body)

    def _headers(self, given: Answer, now: datetime) -> dict[str, str]:
        head = {"Date": format_datetime(now.replace(microsecond=0), usegmt=True), **given.headers}
        if given.status != 304:
            head |= {"Content-Type": given.media_type, "Content-Length": str(len(given.body))}
        return head

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: the log of what was served says more."""


def entry(outlet: Outlet, asked: Asked, given: Answer, now: datetime) -> dict[str, Any]:
    """One line of the log: what was served, at which virtual and which real time."""
    return {
        "address": outlet.url(asked.path),
        "outlet": outlet.id,
        "virtual": stamp(now),
        "real": stamp_now(),
        "status": given.status,
        "what": given.what,
        "revision": given.revision,
        "bytes": len(given.body),
        "body_hash": hashlib.sha256(given.body).hexdigest() if given.body else None,
    }


@contextmanager
def serving(
    outlets: Iterable[Outlet], clock: Clock, record: Record | None = None, first_port: int = 0
) -> Iterator[dict[str, str]]:
    """Serve *outlets* while the block runs; what ``[network.hosts]`` needs: host name to loopback address.

    *first_port* 0 lets the system choose; else the outlets stand on it and the ports after it (OSError where one is
    taken).
    """
    servers: list[OutletServer] = []
    try:
        for number, outlet in enumerate(outlets):
            servers.append(OutletServer(outlet, clock, record, first_port + number if first_port else 0))
            threading.Thread(target=servers[-1].serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
        yield {server.outlet.host: server.address for server in servers}
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()

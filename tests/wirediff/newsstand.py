"""An outlet on loopback for tests of whole crawls: feeds, sitemaps, articles, and answers that can be held back."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from storage.archive import Archive

WIREDIFF = [sys.executable, "-m", "wirediff"]
START = "2026-03-01T12:00:00Z"
PATIENCE = 300.0  # seconds for what comes about at once, unless the machine is busy
SENTENCES = (
    "The harbour authority said on Sunday that the flood barrier at {name} had been closed for the night.",
    "Engineers measured the water at two metres above its usual mark before the tide turned at three o'clock.",
    "Residents of the lower town carried their furniture to the upper floors and waited for news from the council.",
    "Nobody was hurt, the mayor told reporters outside the town hall, and schools would open again on Tuesday.",
)


class Newsstand:
    """Serves *feeds* and *sitemaps* of *articles* (path: status) on any host; ``hold(path)`` keeps an answer back."""

    def __init__(self, *articles: str) -> None:
        self.articles = dict.fromkeys(articles, 200)
        self.feeds = {"/feed"}
        self.sitemaps: set[str] = set()
        self.asked: list[str] = []
        self.arrived = threading.Event()
        self._held: dict[str, threading.Event] = {}
        stand = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                stand._answer(self)

            def log_message(self, *_: Any) -> None: ...

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: Any) -> None: ...

        self._server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def address(self) -> str:
        """As ``[network.hosts]`` takes it."""
        return f"127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Newsstand:
        return self

    def __exit__(self, *_: object) -> None:
        self.let_go()
        self._server.shutdown()
        self._server.server_close()

    def hold(self, path: str) -> None:
        """Keep answers to *path* back; ``arrived`` is set once one was asked for."""
        self._held[path] = threading.Event()

    def let_go(self) -> None:
        """Answer what was kept back, and keep nothing back any more."""
        held, self._held = self._held, {}
        for event in held.values():
            event.set()

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append(handler.path)
        if (held := self._held.get(handler.path)) is not None:
            self.arrived.set()
            held.wait(PATIENCE)
        status, body = self._page(handler)
        handler.send_response(status)
        handler.send_header("Content-Type", "application/rss+xml" if handler.path in self.feeds else "text/html")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def _page(self, handler: BaseHTTPRequestHandler) -> tuple[int, bytes]:
        if handler.path in self.feeds:
            return 200, self._feed(handler.headers["Host"]).encode()
        if handler.path in self.sitemaps:
            return 200, self._sitemap(handler.headers["Host"]).encode()
        status = self.articles.get(handler.path, 404)
        return status, _article(handler.path).encode() if status == 200 else b"not here"

    def _feed(self, host: str) -> str:
        items = "".join(
            f"<item><title>Flood {path}</title><link>http://{host}{path}</link>"
            "<pubDate>Sun, 01 Mar 2026 11:30:00 GMT</pubDate></item>"
            for path in self.articles
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Stand</title>{items}</channel></rss>'

    def _sitemap(self, host: str) -> str:
        urls = "".join(
            f"<url><loc>http://{host}{path}</loc><n:news><n:title>Flood {path}</n:title>"
            "<n:publication_date>2026-03-01T11:30:00Z</n:publication_date></n:news></url>"
            for path in self.articles
        )
        spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
        return f"<urlset {spaces}>{urls}</urlset>"


def _article(path: str) -> str:
    text = "".join(f"<p>{sentence.format(name=path.strip('/'))}</p>" for sentence in SENTENCES)
    head = f"<title>Flood at {path.strip('/')}</title>"
    return f"<html><head>{head}</head><body><article><h1>Flood at {path}</h1>{text}</article></body></html>"


def configure(folder: Path, hosts: dict[str, str], *, every: str = "1h", extra: str = "") -> Path:
    """Write ``wirediff.toml``: an outlet for each host (its id is the host's first label) with its feed."""
    outlets = "".join(
        f'[[outlet]]\nid = "{host.split(".")[0]}"\nfeeds = ["http://{host}/feed"]\nfollow = "all"\n' for host in hosts
    )
    mapped = "".join(f'"{host}" = "{address}"\n' for host, address in hosts.items())
    path = folder / "wirediff.toml"
    text = (
        f'[project]\ncontact = "desk@newsroom.example"\n'
        f'[crawl]\npace = "0s"\nevery = "{every}"\nfeeds_every = "{every}"\ntimeout = "120s"\n{extra}\n'
        f"{outlets}[network.hosts]\n{mapped}"
    )
    new = path.with_suffix(".new")
    new.write_text(text)
    new.replace(path)
    return path


def environment(**more: str) -> dict[str, str]:
    """The test's, at the start of its simulated time."""
    return os.environ | {"WIREDIFF_CLOCK": START, **more}


def run(*args: str, cwd: Path, seconds: float = PATIENCE, **more: str) -> subprocess.CompletedProcess[str]:
    """A command that ends by itself."""
    command, env = [*WIREDIFF, *args], environment(**more)
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=seconds, check=False)


def until(true: Callable[[], object], what: str) -> None:
    """Wait for another process to bring something about."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"waited in vain for: {what}"
        time.sleep(0.02)


def value(path: Path, sql: str) -> Any:
    """One value of an archive that another process writes; None while there is no archive."""
    if not path.exists():
        return None
    with Archive(path, read_only=True) as archive:
        return archive.value(sql)

"""A double of Common Crawl on loopback: the list of crawls, an index for each as pywb serves it, files by range."""

from __future__ import annotations

import gzip
import json
import re
import threading
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

INDEX, DATA = "index.commoncrawl.org", "data.commoncrawl.org"
FILE = "crawl-data/CC-MAIN-2026-{week}/segments/1.1/warc/CC-MAIN-{week}-00000.warc.gz"


def member(address: str, when: str, page: str, *, status: int = 200) -> bytes:
    """A response record as Common Crawl stores it: a gzip member of its own, the coding off, its header renamed."""
    http = f"HTTP/1.1 {status} OK\r\nContent-Type: text/html\r\nX-Crawler-Content-Encoding: gzip\r\n\r\n{page}".encode()
    stamp = f"{when[:4]}-{when[4:6]}-{when[6:8]}T{when[8:10]}:{when[10:12]}:{when[12:]}Z"
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: {stamp}\r\nWARC-Record-ID: <urn:uuid:{when}>\r\n"
        f"Content-Length: {len(http)}\r\nContent-Type: application/http; msgtype=response\r\n"
        f"WARC-Target-URI: {address}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n")


class CommonCrawl:
    """Crawls by their week, each with captures: (address, time in 14 digits, page, or the bytes of a member)."""

    def __init__(self, crawls: dict[str, list[tuple[str, str, str | bytes]]]) -> None:
        self.crawls = crawls
        self.asked: list[tuple[str, str]] = []
        self.busy = 1  # times that an index answers 503 first
        self.whole: set[str] = set()  # weeks whose files come whole, whatever range is asked for
        self.files, self.rows = self._written()
        double = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                double._answer(self)

            def log_message(self, *_: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def address(self) -> str:
        """As ``[network.hosts]`` takes it."""
        return f"127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _written(self) -> tuple[dict[str, bytes], dict[str, list[dict[str, str]]]]:
        files: dict[str, bytes] = {}
        rows: dict[str, list[dict[str, str]]] = {}
        for week, captures in self.crawls.items():
            name, written = (
                FILE.format(week=week),
                b"".join([gzip.compress(b"WARC/1.0\r\nWARC-Type: warcinfo\r\n\r\n")]),
            )
            for address, when, page in captures:
                raw = page if isinstance(page, bytes) else member(address, when, page)
                row = {"url": address, "timestamp": when, "status": "200", "mime": "text/html", "digest": when,
                       "length": str(len(raw)), "offset": str(len(written)), "filename": name}  # fmt: skip
                rows.setdefault(week, []).append(row)
                written += raw
            files[f"/{name}"] = written
        return files, rows

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        host, parts = (handler.headers["Host"] or ""), urlsplit(handler.path)
        self.asked.append((host, handler.path))
        if parts.path == "/robots.txt":
            return send(handler, 404)
        if host == DATA:
            return self._part(handler, parts.path)
        if parts.path == "/collinfo.json":
            return send(handler, 200, json.dumps([self._crawl(week) for week in self.crawls]).encode())
        if self.busy:
            self.busy -= 1
            return send(handler, 503, b"Slow Down", {"Retry-After": "1"})
        return self._index(handler, parts.path, parse_qs(parts.query))

    def _crawl(self, week: str) -> dict[str, str]:
        name = f"CC-MAIN-2026-{week}"
        return {"id": name, "name": f"Week {week}", "timegate": f"https://{INDEX}/{name}/",
                "cdx-api": f"https://{INDEX}/{name}-index", "from": f"2026-{int(week) // 4:02}-01T00:00:00",
                "to": f"2026-{int(week) // 4:02}-20T00:00:00"}  # fmt: skip

    def _index(self, handler: BaseHTTPRequestHandler, path: str, asked: dict[str, list[str]]) -> None:
        week = path.removesuffix("-index").rpartition("-")[2]
        found = [row for row in self.rows.get(week, []) if _fits(row, asked)]
        if not found:
            return send(handler, 404, json.dumps({"message": f"No Captures found for: {asked['url'][0]}"}).encode())
        names = asked["fl"][0].split(",")
        lines = (json.dumps({name: row[name] for name in names}) for row in found)
        return send(handler, 200, "\n".join(lines).encode(), {"Content-Type": "text/x-ndjson"})

    def _part(self, handler: BaseHTTPRequestHandler, path: str) -> None:
        body = self.files[path]
        begin, end = map(int, (handler.headers["Range"] or "bytes=0-0").removeprefix("bytes=").split("-"))
        if any(week in path for week in self.whole):
            return send(handler, 200, body)
        where = {"Content-Range": f"bytes {begin}-{end}/{len(body)}", "Content-Type": "application/octet-stream"}
        return send(handler, 206, body[begin : end + 1], where)


def _fits(row: dict[str, str], asked: dict[str, list[str]]) -> bool:
    """As pywb filters: ``=status:200`` is equality, ``~url:...`` a pattern from the beginning on."""
    host = urlsplit(row["url"]).hostname or ""
    if asked.get("matchType") == ["domain"]:
        there = host == asked["url"][0] or host.endswith(f".{asked['url'][0]}")
    else:
        there = row["url"] == asked["url"][0]
    return there and all(_passes(row, one) for one in asked.get("filter", []))


def _passes(row: dict[str, str], asked: str) -> bool:
    name, _, value = asked[1:].partition(":")
    return row[name] == value if asked[0] == "=" else re.compile(value).match(row[name]) is not None


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", more: dict[str, str] | None = None) -> None:
    handler.send_response(status)
    headers: Iterable[tuple[str, str]] = (more or {}).items()
    for name, value in headers:
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)

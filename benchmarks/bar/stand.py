"""An outlet on loopback in a process of its own: every answer to an article is another version of it, and is logged.

    python -m benchmarks.bar.stand FOLDER --hosts 4 --articles 20

The first line on standard output is the port, for all hosts. What was served is in FOLDER/served.txt, a line an answer
(address, SHA-256 of the body), written before the answer leaves. It ends when its standard input does.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.bar.sample import article

SERVED = "served.txt"


class Stand(NamedTuple):
    """A running stand."""

    folder: Path
    hosts: tuple[str, ...]
    port: int

    def configure(self, *, every: str = "1m", extra: str = "") -> Path:
        """Write ``wirediff.toml`` for a crawl of all hosts as fast as they answer."""
        outlets = "".join(
            f'[[outlet]]\nid = "{host.split(".")[0]}"\nfeeds = ["http://{host}/feed"]\nfollow = "all"\n'
            for host in self.hosts
        )
        mapped = "".join(f'"{host}" = "127.0.0.1:{self.port}"\n' for host in self.hosts)
        path = self.folder / "wirediff.toml"
        path.write_text(
            '[project]\ncontact = "desk@newsroom.example"\n'
            f'[crawl]\npace = "0s"\nevery = "{every}"\nfeeds_every = "{every}"\ntimeout = "20s"\n{extra}\n'
            f"{outlets}[network.hosts]\n{mapped}"
        )
        return path

    def served(self) -> list[tuple[str, str]]:
        """Address and body hash of every answer so far, in order."""
        lines = (self.folder / SERVED).read_text().splitlines()
        return [(address, name) for address, name in (line.split(" ") for line in lines)]


@contextmanager
def standing(folder: Path, hosts: int, articles: int, *, still: bool = False) -> Iterator[Stand]:
    """A stand for as long as the context lasts; *still*: its articles never change."""
    command = [sys.executable, "-m", "benchmarks.bar.stand", str(folder)]
    command += ["--hosts", str(hosts), "--articles", str(articles), *(["--still"] if still else [])]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield Stand(folder, _names(hosts), int(process.stdout.readline()))
    finally:
        process.stdin.close()
        process.wait(30)
        process.stdout.close()


def _names(hosts: int) -> tuple[str, ...]:
    return tuple(f"outlet{number}.example" for number in range(hosts))


def serve(folder: Path, articles: int, *, still: bool) -> None:
    """Serve until standard input ends."""
    versions, log, lock = itertools.count(1), (folder / SERVED).open("a", buffering=1), threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host = (self.headers["Host"] or "").partition(":")[0]
            status, kind, body = self._answer(host)
            with lock:
                if kind == "text/html":
                    log.write(f"http://{host}{self.path} {hashlib.sha256(body).hexdigest()}\n")
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _answer(self, host: str) -> tuple[int, str, bytes]:
            name = self.path.strip("/")
            if name == "feed":
                return 200, "application/rss+xml", _feed(host, articles)
            if not name.isdigit():
                return 404, "text/plain", b"not here"
            return 200, "text/html", article(int(name), 1 if still else next(versions), seed=int(host[6:7]))

        def log_message(self, *_: Any) -> None: ...

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, *_: Any) -> None: ...

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()
    os._exit(0)


def _feed(host: str, articles: int) -> bytes:
    items = "".join(
        f"<item><title>District {number}</title><link>http://{host}/{number}</link></item>"
        for number in range(articles)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{host}</title>{items}</channel></rss>'.encode()


def main() -> None:
    """Serve."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--hosts", type=int, default=4)
    options.add_argument("--articles", type=int, default=20)
    options.add_argument("--still", action="store_true")
    given = options.parse_args()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve(given.folder, given.articles, still=given.still)


if __name__ == "__main__":
    main()

"""Ten gigabytes in a few kilobytes: gzip, brotli, zstd, gzip in gzip, and a sitemap of the kind, against memory.

python -m benchmarks.bar.bombs FOLDER      serve FOLDER's files; a file's ending names its coding
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from benchmarks.bar import forked
from benchmarks.bar.figure import Measured
from benchmarks.bar.sample import article
from storage.archive import Archive

BAR = "10 GB bombs in gzip, brotli, zstd, double: memory rises under 64 MiB, each an outcome row"
SIZE = 10 * 10**9
RISE = 64 * 2**20
CHUNK = bytes(2**24)
CODINGS = {"gzip": "gzip", "br": "br", "zstd": "zstd", "double": "gzip, gzip", "deflate": "deflate", "robots": "br"}


def gzip_bomb(size: int) -> bytes:
    """Zeros in gzip, from one block repeated: each begins with a clean window."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    head = packer.compress(CHUNK) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(CHUNK) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + block * (size // len(CHUNK))


def brotli_bomb(size: int) -> bytes:
    """Zeros in brotli."""
    import brotli

    packer = brotli.Compressor(quality=2, lgwin=24)
    return b"".join(packer.process(CHUNK) for _ in range(size // len(CHUNK) + 1)) + packer.finish()


def zstd_bomb(size: int) -> bytes:
    """Zeros in zstd."""
    from storage.pages import zstd

    packer = zstd.ZstdCompressor(level=3)
    return b"".join(packer.compress(CHUNK) for _ in range(size // len(CHUNK) + 1)) + packer.flush()


def double_bomb(size: int) -> bytes:
    """A gzip bomb in gzip."""
    return zlib.compress(gzip_bomb(size), 9, 31)


def deflate_bomb(size: int) -> bytes:
    """Zeros in zlib's format."""
    packer = zlib.compressobj(9)
    head = packer.compress(CHUNK) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(CHUNK) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + block * (size // len(CHUNK))


def map_bomb(size: int) -> bytes:
    """A gzip file that begins as a sitemap and goes on with blanks."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    head = b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://bomb.example/x</loc></url>'
    begin = packer.compress(head + CHUNK) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * len(CHUNK)) + packer.flush(zlib.Z_FULL_FLUSH)
    return begin + block * (size // len(CHUNK))


BOMBS: dict[str, Callable[[int], bytes]] = {
    "gzip": gzip_bomb, "br": brotli_bomb, "zstd": zstd_bomb, "double": double_bomb, "deflate": deflate_bomb,
    "map": map_bomb, "robots": brotli_bomb,
}  # fmt: skip


def measure(full: bool) -> Measured:
    """Crawl an honest page, then each bomb; how much higher memory went."""
    forked.get_ready()
    size = SIZE if full else SIZE // 40
    with tempfile.TemporaryDirectory(prefix="wirediff-bar-") as name:
        folder = Path(name)
        (folder / "page.plain").write_bytes(article(1, 1))
        sizes = {}
        for kind, make in BOMBS.items():
            bomb = make(size)
            sizes[kind] = len(bomb)
            (folder / f"bomb.{kind}").write_bytes(bomb)
        with _serving(folder) as port:
            honest, _ = _crawl(folder, port, "page.plain")
            found = {kind: _crawl(folder, port, f"bomb.{kind}") for kind in BOMBS}
    wrong = [
        f"{kind}: memory rose by {(peak - honest) / 2**20:.0f} MiB, outcome {outcome}"
        for kind, (peak, outcome) in found.items()
        if peak - honest > RISE or outcome is None
    ]
    told = ", ".join(
        f"{kind} {sizes[kind] / 1000:,.0f} kB +{(peak - honest) / 2**20:.0f} MiB {outcome}"
        for kind, (peak, outcome) in found.items()
    )
    return Measured(not wrong, f"bombs of {size / 1e9:g} GB: {told}", tuple(wrong))


def _crawl(folder: Path, port: int, name: str) -> tuple[int, str | None]:
    """The highest memory of a crawl of that one file, in bytes, and what became of its fetch."""
    place = Path(tempfile.mkdtemp(dir=folder))
    listed = "sitemaps" if name.endswith("map") else "articles"
    host = "bomb.robots.example" if name.endswith("robots") else "bomb.example"
    path = "map.xml.gz" if name.endswith("map") else name
    (place / "wirediff.toml").write_text(
        '[project]\ncontact = "desk@newsroom.example"\n[crawl]\npace = "0s"\ntimeout = "60s"\n'
        f'[[outlet]]\nid = "bomb"\nfollow = "all"\n{listed} = ["http://{host}/{path}"]\n'
        f'[network.hosts]\n"{host}" = "127.0.0.1:{port}"\n'
    )
    process = forked.crawl(place, "2026-03-01T00:00:00Z", place / "log")
    _, _, used = os.wait4(process, 0)
    with Archive(place / "wirediff.db", read_only=True) as archive:
        row = archive.row("SELECT r.outcome, r.reason, f.error FROM fetches f JOIN readings r ON r.fetch = f.id")
    return used.ru_maxrss * 1024, None if row is None else f"{row['outcome']} ({row['reason'] or row['error'] or ''})"


@contextmanager
def _serving(folder: Path) -> Iterator[int]:
    command = [sys.executable, "-m", "benchmarks.bar.bombs", str(folder)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait(30)
        process.stdout.close()


class Handler(BaseHTTPRequestHandler):
    """Serves the bombs, in pieces."""

    protocol_version = "HTTP/1.1"
    folder: Path

    def do_GET(self) -> None:
        """A bomb, or nothing."""
        name = "bomb.map" if self.path == "/map.xml.gz" else self.path.strip("/")
        if self.path == "/robots.txt" and "bomb.robots" in self.headers["Host"]:
            name = "bomb.robots"
        path = self.folder / name
        body = path.read_bytes() if path.is_file() else b""
        self.send_response(200 if path.is_file() else 404)
        coding = CODINGS.get(name.rpartition(".")[2])
        if coding:
            self.send_header("Content-Encoding", coding)
        kind = "application/gzip" if name.endswith("map") else "text/html; charset=utf-8"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """A client that hangs up is no error."""

    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """Say nothing."""


def main() -> None:
    """Serve until standard input ends."""
    import threading

    Handler.folder = Path(sys.argv[1])
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()

"""Reading what feeds, sitemaps and searches say, where a hostile one harms nobody.

A source of ordinary size is read at once: the worst of 128 KiB takes a second (`benchmarks.bar.hostile`). A
larger one is read in a process apart, with limits on processor time, wall time and memory: 10 MB of attributes
on one element would keep libxml2 busy for an hour.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from crawler.apart import GIB, Apart, Lost, serve
from crawler.entries import Named, Unreadable

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from crawler.items import Kind

AT_ONCE = 128 * 1024  # bytes
GZIP = b"\x1f\x8b"
SECONDS = 8.0
WORDS = {
    "timeout": f"it takes longer than {SECONDS:.0f} s to read",
    "too-large": "it takes more memory to read than it may",
    "crashed": "it ended the process that read it",
}


def read_source(kind: Kind, body: bytes, base: str) -> Named:
    """What a source at *base* names, in this process; `Unreadable` where it is none."""
    from crawler.feeds import read_feed
    from crawler.searches import read_search
    from crawler.sitemaps import read_sitemap

    if kind == "sitemap":
        return read_sitemap(body, base)
    return read_search(body, base) if kind == "search" else Named(tuple(read_feed(body, base)))


class SourceReader:
    """Reads sources, the large ones in one child after the other. Use as a context manager, or call `close`."""

    def __init__(self, seconds: float = SECONDS, memory: int = GIB) -> None:
        self._apart = Apart(_serve_sources, seconds, memory)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sources")

    def read(self, kind: Kind, body: bytes, base: str) -> Named:
        """What the source names; `Unreadable` where nobody can read it, whatever became of who tried."""
        if _is_harmless(body):
            return read_source(kind, body, base)
        return self._thread.submit(self._read_apart, kind, body, base).result()

    async def read_soon(self, kind: Kind, body: bytes, base: str) -> Named:
        """As `read`, while the caller's loop goes on."""
        if _is_harmless(body):
            return read_source(kind, body, base)
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._read_apart, kind, body, base)

    def close(self) -> None:
        """End the child."""
        self._thread.shutdown()
        self._apart.end()

    def __enter__(self) -> SourceReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read_apart(self, kind: Kind, body: bytes, base: str) -> Named:
        try:
            answer: Named | str = self._apart.ask((kind, body, base))
        except Lost as lost:
            raise Unreadable(WORDS[str(lost)]) from lost
        if isinstance(answer, str):
            raise Unreadable(answer)
        return answer


def _is_harmless(body: bytes) -> bool:
    """Whether a source is too small to keep a parser busy; what is packed may be large."""
    return len(body) <= AT_ONCE and not body.startswith(GZIP)


def _serve_sources(pipe: Connection[Any, Any], seconds: float, memory: int) -> None:
    serve(pipe, _said, seconds, memory)


def _said(kind: Kind, body: bytes, base: str) -> Named | str:
    """What a source names, or why it cannot be read."""
    try:
        return read_source(kind, body, base)
    except Unreadable as error:
        return str(error)

"""Pages read ahead and remembered: an article that is told anew asks for the same pages again and again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import Future
from hashlib import sha256
from typing import Protocol

from pipelines.arrival import Extraction, Repeat

REMEMBERED = 256  # extractions, of some tens of kilobytes each
Name = tuple[bytes, str, str]


class Submitting(Protocol):
    """What begins to read a page: a pool of this process, or of another."""

    def submit(self, body: bytes, headers: Mapping[str, str], address: str) -> Future[Extraction | Repeat]:
        """See `pipelines.pool.ExtractionPool.submit`."""


class Reader:
    """Extracts in a pool; the last extractions are remembered. What a desk takes as its ``extract``."""

    def __init__(self, pool: Submitting) -> None:
        self._pool = pool
        self._known: OrderedDict[Name, Future[Extraction | Repeat]] = OrderedDict()

    def __call__(self, body: bytes, headers: Mapping[str, str], address: str) -> Extraction:
        """The extraction of a page; waits for it."""
        found = self.ahead(body, headers, address).result()
        assert isinstance(found, Extraction)
        return found

    def ahead(self, body: bytes, headers: Mapping[str, str], address: str) -> Future[Extraction | Repeat]:
        """Begin to extract a page that will be asked for."""
        name = (sha256(body).digest(), headers.get("content-type", ""), address)
        future = self._known.pop(name, None) or self._pool.submit(body, headers, address)
        self._known[name] = future
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return future

"""The archivist of a crawl as a process of its own: what fetches and what writes each have a core.

It is forked from the crawl before that has threads, connections or the archive open; what only one of the two needs is
loaded by that one, side by side. Items come over a socket, many at once, and are answered when they are on the disk. It
lives as long as the socket: where the crawl dies, however it dies, what is under way is finished, nobody hears of it,
and the process ends. Where it dies itself, the crawl hears of that by the end of the socket.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import pickle
import signal
import socket
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from crawler.items import Discovered
from pipelines.arrival import Arrival, Extraction, Repeat
from pipelines.pool import ExtractionPool
from storage import sqlite3
from storage.archive import ArchiveError
from storage.robots import RobotsCopy

if TYPE_CHECKING:
    from io import BufferedRWPair

    from pipelines.keeping import Keeping
    from pipelines.together import Failures

Item = Arrival | Discovered | RobotsCopy
LATEST = 5  # of pickle's protocols: a page is not copied into a frame
SIZE = 4  # bytes of an answer's length, before it
OF_THE_DISK = (ArchiveError, sqlite3.Error, OSError)  # errors that a traceback says nothing about
logger = logging.getLogger(__name__)


class NotKept(Exception):
    """An item could not be kept; the log says why."""


class Lost(Exception):
    """The archivist's process died, or could not open the archive; the message says how."""


class Page(NamedTuple):
    """What the archivist asks of the crawl in the middle of an answer: to read a page."""

    body: bytes
    headers: Mapping[str, str]
    address: str


class Writer:
    """The crawl's end: starts the process at once, to be made while this one has a single thread.

    *told* and *offset*: see `pipelines.keeping.Keeping`. *pid* is the process's; *lost* says how it ended before its
    time, and *by* which signal, 0 for none.
    """

    def __init__(self, path: Path, told: Any, offset: float | None = None) -> None:
        self._socket, theirs = socket.socketpair()
        self._pool = ExtractionPool(1)
        self.lost, self.by = "", 0
        gc.freeze()  # what is loaded stays in memory that both have
        self.pid = os.fork()
        if self.pid == 0:
            self._socket.close()
            _live(theirs, path, told, offset)
        theirs.close()

    async def open(self) -> None:
        """Wait until the archive is open; `Lost` where it cannot be."""
        self._heard, self._said = await asyncio.open_connection(sock=self._socket)
        if trouble := await self._hear():
            raise self._ended(str(trouble))

    async def keep(self, items: Sequence[Item]) -> Failures:
        """Keep items in one transaction; for each None, or that it is `NotKept`. One call at a time."""
        kept = await self._ask(items)
        return [None if good else NotKept("it could not be kept") for good in kept]

    async def close(self) -> None:
        """Let the archivist finish and close the archive; NotKept where that failed."""
        try:
            if not self.lost and not await self._ask(None):
                raise NotKept("the archive could not be closed in order")
        finally:
            await asyncio.to_thread(self._pool.close)
            if not self.lost:
                self._said.close()
                os.waitpid(self.pid, 0)

    async def _ask(self, question: object) -> Any:
        """Its answer to *question*; what it asks meanwhile is answered."""
        if self.lost:
            raise Lost(self.lost)
        self._said.write(pickle.dumps(question, LATEST))
        while isinstance(answer := await self._hear(), Page):
            read = await asyncio.wrap_future(self._pool.submit(*answer))
            self._said.write(pickle.dumps(read, LATEST))
        return answer

    async def _hear(self) -> Any:
        try:
            size = int.from_bytes(await self._heard.readexactly(SIZE))
            return pickle.loads(await self._heard.readexactly(size))  # noqa: S301 - from our own fork
        except (asyncio.IncompleteReadError, ConnectionError):
            raise self._ended("") from None

    def _ended(self, why: str) -> Lost:
        """Note how it ended."""
        self._said.close()
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self.by = max(0, -code)
        how = why or (f"killed by {signal.Signals(self.by).name}" if self.by else f"exit code {code}")
        self.lost = f"the archivist's process ended: {how}"
        return Lost(self.lost)


def _live(pipe: socket.socket, path: Path, told: Any, offset: float | None) -> None:
    """The life of the forked process: nothing of what the crawl set up is run at its end."""
    code = 1
    try:
        for number in (signal.SIGINT, signal.SIGTERM):  # who stops the crawl stops this: it ends with the socket
            signal.signal(number, signal.SIG_IGN)
        with pipe.makefile("rwb") as stream:
            _serve(stream, path, told, offset)
        code = 0
    except (EOFError, ConnectionError):  # the crawl died
        code = 0
    except BaseException:
        logger.exception("the archivist cannot go on")
    finally:
        os._exit(code)


def _serve(stream: BufferedRWPair, path: Path, told: Any, offset: float | None) -> None:
    """Keep what comes until None comes, or the end."""
    from pipelines.keeping import Keeping  # while the crawl loads what fetches
    from pipelines.reading import Reader

    try:
        keeping = Keeping(path, told, offset, Reader(_Crawl(stream)))
    except OF_THE_DISK as error:
        _say(stream, f"{error}")
        return
    _say(stream, None)
    try:
        while (items := pickle.load(stream)) is not None:  # noqa: S301 - from the process that forked this one
            _say(stream, _kept(keeping, items))
    except (EOFError, ConnectionError):
        keeping.archive.close()
        raise
    _say(stream, _closed(keeping))


def _kept(keeping: Keeping, items: Sequence[Item]) -> list[bool]:
    try:
        failures = keeping.keep(items)
    except Exception as error:
        failures = [error] * len(items)
    for item, failure in zip(items, failures, strict=True):
        if failure is not None:
            _log(f"{_name(item)} cannot be kept", failure)
    return [failure is None for failure in failures]


def _name(item: Item) -> str:
    if isinstance(item, RobotsCopy):
        return item.origin
    return item.fetched.address if isinstance(item, Arrival) else item.address


def _closed(keeping: Keeping) -> bool:
    try:
        keeping.close()
    except Exception as error:
        _log("the archive cannot be closed in order", error)
        return False
    return True


def _log(what: str, error: BaseException) -> None:
    logger.error("%s: %s", what, error, exc_info=None if isinstance(error, OF_THE_DISK) else error)


def _say(stream: BufferedRWPair, answer: object) -> None:
    told = pickle.dumps(answer, LATEST)
    stream.write(len(told).to_bytes(SIZE) + told)
    stream.flush()


class _Crawl:
    """The crawl's pool, as `Reader` asks it."""

    def __init__(self, stream: BufferedRWPair) -> None:
        self._stream = stream

    def submit(self, body: bytes, headers: Mapping[str, str], address: str) -> Future[Extraction | Repeat]:
        """What was read of a page: at once, since the crawl waits for the answer of which this is a part."""
        _say(self._stream, Page(body, dict(headers), address))
        done: Future[Extraction | Repeat] = Future()
        done.set_result(pickle.load(self._stream))  # noqa: S301 - from the process that forked this one
        return done

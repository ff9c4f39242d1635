"""A pool of extracting processes that can be killed: C code that parses a hostile page cannot be interrupted.

Each worker is a thread that owns one child process (`crawler.apart`), which is replaced when it hung, died or grew too
large. Only that page suffers.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, NamedTuple

from crawler.apart import GIB, Apart, Lost, preload
from pipelines.arrival import Extraction, Repeat

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

preload("pipelines.child")


class _Task(NamedTuple):
    body: bytes
    headers: dict[str, str]
    address: str
    known: bytes | None
    future: Future[Extraction | Repeat]


class ExtractionPool:
    """*workers* children, each with *seconds* of processor time a page and *memory* bytes of data.

    A page may take twice *seconds* by the clock (the machine may be busy). Whatever a page does to its child,
    the future resolves to an `Extraction`; its failure is then "timeout", "too-large" (out of memory) or
    "crashed".
    Children start with the first page. Use as a context manager, or call `close`.
    """

    def __init__(self, workers: int = 2, seconds: float = 8.0, memory: int = GIB) -> None:
        self._limits = (float(seconds), int(memory))
        self._size = max(1, workers)
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._closed = False

    def submit(
        self, body: bytes, headers: Mapping[str, str], address: str, known: bytes | None = None
    ) -> Future[Extraction | Repeat]:
        """Queue a page; one whose sight is *known* is answered by a `Repeat`. RuntimeError once the pool is closed."""
        future: Future[Extraction | Repeat] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("the extraction pool is closed")
            self._tasks.put(_Task(body, dict(headers), address, known, future))
            if len(self._threads) < self._size:
                self._start_thread()
        return future

    def close(self) -> None:
        """Finish what is queued, then end the children. Further calls do nothing."""
        with self._lock:
            first, self._closed = not self._closed, True
            for _ in self._threads if first else ():
                self._tasks.put(None)
        for thread in self._threads:
            thread.join()

    def __enter__(self) -> ExtractionPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start_thread(self) -> None:
        worker = Apart(_serve_pages, *self._limits)
        thread = threading.Thread(
            target=_serve, args=(self._tasks, worker), name=f"extract-{len(self._threads)}", daemon=True
        )
        self._threads.append(thread)
        thread.start()


def _serve(tasks: queue.SimpleQueue[_Task | None], worker: Apart) -> None:
    """The life of a worker's thread: page after page until None comes."""
    try:
        while (task := tasks.get()) is not None:
            if task.future.set_running_or_notify_cancel():
                task.future.set_result(_answered(task, worker))
    finally:
        worker.end()


def _serve_pages(pipe: Connection[Any, Any], seconds: float, memory: int) -> None:
    """The life of a child. What it needs is loaded there (`set_forkserver_preload`), not by whoever asks."""
    from pipelines.child import serve

    serve(pipe, seconds, memory)


def _answered(task: _Task, worker: Apart) -> Extraction | Repeat:
    """The worker's answer; whatever goes wrong on the way to it, the caller is not left waiting."""
    try:
        answer = worker.ask(task[:-1])
    except Lost as lost:
        return Extraction(failure=str(lost), sight=b"")
    except Exception:
        worker.end()
        return Extraction(failure="crashed", sight=b"")
    return answer if isinstance(answer, Extraction | Repeat) else Extraction(failure="crashed", sight=b"")

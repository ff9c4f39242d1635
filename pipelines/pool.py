"""A pool of extracting processes that can be killed: C code that parses a hostile page cannot be interrupted.

Each worker is a thread that owns one child process: it hands over a page, waits for the answer with a limit,
and replaces a child that hung, died or grew too large. Only that page suffers. Children are forked from a
server process that has the libraries loaded already, so a new one costs some hundredths of a second.
"""

from __future__ import annotations

import multiprocessing
import queue
import signal
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, NamedTuple

from pipelines.arrival import Extraction, Repeat

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerProcess

GIB = 1 << 30
PAGES_A_CHILD = 2000  # then it is replaced: what little a library leaks goes with it
IDLE_SECONDS = 1.0  # how often a waiting worker looks whether the pool was closed


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
        worker = _Worker(*self._limits)
        thread = threading.Thread(
            target=_serve, args=(self._tasks, worker), name=f"extract-{len(self._threads)}", daemon=True
        )
        self._threads.append(thread)
        thread.start()


def _serve(tasks: queue.SimpleQueue[_Task | None], worker: _Worker) -> None:
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


def _answered(task: _Task, worker: _Worker) -> Extraction | Repeat:
    """The worker's answer; whatever goes wrong on the way to it, the caller is not left waiting."""
    try:
        return worker.extract(task)
    except Exception:
        worker.end()
        return Extraction(failure="crashed", sight=b"")


class _Worker:
    """One child at a time, and the means to do without it."""

    def __init__(self, seconds: float, memory: int) -> None:
        self._seconds = seconds
        self._memory = memory
        self._child: ForkServerProcess | None = None
        self._pipe: Connection[object, object] | None = None
        self._pages = 0

    def extract(self, task: _Task) -> Extraction | Repeat:
        """The child's answer, or what became of the child."""
        try:
            pipe = self._connected()
            pipe.send(task[:-1])
            if not pipe.poll(2 * self._seconds + 5):
                return self._failed("timeout")
            answer = pipe.recv()
        except (EOFError, OSError):
            return self._failed(self._cause())
        if not isinstance(answer, Extraction | Repeat):
            return self._failed(str(answer))
        self._pages += 1
        if self._pages >= PAGES_A_CHILD:
            self.end()
        return answer

    def end(self) -> None:
        """End the child, at once: it holds nothing that could be lost."""
        if self._child is not None:
            self._child.kill()
            self._child.join()
            self._child.close()
        if self._pipe is not None:
            self._pipe.close()
        self._child = self._pipe = None
        self._pages = 0

    def _connected(self) -> Connection[object, object]:
        if self._pipe is None:
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(["pipelines.child"])
            self._pipe, theirs = context.Pipe()
            with theirs:  # ours only until the child has its own: then its death ends the pipe
                child = context.Process(target=_serve_pages, args=(theirs, self._seconds, self._memory), daemon=True)
                child.start()
            self._child = child
        return self._pipe

    def _cause(self) -> str:
        """Why the child died: of its limit of processor time, or of something worse."""
        if self._child is None:
            return "crashed"
        self._child.join(1)
        return "timeout" if self._child.exitcode == -signal.SIGPROF else "crashed"

    def _failed(self, failure: str) -> Extraction:
        self.end()
        return Extraction(failure=failure, sight=b"")

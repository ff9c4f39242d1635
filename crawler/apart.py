"""A process apart that answers questions, and can be killed: C code that parses a hostile document hears no signal.

`Apart` is the asking side: it owns one child, waits for each answer with a limit, and replaces a child that hung, died
or grew too large. `serve` is the life of the child. Children are forked from a server process that has the modules
named by `preload` loaded already, so a new one costs some hundredths of a second.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import resource
import signal
from collections.abc import Callable
from multiprocessing import forkserver
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerContext, ForkServerProcess

GIB = 1 << 30
TURNS = 2000  # questions; then the child is replaced: what little a library leaks goes with it
TOO_LARGE = "too-large"
Serve = Callable[["Connection[Any, Any]", float, int], None]
_preloaded: list[str] = []


class Lost(Exception):
    """No answer came. The message is "timeout", "too-large" (out of memory) or "crashed"."""


def preload(module: str) -> None:
    """Let the server that children are forked from load *module*; to be said before the first child is started."""
    if module not in _preloaded:
        _preloaded.append(module)


def warm() -> None:
    """Start that server where it does not run yet: it loads what children need while others do something else."""
    _context()
    forkserver.ensure_running()


def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_preloaded)
    return context


class Apart:
    """One child at a time that runs *target*, and the means to do without it; for one thread.

    The child has *seconds* of processor time a question and *memory* bytes of data; by the clock an answer may take
    twice *seconds* and some more, since the machine may be busy. The child starts with the first question.
    """

    def __init__(self, target: Serve, seconds: float, memory: int) -> None:
        self._target, self._seconds, self._memory = target, float(seconds), int(memory)
        self._child: ForkServerProcess | None = None
        self._pipe: Connection[Any, Any] | None = None
        self._asked = 0

    def ask(self, question: tuple[Any, ...]) -> Any:
        """The child's answer; `Lost` says what became of the child."""
        try:
            pipe = self._connected()
            pipe.send(question)
            if not pipe.poll(2 * self._seconds + 5):
                raise self._lost("timeout")
            answer = pipe.recv()
        except (EOFError, OSError):
            raise self._lost(self._cause()) from None
        if answer == TOO_LARGE:
            raise self._lost(TOO_LARGE)
        self._asked += 1
        if self._asked >= TURNS:
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
        self._asked = 0

    def _connected(self) -> Connection[Any, Any]:
        if self._pipe is None:
            context = _context()
            self._pipe, theirs = context.Pipe()
            with theirs:  # ours only until the child has its own: then its death ends the pipe
                child = context.Process(target=self._target, args=(theirs, self._seconds, self._memory), daemon=True)
                child.start()
            self._child = child
        return self._pipe

    def _cause(self) -> str:
        """Why the child died: of its limit of processor time, or of something worse."""
        if self._child is None:
            return "crashed"
        self._child.join(1)
        return "timeout" if self._child.exitcode == -signal.SIGPROF else "crashed"

    def _lost(self, why: str) -> Lost:
        self.end()
        return Lost(why)


def serve(pipe: Connection[Any, Any], answer: Callable[..., object], seconds: float, memory: int) -> None:
    """Answer question after question by *answer* until the pipe ends.

    More than *seconds* of processor time for one kills the process by SIGPROF, which stops C code too.
    More than *memory* bytes of data is answered by "too-large"; the asking side then replaces the child.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C asks the parent to finish, not its children
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    logging.disable(logging.CRITICAL)  # what was wrong stands in the answer
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a library that aborts must not write to the user's screen
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while True:
        try:
            question = pipe.recv()
        except (EOFError, OSError):
            return
        signal.setitimer(signal.ITIMER_PROF, seconds)
        try:
            said: object = answer(*question)
        except MemoryError:
            said = TOO_LARGE
        signal.setitimer(signal.ITIMER_PROF, 0)
        pipe.send(said)

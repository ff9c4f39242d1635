"""What runs in an extracting child process: page after page, each under a limit of processor time.

Imported by the fork server before any page comes, so that children start with the libraries loaded.
"""

from __future__ import annotations

import logging
import os
import resource
import signal
from typing import TYPE_CHECKING

from pipelines.extract import look

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


def serve(
    pipe: Connection[object, tuple[bytes, dict[str, str], str, bytes | None]], seconds: float, memory: int
) -> None:
    """Answer (body, headers, address, known) as `pipelines.extract.look` does until the pipe ends.

    More than *seconds* of processor time for a page kills the process by SIGPROF, which stops C code too.
    More than *memory* bytes of data is answered by "too-large"; the pool then replaces the child.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C asks the parent to finish, not its children
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    logging.disable(logging.CRITICAL)  # what was wrong with a page stands in its Extraction
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a library that aborts must not write to the user's screen
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while True:
        try:
            page = pipe.recv()
        except (EOFError, OSError):
            return
        signal.setitimer(signal.ITIMER_PROF, seconds)
        try:
            answer: object = look(*page)
        except MemoryError:
            answer = "too-large"
        signal.setitimer(signal.ITIMER_PROF, 0)
        pipe.send(answer)

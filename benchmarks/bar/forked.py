"""Crawls in forks of one process that has everything loaded: a campaign of a thousand costs minutes, not hours.

A fork is the child process of `wirediff crawl` in all but its start: it takes what is due, fetches, extracts in
processes of its own, keeps. The processes that extract are forked from one server, which all crawls share.
"""

from __future__ import annotations

import os
import sys
import time
from multiprocessing import forkserver
from pathlib import Path

from crawler import clock
from storage.archive import Archive
from storage.visits import Selection
from wirediff import batch as child
from wirediff.config import load
from wirediff.dispatch import Dispatcher
from wirediff.job import Job
from wirediff.locks import BATCH, SCHEDULE, hold
from wirediff.logs import set_up

LAST_WRITES = 10.0  # seconds that the process that writes has for them, after the one that fetches was killed


def get_ready() -> None:
    """Load what every crawl needs, and start the server that extracting processes are forked from."""
    import scrapy.crawler

    import pipelines.stages  # noqa: F401
    from wirediff.settings import settings_for  # noqa: F401

    assert scrapy.crawler
    forkserver.set_forkserver_preload(["pipelines.child"])
    forkserver.ensure_running()


def crawl(folder: Path, at: str, log: Path) -> int:
    """Begin one batch of the crawl that ``wirediff.toml`` in *folder* configures, at the time *at*; the fork's id."""
    process = os.fork()
    if process:
        return process
    try:
        os.setsid()
        os.environ["WIREDIFF_CLOCK"], clock._BEGAN = at, time.monotonic()
        os.chdir(folder)
        file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(file, 1)
        os.dup2(file, 2)
        forkserver.ensure_running = forkserver._forkserver.ensure_running = lambda: None  # type: ignore[method-assign]
        _batch(folder / "wirediff.db")
        os._exit(0)
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        os._exit(1)


def _batch(path: Path) -> None:
    set_up("INFO", as_json=False)
    config = load(Path("wirediff.toml"))
    with hold(path, SCHEDULE, "bar"):
        with Archive(path) as archive:
            dispatcher = Dispatcher(archive, config)
            dispatcher.begin(wait=LAST_WRITES)
            number = dispatcher._take(Selection())
        if number is not None:
            with hold(path, BATCH, "bar", wait=LAST_WRITES):
                child.run(Job.of(config, path, number, "INFO"))


def wait(process: int) -> int:
    """Its exit code, negative where a signal ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def is_over(process: int) -> bool:
    """Whether it ended; it is still to be waited for."""
    return os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

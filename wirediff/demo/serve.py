"""``wirediff demo --serve``: the outlets on fixed ports, their days passing at a chosen speed, every answer logged.

For trying `wirediff watch` on something that changes, and for measuring it: the log says what was served and when, so
that an archive can be held against it.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from wirediff.demo import setup
from wirediff.demo.script import OUTLETS
from wirediff.demo.server import Clock, Served, serving


@dataclass(frozen=True)
class Serving:
    """What is being served. *config* is the configuration to watch it by, *log* where answers are logged."""

    config: Path
    log: Path
    hosts: dict[str, str]


def serve(folder: Path, first_port: int, speed: float, every: str, told: Callable[[Serving], None]) -> None:
    """Serve until SIGTERM or SIGINT; *told* hears when the outlets answer (OSError where a port is taken).

    *speed* is how many virtual seconds a second has, *every* the time between two visits in the configuration. The log
    is JSON lines: ``address``, ``outlet``, ``virtual`` and ``real`` time, ``status``, ``what``, ``revision`` (the
    number of the scripted version that the body holds in full, else null), ``bytes``, ``body_hash`` (SHA-256).
    """
    stopped = on_stop()
    setup.claim(folder)
    log = folder / setup.SERVED
    with (
        log.open("w", encoding="utf-8") as file,
        serving(OUTLETS, Clock(speed=speed), Served(file), first_port) as hosts,
    ):
        config = setup.prepare(folder, OUTLETS, hosts, every=every, whole=False)
        told(Serving(config, log, hosts))
        stopped.wait()


def on_stop() -> threading.Event:
    """From now on SIGTERM and SIGINT set the event that is returned, and do nothing else."""
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    return stopped

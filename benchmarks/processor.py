"""Processor time of a command and of all processes that it starts: what a busy machine does not distort."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

LOOK = 0.05  # seconds between two looks; what a process does after the last one is lost
TICK = os.sysconf("SC_CLK_TCK")


def timed(line: list[str], where: Path, environment: Mapping[str, str]) -> tuple[float, float, int, str]:
    """Seconds by the clock and of processor time, the exit code, and what was said on standard error. Linux only."""
    begun, spent = time.perf_counter(), dict[int, float]()
    said = subprocess.PIPE
    with subprocess.Popen(
        line, cwd=where, env=environment, stdout=subprocess.DEVNULL, stderr=said, text=True
    ) as started:
        while started.poll() is None:
            spent |= family(started.pid)
            time.sleep(LOOK)
        told = started.stderr.read() if started.stderr else ""
    return time.perf_counter() - begun, sum(spent.values()), started.returncode, told


def family(root: int) -> dict[int, float]:
    """The processor time, so far, of a process and of all that descend from it."""
    found, waiting = dict[int, float](), [root]
    while waiting:
        process = Path(f"/proc/{waiting.pop()}")
        try:
            fields = (process / "stat").read_text().rpartition(")")[2].split()
            children = [(task / "children").read_text() for task in (process / "task").iterdir()]
        except OSError:
            continue  # it ended
        found[int(process.name)] = (int(fields[11]) + int(fields[12])) / TICK
        waiting += [int(child) for told in children for child in told.split()]
    return found

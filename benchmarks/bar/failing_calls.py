"""Every system call of a cycle on files fails once, with EIO and with ENOSPC: nothing false is acknowledged."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bar import cycle, tracing
from benchmarks.bar.figure import Measured, Until, tell
from benchmarks.bar.syscall_kills import prepared, problems

BAR = "each syscall of a cycle failed with EIO and ENOSPC: no false acknowledgement, recovery by itself within 60 s"
ERRORS = ("EIO", "ENOSPC")
CALLS = (
    "openat", "read", "pread64", "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "fallocate", "stat", "lstat",
    "fstat", "newfstatat", "unlink", "rename", "link", "mkdir", "fcntl", "flock", "close", "lseek", "getdents64",
    "fchown", "fchmod", "access", "faccessat2", "sendfile", "copy_file_range", "mmap",
)  # fmt: skip
LONGEST = 60.0  # seconds


def measure(full: bool) -> Measured:
    """Count the calls, then let each fail."""
    if not tracing.is_allowed():
        return Measured(None, tracing.ALLOWED)
    with tempfile.TemporaryDirectory(prefix="wirediff-bar-") as name:
        base = prepared(Path(name))
        places = list(_places(base, Path(name)))
        chosen = places if full else places[:: max(1, len(places) // 30)]
        slowest, wrong, told = 0.0, list[str](), 0
        random.Random(1).shuffle(chosen)
        for number, place in enumerate(chosen):
            if Until.is_over():
                chosen = chosen[:number]
                break
            failed, took, found = _failed(base, Path(name) / "try", *place)
            told, slowest, wrong = told + failed, max(slowest, took), wrong + found
            if number % 200 == 199:
                tell(f"failing_calls: {number + 1} of {len(chosen)} done, {wrong}")
    said = f"{len(chosen)} of {len(places)} failures, {told} ended the cycle, {len(wrong)} problems, {slowest:.1f} s"
    return Measured(not wrong and slowest < LONGEST, said + " at most until the next good cycle", tuple(wrong))


def _places(base: Path, folder: Path) -> Iterator[tuple[str, str, int]]:
    counting = folder / "count"
    shutil.copytree(base, counting)
    _, text = tracing.traced(counting, [1], counting / "acks", "-e", f"trace={','.join(CALLS)}")
    for call, times in tracing.counted(text).items():
        yield from ((call, error, number) for number in range(1, times + 1) for error in ERRORS)


def _failed(base: Path, folder: Path, call: str, error: str, number: int) -> tuple[bool, float, list[str]]:
    """Whether the failure ended the cycle, the seconds until a cycle ended well again, and what is wrong."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(base, folder)
    acks, where = folder / "acks", f"{call} {number} {error}"
    inject = ("-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={number}")
    code, _ = tracing.traced(folder, [1], acks, *inject)
    began = time.monotonic()
    found = [f"{where}: {one}" for one in cycle.lost(folder, acks.read_text())]
    if os.waitpid(cycle.forked(folder, [2], acks), 0)[1]:
        found.append(f"{where}: the next cycle failed")
    took = time.monotonic() - began
    return code != 0, took, found + [f"{where}, a cycle later: {one}" for one in problems(folder, acks.read_text())]

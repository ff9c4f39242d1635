"""Every system call of a cycle on files fails once, with EIO and with ENOSPC: nothing false is acknowledged."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.bar import cycle, tracing
from benchmarks.bar.figure import Measured, Until, tell
from benchmarks.bar.spread import spread
from benchmarks.bar.syscall_kills import prepared, problems

BAR = "each syscall of a cycle failed with EIO and ENOSPC: no false acknowledgement, recovery by itself within 60 s"
ERRORS = ("EIO", "ENOSPC")
CALLS = (
    "openat", "read", "pread64", "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "fallocate", "stat", "lstat",
    "fstat", "newfstatat", "unlink", "rename", "link", "mkdir", "fcntl", "flock", "close", "lseek", "getdents64",
    "fchown", "fchmod", "access", "faccessat2", "sendfile", "copy_file_range", "mmap",
)  # fmt: skip
LONGEST = 60.0  # seconds


class Failure(NamedTuple):
    """The system call that fails: its name, with what, and which one of that name it is."""

    call: str
    error: str
    number: int


class Seen(NamedTuple):
    """Whether it came to the failure, whether that ended the cycle, the seconds until a good one, and what is wrong."""

    happened: bool
    ended: bool
    seconds: float
    wrong: list[str]


def measure(full: bool) -> Measured:
    """Count the calls, then let each fail."""
    if not tracing.is_allowed():
        return Measured(None, tracing.ALLOWED)
    seen = list[Seen]()
    with tempfile.TemporaryDirectory(prefix="wirediff-bar-") as name:
        base = prepared(Path(name))
        places = list(_places(base, Path(name)))
        chosen = places if full else places[:: max(1, len(places) // 30)]
        random.Random(1).shuffle(chosen)
        for one in spread(partial(_failed, base, Path(name)), chosen):
            seen.append(one)
            if len(seen) % 200 == 0:
                tell(
                    f"failing_calls: {len(seen)} of {len(chosen)} done, {[each for one in seen for each in one.wrong]}"
                )
            if Until.is_over():
                break
    return _judged(seen, len(places))


def _judged(seen: list[Seen], places: int) -> Measured:
    wrong = [each for one in seen for each in one.wrong]
    happened, ended = sum(one.happened for one in seen), sum(one.ended for one in seen)
    slowest = max(one.seconds for one in seen)
    said = f"{happened} of {places} failures, {ended} ended the cycle, {len(wrong)} problems, {slowest:.1f} s"
    return Measured(not wrong and slowest < LONGEST, said + " at most until the next good cycle", tuple(wrong))


def _places(base: Path, folder: Path) -> Iterator[Failure]:
    counting = folder / "count"
    shutil.copytree(base, counting)
    _, text = tracing.traced(counting, [1], counting / "acks", "-e", f"trace={','.join(CALLS)}")
    for call, times in tracing.counted(text).items():
        yield from (Failure(call, error, number) for number in range(1, times + 1) for error in ERRORS)


def _failed(base: Path, parent: Path, failure: Failure) -> Seen:
    """A cycle with that failure, and the next one."""
    folder, where = parent / f"try-{os.getpid()}", f"{failure.call} {failure.number} {failure.error}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(base, folder)
    acks = folder / "acks"
    inject = f"inject={failure.call}:error={failure.error}:when={failure.number}"
    code, text = tracing.traced(folder, [1], acks, "-e", f"trace={failure.call}", "-e", inject)
    began = time.monotonic()
    found = [f"{where}: {one}" for one in cycle.lost(folder, acks.read_text())]
    if os.waitpid(cycle.forked(folder, [2], acks), 0)[1]:
        found.append(f"{where}: the next cycle failed")
    took = time.monotonic() - began
    found += [f"{where}, a cycle later: {one}" for one in problems(folder, acks.read_text())]
    return Seen("(INJECTED)" in text, code != 0, took, found)

"""SIGKILL at every write, fsync, rename, truncation and unlinking of one cycle, one after the other."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.bar import cycle, tracing
from benchmarks.bar.figure import Measured
from benchmarks.bar.spread import spread
from storage.verifying import verify

BAR = "SIGKILL at every write, fsync and rename of one cycle: none lost, none doubled, no orphan, verify clean"
CALLS = (
    "write", "pwrite64", "writev", "fsync", "fdatasync", "rename", "renameat", "renameat2", "link", "linkat", "unlink",
    "unlinkat", "ftruncate",
)  # fmt: skip


def measure(full: bool) -> Measured:
    """Count the calls, then end a cycle at each."""
    if not tracing.is_allowed():
        return Measured(None, tracing.ALLOWED)
    with tempfile.TemporaryDirectory(prefix="wirediff-bar-") as name:
        base = prepared(Path(name))
        places = list(_places(base, Path(name)))
        chosen = places if full else places[:: max(1, len(places) // 40)]
        wrong = [problem for found in spread(partial(_killed, base, Path(name)), chosen) for problem in found]
    return Measured(not wrong, f"{len(chosen)} of {len(places)} calls, {len(wrong)} problems", tuple(wrong))


def prepared(folder: Path) -> Path:
    """A folder with an archive that has seen a cycle, in this very process: its forks have everything loaded."""
    base = folder / "base"
    base.mkdir()
    acks = os.open(base / "acks", os.O_WRONLY | os.O_CREAT)
    cycle.run(base, 0, acks)
    os.close(acks)
    return base


def _places(base: Path, folder: Path) -> Iterator[tuple[str, int]]:
    """Each call of the cycle: its name, and which one of that name it is."""
    counting = folder / "count"
    shutil.copytree(base, counting)
    _, text = tracing.traced(counting, [1], counting / "acks", "-e", f"trace={','.join(CALLS)}")
    for call, times in tracing.counted(text).items():
        yield from ((call, number) for number in range(1, times + 1))


def _killed(base: Path, parent: Path, place: tuple[str, int]) -> list[str]:
    """What is wrong after a cycle that was killed there, and after the next one."""
    return list(_wrong(base, parent / f"try-{os.getpid()}", *place))


def _wrong(base: Path, folder: Path, call: str, number: int) -> Iterator[str]:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(base, folder)
    acks = folder / "acks"
    code, _ = tracing.traced(folder, [1], acks, "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={number}")
    where = f"{call} {number}"
    if code != -9:
        yield f"{where}: it was not killed (exit code {code})"
    yield from (f"{where}: {one}" for one in problems(folder, acks.read_text()))
    if os.waitpid(cycle.forked(folder, [2], acks), 0)[1]:
        yield f"{where}: the next cycle failed"
    yield from (f"{where}, a cycle later: {one}" for one in problems(folder, acks.read_text()))


def problems(folder: Path, acks: str) -> Iterator[str]:
    """What was acknowledged and is not there, and what verify finds in the archive and its backups."""
    yield from cycle.lost(folder, acks)
    for path in (folder / cycle.NAME, *sorted((folder / "backups").glob("*.db"))):
        yield from (f"verify {path.name}: {one.table} {one.key} {one.problem}" for one in verify(path))

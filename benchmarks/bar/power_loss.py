"""Power loss, simulated: the writes of some cycles are recorded and replayed up to any moment, as a disk may have them.

What was flushed (fsync) is on the disk. Of what was written after a file's last flush anything may be: all of a write,
none, or some of its sectors, in any combination. At every such state the archive is opened as after a reboot: all that
was acknowledged before that moment must be there, once, and verify must find nothing.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sqlite_utils.utils import sqlite3

from benchmarks.bar import cycle, tracing
from benchmarks.bar.figure import Measured
from benchmarks.bar.syscall_kills import prepared
from storage.archive import ArchiveError
from storage.verifying import verify

BAR = "10,000 states of simulated power loss: no acknowledged fetch lost, none doubled, none corrupt"
CALLS = "openat,write,pwrite64,fsync,fdatasync,ftruncate,unlink,rename,link,close"
SECTOR = 512
ENDS = ("", "-wal")  # of the archive's name; -shm is memory, and -journal is not used
LINE = re.compile(r"^(\w+)\((.*)\)\s+= (-?\d+)")
FILE = re.compile(r'^\d+<([^>]*)>(?:, "((?:\\x[0-9a-f]{2})*)"(?:\.\.\.)?)?(?:, (\d+))?(?:, (\d+))?$')


class Op(NamedTuple):
    """One thing that was done to a file: ``write`` at an offset, ``sync``, ``cut`` to a length, ``gone``, ``ack``."""

    what: str
    file: str = ""
    offset: int = 0
    data: bytes = b""


def measure(full: bool) -> Measured:
    """Record, then replay."""
    if not tracing.is_allowed():
        return Measured(None, tracing.ALLOWED)
    states, chance = (10_000 if full else 150), random.Random(3)
    with tempfile.TemporaryDirectory(prefix="wirediff-bar-", dir=_memory()) as name:
        base = prepared(Path(name))
        began = {cycle.NAME + end: _content(base / (cycle.NAME + end)) for end in ENDS}
        ops = _record(base, range(1, 7))
        writes = sum(op.what == "write" for op in ops)
        wrong = _replay(Path(name) / "try", began, (base / "acks").read_text(), ops, states, chance)
    said = f"{states} states of {writes} writes and {sum(op.what == 'sync' for op in ops)} flushes"
    return Measured(not wrong, f"{said}, {len(wrong)} problems", tuple(wrong))


def _memory() -> str | None:
    """Where files cost no disk: ten thousand archives are written."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _record(base: Path, numbers: range) -> list[Op]:
    folder = base.with_name("recorded")
    shutil.copytree(base, folder)
    acks = folder / "acks-recorded"
    code, text = tracing.traced(
        folder, list(numbers), acks, "-xx", "-y", "-s", "1000000", "-e", f"trace={CALLS}"
    )  # fmt: skip
    assert code == 0
    return [op for line in text.splitlines() if (op := _op(line, folder, acks)) is not None]


def _op(line: str, folder: Path, acks: Path) -> Op | None:
    """The archive's part of a line of strace; None where it is about something else, or failed."""
    found = LINE.match(line)
    if found is None or int(found[3]) < 0:
        return None
    call, arguments = found[1], found[2]
    if call == "unlink":
        return _of(folder, Op("gone", _plain(arguments.strip('"'))))
    target = FILE.match(arguments)
    if target is None:
        return None
    path, data = _plain(target[1]), bytes.fromhex((target[2] or "").replace("\\x", ""))
    made = {
        "pwrite64": lambda: Op("write", path, int(target[4]), data),
        "fsync": lambda: Op("sync", path),
        "fdatasync": lambda: Op("sync", path),
        "ftruncate": lambda: Op("cut", path, int(target[3])),
        "write": lambda: Op("ack", path, data=data),
    }
    op = made[call]() if call in made else None
    if op is not None and op.what == "ack":
        return op if op.file == str(acks) else None
    return op and _of(folder, op)


def _of(folder: Path, op: Op) -> Op | None:
    """*op* under the file's name, where it is the archive's."""
    path = Path(op.file)
    return op._replace(file=path.name) if path.parent == folder and path.name.startswith(cycle.NAME) else None


def _plain(text: str) -> str:
    """A path as strace writes it under -xx."""
    return bytes.fromhex(text.replace("\\x", "")).decode() if text.startswith("\\x") else text


def _replay(
    folder: Path, began: dict[str, bytes], acks: str, ops: list[Op], states: int, chance: random.Random
) -> list[str]:
    """Walk through the operations once, and stop at *states* moments to look."""
    wrong, disk = list[str](), {name: bytearray(data) for name, data in began.items()}
    pending: dict[str, list[Op]] = defaultdict(list)
    moments = sorted(chance.randrange(len(ops) + 1) for _ in range(states))
    at = 0
    for number, moment in enumerate(moments):
        for op in ops[at:moment]:
            acks = _do(op, disk, pending, acks)
        at = moment
        for problem in _look(folder, _lost_power(disk, pending, chance), acks):
            wrong.append(f"state {number}, after {moment} of {len(ops)} operations: {problem}")
    return wrong


def _do(op: Op, disk: dict[str, bytearray], pending: dict[str, list[Op]], acks: str) -> str:
    match op.what:
        case "ack":
            return acks + op.data.decode()
        case "sync":
            for one in pending.pop(op.file, ()):
                _write(disk[op.file], one)
        case "write" | "cut" if op.file in disk:
            pending[op.file].append(op)
        case "gone" if op.file in disk:
            pending.pop(op.file, None)
            disk[op.file] = bytearray()
    return acks


def _write(content: bytearray, op: Op) -> None:
    if op.what == "cut":
        del content[op.offset :]
        content.extend(bytes(op.offset - len(content)))
        return
    content.extend(bytes(max(0, op.offset - len(content))))
    content[op.offset : op.offset + len(op.data)] = op.data


def _lost_power(
    disk: dict[str, bytearray], pending: dict[str, list[Op]], chance: random.Random
) -> dict[str, bytearray]:
    """What is on the disk after all: of what was not flushed, whatever chance left."""
    left = {name: bytearray(content) for name, content in disk.items()}
    fate = chance.choice(("all", "none", "some", "torn"))
    for name, ops in pending.items():
        for op in ops:
            if fate == "all" or (fate != "none" and chance.random() < 0.5):
                _write(left[name], _torn(op, chance) if fate == "torn" else op)
    return left


def _torn(op: Op, chance: random.Random) -> Op:
    """Some leading sectors of a write."""
    return op._replace(data=op.data[: SECTOR * chance.randint(0, len(op.data) // SECTOR)]) if op.data else op


def _look(folder: Path, files: dict[str, bytearray], acks: str) -> Iterator[str]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        if content or name == cycle.NAME:
            (folder / name).write_bytes(content)
    try:
        yield from cycle.lost(folder, acks)
        yield from (f"verify: {one.table} {one.key} {one.problem}" for one in verify(folder / cycle.NAME))
    except (ArchiveError, sqlite3.Error) as error:
        yield f"cannot be opened: {error}"

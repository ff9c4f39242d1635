"""What a process takes of the machine: resident memory, file descriptors; and the size of an archive's log."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Footprint(NamedTuple):
    """Resident memory in KiB, open file descriptors, bytes of the log (WAL)."""

    memory: int
    files: int
    log: int


def footprint(process: int, archive: Path) -> Footprint | None:
    """That of a process now; None where it is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
        memory = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
        files = sum(1 for _ in Path(f"/proc/{process}/fd").iterdir())
    except (OSError, StopIteration):
        return None
    log = Path(f"{archive}-wal")
    return Footprint(memory, files, log.stat().st_size if log.exists() else 0)

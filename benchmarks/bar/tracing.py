"""A cycle under strace: its system calls on the archive's files listed, and one of them made to kill or to fail."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.bar import cycle

CALL = re.compile(r"^(?:\[pid +\d+\] |\d+ +)?(\w+)\(")
ALLOWED = "strace is not installed, or may not trace here (ptrace): apt-get install strace, and run it unconfined"


def is_allowed() -> bool:
    """Whether strace is there and may attach to a process of ours."""
    if shutil.which("strace") is None:
        return False
    ready, go = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(go)
        os.read(ready, 1)
        os._exit(0)
    os.close(ready)
    strace, said = _attached(process, Path(os.devnull))
    os.close(go)
    os.waitpid(process, 0)
    _end(strace)
    return "attached" in said


def traced(folder: Path, numbers: Sequence[int], log: Path, *options: str) -> tuple[int, str]:
    """Run cycles in a fork with strace attached; its exit code, and what strace wrote."""
    ready, go = os.pipe()
    process = cycle.forked(folder, numbers, log, (ready, go))
    os.close(ready)
    output = folder / "strace.txt"
    strace, said = _attached(process, output, *options)
    if "attached" not in said:
        raise RuntimeError(f"strace: {said}")
    os.close(go)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    _end(strace)
    return code, output.read_text("latin-1") if output.exists() else ""


def _attached(process: int, output: Path, *options: str) -> tuple[subprocess.Popen[str], str]:
    """A strace of *process*, and its first word, which comes when it is there."""
    command = ["strace", "-o", str(output), *options, "-p", str(process)]
    strace = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert strace.stderr is not None
    return strace, strace.stderr.readline()


def _end(strace: subprocess.Popen[str]) -> None:
    strace.wait()
    assert strace.stderr is not None
    strace.stderr.close()


def counted(text: str) -> Counter[str]:
    """How often each system call is in what strace wrote."""
    return Counter(found[1] for line in text.splitlines() if (found := CALL.match(line)))

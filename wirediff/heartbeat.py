"""The heartbeat of a watch: a small file beside the archive that says that it lives, what it does, and how it ended."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from crawler.clock import stamp_now


def path_of(archive: Path) -> Path:
    """The file, the same by whatever way the archive is named."""
    archive = archive.resolve()
    return archive.with_name(f"{archive.name}.heartbeat")


def beat(archive: Path, **told: Any) -> None:
    """Write that this process lives, and what is *told*; a reader sees the file of before or this one, never half."""
    path = path_of(archive)
    new = path.with_name(f".{path.name}.{os.getpid()}")
    new.write_text(json.dumps({"pid": os.getpid(), "at": stamp_now(), **told}) + "\n", encoding="utf-8")
    new.replace(path)


def last(archive: Path) -> dict[str, Any] | None:
    """What the last heartbeat told; None where there is none that can be read."""
    try:
        told = json.loads(path_of(archive).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None

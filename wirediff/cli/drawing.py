"""The console that reading commands draw on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from wirediff.cli.common import Failure

PIPED_WIDTH = 100


@contextmanager
def console(path: Path | None = None) -> Iterator[Console]:
    """Standard output, or a file: as wide as the terminal, 100 columns elsewhere; nothing is highlighted unasked."""
    if path is None:
        width = None if sys.stdout.isatty() else PIPED_WIDTH
        yield Console(width=width, highlight=False, markup=False, emoji=False)
        return
    try:
        with path.open("w", encoding="utf-8") as file:
            yield Console(file=file, width=PIPED_WIDTH, highlight=False, markup=False, emoji=False)
    except OSError as error:
        raise Failure(f"cannot write {path}: {error.strerror}") from error

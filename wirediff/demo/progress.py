"""How far the demo's days have come, on standard error: a bar where somebody looks, a line a round elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from wirediff.demo.timeline import BEGIN

HELLO = "a wire and ten invented outlets on 127.0.0.1; no internet is used"


class Told:
    """Hears of each round: how many are done, of how many, the virtual time."""

    def __init__(self, bar: Progress | None) -> None:
        self._bar = bar
        self._task = bar.add_task("", total=None) if bar else None

    def __call__(self, done: int, of: int, moment: datetime) -> None:
        """Show the round that begins, or that all are done."""
        day = (moment.date() - BEGIN.date()).days + 1
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=f"visiting, day {day}, {moment:%H:%M}", completed=done, total=of)
        elif done < of:
            print(f"round {done + 1} of {of}: day {day}, {moment:%H:%M}", file=sys.stderr, flush=True)  # noqa: T201

    def close(self) -> None:
        """Take the bar away before anything else is printed."""
        if self._bar is not None:
            self._bar.stop()


@contextmanager
def progress() -> Iterator[Told]:
    """Somebody to tell of the rounds."""
    console = Console(stderr=True, highlight=False)
    console.print(HELLO, style="dim")
    if not console.is_terminal:
        yield Told(None)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        yield Told(bar)

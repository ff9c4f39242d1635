"""The console that reading commands draw on."""

from __future__ import annotations

import sys

from rich.console import Console

PIPED_WIDTH = 100


def console() -> Console:
    """Standard output: as wide as the terminal, or 100 columns where it is none; nothing is highlighted unasked."""
    width = None if sys.stdout.isatty() else PIPED_WIDTH
    return Console(width=width, highlight=False, markup=False, emoji=False)

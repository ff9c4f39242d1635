"""Ends Twisted's habit of writing what is critical to standard error besides the log, unformatted."""

from __future__ import annotations

from twisted.logger import globalLogBeginner


def hush() -> None:
    """Let Twisted write to the log alone."""
    if getattr(globalLogBeginner, "_temporaryObserver", None) is not None:  # until somebody begins to log
        globalLogBeginner.beginLoggingTo([], redirectStandardIO=False, discardBuffer=True)

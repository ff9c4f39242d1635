"""Keeps out of the log what is an outcome and told as one: Twisted's tracebacks for certificates that do not fit."""

from __future__ import annotations

import logging

from twisted.logger import globalLogBeginner

NO_NEWS = "while verifying certificate"


def hush() -> None:
    """Drop those; and end Twisted's habit of writing what is critical to standard error besides, unformatted."""
    logging.getLogger("twisted").addFilter(_is_news)
    if getattr(globalLogBeginner, "_temporaryObserver", None) is not None:  # until somebody begins to log
        globalLogBeginner.beginLoggingTo([], redirectStandardIO=False, discardBuffer=True)


def _is_news(record: logging.LogRecord) -> bool:
    return not record.getMessage().startswith(NO_NEWS)

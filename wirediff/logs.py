"""How log lines are written: for people, or as JSON Lines for machines; control characters are text in both."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from crawler.clock import stamp

TEXT = "%(asctime)s [%(name)s] %(levelname)s: %(message)s"
TIME = "%Y-%m-%d %H:%M:%S"


class TextLines(logging.Formatter):
    """A line a record; what a stranger's page put into it moves no cursor and breaks no line."""

    def __init__(self) -> None:
        super().__init__(TEXT, TIME)

    def format(self, record: logging.LogRecord) -> str:
        """The record's line, its traceback on lines of their own."""
        return "\n".join(_visible(line) for line in super().format(record).split("\n"))


class JsonLines(logging.Formatter):
    """A JSON object a record: ``time`` (UTC), ``level``, ``logger``, ``message``, ``error`` where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The record's object."""
        told = {
            "time": stamp(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told)


def set_up(level: str, *, as_json: bool) -> None:
    """Let this process log to standard error."""
    handler = logging.StreamHandler()
    handler.setLevel(level)  # some libraries set their loggers to tell more
    handler.setFormatter(JsonLines() if as_json else TextLines())
    logging.basicConfig(level=level, handlers=[handler])


def _visible(line: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)

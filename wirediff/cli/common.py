"""What the commands share: options, output, exit codes, and how a mistake is told."""

from __future__ import annotations

import errno
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from storage.archive import Archive

DONE, DIFFERENT, MISTAKE, PARTLY, NOTHING, INTERRUPTED = 0, 1, 2, 3, 4, 130
F = TypeVar("F", bound=Callable[..., Any])


class Failure(click.ClickException):
    """A failure that names its mend; *failed_with* is one of the contract's."""

    def __init__(self, message: str, exit_code: int = NOTHING) -> None:
        super().__init__(message)
        self.failed_with = exit_code


def explain(error: BaseException) -> int:
    """Tell *error* on standard error in a line; its exit code."""
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else DONE
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    from storage.archive import ArchiveError  # after the ends that are no errors: it takes a while
    from wirediff.config import ConfigError

    match error:
        case KeyboardInterrupt() | click.Abort():
            code = _tell("stopped", INTERRUPTED)
        case Failure():
            code = _tell(error.message, error.failed_with)
        case click.UsageError():
            error.show()
            code = MISTAKE
        case click.ClickException():
            code = _tell(error.format_message(), MISTAKE)
        case ConfigError():
            code = _tell(str(error), MISTAKE)
        case ArchiveError():
            code = _tell(str(error), NOTHING)
        case BrokenPipeError():
            _close_stdout()
            code = DONE
        case OSError() if error.filename is None and error.errno == errno.ENOSPC:
            _close_stdout()
            code = _tell(f"the output cannot be written ({error.strerror}): make room and run it again", NOTHING)
        case _:
            raise error
    return code


def _close_stdout() -> None:
    """Let what is still to be printed go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def speak_utf8() -> None:
    """Data is UTF-8 whatever the locale; half a character (a lone surrogate) is printed as its escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _tell(message: str, code: int) -> int:
    click.echo(f"wirediff: {message}", err=True)
    return code


def db_option(command: F) -> F:
    """``--db PATH``: the archive."""
    return click.option(
        "--db",
        type=click.Path(dir_okay=False, path_type=Path),
        envvar="WIREDIFF_DB",
        help="The archive (a file).",
    )(command)


def config_option(command: F) -> F:
    """``--config PATH``: the configuration file."""
    return click.option(
        "--config", "config_path", type=click.Path(dir_okay=False, path_type=Path), envvar="WIREDIFF_CONFIG",
        help="The configuration (default: wirediff.toml here, else the user's).",
    )(command)  # fmt: skip


def json_option(command: F) -> F:
    """``--json``: JSON Lines on standard output."""
    return click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")(command)


def archive_path(db: Path | None, config_path: Path | None = None) -> Path:
    """The archive's path: the flag, the environment, the configuration, ``wirediff.db``."""
    if db is not None:
        return db
    from wirediff.config import load

    return load(config_path).database


def read_archive(db: Path | None, config_path: Path | None = None) -> Archive:
    """Open the archive to read."""
    from storage.archive import Archive  # here: two files are compared without an archive

    return Archive(archive_path(db, config_path), read_only=True)


def print_json(rows: Iterable[Mapping[str, Any]]) -> None:
    """Rows as JSON Lines, exact characters."""
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "") -> None:
    """A table on a terminal; tab-separated lines elsewhere. Control characters of strangers are made visible."""
    if not sys.stdout.isatty():
        for row in rows:
            sys.stdout.write("\t".join(visible(value) for value in row) + "\n")
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns, title=title or None, header_style="bold", box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(visible(value)) for value in row))
    Console().print(table)


def visible(value: object) -> str:
    """A value for a terminal: one line, control characters escaped."""
    text = "" if value is None else str(value)
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def broker_option(*, required: bool = False) -> Callable[[F], F]:
    """``--broker URL``, or WIREDIFF_BROKER in the environment, where no list of processes shows its password."""
    return click.option(
        "--broker", envvar="WIREDIFF_BROKER", metavar="URL", required=required, default=None if required else "",
        callback=_broker, help="A Redis or Valkey server between watch and workers (or WIREDIFF_BROKER).",
    )  # fmt: skip


def _broker(_: click.Context, __: click.Parameter, url: str | None) -> str:
    """The URL, where it can be one."""
    if url:
        from crawler.cluster.broker import NoBroker, connect

        try:
            connect(url)
        except NoBroker as error:
            raise Failure(str(error), MISTAKE) from None
    return url or ""

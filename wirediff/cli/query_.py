"""``wirediff query``: ask the archive in SQL, read-only, bounded in time and memory."""

from __future__ import annotations

import os
import select
import signal
import sys
from pathlib import Path

import click

from wirediff.cli.common import (
    MISTAKE,
    NOTHING,
    archive_path,
    config_option,
    db_option,
    explain,
    json_option,
    print_json,
    print_table,
)


@click.command()
@click.argument("sql")
@click.option("--seconds", type=click.FloatRange(0.1, 3600), default=2.0, show_default=True, help="Longest time.")
@db_option
@config_option
@json_option
def command(sql: str, seconds: float, db: Path | None, config_path: Path | None, as_json: bool) -> int:
    """Run one SELECT over the archive's tables and views. Nothing can be written.

    \b
    Examples:
      wirediff query "SELECT * FROM headline_variants WHERE url LIKE '%un-report%'"
      wirediff query "SELECT outlet, count(*) FROM fetches GROUP BY outlet" --json
    """
    path = archive_path(db, config_path)
    sys.stdout.flush()
    child = os.fork()  # a single SQL function can run for minutes and hears no signal: only a process can be stopped
    if child == 0:
        os._exit(_answer(path, sql, as_json))
    return _wait(child, seconds)


def _answer(path: Path, sql: str, as_json: bool) -> int:
    from storage.asking import QueryRefused, ask, limit

    try:
        limit()
        names, rows = ask(path, sql)
        if as_json:
            print_json(dict(zip(names, map(_plain, row), strict=True)) for row in rows)
        else:
            print_table(names, rows)
        sys.stdout.flush()
    except QueryRefused as error:
        click.echo(f"wirediff: {error}", err=True)
        return MISTAKE
    except BaseException as error:
        return explain(error)
    return 0


def _plain(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value


def _wait(child: int, seconds: float) -> int:
    watch = os.pidfd_open(child)
    done, _, _ = select.select([watch], [], [], seconds)
    os.close(watch)
    if not done:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not done:
        click.echo(
            f"wirediff: the query took longer than {seconds:g} s and was stopped: narrow it, or --seconds",
            err=True,
        )
        return NOTHING
    return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else NOTHING

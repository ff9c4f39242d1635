"""``wirediff query``: ask the archive in SQL, read-only, bounded in time and memory."""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from wirediff.cli.common import (
    DONE,
    MISTAKE,
    NOTHING,
    Failure,
    archive_path,
    config_option,
    db_option,
    explain,
    json_option,
    print_json,
    print_table,
)

Row = tuple[Any, ...]
STRANGERS, OURS = 2.0, 60.0  # seconds
REAPED = 0.2  # seconds to wait for the end of what was killed
OPENING = 60.0  # seconds for the archive to be open, on a busy machine; then the query's own time begins
PAGES = {"report", "story_report"}  # columns of questions that lead to pages of `wirediff serve`


@click.command()
@click.argument("sql", metavar="SQL|QUESTION", required=False)
@click.option("--set", "given", multiple=True, metavar="NAME=VALUE", help="A parameter's value; may be repeated.")
@click.option("--seconds", type=click.FloatRange(0.1, 3600), help="Longest time (2, for a question with a name 60).")
@db_option
@config_option
@json_option
def command(
    sql: str | None,
    given: tuple[str, ...],
    seconds: float | None,
    db: Path | None,
    config_path: Path | None,
    as_json: bool,
) -> int:
    """Run one SELECT over the archive's tables and views, or a question that has a name. Nothing can be written.

    Without an argument the questions are listed with their parameters; those that are not set ask for everything.

    \b
    Examples:
      wirediff query
      wirediff query still_running_old_version --set story=1
      wirediff query search --set words="harbour authority" --json
      wirediff query "SELECT * FROM headline_variants WHERE url LIKE '%un-report%'"
      wirediff query "SELECT outlet, count(*) FROM fetches GROUP BY outlet" --json
    """
    if sql is None:
        return _list(as_json)
    text, values = _asked(sql, given)
    path = archive_path(db, config_path)
    allowed = seconds or (OURS if text != sql else STRANGERS)
    sys.stdout.flush()
    begun, begin = os.pipe()
    child = os.fork()  # a single SQL function can run for minutes and hears no signal: only a process can be stopped
    if child == 0:
        hidden = PAGES if text != sql else set()
        os._exit(_answer(path, text, values, as_json, allowed, hidden, lambda: os.close(begin)))
    os.close(begin)
    select.select([begun], [], [], OPENING)
    return _wait(child, allowed)


def _asked(sql: str, given: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    """The SQL and the values of its parameters: those of a question are empty unless they are set."""
    from wirediff.asked import QUESTIONS

    values = dict(pair.partition("=")[::2] for pair in given)
    if sql in QUESTIONS:
        known = QUESTIONS[sql].parameters
        if wrong := sorted(set(values) - set(known)):
            raise Failure(f"{sql} has no parameter {wrong[0]}: it has {', '.join(known) or 'none'}", MISTAKE)
        return QUESTIONS[sql].sql, dict.fromkeys(known, "") | values
    if sql.isidentifier():
        raise Failure(f"there is no question {sql}: `wirediff query` lists them", MISTAKE)
    return sql, values


def _list(as_json: bool) -> int:
    from wirediff.asked import QUESTIONS

    rows = [
        {"question": name, "parameters": list(asked.parameters), "answers": asked.about}
        for name, asked in QUESTIONS.items()
    ]
    if as_json:
        print_json(rows)
    else:
        print_table(tuple(rows[0]), ([row["question"], ", ".join(row["parameters"]), row["answers"]] for row in rows))
    return DONE


def _answer(
    path: Path,
    sql: str,
    values: dict[str, str],
    as_json: bool,
    seconds: float,
    hidden: Container[str],
    begin: Callable[[], object],
) -> int:
    from storage.asking import QueryRefused, ask, limit

    try:
        limit(seconds)
        names, rows = _without(hidden, *ask(path, sql, values, begin))
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


def _without(hidden: Container[str], names: Sequence[str], rows: Iterable[Row]) -> tuple[list[str], Iterator[Row]]:
    """The columns that are shown, and of each row what stands in them."""
    shown = [place for place, name in enumerate(names) if name not in hidden]
    return [names[place] for place in shown], (tuple(row[place] for place in shown) for row in rows)


def _plain(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value


def _wait(child: int, seconds: float) -> int:
    """The child's exit code; killed where it is not over in time, it may take a moment to give its memory back."""
    watch = os.pidfd_open(child)
    done, _, _ = select.select([watch], [], [], seconds)
    if not done:
        os.kill(child, signal.SIGKILL)
        select.select([watch], [], [], REAPED)
    os.close(watch)
    _, status = os.waitpid(child, 0 if done else os.WNOHANG)
    if not done:
        click.echo(
            f"wirediff: the query took longer than {seconds:g} s and was stopped: narrow it, or --seconds",
            err=True,
        )
        return NOTHING
    return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else NOTHING

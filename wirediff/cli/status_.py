"""``wirediff status``: what is due, what runs, what failed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wirediff.cli.common import (
    archive_path,
    config_option,
    db_option,
    json_option,
    print_json,
    print_table,
    read_archive,
)

if TYPE_CHECKING:
    from storage.archive import Archive

COLUMNS = ("outlet", "state", "last fetch", "fetches", "failed", "held", "due", "next due", "stopped")
DAY = 86_400


@click.command()
@db_option
@config_option
@json_option
def command(db: Path | None, config_path: Path | None, as_json: bool) -> None:
    """Show what is due, what runs and what failed, by outlet; counts are of the last 24 hours.

    A warning says where extraction broke since yesterday: texts much shorter than before, fields missing, pages held.
    With --json, one object: "due", "next_due", "running", "batch", "outlets" and "warnings".

    \b
    Examples:
      wirediff status
      wirediff status --json | jq '.outlets[] | select(.failed > 0)'
    """
    from wirediff.config import load

    path = archive_path(db, config_path)
    with read_archive(db, config_path) as archive:
        state = _state(archive, path)
    if as_json:
        print_json([state])
        return
    _tell(state, load(config_path).timezone)


def _state(archive: Archive, path: Path) -> dict[str, Any]:
    from crawler.clock import now, stamp
    from storage import batches, outlets, state, visits
    from wirediff.locks import SCHEDULE, holder

    moment = now().replace(microsecond=0)
    open_batches = batches.running(archive)
    running = holder(path, SCHEDULE)
    return {
        "at": stamp(moment),
        "running": running,
        "due": visits.due(archive, stamp(moment)),
        "next_due": visits.next_due(archive),
        "batch": _batch(archive, open_batches[-1]) if running and open_batches else None,
        "last_batch": _told(batches.last(archive)),
        "outlets": state.outlet_states(archive, stamp(moment), int(moment.timestamp()) - DAY),
        "warnings": outlets.warnings(archive, stamp(moment - timedelta(days=1))),
    }


def _batch(archive: Archive, row: dict[str, Any]) -> dict[str, Any]:
    from storage import visits

    names = ("id", "began_at", "deadline_at", "pid", "visits")
    return {name: row[name] for name in names} | {"left": len(visits.taken(archive, row["id"]))}


def _told(row: dict[str, Any] | None) -> dict[str, Any] | None:
    """A batch that ended, its stats as an object."""
    import json

    return row and row | {"stats": json.loads(row["stats"])}


def _tell(state: dict[str, Any], zone: str) -> None:
    click.echo(_headline(state, zone), err=True)
    print_table(COLUMNS, ([*_cells(row, zone)] for row in state["outlets"]))
    for row in state["warnings"]:
        click.echo(f"{row['outlet']}: {row['day']}: {row['warning']}", err=True)
    for row in state["outlets"]:
        if failure := row["last_failure"]:
            why = failure["reason"] or failure["error"] or failure["status"]
            click.echo(f"{row['outlet']}: {_shown(failure['fetched_at'], zone)} {failure['address']}: {why}", err=True)


def _headline(state: dict[str, Any], zone: str) -> str:
    parts = [state["running"] or "nothing runs"]
    if batch := state["batch"]:
        done = batch["visits"] - batch["left"]
        parts.append(
            f"batch {batch['id']}: {done} of {batch['visits']} visits, until {_shown(batch['deadline_at'], zone)}"
        )
    elif (last := state["last_batch"]) and last["ending"] not in {"done", None}:
        parts.append(f"the last batch {last['ending']}")
    parts.append(f"{state['due']} due")
    if state["next_due"] and not state["due"]:
        parts.append(f"next {_shown(state['next_due'], zone)}")
    return "; ".join(parts)


def _cells(row: dict[str, Any], zone: str) -> list[object]:
    stopped = ", ".join(f"{count} {why}" for why, count in sorted(row["stopped"].items()))
    return [
        row["outlet"], _condition(row), _shown(row["last_fetch"], zone), row["fetches"], row["failed"], row["held"],
        row["due"] or 0, _shown(row["next_due"], zone), stopped,
    ]  # fmt: skip


def _condition(row: dict[str, Any]) -> str:
    if row["paused"]:
        return "paused"
    if row["failing_sources"] or (row["fetches"] and row["failed"] == row["fetches"]):
        return "failing"
    return "ok" if row["active"] else "stopped"


def _shown(time: str | None, zone: str) -> str:
    """A stored time in the reader's zone."""
    from zoneinfo import ZoneInfo

    from crawler.clock import parse

    return parse(time).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S %Z") if time else ""

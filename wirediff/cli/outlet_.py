"""``wirediff outlet``: list, find, show, pause, resume, remove outlets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import click

from crawler.outlets import Outlet
from reports.when import local
from wirediff.cli.common import (
    DONE,
    MISTAKE,
    Failure,
    config_option,
    db_option,
    json_option,
    print_json,
    print_table,
    read_archive,
)
from wirediff.cli.outlet_find import find
from wirediff.cli.outlet_furniture import furniture
from wirediff.cli.outlet_lists import export, import_
from wirediff.config import Config, load
from wirediff.config.editing import remove as without
from wirediff.config.editing import save, set_key
from wirediff.config.reading import read_text
from wirediff.config.writing import flat, plain

Row = dict[str, Any]
COUNTED = ("articles", "revisions", "fetches", "last_fetch")
DAYS, PIECES = 14, 20


@click.group()
def command() -> None:
    """List, find, show, pause, resume, remove, import and export outlets; see what was learned to be their furniture.

    \b
    Examples:
      wirediff outlet list
      wirediff outlet find zeitung
      wirediff outlet import subscriptions.opml
      wirediff outlet show harbor-times
      wirediff outlet pause harbor-times
      wirediff outlet remove harbor-times
      wirediff outlet furniture harbor-times
    """


command.add_command(find)
command.add_command(furniture)
command.add_command(import_)
command.add_command(export)


@command.command("list")
@db_option
@config_option
@json_option
def list_(db: Path | None, config_path: Path | None, as_json: bool) -> int:
    """List the outlets of the configuration and of the archive, with what is kept of each.

    \b
    Examples:
      wirediff outlet list
      wirediff outlet list --db archive.db --json
    """
    config = load(config_path, {"project.database": db})
    rows = _rows(config, _counts(db, config))
    if as_json:
        print_json(rows)
        return DONE
    columns = ("id", "name", "state", "sources", *COUNTED[:3])
    shown = [[*(row[column] for column in columns), local(row["last_fetch"], config.timezone)] for row in rows]
    print_table((*columns, "last fetch"), shown)
    return DONE


def _counts(db: Path | None, config: Config) -> dict[str, Row]:
    """What the archive holds by outlet; nothing where there is no archive yet."""
    if db is None and not config.database.exists():
        return {}
    from storage import outlets

    with read_archive(config.database) as archive:
        return {row["id"]: row for row in outlets.counts(archive)}


def _rows(config: Config, counts: dict[str, Row]) -> list[Row]:
    ids = dict.fromkeys([*(outlet.id for outlet in config.outlets), *counts])
    return [_row(name, config.outlet(name), counts.get(name)) for name in ids]


def _row(name: str, outlet: Outlet | None, counted: Row | None) -> Row:
    held = counted or dict.fromkeys(COUNTED[:3], 0)
    sources = len([*outlet.feeds, *outlet.sitemaps, *outlet.searches]) if outlet else 0
    return {
        "id": name,
        "name": (outlet.name if outlet else "") or held.get("name", ""),
        "state": "not configured" if outlet is None else "paused" if outlet.paused else "watched",
        "sources": sources,
        **{column: held.get(column) for column in COUNTED},
    }


@command.command()
@click.argument("outlet_id", metavar="ID")
@db_option
@config_option
@json_option
def show(outlet_id: str, db: Path | None, config_path: Path | None, as_json: bool) -> int:
    """Show one outlet: its entry, what is kept, its health by day, its furniture.

    Furniture is text that many of its pages share (menus, notices, calls to subscribe): no part of any article.

    \b
    Examples:
      wirediff outlet show harbor-times
      wirediff outlet show harbor-times --json
    """
    config = load(config_path, {"project.database": db})
    counts = _counts(db, config)
    outlet = config.outlet(outlet_id)
    if outlet is None and outlet_id not in counts:
        raise _unknown(outlet_id, config, counts)
    found = _row(outlet_id, outlet, counts.get(outlet_id))
    found["entry"] = _entry(outlet, config) if outlet else None
    found |= _kept(config, outlet_id) if outlet_id in counts else {"health": [], "furniture": []}
    print_json([found]) if as_json else _print(found, config.timezone)
    return DONE


def _unknown(outlet_id: str, config: Config, counts: dict[str, Row]) -> Failure:
    from wirediff.config.errors import did_you_mean

    known = list(dict.fromkeys([*(outlet.id for outlet in config.outlets), *counts]))
    mend = did_you_mean(outlet_id, known) if known else "wirediff add https://... adds the first"
    return Failure(f"there is no outlet {outlet_id}: {mend}", MISTAKE)


def _entry(outlet: Outlet, config: Config) -> Row:
    """The keys that the configuration says, as they are written."""
    said = {field.name: config.origins.get(f"outlet.{outlet.id}.{field.name}") for field in fields(Outlet)}
    return {name: plain(origin.shown) for name, origin in said.items() if origin}


def _kept(config: Config, outlet_id: str) -> Row:
    from storage import outlets

    with read_archive(config.database) as archive:
        return {
            "health": outlets.health(archive, outlet_id, DAYS),
            "furniture": outlets.furniture(archive, outlet_id, PIECES),
        }


def _print(found: Row, zone: str) -> None:
    entry = found["entry"] or {"id": found["id"]}
    lines = [(key, flat(value)) for key, value in entry.items()]
    counted = [(f"{column} kept", found[column]) for column in COUNTED[:3]]
    last = ("last fetch", local(found["last_fetch"], zone))
    print_table(("", ""), [*lines, ("state", found["state"]), *counted, last])
    for name in ("health", "furniture"):
        if rows := found[name]:
            print_table(tuple(rows[0]), [tuple(row.values()) for row in rows], title=name)


@command.command()
@click.argument("outlet_id", metavar="ID")
@config_option
def pause(outlet_id: str, config_path: Path | None) -> int:
    """Stop visiting an outlet; its entry and everything kept of it stay.

    \b
    Example:
      wirediff outlet pause harbor-times
    """
    return _edit(outlet_id, config_path, lambda text: set_key(text, "outlet", outlet_id, "paused", True), "paused")


@command.command()
@click.argument("outlet_id", metavar="ID")
@config_option
def resume(outlet_id: str, config_path: Path | None) -> int:
    """Visit a paused outlet again.

    \b
    Example:
      wirediff outlet resume harbor-times
    """
    return _edit(outlet_id, config_path, lambda text: set_key(text, "outlet", outlet_id, "paused", None), "resumed")


@command.command()
@click.argument("outlet_id", metavar="ID")
@config_option
def remove(outlet_id: str, config_path: Path | None) -> int:
    """Take an outlet out of wirediff.toml; what the archive holds of it stays.

    \b
    Example:
      wirediff outlet remove harbor-times
    """
    return _edit(outlet_id, config_path, lambda text: without(text, "outlet", outlet_id), "removed")


def _edit(outlet_id: str, config_path: Path | None, change: Callable[[str], str], done: str) -> int:
    """Edit the file in which the outlet stands, every other character kept."""
    config = load(config_path)
    origin = config.origins.get(f"outlet.{outlet_id}.id")
    if origin is None:
        raise _unknown(outlet_id, config, {})
    path = Path(origin.source.rpartition(":")[0])
    save(path, change(read_text(path)))
    click.echo(f"{path}: {done} {outlet_id}", err=True)
    return DONE

"""``wirediff outlet find``: look outlets up in the catalogue that comes with wirediff."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wirediff.cli.common import (
    DONE,
    NOTHING,
    Failure,
    config_option,
    db_option,
    json_option,
    print_json,
    print_table,
    read_archive,
)
from wirediff.config import Config, load

if TYPE_CHECKING:
    from wirediff.catalogue import Entry


@click.command()
@click.argument("word", default="")
@db_option
@config_option
@json_option
def find(word: str, db: Path | None, config_path: Path | None, as_json: bool) -> int:
    """Find outlets of the catalogue by name, host, agency or country (all of them, where no WORD is given).

    Their feeds and news sitemaps were looked up in public lists. An address counts as verified once your archive has
    fetched it.

    \b
    Examples:
      wirediff outlet find zeitung
      wirediff outlet find Ireland
      wirediff outlet find AP --json
    """
    from wirediff import catalogue
    from wirediff.catalogue.offering import plain

    found = catalogue.find(word)
    if not found:
        raise Failure(f"the catalogue has nothing like {word}: wirediff add https://... finds a site's feeds", NOTHING)
    seen = _seen(db, load(config_path, {"project.database": db}), found)
    if as_json:
        print_json([plain(entry, seen) for entry in found])
        return DONE
    print_table(("id", "name", "where", "lang", "feeds", "sitemaps", "verified"), [_row(one, seen) for one in found])
    click.echo(f"wirediff add {found[0].id} adds the first to wirediff.toml", err=True)
    return DONE


def _seen(db: Path | None, config: Config, found: list[Entry]) -> set[str]:
    """The addresses that the archive has fetched; none where there is no archive yet."""
    from wirediff.catalogue.offering import verified

    if db is None and not config.database.exists():
        return set()
    with read_archive(config.database) as archive:
        return verified(archive, found)


def _row(entry: Entry, seen: set[str]) -> tuple[str, ...]:
    known = len(entry.addresses)
    fetched = sum(address in seen for address in entry.addresses)
    place = entry.country or entry.place
    counts = (str(len(entry.feeds)), str(len(entry.sitemaps)), f"{fetched} of {known}" if known else "")
    return (entry.id, entry.name, place, entry.lang or "", *counts)

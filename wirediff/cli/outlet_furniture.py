"""``wirediff outlet furniture``: what was learned to be an outlet's own, and a reader's word on it."""

from __future__ import annotations

from pathlib import Path

import click

from wirediff.cli.common import (
    DONE,
    MISTAKE,
    Failure,
    archive_path,
    config_option,
    db_option,
    json_option,
    print_json,
    print_table,
    read_archive,
)

COLUMNS = ("hash", "articles", "place", "last_seen", "off", "text")


@click.command()
@click.argument("outlet_id", metavar="ID")
@click.option("--off", metavar="HASH", help="Keep this text: it is no furniture.")
@click.option("--on", metavar="HASH", help="Take this text out again.")
@db_option
@config_option
@json_option
def furniture(
    outlet_id: str, off: str | None, on: str | None, db: Path | None, config_path: Path | None, as_json: bool
) -> int:
    """List text that many pages of an outlet share and that is therefore taken out of its articles.

    With --off a piece is kept in the texts from now on, and in the earlier versions of all articles that carry it,
    which are derived anew from their pages; --on takes that back. The first digits of a hash are enough.

    \b
    Examples:
      wirediff outlet furniture harbor-times
      wirediff outlet furniture harbor-times --off 3f9a
    """
    if off and on:
        raise Failure("--off and --on in one command: give one of them", MISTAKE)
    if off or on:
        return _switch(outlet_id, off or on or "", bool(off), db, config_path)
    from storage import outlets

    with read_archive(db, config_path) as archive:
        rows = outlets.furniture(archive, outlet_id, 1000)
    if as_json:
        print_json(rows)
    else:
        print_table(COLUMNS, ([row[name] for name in COLUMNS] for row in rows))
    return DONE


def _switch(outlet_id: str, start: str, off: bool, db: Path | None, config_path: Path | None) -> int:
    from crawler import clock
    from pipelines.archivist import Archivist
    from pipelines.pool import ExtractionPool
    from storage.archive import Archive
    from storage.furniture import beginning
    from wirediff.desk import desk_for

    with Archive(archive_path(db, config_path), create=False) as archive, ExtractionPool(1) as pool:
        found = beginning(archive, outlet_id, start)
        if len(found) != 1:
            what = "no furniture has" if not found else f"{len(found)} pieces have"
            raise Failure(
                f"{what} a hash that begins with {start}: wirediff outlet furniture {outlet_id} lists them", MISTAKE
            )
        archivist = Archivist(desk_for(archive, pool, config_path))
        count = archivist.switch(outlet_id, found[0], off=off, made_at=clock.stamp(clock.now()))
    click.echo(f"{found[0]} {'off' if off else 'on'}: {count} articles derived anew", err=True)
    return DONE

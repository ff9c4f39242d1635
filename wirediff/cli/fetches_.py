"""``wirediff fetches``: every attempt to fetch and its outcome."""

from __future__ import annotations

from pathlib import Path

import click

from wirediff.cli.common import config_option, db_option, json_option, print_json, print_table, read_archive

COLUMNS = ("fetched_at", "outlet", "outcome", "reason", "revision", "url")


@click.command()
@click.option("--outlet", help="Only this outlet's.")
@click.option("--outcome", help="Only this outcome: new, revised, unchanged, held, missing, failed, ...")
@click.option("--all", "all_kinds", is_flag=True, help="Also fetches of feeds, sitemaps and searches.")
@db_option
@config_option
@json_option
def command(
    outlet: str | None,
    outcome: str | None,
    all_kinds: bool,
    db: Path | None,
    config_path: Path | None,
    as_json: bool,
) -> None:
    """List every attempt to fetch, in order of time, and what became of it.

    \b
    Examples:
      wirediff fetches --outcome held
      wirediff fetches --outlet harbor --json | jq .outcome
    """
    from reports.when import local
    from storage import listing
    from wirediff.config import load

    with read_archive(db, config_path) as archive:
        rows = listing.fetches(archive, outlet=outlet, outcome=outcome, all_kinds=all_kinds)
        if as_json:
            print_json(rows)
        else:
            zone = load(config_path).timezone
            print_table(COLUMNS, ([local(row[COLUMNS[0]], zone), *(row[name] for name in COLUMNS[1:])] for row in rows))

"""``wirediff revisions``: every honest revision and its text."""

from __future__ import annotations

from pathlib import Path

import click

from wirediff.cli.common import config_option, db_option, json_option, print_json, print_table, read_archive

COLUMNS = ("first_seen", "outlet", "revision", "title", "url")


@click.command()
@click.option("--outlet", help="Only this outlet's.")
@db_option
@config_option
@json_option
def command(outlet: str | None, db: Path | None, config_path: Path | None, as_json: bool) -> None:
    """List every revision of every article, in order of time; with --json their texts too.

    \b
    Examples:
      wirediff revisions --outlet harbor
      wirediff revisions --json > revisions.jsonl
    """
    from reports.when import local
    from storage import listing
    from wirediff.config import load

    with read_archive(db, config_path) as archive:
        rows = listing.revisions(archive, outlet=outlet)
        if as_json:
            print_json(rows)
        else:
            zone = load(config_path).timezone
            print_table(COLUMNS, ([local(row[COLUMNS[0]], zone), *(row[name] for name in COLUMNS[1:])] for row in rows))

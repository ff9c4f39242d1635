"""``wirediff doctor``: look at everything that a crawl needs, and name the mend for what is wrong."""

from __future__ import annotations

from pathlib import Path

import click

from wirediff.cli.common import (
    DONE,
    PARTLY,
    archive_path,
    config_option,
    db_option,
    json_option,
    print_json,
    print_table,
)


@click.command()
@click.option("--offline", is_flag=True, help="Ask no name server and connect to nothing.")
@db_option
@config_option
@json_option
def command(offline: bool, db: Path | None, config_path: Path | None, as_json: bool) -> int:
    """Examine SQLite, disk, clock, archive, names, mapped hosts, robots.txt and the last fetch of each outlet.

    Each finding is good, odd or bad; what is not good names its mend. Exit code 3: something is bad. Whether every row
    is as it was written is another question: wirediff verify.

    \b
    Examples:
      wirediff doctor
      wirediff doctor --offline --json
    """
    from wirediff.config import load
    from wirediff.examining import BAD, examine

    found = list(examine(load(config_path), archive_path(db, config_path), offline=offline))
    if as_json:
        print_json(one._asdict() for one in found)
    else:
        print_table(("state", "what", "seen", "mend"), found)
    return PARTLY if any(one.state == BAD for one in found) else DONE

"""``wirediff backup``: a verified copy of an archive, made while it is written."""

from __future__ import annotations

from pathlib import Path

import click

from wirediff.cli.common import DONE, archive_path, config_option, db_option


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--keep", type=click.IntRange(1), help="Keep so many copies here; older ones go, once this one is good.")
@db_option
@config_option
def command(folder: Path, keep: int | None, db: Path | None, config_path: Path | None) -> int:
    """Copy the archive into FOLDER, while crawls go on; prints the copy's path.

    A copy has its name only after every row of evidence in it was read and found as it was written.

    \b
    Examples:
      wirediff backup /var/backups/wirediff
      wirediff backup /var/backups/wirediff --keep 14
    """
    from crawler.clock import stamp_now
    from storage.backups import back_up

    made = back_up(archive_path(db, config_path), folder, stamp_now(), keep)
    click.echo(made)
    click.echo(f"verified; put it back with: wirediff restore {made}", err=True)
    return DONE

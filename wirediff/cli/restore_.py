"""``wirediff restore``: put a backup in the place of the archive, which is kept aside."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click

from wirediff.cli.common import DONE, NOTHING, Failure, archive_path, config_option, db_option


@click.command()
@click.argument("backup", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@db_option
@config_option
def command(backup: Path, db: Path | None, config_path: Path | None) -> int:
    """Check BACKUP and put it in the place of the archive. Nothing may crawl meanwhile.

    The archive that was there is kept beside it. What was forgotten on request since the backup was made is forgotten
    in it too.

    \b
    Examples:
      wirediff restore /var/backups/wirediff/wirediff-20260301T120000Z.db
    """
    from crawler.clock import stamp_now
    from wirediff.locks import BATCH, SCHEDULE, Busy, hold
    from wirediff.restoring import restore

    path = archive_path(db, config_path)
    with ExitStack() as held:
        try:
            for lock in (SCHEDULE, BATCH):
                held.enter_context(hold(path, lock, "wirediff restore"))
        except Busy as busy:
            raise Failure(f"{path} is in use ({busy}): stop that first", NOTHING) from busy
        done = restore(backup, path, stamp_now(), config_path)
    click.echo(f"{path} is {backup} again", err=True)
    if done.aside:
        click.echo(f"the archive that was there is {done.aside}", err=True)
    if done.forgotten:
        click.echo(f"{done.forgotten} articles that were forgotten on request stay forgotten", err=True)
    return DONE

"""``wirediff salvage``: save what can be saved of a damaged archive into a new one."""

from __future__ import annotations

from pathlib import Path

import click

from wirediff.cli.common import DONE, MISTAKE, NOTHING, PARTLY, Failure, config_option


@click.command()
@click.argument("damaged", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("new", type=click.Path(dir_okay=False, path_type=Path))
@config_option
def command(damaged: Path, new: Path, config_path: Path | None) -> int:
    """Save every whole row of evidence of DAMAGED into the archive NEW, and derive everything else of it anew.

    DAMAGED is only read. A row is taken where its seal says that it is as it was written, even where SQLite cannot
    open the file any more. A backup is better where there is one: wirediff restore. Exit code 3 says that something
    that was there is lost.

    \b
    Examples:
      wirediff salvage wirediff.db saved.db
    """
    from pipelines.pool import ExtractionPool
    from pipelines.salvaging import read_all
    from storage.archive import Archive
    from storage.salvage import save
    from wirediff.cli.progress import progress
    from wirediff.desk import desk_for

    if new.exists():
        raise Failure(f"{new} is there already: name a file that is not", MISTAKE)
    with Archive(new) as archive, ExtractionPool() as pool, progress("reading") as seen:
        saved = save(damaged, archive)
        read_all(desk_for(archive, pool, config_path), seen)
    if not saved.rows:
        raise Failure(f"no row of evidence was found in {damaged}", NOTHING)
    click.echo(", ".join(f"{count} {table}" for table, count in saved.rows.items()) + f" saved into {new}", err=True)
    for page in saved.lost_pages:
        click.echo(f"wirediff: page {page} is lost", err=True)
    if saved.lost_numbers:
        click.echo(f"wirediff: {saved.lost_numbers} numbers of fetches are missing: lost, or forgotten", err=True)
    return PARTLY if saved.lost_pages or saved.lost_numbers else DONE

"""``wirediff compact``: make the archive's file smaller, without losing any of it."""

from __future__ import annotations

from pathlib import Path

import click

from wirediff.cli.common import DONE, PARTLY, archive_path, config_option, db_option, json_option, print_json


@click.command()
@db_option
@config_option
@json_option
def command(db: Path | None, config_path: Path | None, as_json: bool) -> int:
    """Make the archive's file smaller: pages packed tightly, the index of words merged, free space given back.

    Nothing is lost: a page is written anew only after its new form was read and found the same. It may be
    stopped at any time, and may run while a crawl does; only the last step, writing the file without its holes, keeps
    others waiting, and takes as much space again while it lasts. Pages packed once are passed by the next time.

    \b
    Examples:
      wirediff compact
      wirediff compact --db archive.db --json
    """
    from storage.archive import Archive
    from storage.compacting import compact
    from wirediff.cli.progress import progress

    with Archive(archive_path(db, config_path), create=False) as archive, progress("packing pages") as seen:
        done = compact(archive, seen)
    if as_json:
        print_json([{"before": done.before, "after": done.after, "pages": done.pages, "damaged": list(done.damaged)}])
    else:
        for name in done.damaged:
            click.echo(f"page {name} cannot be read and was left alone; wirediff verify tells more", err=True)
        click.echo(f"{done.before:,} bytes before, {done.after:,} after; {done.pages:,} pages packed", err=True)
    return PARTLY if done.damaged else DONE

"""``wirediff compact``: make the archive's file smaller, without losing any of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wirediff.cli.common import (
    DONE,
    MISTAKE,
    PARTLY,
    Failure,
    archive_path,
    config_option,
    db_option,
    json_option,
    print_json,
)

if TYPE_CHECKING:
    from storage.archive import Archive


@click.command()
@click.option("--pages-older-than", "age", metavar="DURATION", help="Let older pages go (90d); see above.")
@db_option
@config_option
@json_option
def command(age: str | None, db: Path | None, config_path: Path | None, as_json: bool) -> int:
    """Make the archive's file smaller: pages packed tightly, the index of words merged, free space given back.

    Nothing is lost, unless you let old pages go: then of each article the first page stays, the last, and each that
    made a revision; texts, edits, times and hashes all stay. A page is written anew only after its new form was read
    and found the same. It may be stopped at any time, and may run while a crawl does; only the last step, writing the
    file without its holes, keeps others waiting, and takes as much space again while it lasts. Pages packed once are
    passed by the next time.

    \b
    Examples:
      wirediff compact
      wirediff compact --pages-older-than 90d
      wirediff compact --db archive.db --json
    """
    from storage.archive import Archive
    from storage.compacting import compact
    from wirediff.cli.progress import progress

    with Archive(archive_path(db, config_path), create=False) as archive:
        if age is not None:
            _let_go(archive, age)
        with progress("packing pages") as seen:
            done = compact(archive, seen)
    if as_json:
        print_json([{"before": done.before, "after": done.after, "pages": done.pages, "damaged": list(done.damaged)}])
    else:
        for name in done.damaged:
            click.echo(f"page {name} cannot be read and was left alone; wirediff verify tells more", err=True)
        click.echo(f"{done.before:,} bytes before, {done.after:,} after; {done.pages:,} pages packed", err=True)
    return PARTLY if done.damaged else DONE


def _let_go(archive: Archive, age: str) -> None:
    from crawler.clock import now, stamp, stamp_now
    from pipelines.evidence import moment_of
    from storage.retention import let_go
    from wirediff.cli.progress import progress
    from wirediff.config.errors import Mend
    from wirediff.config.units import duration

    try:
        since = stamp(now() - duration(age))
    except Mend as mend:
        raise Failure(f"--pages-older-than: {mend}", MISTAKE) from mend
    with progress("letting pages go") as seen:
        done = let_go(archive, moment_of(since), stamp_now(), since, seen)
    click.echo(f"{done.pages:,} pages of {done.fetches:,} fetches were let go, none younger than {since}", err=True)

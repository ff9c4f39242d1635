"""``wirediff import``: bring in documents that were fetched elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from wirediff.cli.common import (
    NOTHING,
    PARTLY,
    archive_path,
    config_option,
    db_option,
    json_option,
    print_json,
)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--url", help="The address of a single file; of a repository's files with {path} in it.")
@click.option("--outlet", help="The outlet (its id) of a single file or a WARC.")
@click.option("--fetched-at", help="When a single file was fetched (ISO 8601, UTC).")
@db_option
@config_option
@json_option
def command(
    paths: tuple[Path, ...], url: str | None, outlet: str | None, fetched_at: str | None,
    db: Path | None, config_path: Path | None, as_json: bool,
) -> int:  # fmt: skip
    """Bring in documents of .jsonl, .warc, .warc.gz, .html and .txt files, or folders of them.

    What other trackers kept is recognised: a diffengine database, changedetection.io's data folder, a git repository
    with a file for each article and a commit for each version (--url "https://outlet.example/{path}" names its files).
    Names within a folder of saved pages may tell when they were saved (2026-03-01T10-00 flood.html,
    20260301100000/flood.html); their addresses are taken from the pages.

    They go through the same stages as a page fetched live, in the order of their times. Importing the same
    twice changes nothing. A line that cannot be read is named and skipped (exit code 3).

    \b
    Examples:
      wirediff import captures.jsonl --db archive.db
      wirediff import saved.html --url https://outlet.example/a --fetched-at 2026-03-01T10:00:00Z
      wirediff import crawl.warc.gz folder/ --db archive.db
      wirediff import diffengine.db changedetection-data/ --db archive.db
    """
    from crawler import clock
    from crawler.apart import warm
    from pipelines.pool import ExtractionPool

    if fetched_at is not None:
        try:
            clock.parse(fetched_at)
        except ValueError as error:
            raise click.BadParameter(f"{fetched_at} is no ISO 8601 time, such as 2026-03-01T10:00:00Z") from error
    warm()  # what reads pages is loaded while this process loads the rest, and looks through the documents
    from pipelines.documents import Given
    from pipelines.importing import Tally, find, keep_all, read_all
    from storage.archive import Archive
    from wirediff.cli.progress import progress
    from wirediff.desk import desk_for

    given, tally = Given(url, outlet, fetched_at), Tally()
    places = find(paths, given, tally)
    with (
        Archive(archive_path(db, config_path)) as archive,
        ExtractionPool() as pool,
        progress("importing") as seen,
    ):
        fetches = read_all(places, given, tally)
        keep_all(fetches, len(places), desk_for(archive, pool, config_path), pool, tally, seen)
    for unread in tally.unread:
        click.echo(f"wirediff: {unread.place}: {unread.why}", err=True)
    told = {"documents": len(places), "known": tally.known, "unread": len(tally.unread), **tally.outcomes}
    if as_json:
        print_json([told])
    else:
        click.echo(", ".join(f"{count} {name}" for name, count in told.items()), err=True)
    if not tally.unread:
        return 0
    return PARTLY if tally.outcomes or tally.known else NOTHING

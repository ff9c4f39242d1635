"""``wirediff rebuild``: derive everything anew from the kept pages, with today's code."""

from __future__ import annotations

from pathlib import Path

import click

from wirediff.cli.common import archive_path, config_option, db_option, json_option, print_json, print_table

COLUMNS = ("outlet", "revisions_before", "revisions_after", "edits", "readings", "events", "url")


@click.command()
@click.option("--outlet", help="Only this outlet's articles.")
@click.option("--article", metavar="URL", help="Only the article with this address.")
@click.option("--since", metavar="TIME", help="Only articles that were fetched since then (ISO 8601, UTC).")
@click.option("--dry-run", is_flag=True, help="Tell what would change, and change nothing.")
@db_option
@config_option
@json_option
def command(
    outlet: str | None, article: str | None, since: str | None, dry_run: bool,
    db: Path | None, config_path: Path | None, as_json: bool,
) -> int:  # fmt: skip
    """Derive revisions, edits and stories anew from the kept pages, with today's code.

    Fetches, pages and decisions are evidence and stay as they are. Every page is read again, so what only a new
    extractor makes of an old page is never shown as an edit. Each article is one transaction; a rebuild that was
    broken off goes on where it was. Articles that change are listed, with how many rows of each kind differ.

    \b
    Examples:
      wirediff rebuild --dry-run
      wirediff rebuild --outlet harbor
      wirediff rebuild --article https://harbor.example/ferry --json
    """
    from crawler import clock
    from pipelines.pool import ExtractionPool
    from pipelines.rebuilding import CODE, rebuild
    from storage.archive import Archive
    from storage.rebuilds import Scope
    from wirediff.cli.progress import progress
    from wirediff.desk import desk_for

    with (
        Archive(archive_path(db, config_path), create=False) as archive,
        ExtractionPool() as pool,
        progress("rebuilding") as seen,
    ):
        scope = Scope(CODE, outlet, _article(archive, article), _moment(since))
        found = rebuild(desk_for(archive, pool, config_path), scope, clock.stamp_now(), seen, dry=dry_run)
    if as_json:
        print_json(found.changed)
    else:
        print_table(COLUMNS, ([row[name] for name in COLUMNS] for row in found.changed))
    verb = "would change" if dry_run else "changed"
    went_on = " (went on where a rebuild was broken off)" if found.resumed else ""
    click.echo(f"{found.articles} articles read anew, {len(found.changed)} {verb}{went_on}", err=True)
    return 0


def _article(archive: object, url: str | None) -> int | None:
    """The id of the article with that address."""
    if url is None:
        return None
    from storage.archive import Archive
    from wirediff.cli.finding import the_article

    assert isinstance(archive, Archive)
    return the_article(archive, url).id


def _moment(since: str | None) -> int | None:
    if since is None:
        return None
    from pipelines.evidence import moment_of

    try:
        return moment_of(since)
    except ValueError as error:
        raise click.BadParameter(f"{since} is no ISO 8601 time, such as 2026-03-01T10:00:00Z") from error

"""``wirediff held``: pages that were no honest version of their article, why, and a reader's word on them."""

from __future__ import annotations

from pathlib import Path

import click

from storage import decisions
from wirediff.cli.common import (
    MISTAKE,
    Failure,
    archive_path,
    config_option,
    db_option,
    json_option,
    print_json,
    print_table,
    read_archive,
)

COLUMNS = ("fetch", "fetched_at", "outlet", "reason", "url")


@click.group(invoke_without_command=True)
@click.option("--outlet", help="Only this outlet's.")
@click.option("--all", "everything", is_flag=True, help="Also pages after which an honest one came.")
@db_option
@config_option
@json_option
@click.pass_context
def command(
    ctx: click.Context, outlet: str | None, everything: bool,
    db: Path | None, config_path: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """List pages that are held: kept, but taken for no version of their article, with the reason.

    A page that is an honest version after all is taken with `held accept` and the number of its fetch; `held refuse`
    takes that back, or holds a page that should never have been a version. A decision is evidence: it is
    obeyed whenever the article is derived anew.

    \b
    Examples:
      wirediff held
      wirediff held --outlet harbor --all --json
      wirediff held accept 1204
      wirediff held refuse 1204 --why "a consent page in Catalan"
    """
    if ctx.invoked_subcommand is not None:
        return
    with read_archive(db, config_path) as archive:
        rows = decisions.waiting(archive, outlet=outlet, everything=everything)
    shown = [{name: value for name, value in row.items() if name != "key"} for row in rows]
    if as_json:
        print_json(shown)
        return
    print_table(COLUMNS, ([row[name] for name in COLUMNS] for row in shown))
    if shown:
        click.echo("a page that is an honest version: wirediff held accept FETCH", err=True)


@command.command()
@click.argument("fetch", type=int)
@click.option("--why", default="", help="A word on the reason, kept with the decision.")
@click.option("--who", default="", help="Who decides.")
@db_option
@config_option
def accept(fetch: int, why: str, who: str, db: Path | None, config_path: Path | None) -> int:
    """Take a page that is held for a version of its article.

    \b
    Examples:
      wirediff held accept 1204
      wirediff held accept 1204 --who "standards desk" --why "rewritten, not another article"
    """
    return _decide(fetch, decisions.ACCEPTED, (why, who), db, config_path)


@command.command()
@click.argument("fetch", type=int)
@click.option("--why", default="", help="A word on the reason, kept with the decision.")
@click.option("--who", default="", help="Who decides.")
@db_option
@config_option
def refuse(fetch: int, why: str, who: str, db: Path | None, config_path: Path | None) -> int:
    """Hold a page that was taken for a version of its article, or take back that it was accepted.

    \b
    Examples:
      wirediff held refuse 1204 --why "a consent page in Catalan"
    """
    return _decide(fetch, decisions.HELD, (why, who), db, config_path)


def _decide(fetch: int, word: str, told: tuple[str, str], db: Path | None, config_path: Path | None) -> int:
    """Keep the decision and derive the article anew, in one transaction."""
    from crawler import clock
    from pipelines.archivist import Archivist
    from pipelines.pool import ExtractionPool
    from storage.archive import Archive
    from wirediff.desk import desk_for

    with Archive(archive_path(db, config_path), create=False) as archive, ExtractionPool(1) as pool:
        row = decisions.page_of(archive, fetch)
        if row is None:
            raise Failure(f"no fetch {fetch} brought a page: `wirediff held --all` lists those that are held", MISTAKE)
        with archive.transaction():
            decisions.decide(archive, row["key"], word, clock.stamp_now(), why=told[0], who=told[1])
            archivist = Archivist(desk_for(archive, pool, config_path))
            archivist.derive(row["article"])
            archivist.learn(row["outlet"], set())
            now = decisions.page_of(archive, fetch) or row
            if word == decisions.ACCEPTED and now["outcome"] == "held":
                raise Failure(f"the page of fetch {fetch} has no text that could be taken: {now['reason']}")
    number = f", revision {now['revision']}" if now["revision"] else ""
    click.echo(f"{row['url']}: {row['outcome']} before, {now['outcome']} now{number}", err=True)
    return 0

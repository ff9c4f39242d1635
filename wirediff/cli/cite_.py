"""``wirediff cite``: a revision as a source, with its times and hashes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wirediff.cli.common import DONE, config_option, db_option, read_archive, visible

if TYPE_CHECKING:
    from storage.archive import Archive
    from wirediff.exchange.citation import Citation

FORMATS = ("text", "bibtex", "csl")


@click.command()
@click.argument("revisions", nargs=-1, required=True, metavar="URL[@N]...")
@click.option(
    "--format", "kind", type=click.Choice(FORMATS), default="text", show_default=True, help="How it is written."
)
@db_option
@config_option
def command(revisions: tuple[str, ...], kind: str, db: Path | None, config_path: Path | None) -> int:
    """Write a citation for revisions: outlet, title, times, address, and the SHA-256 of text and page.

    URL@N is revision N of the article at URL, URL alone the latest one.

    \b
    Examples:
      wirediff cite https://harbor.example/flood@2
      wirediff cite https://harbor.example/flood --format bibtex
    """
    with read_archive(db, config_path) as archive:
        cited = [_citation(archive, name) for name in revisions]
    for one in cited:
        click.echo(one.bibtex() if kind == "bibtex" else one.csl() if kind == "csl" else visible(one.line()))
    return DONE


def _citation(archive: Archive, name: str) -> Citation:
    from storage import queries
    from wirediff.cli.finding import the_revision
    from wirediff.exchange.citation import Citation

    found = the_revision(archive, name)
    article = queries.article(archive, found.article)
    known = archive.value("SELECT name FROM outlets WHERE id = ?", (article.outlet,))
    return Citation(
        url=article.address,
        outlet=known or article.outlet,
        revision=found.number,
        title=found.title or "(without a title)",
        byline=found.byline or "",
        published=found.published,
        first_seen=found.first_seen,
        last_seen=found.last_seen,
        page=found.page,
        content=archive.value("SELECT content FROM revisions WHERE id = ?", (found.id,)),
    )

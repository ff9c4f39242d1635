"""``wirediff forget``: erase an article on request, and never take it in again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wirediff.cli.common import DONE, archive_path, config_option, db_option, json_option, print_json

if TYPE_CHECKING:
    from pipelines.desk import Desk
    from storage.forgetting import Erased


@click.command()
@click.argument("url")
@click.option("--reason", required=True, help="Why: kept with the tombstone; name no one in it.")
@click.option(
    "--backups",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of backups, to erase it from these too.",
)
@db_option
@config_option
@json_option
def command(
    url: str, reason: str, backups: Path | None, db: Path | None, config_path: Path | None, as_json: bool
) -> int:
    """Erase the article at URL: its texts, pages, fetches, and all that was derived of them.

    What stays is a hash of each of its addresses and pages, with the time and the reason, in the archive and in a file
    beside it (PATH.forgotten): neither a crawl nor an import, a rebuild or a restored backup brings it back. The file
    is written anew, so that nothing is left in its free space.

    \b
    Examples:
      wirediff forget https://outlet.example/2026/03/a-name --reason "request of 3 March, right to be forgotten"
      wirediff forget https://outlet.example/a --reason "court order 12/26" --backups /var/backups/wirediff
    """
    from crawler.clock import stamp_now
    from pipelines.forgetting import forget

    archives = [archive_path(db, config_path), *(sorted(backups.glob("*.db")) if backups else ())]
    for path in archives:
        with _desk(path, config_path) as desk:
            erased = forget(desk, url, reason, stamp_now())
        _tell(path, erased, as_json)
    return DONE


@contextmanager
def _desk(path: Path, config_path: Path | None) -> Iterator[Desk]:
    from pipelines.pool import ExtractionPool
    from storage.archive import Archive
    from wirediff.desk import desk_for

    with Archive(path, create=False) as archive, ExtractionPool(1) as pool:
        yield desk_for(archive, pool, config_path)


def _tell(path: Path, erased: Erased, as_json: bool) -> None:
    if as_json:
        counts = {"articles": erased.articles, "fetches": erased.fetches, "pages": erased.pages}
        print_json([{"file": str(path)} | counts])
        return
    found = f"{erased.fetches} fetches and {erased.pages} pages erased" if erased.articles else "nothing was kept of it"
    click.echo(f"{path}: {found}; a tombstone keeps it out", err=True)

"""``wirediff export``: the archive's rows as JSON Lines, CSV or Parquet, its texts as files."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from wirediff.cli.common import MISTAKE, Failure, config_option, db_option, read_archive

if TYPE_CHECKING:
    from storage.archive import Archive
    from wirediff.exchange.tables import Wanted

KINDS = ("fetches", "revisions", "diffs", "edits", "stories", "trees", "events", "sentences", "texts", "warc")
FORMATS = ("jsonl", "csv", "parquet")


@click.command()
@click.argument("what", type=click.Choice(KINDS), required=False)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file, or the folder for texts (stdout).")
@click.option("--format", "kind", type=click.Choice(FORMATS), help="Else by the file's name, else jsonl.")
@click.option("--outlet", help="Only this outlet's.")
@click.option("--story", help="Only this story's: its number, name, or an article's address.")
@click.option("--since", help="Only from this time on (ISO 8601, UTC).")
@click.option(
    "--parquet", "lake", type=click.Path(file_okay=False, path_type=Path), help="Append what is new to a lake."
)
@click.option("--share-safe", is_flag=True, help="No whole texts: what was changed, with hashes to check it by.")
@db_option
@config_option
def command(
    what: str | None, output: Path | None, kind: str | None, outlet: str | None, story: str | None, since: str | None,
    lake: Path | None, share_safe: bool, db: Path | None, config_path: Path | None,
) -> int:  # fmt: skip
    """Take rows out of the archive for a notebook, a spreadsheet or another program.

    sentences is the table of the NewsEdits corpus: each sentence of two consecutive revisions and what became of it.
    texts writes a folder with a file for each revision. Cells of a CSV file are never formulas. warc writes all
    evidence (pages, headers, failed attempts) as a web archive, which `wirediff import` takes back as it was.
    --parquet takes no rows but all tables (fetches, revisions, paragraphs, fingerprints and more) into a folder of
    Parquet files by archive and month, and the next time only what is new: for `wirediff lake`, DuckDB, Spark.

    \b
    Examples:
      wirediff export edits -o edits.csv
      wirediff export revisions --outlet harbor --format jsonl > harbor.jsonl
      wirediff export sentences --story 12 -o sentences.parquet
      wirediff export texts -o texts/
      wirediff export warc -o evidence.warc.gz
      wirediff export --parquet lake/
    """
    from wirediff.config import load
    from wirediff.exchange.tables import Wanted

    if lake is not None:
        return _lake(lake, [what, output, kind, outlet, story, since, share_safe or None], db, config_path)
    if what is None:
        raise click.UsageError(f"name what to export: {', '.join(KINDS)}; or a lake: --parquet lake/")
    since = _since(since)
    with read_archive(db, config_path) as archive:
        wanted = Wanted(outlet, _story(archive, story), since, share_safe)
        if what == "texts":
            count = _texts(archive, wanted, output)
        elif what == "warc":
            count = _warc(archive, wanted, output, load(config_path).policy.contact)
        else:
            count = _rows(archive, what, wanted, output, kind or _by_name(output))
    unit = {"texts": "texts", "warc": "fetches"}.get(what, f"rows of {what}")
    click.echo(f"{count} {unit}", err=True)
    return 0


def _lake(lake: Path, others: list[Any], db: Path | None, config_path: Path | None) -> int:
    from wirediff.cli.lake_ import appended

    if any(other is not None for other in others):
        raise click.UsageError("--parquet takes all of an archive into a lake: it goes with --db alone")
    with read_archive(db, config_path) as archive:
        return appended(archive, lake)


def _story(archive: Archive, name: str | None) -> int | None:
    from wirediff.cli.finding import the_story

    return the_story(archive, name).id if name else None


def _since(said: str | None) -> str | None:
    from crawler import clock

    try:
        return clock.stamp(clock.parse(said)) if said else None
    except ValueError:
        message = f"{said} is no ISO 8601 time, such as 2026-03-01T10:00:00Z"
        raise click.BadParameter(message, param_hint="--since") from None


def _by_name(output: Path | None) -> str:
    """The format that the file's name tells."""
    ending = output.suffix.lower().lstrip(".") if output else ""
    return ending if ending in FORMATS else "jsonl"


def _texts(archive: Archive, wanted: Wanted, output: Path | None) -> int:
    from wirediff.exchange.texts import write_texts

    if output is None or wanted.share_safe:
        raise click.UsageError("texts are whole texts in a folder: name it with -o, without --share-safe")
    if output.is_file():
        raise Failure(f"{output} is a file: texts need a folder", MISTAKE)
    return write_texts(archive, wanted, output)


def _warc(archive: Archive, wanted: Wanted, output: Path | None, contact: str) -> int:
    from importlib.metadata import version

    from wirediff.exchange.warc import write_warc

    if output is None or wanted.share_safe:
        raise click.UsageError("a WARC holds whole pages: name its file with -o, without --share-safe")
    about = [("software", f"wirediff/{version('wirediff')}"), *([("operator", contact)] if contact else [])]
    zipped = output.suffix == ".gz"
    return _whole(output, lambda out: write_warc(out, archive, wanted, about, zipped=zipped))


def _rows(archive: Archive, what: str, wanted: Wanted, output: Path | None, kind: str) -> int:
    from wirediff.exchange import sentences
    from wirediff.exchange.formats import FORMATS as WRITERS
    from wirediff.exchange.formats import FormatMissing
    from wirediff.exchange.tables import TABLES

    table = TABLES.get(what)
    columns = table.columns if table else sentences.COLUMNS
    rows = table.rows(archive, wanted) if table else sentences.rows(archive, wanted)

    def write(out: IO[bytes]) -> int:
        return WRITERS[kind](out, columns, rows)

    try:
        return write(sys.stdout.buffer) if output is None else _whole(output, write)
    except FormatMissing as missing:
        raise Failure(str(missing), MISTAKE) from None


def _whole(output: Path, write: Callable[[IO[bytes]], int]) -> int:
    """Write a file whole or not at all."""
    part = output.with_name(f".{output.name}.part")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            count = write(file)
        part.replace(output)
    except OSError as error:
        raise Failure(f"cannot write {output}: {error.strerror}") from error
    finally:
        with suppress(OSError):
            part.unlink()
    return count

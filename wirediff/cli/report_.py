"""``wirediff report``: a story, an article, an outlet or the archive as one file."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wirediff.cli.common import DONE, MISTAKE, Failure, config_option, db_option, read_archive

if TYPE_CHECKING:
    from reports.brief import Report
    from reports.heed import Heed
    from reports.model import ArticleReport, Collection, StoryReport
    from storage.archive import Archive


def _chosen(_: click.Context, __: click.Parameter, value: str) -> Any:
    """The module of a format: one of ``reports`` that has a ``SUFFIX`` and renders reports."""
    from wirediff.formats import formats

    known = formats()
    if value not in known:
        raise click.BadParameter(f"{value} is none of {', '.join(known)}")
    return known[value]


@click.command()
@click.argument("subject", metavar="STORY|URL", required=False)
@click.option("--outlet", metavar="ID", help="What an outlet changed last.")
@click.option("--all", "everything", is_flag=True, help="The whole archive; in HTML a page for each, and an index.")
@click.option(
    "--format", "form", callback=_chosen, default="html", show_default=True, metavar="html|markdown|atom",
    help="How it is written.",
)  # fmt: skip
@click.option("--share-safe", "safe", is_flag=True, help="Changed passages and hashes, no full text.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="The file to write (HTML with --all: the folder).")
@db_option
@config_option
def command(
    subject: str | None, outlet: str | None, everything: bool, form: Any, safe: bool, out: Path | None,
    db: Path | None, config_path: Path | None,
) -> int:  # fmt: skip
    """Write a report that needs nothing else: one HTML file, no request, readable without JavaScript.

    Beside it stand its edits as CSV, its values as JSON and a card to pass on as SVG.

    STORY is a story's number (`wirediff stories`) or its id in wirediff.toml; URL an article's address. Markdown shows
    the edits and the hashes; Atom is a feed of revisions, removals and returns, the newest first.

    \b
    Examples:
      wirediff report 1
      wirediff report ferry --share-safe -o ferry.html
      wirediff report https://harbor.example/2026/ferry --format markdown
      wirediff report --outlet harbor --format atom -o feeds/harbor.atom
      wirediff report --all --out reports
    """
    from storage.queries import snapshot
    from wirediff.config import load
    from wirediff.gather import heed_of

    if sum((everything, subject is not None, outlet is not None)) != 1:
        raise click.UsageError("name one story or article, or --outlet ID, or say --all (one of them)")
    config = load(config_path)
    zone, heed = config.timezone, heed_of(config)
    with read_archive(db, config_path) as archive, snapshot(archive):
        if everything and form.SUFFIX == ".html":
            written = _write_all(archive, out or Path("reports"), zone, heed, safe=safe)
        else:
            if everything or outlet:
                report: Report = _collection(archive, outlet, zone)
            else:
                report = replace(read(archive, subject or "", zone), heed=heed)
            written = _write_one(report, form, out, safe=safe)
    print(written)  # noqa: T201 - the path is the command's answer
    return DONE


def _write_one(report: Report, form: Any, out: Path | None, *, safe: bool) -> Path:
    from wirediff.shelf import file_name

    path = out or Path(file_name(report)).with_suffix(form.SUFFIX)
    if form.SUFFIX == ".html":
        return _with_data(report, path, safe=safe)
    return write(path, form.render(report, safe=safe))


def _collection(archive: Archive, outlet: str | None, zone: str) -> Collection:
    from wirediff.shelf import collection_of

    found = collection_of(archive, zone, outlet)
    if found is None:
        whose = f"of the outlet {outlet}" if outlet else "yet"
        mend = "`wirediff outlet list` lists the outlets" if outlet else "crawl or import first"
        raise Failure(f"the archive has no revision {whose}: {mend}", MISTAKE)
    return found


def read(archive: Archive, subject: str, zone: str) -> StoryReport | ArticleReport:
    """The report's values for what a reader named."""
    from storage import queries
    from wirediff import gather
    from wirediff.cli.finding import the_article

    story = queries.find_story(archive, subject)
    if story is not None:
        report = gather.story_report(archive, story, zone)
        if report is None:
            raise Failure(f"no article of story {subject} has a revision yet")
        return report
    if "/" not in subject and ":" not in subject:
        raise Failure(f"there is no story {subject!r}: `wirediff stories --all` lists them", MISTAKE)
    return gather.article_report(archive, the_article(archive, subject), zone)


def _write_all(archive: Archive, folder: Path, zone: str, heed: Heed, *, safe: bool) -> Path:
    """Every story that several articles carry, every article, every outlet, and the index."""
    from reports import atom
    from reports.html import render
    from wirediff.shelf import (
        FEED,
        INDEX,
        collection_of,
        entry_of,
        index_of,
        outlet_entry,
        outlets_of,
        reports_of,
    )

    entries, outlets = [], []
    for name, bare in reports_of(archive, zone):
        report = replace(bare, heed=heed)
        _with_data(report, folder / name, safe=safe)
        entries.append((report, entry_of(name, report)))
        if sys.stderr.isatty():
            print(f"\r{len(entries)} reports", end="", file=sys.stderr)  # noqa: T201
    for name, outlet in outlets_of(archive, zone):
        _with_data(outlet, folder / name, safe=safe)
        outlets.append(outlet_entry(name, outlet))
    latest = collection_of(archive, zone)
    if latest:
        write(folder / FEED, atom.render(latest, safe=safe))
    return write(folder / INDEX, render(index_of(archive, entries, zone, tuple(outlets))))


def _with_data(report: Report, path: Path, *, safe: bool) -> Path:
    """An HTML report with its data beside it: the edits as CSV, all of it as JSON, a card to pass on as SVG."""
    from urllib.parse import quote

    from wirediff.formats import formats

    known = formats()
    names = {"JSON": "json", "CSV": "csv", "a card": "card"}
    files = {said: path.with_suffix(known[name].SUFFIX) for said, name in names.items()}
    for said, name in names.items():
        write(files[said], known[name].render(report, safe=safe))
    beside = tuple((said, quote(file.name)) for said, file in files.items())
    return write(path, known["html"].render(replace(report, beside=beside), safe=safe))


def write(path: Path, text: str) -> Path:
    """Write a file whole or not at all; a Failure that names what stood in the way."""
    temporary = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise Failure(f"cannot write {path}: {error.strerror}") from error
    return path

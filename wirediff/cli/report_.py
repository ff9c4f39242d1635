"""``wirediff report``: a story or an article as one HTML file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wirediff.cli.common import DONE, MISTAKE, Failure, config_option, db_option, read_archive

if TYPE_CHECKING:
    from reports.model import ArticleReport, StoryReport
    from storage.archive import Archive


@click.command()
@click.argument("subject", metavar="STORY|URL", required=False)
@click.option("-o", "--out", type=click.Path(path_type=Path), help="The file to write (with --all: the folder).")
@click.option("--all", "everything", is_flag=True, help="Every story and article, and an index that links them.")
@db_option
@config_option
def command(subject: str | None, out: Path | None, everything: bool, db: Path | None, config_path: Path | None) -> int:
    """Write a report that needs nothing else: one HTML file, no request, readable without JavaScript.

    STORY is a story's number (`wirediff stories`) or its id in wirediff.toml; URL an article's address.

    \b
    Examples:
      wirediff report 1
      wirediff report ferry -o ferry.html
      wirediff report https://harbor.example/2026/ferry
      wirediff report --all --out reports
    """
    from storage.queries import snapshot
    from wirediff.config import load

    if everything == (subject is not None):
        raise click.UsageError("name one story or article, or say --all (and not both)")
    zone = load(config_path).timezone
    with read_archive(db, config_path) as archive, snapshot(archive):
        if everything:
            written = _write_all(archive, out or Path("reports"), zone)
        else:
            written = _write_one(archive, subject or "", out, zone)
    print(written)  # noqa: T201 - the path is the command's answer
    return DONE


def _write_one(archive: Archive, subject: str, out: Path | None, zone: str) -> Path:
    from reports.html import render
    from wirediff.shelf import file_name

    report = read(archive, subject, zone)
    return write(out or Path(file_name(report)), render(report))


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


def _write_all(archive: Archive, folder: Path, zone: str) -> Path:
    """Every story that several articles carry, every article, and the index."""
    from reports.html import render
    from wirediff.shelf import entry_of, index_of, reports_of

    entries = []
    for name, report in reports_of(archive, zone):
        write(folder / name, render(report))
        entries.append((report, entry_of(name, report)))
        if sys.stderr.isatty():
            print(f"\r{len(entries)} reports", end="", file=sys.stderr)  # noqa: T201
    return write(folder / "index.html", render(index_of(archive, entries, zone)))


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

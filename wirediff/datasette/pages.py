"""The reports' pages, made from the archive when they are asked for; links lead to each other."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from crawler.clock import stamp_now
from reports.heed import EVERYTHING, Heed
from reports.html import render
from reports.model import ArticleReport, Entry, Index, StoryReport
from storage import front, queries
from storage.archive import Archive
from wirediff import gather
from wirediff.shelf import collection_of

LISTED = 200  # stories, and articles, of an index page


@dataclass(frozen=True, slots=True)
class Shown:
    """The archive, and how its pages are to be: time zone, what matters, where the pages are."""

    path: Path
    zone: str = "UTC"
    heed: Heed = EVERYTHING
    base: str = "/-/wirediff"


class NoSuchPage(LookupError):
    """Nothing of that name is in the archive; the message says what to do."""


Page = Callable[[Shown, str], str]


def page(shown: Shown, kind: str, name: str) -> str:
    """The HTML of a page; *kind* is one of `PAGES`."""
    return PAGES[kind](shown, name)


def _index(shown: Shown, _: str) -> str:
    with Archive(shown.path, read_only=True) as archive, queries.snapshot(archive):
        stories, articles = front.stories(archive, LISTED), front.articles(archive, LISTED)
    return render(Index(
        archive=shown.path.name, as_of=stamp_now(), zone=shown.zone, program=gather.program(),
        stories=tuple(_entry(row, f"{shown.base}/story/{row.id}") for row in stories),
        articles=tuple(_entry(row, f"{shown.base}/article/{row.id}") for row in articles),
    ))  # fmt: skip


def _entry(row: front.Line, address: str) -> Entry:
    return Entry(
        address, row.title, row.outlets, row.articles, row.revisions, row.material, row.first_seen, row.last_seen,
        row.attention,
    )  # fmt: skip


def _story(shown: Shown, name: str) -> str:
    with Archive(shown.path, read_only=True) as archive, queries.snapshot(archive):
        story = queries.find_story(archive, name)
        report = None if story is None else gather.story_report(archive, story, shown.zone)
        if report is None:
            raise NoSuchPage(f"there is no story {name}: {shown.base} lists them")
        homes = {(row.outlet, row.address): row.id for row in queries.articles_of(archive, report.id)}
    return render(replace(report, heed=shown.heed, files=_files(report, homes, shown.base)))


def _files(report: StoryReport, homes: dict[tuple[str, str], int], base: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (article.anchor, f"{base}/article/{homes[article.outlet, article.address]}") for article in report.articles
    )


def _article(shown: Shown, name: str) -> str:
    with Archive(shown.path, read_only=True) as archive, queries.snapshot(archive):
        held = _the_article(archive, name, shown)
        report: ArticleReport = gather.article_report(archive, held, shown.zone)
    story = f"{shown.base}/story/{held.story}" if held.story else ""
    return render(replace(report, heed=shown.heed, story=story))


def _the_article(archive: Archive, name: str, shown: Shown) -> queries.Article:
    from crawler.addresses import address_key

    found: queries.Article | None = None
    if not (name.isascii() and name.isdigit() and len(name) < 16):
        found = queries.find_article(archive, name, address_key(name))
    else:
        with suppress(LookupError):
            found = queries.article(archive, int(name))
    if found is None or not queries.revisions_of(archive, found.id):
        raise NoSuchPage(f"there is no article {name} with a revision: {shown.base} lists the latest")
    return found


def _outlet(shown: Shown, name: str) -> str:
    with Archive(shown.path, read_only=True) as archive, queries.snapshot(archive):
        found = collection_of(archive, shown.zone, name)
    if found is None:
        raise NoSuchPage(f"the archive has no revision of an outlet {name}: {shown.base} lists the latest articles")
    return render(found)


PAGES: dict[str, Page] = {"index": _index, "story": _story, "article": _article, "outlet": _outlet}

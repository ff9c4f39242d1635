"""All reports of an archive under names of their own, and the index page that links them.

Stories and articles first, then outlets, each linked to the others; beside an HTML report stand its data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from crawler.clock import stamp_now
from reports.attention import GONE, article_attention, attention
from reports.health import grid
from reports.model import ArticleReport, Collection, Entry, Index, OutletEntry, StoryReport
from storage import queries
from storage.archive import Archive
from wirediff import gather

Report = StoryReport | ArticleReport
INDEX, FEED = "index.html", "index.atom"
LATEST = 200  # articles in a feed or page of an outlet or an archive


def reports_of(archive: Archive, zone: str) -> Iterator[tuple[str, Report]]:
    """(file name, report) of every story that several articles carry, then of every article; linked to each other."""
    home: dict[str, str] = {}
    for story in queries.all_stories(archive):
        report = gather.story_report(archive, story, zone)
        if report is None:
            continue
        name = file_name(report)
        home.update({article.anchor: name for article in report.articles})
        files = tuple((article.anchor, file_name(article)) for article in report.articles)
        yield name, replace(report, files=files)
    for row in queries.all_articles(archive):
        article = gather.article_report(archive, row, zone)
        yield file_name(article), replace(article, story=home.get(article.anchor, ""))


def collection_of(archive: Archive, zone: str, outlet: str | None = None) -> Collection | None:
    """The articles of an outlet, or of the archive, that changed last; None where there is none."""
    rows = queries.recent_articles(archive, LATEST, outlet)
    if not rows:
        return None
    articles = tuple(gather.article_report(archive, row, zone) for row in rows)
    title = rows[0].name if outlet else archive.path.name
    name = f"outlet {outlet}" if outlet else f"archive {archive.path.name}"
    days = gather.health(archive, outlet) if outlet else ()
    return Collection(name, title, stamp_now(), articles, zone, gather.program(), outlet or "", days)


def outlets_of(archive: Archive, zone: str) -> Iterator[tuple[str, Collection]]:
    """(file name, report) of every outlet that has an article with a text, linked to the articles' reports."""
    for outlet in dict.fromkeys(row.outlet for row in queries.all_articles(archive)):
        report = collection_of(archive, zone, outlet)
        if report is not None:
            files = tuple((article.anchor, file_name(article)) for article in report.articles)
            yield file_name(report), replace(report, files=files, index=INDEX)


def file_name(report: Report | Collection) -> str:
    """A name for a report's file: what it is, and words of its title that any file system takes."""
    if isinstance(report, Collection):
        return f"{'-'.join(re.findall(r'[A-Za-z0-9]+', report.id))[:60]}.html"
    words = "-".join(re.findall(r"\w+", report.title.lower())[:8])[:40]
    if isinstance(report, StoryReport):
        return f"story-{report.id}-{words}.html" if words else f"story-{report.id}.html"
    outlet = re.sub(r"[^\w-]", "-", report.outlet)[:30]
    return f"{outlet}-{words or 'article'}-{report.anchor[2:]}.html"


def entry_of(name: str, report: Report) -> Entry:
    """The line of the index for a report."""
    if isinstance(report, StoryReport):
        articles, found = report.articles, attention(report)
    else:
        articles, found = (report,), article_attention(report)
    return Entry(
        file=name,
        title=report.title,
        outlets=tuple(dict.fromkeys(article.name for article in articles)),
        articles=len(articles),
        revisions=sum(article.revisions_count for article in articles),
        material=sum(article.material_count for article in articles),
        first_seen=min(article.first_seen for article in articles),
        last_seen=max(article.last_seen for article in articles),
        attention=tuple(dict.fromkeys(item.label for item in found)),
    )


def outlet_entry(name: str, report: Collection) -> OutletEntry:
    """The line of the index for an outlet."""
    articles = report.articles
    return OutletEntry(
        file=name,
        outlet=report.outlet,
        name=report.title,
        articles=len(articles),
        revisions=sum(article.revisions_count for article in articles),
        material=sum(article.material_count for article in articles),
        unnoted=sum(any(step.unnoted for step in article.steps) for article in articles),
        removed=sum(article.state in GONE for article in articles),
        last_seen=max(article.last_seen for article in articles),
    )


def index_of(
    archive: Archive, entries: list[tuple[Report, Entry]], zone: str, outlets: tuple[OutletEntry, ...] = ()
) -> Index:
    """The index page, the latest first."""
    latest = sorted(entries, key=lambda held: held[1].last_seen, reverse=True)
    return Index(
        archive=archive.path.name,
        as_of=stamp_now(),
        stories=tuple(entry for report, entry in latest if isinstance(report, StoryReport)),
        articles=tuple(entry for report, entry in latest if isinstance(report, ArticleReport)),
        zone=zone,
        program=gather.program(),
        outlets=outlets,
        health=grid(gather.health(archive), [entry.outlet for entry in outlets]),
        beside=(("a feed", FEED),),
    )

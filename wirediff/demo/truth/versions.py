"""Every version that an outlet had is there, exactly and in order; and none that it never had."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.clock import parse
from storage import queries
from storage.archive import Archive
from wirediff.demo.timeline import Article, Outlet, Revision
from wirediff.demo.truth.kept import Kept
from wirediff.demo.truth.point import Point

GROUP = "versions"


def check(archive: Archive, outlet: Outlet, article: Article, kept: Kept) -> Iterator[Point]:
    """A point for each scripted version, and one for each that was invented."""
    if article.refused or article.ignored:
        why = "robots.txt forbids it" if article.refused else "no story matches it"
        nothing = not kept.matched and not kept.extra
        yield Point(GROUP, f"{outlet.name}: nothing kept of {article.path}: {why}", nothing)
        return
    for revision in article.revisions:
        right = revision.number in kept.matched
        what = f"{outlet.name}: version {revision.number} of {article.path}"
        yield Point(GROUP, what, right, "" if right else _nearest(archive, revision, kept))
    for extra in kept.extra:
        what = f"{outlet.name}: revision {extra.number} of {article.path} is none of its versions"
        yield Point(GROUP, what, False, f"first seen {extra.first_seen}", outlet.restless(parse(extra.first_seen)))


def _nearest(archive: Archive, revision: Revision, kept: Kept) -> str:
    """Where the archive's text departs from the script's."""
    if kept.article is None:
        return "no such article in the archive"
    if not kept.extra:
        return "no such revision"
    version = queries.version(archive, kept.extra[0].id)
    if version.title != revision.text.title:
        return f"the archive has the title {version.title!r}"
    meant, had = revision.text.body.split("\n\n"), version.text.split("\n\n")
    for number, paragraph in enumerate(had, 1):
        if paragraph not in meant:
            return f"the archive has for paragraph {number}: {paragraph[:100]!r}"
    return f"the archive has {len(had)} paragraphs in place of {len(meant)}"

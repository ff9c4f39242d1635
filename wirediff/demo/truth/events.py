"""Removals, moves to another address, edits without a note: each that happened is an event, and none that did not."""

from __future__ import annotations

from collections.abc import Iterator

from storage import looks
from storage.archive import Archive
from wirediff.demo.timeline import Article, Edited, Outlet, Relocated, Removed
from wirediff.demo.truth.kept import Kept
from wirediff.demo.truth.point import Point

GROUP = "events"
NEVER_UNSCRIPTED = frozenset({"removed", "returned", "moved", "reverted"})


def check(archive: Archive, outlet: Outlet, article: Article, kept: Kept) -> Iterator[Point]:
    """A point for each scripted event, and one for each that was invented."""
    seen = [event.kind for event in looks.events_of(archive, kept.article)] if kept.article is not None else []
    for kind in _scripted(article):
        right = kind in seen
        yield Point(GROUP, f"{outlet.name}: {kind}", right, "" if right else f"seen: {', '.join(seen) or 'no event'}")
        if right:
            seen.remove(kind)
    for kind in NEVER_UNSCRIPTED.intersection(seen):
        yield Point(GROUP, f"{outlet.name}: {kind}, which never happened", False, article.path)


def _scripted(article: Article) -> Iterator[str]:
    for step in article.steps:
        if isinstance(step, Relocated):
            yield "moved"
        elif isinstance(step, Removed):
            yield "removed"
        elif isinstance(step, Edited) and step.silent:
            yield "edited without a note"

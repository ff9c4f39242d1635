"""What the outlets really did, and whether the archive says so: the script read as truth, point by point."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from storage.archive import Archive
from wirediff.demo.timeline import Outlet
from wirediff.demo.truth import edits, events, looks, stories, versions
from wirediff.demo.truth.kept import kept_of
from wirediff.demo.truth.point import Point, Truth

__all__ = ["Point", "Truth", "check"]


def check(archive: Archive, outlets: Iterable[Outlet]) -> Truth:
    """Compare the archive with what *outlets* did."""
    return Truth(tuple(_points(archive, tuple(outlets))))


def _points(archive: Archive, outlets: tuple[Outlet, ...]) -> Iterator[Point]:
    scripted = [(outlet, article) for outlet in outlets for article in outlet.articles]
    kept = {article.path: kept_of(archive, outlet, article) for outlet, article in scripted}
    for outlet, article in scripted:
        held = kept[article.path]
        yield from versions.check(archive, outlet, article, held)
        yield from edits.check(archive, outlet, article, held)
        yield from events.check(archive, outlet, article, held)
    yield from looks.check(archive, outlets)
    yield from stories.check(archive, scripted, kept)

"""Those that carry one dispatch are in one story, and nobody else is in it with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from storage import queries
from storage.archive import Archive
from wirediff.demo.timeline import Article, Outlet
from wirediff.demo.truth.kept import Kept
from wirediff.demo.truth.point import Point

GROUP = "stories"


def check(archive: Archive, scripted: Iterable[tuple[Outlet, Article]], kept: Mapping[str, Kept]) -> Iterator[Point]:
    """A point for each article that the archive should hold; a dispatch's story is where the wire's own article is."""
    place = {path: queries.article(archive, k.article).story for path, k in kept.items() if k.article is not None}
    homes: dict[str, int | None] = {}
    for outlet, article in scripted:
        if article.refused or article.ignored:
            continue
        story = place.get(article.path)
        if article.follows:
            home = homes.setdefault(article.follows, story)
            right = story is not None and story == home
            what = f"{outlet.name}: carries the dispatch on {article.follows}"
        else:
            right = story is None or story not in homes.values()
            what = f"{outlet.name}: carries no dispatch"
        yield Point(
            GROUP,
            what,
            right,
            "" if right else f"found in story {story}",
            later="machine rewriting" if article.rewritten else "",
        )
    yield Point(GROUP, "two dispatches are two stories", len(homes) == len(set(homes.values())), f"found {homes}")

"""Every single fetch of an article had the outcome that its outlet's doings call for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crawler.clock import parse
from storage import listing
from storage.archive import Archive, Row
from wirediff.demo.timeline import Article, Outlet
from wirediff.demo.truth.point import Point

GROUP = "looks"
SAME = frozenset({"unchanged", "not-modified"})
State = tuple[int, str]  # the number of the version and the path that were seen last


def check(archive: Archive, outlets: Iterable[Outlet]) -> Iterator[Point]:
    """A point for each fetch of an article."""
    places = {outlet.url(path): (outlet, a) for outlet in outlets for a in outlet.articles for path in a.paths}
    last: dict[str, State] = {}
    for row in listing.fetches(archive):
        what = f"{row['url']} at {row['fetched_at']}"
        if row["url"] not in places:
            yield Point(GROUP, what, False, "no such article in the script")
            continue
        outlet, article = places[row["url"]]
        right = right_outcome(outlet, article, row, last.get(article.path))
        later = outlet.restless(parse(row["fetched_at"])) if row["outcome"] == "revised" else ""
        yield Point(GROUP, what, right, f"{row['outcome']}, {row['reason'] or 'no reason'}", later)
        if row["revision"] is not None:
            last[article.path] = _state(article, row)


def _state(article: Article, row: Row) -> State:
    now = parse(row["fetched_at"])
    revision = article.revision(now)
    return (revision.number if revision else 0, article.path_at(now))


def right_outcome(outlet: Outlet, article: Article, row: Row, last: State | None) -> bool:
    """Whether a fetch's outcome is what the outlet did; *last* is what was seen of the article before."""
    now, outcome = parse(row["fetched_at"]), row["outcome"]
    barred = {
        "refused": article.refused,
        "failed": outlet.down(now) is not None,
        "gone": article.removed(now),
        "held": article.metered(now),
    }
    if outcome in barred or any(barred.values()):
        return bool(barred.get(outcome))
    if last is None:
        return bool(outcome == "new")
    number, path = _state(article, row)
    if number != last[0]:
        return bool(outcome == "revised")
    return outcome == "moved" if path != last[1] else outcome in SAME

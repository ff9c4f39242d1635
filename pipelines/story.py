"""Which story does an article carry? Candidates from the index, verified text against text, then settled.

What a revision shares with the archive is found once, when it is kept; what follows from all links together is
`pipelines.settling`'s, and whom each article is compared with and credits is `pipelines.reference`'s.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from functools import partial

from comparison.grouping import WEAK
from comparison.reuse import JOINS, Link, Marks, Print, link
from crawler.addresses import address_key
from crawler.clock import parse
from crawler.outlets import FollowedStory
from pipelines.arrival import Arrival
from pipelines.desk import Desk
from pipelines.prints import chosen, marks_of, print_of, revisions_of
from pipelines.reference import credit, relate
from pipelines.settling import settle, settle_by_hand
from storage import derived, links
from storage import story as stories
from storage.archive import Archive, Row

FEW_MARKS = 20  # of a short text, which can share few
LEAST, CLEAR = 3, 8  # marks that are shared: fewer make no candidate, so many no doubtful one
FEW_HOLDERS, LEAST_RARE = 4, 2  # marks that so few articles have: that many make a candidate
STORIES, DOUBTFUL = 8, 4  # candidates are verified from so many stories, doubtful ones from fewer
OF_EACH, MOST_OF_EACH = 2, 12  # articles of each story, and of one to which no link is sure
NEW_WORDS = 0.2  # of the sampled runs of the shorter text that many stories do not share
SAME_EVENT = 14  # days within which facts that two texts share make them one event
_LINK_RANK = {"related": 0, "embeds": 1, "rewritten": 2, "copy": 3}


def join(arrival: Arrival, desk: Desk) -> None:
    """Put the article of a new revision into its story, and compare what has to be compared with the reference."""
    if not arrival.made_revision or arrival.article is None or arrival.revision is None:
        return
    archive, article = desk.archive, derived.article_row(desk.archive, arrival.article)
    revisions = revisions_of(archive, arrival.article)
    fresh = [row for row in revisions if row["id"] == arrival.revision]
    if not links.is_indexed(archive, arrival.article):
        fresh = chosen(revisions)
    _find_links(archive, article, fresh)
    follow = followed_by(article, desk)
    if follow and (other := _other_of(archive, follow, arrival.article)) is not None:
        links.keep_link(archive, arrival.article, other, _row("given", 1.0))
    moved = settle(archive, arrival.article, arrival.fetched.fetched_at)
    credit(archive, article, revisions)
    _relate(desk, moved)


def settle_decided(desk: Desk, articles: list[int], at: str) -> None:
    """Obey a decision on these articles, and compare what moved with its new reference."""
    moved = settle_by_hand(desk.archive, articles, at)
    _relate(desk, moved | set(articles))


def _relate(desk: Desk, moved: set[int]) -> None:
    homes: dict[int, set[int]] = {}
    for article in moved:
        story = stories.story_of(desk.archive, article)
        if story is not None:
            homes.setdefault(story, set()).add(article)
    for story, changed in homes.items():
        relate(desk, story, changed, followed_by)


def followed_by(article: Row, desk: Desk) -> FollowedStory | None:
    """The followed story whose wire address this article has."""
    if not desk.stories:
        return None
    keys = {row["key"] for row in desk.archive.rows("SELECT key FROM addresses WHERE article = ?", (article["id"],))}
    return next((story for story in desk.stories if keys & {address_key(wire) for wire in story.wire}), None)


def _other_of(archive: Archive, follow: FollowedStory, article: int) -> int | None:
    """An article of the followed story."""
    story = stories.followed(archive, follow.id)
    found = [] if story is None else [row["id"] for row in stories.members(archive, story) if row["id"] != article]
    return found[0] if found else None


def _find_links(archive: Archive, article: Row, revisions: list[Row]) -> None:
    """Index the revisions, and keep a link for every candidate that is verified."""
    left = links.unsettled(archive)
    for row in revisions:
        found = marks_of(archive, row)
        known = candidates(archive, article["id"], found)
        links.index(archive, article["id"], found.all, known)
        shared = _sharing_enough(known, found)
        told = known.counts(found.pairs)
        look = partial(_verify, archive, article, row, known.stock, told)
        seen = {other for others in _by_home(shared, known.homes) for other in _until_sure(others, look)}
        for other in sorted((left & shared.keys()) - seen):
            look(other)


def _sharing_enough(known: links.Sharing, found: Marks) -> dict[int, int]:
    """Those who share enough marks with a text to be compared with it, and how many."""
    marks = found.all
    least = LEAST if len(marks) >= FEW_MARKS else LEAST - 1
    rare = known.counts(mark for mark in marks if len(known.holders.get(mark, ())) <= FEW_HOLDERS)
    counts = known.counts(marks)
    return {other: count for other, count in counts.items() if count >= least or rare[other] >= LEAST_RARE}


def candidates(archive: Archive, article: int, found: Marks) -> links.Sharing:
    """Who shares marks with a text of an article."""
    return links.sharing(archive, article, found.all)


def _by_home(shared: Mapping[int, int], homes: Mapping[int, int]) -> list[list[int]]:
    """The candidates of each story, of a few stories; those that share most first."""
    found: dict[int | None, list[int]] = {}
    for other, count in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        home = homes.get(other)
        if home in found or len(found) < (STORIES if count >= CLEAR else DOUBTFUL):
            found.setdefault(home, []).append(other)
    return list(found.values())


def _until_sure(others: Sequence[int], look: Callable[[int], Link | None]) -> list[int]:
    """Look at a few articles of a story, and on while links are found of which none is sure; who was looked at.

    Who carries the same passages in the same measure is many; which of them is looked at first is chance, and what
    joins must not depend on it.
    """
    found: list[Link] = []
    for number, other in enumerate(others[:MOST_OF_EACH]):
        sure = any(one.kind in JOINS and one.score >= WEAK for one in found)
        if number >= OF_EACH and (sure or not any(one.kind != "related" for one in found)):
            return list(others[:number])
        if (one := look(other)) is not None:
            found.append(one)
    return list(others[:MOST_OF_EACH])


def _verify(
    archive: Archive, article: Row, revision: Row, stock: Set[int], told: Counter[int], other: int
) -> Link | None:
    """Compare a revision with those of a candidate, and keep the best link found."""
    mine = print_of(archive, revision)
    theirs = derived.article_row(archive, other)
    at_home = theirs["outlet"] == article["outlet"]
    close = _days_between(article, theirs) <= SAME_EVENT
    best: Link | None = None
    for row in chosen(revisions_of(archive, other)):
        their = print_of(archive, row)
        found = link(mine, their, at_home, told[other] if close else 0)
        if found and stock and found.kind != "rewritten" and _all_stock(mine, their, stock):
            found = None
        if found and (best is None or _order(found) > _order(best)):
            best = found
    if best and (best.kind in JOINS or close):
        links.keep_link(archive, article["id"], other, _row(best.kind, best.score, best))
        return best
    return None


def _order(found: Link) -> tuple[int, float]:
    return _LINK_RANK[found.kind], found.score


def _all_stock(mine: Print, theirs: Print, stock: Set[int]) -> bool:
    """Whether two texts share little but what many stories share."""
    ours, others = mine.sample - stock, theirs.sample - stock
    return len(ours & others) < NEW_WORDS * min(len(ours), len(others))


def _days_between(one: Row, other: Row) -> float:
    return abs((parse(one["first_seen"]) - parse(other["first_seen"])).total_seconds()) / 86_400


def _row(kind: str, score: float, found: Link | None = None) -> Row:
    row: Row = {"kind": kind, "score": score}
    if found:
        (cover, other_cover), ((start, stop), (other_start, other_stop)) = found.covers, found.spans
        row |= {
            "cover": cover, "other_cover": other_cover, "start": start, "stop": stop, "other_start": other_start,
            "other_stop": other_stop, "told": found.told,
        }  # fmt: skip
    return row

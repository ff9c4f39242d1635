"""Settling: from links and readers' decisions to stories, so that the order in which articles came does not matter.

An article that is plainly another copy of one story is put there at once, at a cost that does not grow with the story.
Everything else (a link between two stories, a digest, a weak link, a decision, a link that went away) settles the
articles that links lead to anew, all together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from comparison.grouping import PART, WEAK, Tie, groups
from storage import decided, derived, links
from storage import story as stories
from storage.archive import Archive, Row

FIRST = "first of its story"
MUCH = 0.2  # of a text that is one in other words; so much of it word for word is told


def settle(archive: Archive, article: int, at: str) -> set[int]:
    """Put *article*, and whatever changes with it, into stories; the articles that are new where they are, and it."""
    together, apart = decided.pairs(archive)
    unsettled = links.take_unsettled(archive)
    ties = links.joining(archive, article)
    own = stories.story_of(archive, article)
    homes = {stories.story_of(archive, _other(row, article)) for row in ties}
    if not unsettled and not _decided_on({article}, archive, homes, together | apart):
        if own is not None and homes <= {own}:
            return {article}
        if own is None and not ties:
            stories.put(
                archive, article, stories.start(archive, derived.article_row(archive, article)), FIRST, None, at
            )
            return {article}
        if own is None and len(homes) == 1 and _is_plain(ties, article):
            (story,) = homes
            assert story is not None
            _put(archive, article, story, ties, at)
            return {article}
    return _settle_all(archive, {article, *unsettled}, together, apart, at) | {article}


def settle_by_hand(archive: Archive, seeds: Iterable[int], at: str) -> set[int]:
    """Settle the articles that a decision touches; those that moved."""
    together, apart = decided.pairs(archive)
    return _settle_all(archive, set(seeds), together, apart, at)


def _decided_on(articles: set[int], archive: Archive, homes: set[int | None], pairs: set[frozenset[int]]) -> bool:
    """Whether a decision names an article, or one of the stories that it would go to."""
    touched = {one for pair in pairs for one in pair}
    return bool(touched & articles) or any(stories.story_of(archive, one) in homes for one in touched)


def _is_plain(ties: list[Row], article: int) -> bool:
    """Whether the links show another copy of one story, and nothing that all links together could show otherwise."""
    return any(row["score"] >= WEAK and (row["kind"] == "given" or min(_covers(row, article)) >= PART) for row in ties)


def _covers(row: Row, article: int) -> tuple[float, float]:
    mine, theirs = row["cover"], row["other_cover"]
    return (mine, theirs) if row["article"] == article else (theirs, mine)


def _other(row: Row, article: int) -> int:
    return int(row["other"] if row["article"] == article else row["article"])


def _settle_all(
    archive: Archive, seeds: set[int], together: set[frozenset[int]], apart: set[frozenset[int]], at: str
) -> set[int]:
    reached, rows = _reach(archive, seeds, together)
    held = {row["id"]: row for row in stories.articles(archive, reached)}
    named = {article: row["key"] for article, row in held.items()}
    ties = [_tie(row, named) for row in rows]
    ties += [Tie(min(ends), max(ends), 1.0, given=True) for ends in _named(together, named)]
    parted = _named(apart, named)
    numbers = {key: article for article, key in named.items()}
    found = [{numbers[key] for key in group} for group in groups(named.values(), ties, parted)]
    return _assign(archive, found, held, rows, at)


def _named(pairs: set[frozenset[int]], named: dict[int, str]) -> list[frozenset[str]]:
    return [frozenset(named[one] for one in pair) for pair in pairs if pair <= named.keys()]


def _reach(archive: Archive, seeds: set[int], together: set[frozenset[int]]) -> tuple[set[int], list[Row]]:
    """The articles to settle: all that links and decisions lead to, and all who share a story with one of them."""
    beside: dict[int, set[int]] = {}
    for pair in together:
        for one in pair:
            beside.setdefault(one, set()).update(pair - {one})
    known = seeds
    while True:
        reached, rows = links.component(archive, known, beside)
        homes = {stories.story_of(archive, article) for article in reached} - {None}
        known = reached | {row["id"] for home in homes for row in stories.members(archive, int(home or 0))}
        if known == reached:
            return reached, rows


def _tie(row: Row, named: dict[int, str]) -> Tie:
    one, other = named[row["article"]], named[row["other"]]
    covers, spans = (
        (row["cover"], row["other_cover"]),
        ((row["start"], row["stop"]), (row["other_start"], row["other_stop"])),
    )
    if one > other:
        one, other, covers, spans = other, one, covers[::-1], spans[::-1]
    return Tie(one, other, row["score"], covers, spans, row["kind"] == "given")


def _assign(archive: Archive, found: list[set[int]], held: dict[int, Row], rows: list[Row], at: str) -> set[int]:
    """Give each group the story that most of it is in, a new one where that is taken; who moved, and whom they left."""
    before = {article: stories.story_of(archive, article) for article in held}
    taken, moved = set[int](), set[int]()
    for group in sorted(found, key=lambda held_: (-len(held_), min(held_))):
        story = _story_for(archive, group, before, taken, held)
        taken.add(story)
        for article in sorted(group):
            if before[article] != story:
                _put(archive, article, story, [row for row in rows if _within(row, article, group)], at)
                moved.add(article)
        _record(archive, group, story, before, at)
    for story in taken:
        stories.rekey(archive, story)
    left = {before[article] for article in moved} - {None}
    return moved | {article for article, home in before.items() if home in left}


def _within(row: Row, article: int, group: set[int]) -> bool:
    return article in (row["article"], row["other"]) and _other(row, article) in group


def _story_for(
    archive: Archive, group: set[int], before: dict[int, int | None], taken: set[int], held: dict[int, Row]
) -> int:
    counts = Counter(home for article in group if (home := before[article]) is not None and home not in taken)
    if counts:
        return min(counts, key=lambda home: (-counts[home], home))
    return stories.start(
        archive, min((held[article] for article in group), key=lambda row: (row["first_seen"], row["key"]))
    )


def _record(archive: Archive, group: set[int], story: int, before: dict[int, int | None], at: str) -> None:
    """Note as an event that stories of several articles became one, or one became several."""
    homes = Counter(before.values())
    for home in sorted({before[article] for article in group} - {None, story}, key=lambda one: one or 0):
        came = sorted(article for article in group if before[article] == home)
        if homes[home] > 1:
            kind = "story merged" if len(came) == homes[home] else "story split"
            links.keep_story_event(archive, came[0], kind, f"{len(came)} of {homes[home]} articles of story {home}", at)


def _put(archive: Archive, article: int, story: int, rows: list[Row], at: str) -> None:
    """Put an article into a story, with the best link as the reason."""
    ranked = sorted(rows, key=lambda row: (row["kind"] == "given", row["score"]), reverse=True)
    why, score = (_why(archive, ranked[0], article), ranked[0]["score"]) if ranked else (FIRST, None)
    stories.put(archive, article, story, why, score, at)


def _why(archive: Archive, row: Row, article: int) -> str:
    """The reason as a sentence can give it."""
    url = archive.value("SELECT address FROM articles WHERE id = ?", (_other(row, article),))
    match row["kind"]:
        case "given":
            return f"given as an address of the same story as {url}"
        case "copy":
            return f"shares {row['score']:.0%} of the shorter text's word runs with {url}"
        case _:
            same = max(row["cover"], row["other_cover"])
            how = f"{same:.0%} of it word for word, the rest" if same >= MUCH else "all of it"
            return f"tells {row['told']} names and numbers in the order of {url}, {how} in other words"

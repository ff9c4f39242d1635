"""The index of what articles say, and the links between articles that were verified with its help.

The index holds sampled word runs and facts by hash. What many stories share says nothing of two articles, so a hash is
passed over when its newest holders stand in more than `STOCK` stories: hundreds of copies of one dispatch are one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from storage.archive import Archive, Row

NEWEST = 48  # holders of a hash that are looked at
STOCK = 16  # stories among them from which on the hash is stock
FACT = -1  # the position of facts, which have no place in words
HOLDERS = """
SELECT f.article, s.story FROM (SELECT article FROM fingerprints WHERE hash = ? ORDER BY article DESC LIMIT ?) f
LEFT JOIN story_articles s ON s.article = f.article
"""
JOINING = """
SELECT * FROM story_links WHERE article = :article AND kind IN ('copy', 'rewritten', 'given')
UNION ALL SELECT * FROM story_links WHERE other = :article AND kind IN ('copy', 'rewritten', 'given')
"""


def is_indexed(archive: Archive, article: int) -> bool:
    """Whether the index knows the article."""
    return archive.value("SELECT 1 FROM fingerprints WHERE article = ?", (article,)) is not None


def index(archive: Archive, article: int, hashes: Mapping[int, int]) -> None:
    """Add a revision's hashes (with the place of each) to those of its article."""
    archive.db.conn.executemany(
        "INSERT OR IGNORE INTO fingerprints (hash, article, position) VALUES (?, ?, ?)",
        [(value, article, place) for value, place in hashes.items()],
    )


def sharing(
    archive: Archive, article: int, hashes: Iterable[int]
) -> tuple[Counter[int], dict[int, int | None], set[int]]:
    """The articles that share hashes with these: how many each, its story, and which of the hashes are stock."""
    shared: Counter[int] = Counter()
    homes: dict[int, int | None] = {}
    stock = set()
    for value in hashes:
        holders = archive.db.conn.execute(HOLDERS, (value, NEWEST)).fetchall()
        if len({home for _, home in holders}) > STOCK:
            stock.add(value)
        elif len(holders) > 1 or (holders and holders[0][0] != article):
            homes.update(holders)
            shared.update(holder for holder, _ in holders)
    shared.pop(article, None)
    return shared, homes, stock


def keep_link(archive: Archive, article: int, other: int, row: Row) -> None:
    """Keep what two articles have in common, in place of something weaker. *row* is seen from *article*."""
    if article > other:
        article, other, row = other, article, _turned(row)
    old = archive.row("SELECT kind, score FROM story_links WHERE article = ? AND other = ?", (article, other))
    if old and (_rank(old["kind"]), old["score"]) >= (_rank(row["kind"]), row["score"]):
        return
    columns = {"article": article, "other": other} | row
    marks = ", ".join("?" * len(columns))
    archive.write(f"INSERT OR REPLACE INTO story_links ({', '.join(columns)}) VALUES ({marks})", (*columns.values(),))  # noqa: S608


def _turned(row: Row) -> Row:
    return row | {
        "cover": row["other_cover"], "other_cover": row["cover"], "start": row["other_start"],
        "stop": row["other_stop"], "other_start": row["start"], "other_stop": row["stop"],
    }  # fmt: skip


def _rank(kind: str) -> int:
    return ("related", "embeds", "rewritten", "copy", "given").index(kind)


def joining(archive: Archive, article: int) -> list[Row]:
    """The links that can join an article to others."""
    return archive.rows(JOINING, {"article": article})


def component(archive: Archive, seeds: Iterable[int], beside: Mapping[int, set[int]]) -> tuple[set[int], list[Row]]:
    """All articles that joining links lead to from *seeds*, and these links.

    *beside*: further ways from an article to others.
    """
    waiting: set[int] = set(seeds)
    reached: set[int] = set()
    found: dict[tuple[int, int], Row] = {}
    while waiting:
        article = waiting.pop()
        reached.add(article)
        for row in joining(archive, article):
            found[row["article"], row["other"]] = row
            waiting |= {row["article"], row["other"]} - reached
        waiting |= beside.get(article, set()) - reached
    return reached, list(found.values())


def forget(archive: Archive, article: int) -> None:
    """Take an article out of the index and of its story; its neighbours may no longer belong together.

    A story that it leaves empty stays, so that the article finds it again when it is told anew: see `tidy`.
    """
    neighbours = {end for row in joining(archive, article) for end in (row["article"], row["other"])} - {article}
    if len(neighbours) > 1:
        archive.db.conn.executemany(
            "INSERT OR IGNORE INTO story_unsettled (article) VALUES (?)", [(end,) for end in neighbours]
        )
    archive.write("DELETE FROM story_unsettled WHERE article = ?", (article,))
    archive.write("DELETE FROM story_links WHERE article = ?", (article,))
    archive.write("DELETE FROM story_links WHERE other = ?", (article,))
    archive.write("DELETE FROM fingerprints WHERE article = ?", (article,))
    archive.write("DELETE FROM story_articles WHERE article = ?", (article,))


def tidy(archive: Archive, story: int) -> None:
    """Remove a story that nobody carries any more."""
    archive.write(
        "DELETE FROM stories WHERE id = ? AND NOT EXISTS (SELECT 1 FROM story_articles WHERE story = ?)",
        (story, story),
    )


def take_unsettled(archive: Archive) -> set[int]:
    """The articles whose story has to be settled again; the list is emptied."""
    found = {row[0] for row in archive.db.conn.execute("SELECT article FROM story_unsettled").fetchall()}
    if found:
        archive.write("DELETE FROM story_unsettled")
    return found


def related_to(archive: Archive, story: int) -> list[int]:
    """The stories that share passages, facts or an event with this one and are not the same dispatch."""
    sql = """
    SELECT DISTINCT theirs.story FROM story_articles mine
    JOIN story_links l ON l.{mine} = mine.article JOIN story_articles theirs ON theirs.article = l.{theirs}
    WHERE mine.story = :story AND theirs.story <> :story
    """
    both = sql.format(mine="article", theirs="other") + " UNION " + sql.format(mine="other", theirs="article")
    found: list[Any] = archive.db.conn.execute(both + " ORDER BY 1", {"story": story}).fetchall()
    return [int(row[0]) for row in found]


def keep_story_event(archive: Archive, article: int, kind: str, detail: str, at: str) -> None:
    """Note that stories became one ("story merged") or several ("story split")."""
    archive.insert("events", {"article": article, "kind": kind, "happened_at": at, "detail": detail})

"""The index of what articles say, and the links between articles that were verified with its help.

The index holds the marks of texts (sampled word runs, neighbouring facts) and who has them. What many stories share
says nothing of two articles: a mark whose holders stand in more than `STOCK` stories is stock, from then on nobody's.
A mark keeps `HOLDERS` articles at most, so that a look-up costs the same whatever the archive holds: hundreds of
copies of one dispatch are one story, to which any of its holders leads.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from storage.archive import Archive, Row

HOLDERS = 48  # articles
STOCK = 16  # stories
NOBODY = 0  # the holder of a mark that is stock
LOOK_UP = "SELECT f.hash, f.article FROM json_each(?) wanted CROSS JOIN fingerprints f ON f.hash = wanted.value"
HOMES = "SELECT article, story FROM story_articles WHERE article IN (SELECT value FROM json_each(?))"
JOINING = """
SELECT * FROM story_links WHERE article = :article AND kind IN ('copy', 'rewritten', 'given')
UNION ALL SELECT * FROM story_links WHERE other = :article AND kind IN ('copy', 'rewritten', 'given')
"""


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who has some marks: by mark its *holders*, by article its story (*homes*), and which marks are *stock*."""

    holders: Mapping[int, list[int]]
    homes: Mapping[int, int]
    stock: Set[int]

    def counts(self, marks: Iterable[int]) -> Counter[int]:
        """How many of these marks each article has."""
        return Counter(article for mark in marks for article in self.holders.get(mark, ()))


def is_indexed(archive: Archive, article: int) -> bool:
    """Whether the index knows the article."""
    return archive.value("SELECT 1 FROM prints WHERE article = ?", (article,)) is not None


def sharing(archive: Archive, article: int, marks: Iterable[int]) -> Sharing:
    """Who else has the marks of an article."""
    holders: dict[int, list[int]] = {}
    for mark, holder in archive.db.conn.execute(LOOK_UP, (json.dumps(sorted(marks)),)):
        holders.setdefault(mark, []).append(holder)
    stock = {mark for mark, found in holders.items() if NOBODY in found}
    others = {holder for found in holders.values() for holder in found}
    homes = dict(archive.db.conn.execute(HOMES, (json.dumps(sorted(others)),)).fetchall())
    for mark, found in holders.items():
        if len(found) > STOCK and len({homes.get(holder) for holder in found}) > STOCK:
            stock.add(mark)
            _nobodys(archive, mark)
    told = {mark: [one for one in found if one != article] for mark, found in holders.items() if mark not in stock}
    return Sharing(told, homes, stock)


def _nobodys(archive: Archive, mark: int) -> None:
    archive.write("DELETE FROM fingerprints WHERE hash = ?", (mark,))
    archive.write("INSERT INTO fingerprints (hash, article) VALUES (?, ?)", (mark, NOBODY))


def index(archive: Archive, article: int, marks: Set[int], known: Sharing) -> None:
    """Add a revision's marks to those of its article; *known* is who has them."""
    kept = {mark for mark in marks - known.stock if len(known.holders.get(mark, ())) < HOLDERS}
    archive.db.conn.executemany(
        "INSERT OR IGNORE INTO fingerprints (hash, article) VALUES (?, ?)", [(mark, article) for mark in sorted(kept)]
    )
    kept |= _marks_of(archive, article)
    archive.write(
        "INSERT OR REPLACE INTO prints (article, marks) VALUES (?, ?)", (article, array("q", sorted(kept)).tobytes())
    )


def _marks_of(archive: Archive, article: int) -> set[int]:
    """The marks that an article has in the index, those that became stock since among them."""
    found = archive.value("SELECT marks FROM prints WHERE article = ?", (article,))
    return set(array("q", found)) if found else set()


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
    """Take an article out of the index and of its story; its neighbours are unsettled.

    They may no longer belong together, and are looked at again when the article is told anew. A story that it leaves
    empty stays, so that the article finds it again then: see `tidy`.
    """
    neighbours = {end for row in joining(archive, article) for end in (row["article"], row["other"])} - {article}
    archive.db.conn.executemany(
        "INSERT OR IGNORE INTO story_unsettled (article) VALUES (?)", [(end,) for end in neighbours]
    )
    archive.write("DELETE FROM story_unsettled WHERE article = ?", (article,))
    archive.write("DELETE FROM story_links WHERE article = ?", (article,))
    archive.write("DELETE FROM story_links WHERE other = ?", (article,))
    marks = [(mark, article) for mark in _marks_of(archive, article)]
    archive.db.conn.executemany("DELETE FROM fingerprints WHERE hash = ? AND article = ?", marks)
    archive.write("DELETE FROM prints WHERE article = ?", (article,))
    archive.write("DELETE FROM story_articles WHERE article = ?", (article,))


def tidy(archive: Archive, story: int) -> None:
    """Remove a story that nobody carries any more."""
    archive.write(
        "DELETE FROM stories WHERE id = ? AND NOT EXISTS (SELECT 1 FROM story_articles WHERE story = ?)",
        (story, story),
    )


def unsettled(archive: Archive) -> set[int]:
    """The articles whose story has to be settled again."""
    return {row[0] for row in archive.db.conn.execute("SELECT article FROM story_unsettled").fetchall()}


def take_unsettled(archive: Archive) -> set[int]:
    """As `unsettled`; the list is emptied."""
    found = unsettled(archive)
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

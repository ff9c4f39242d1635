"""Stories: which articles carry the same dispatch, the index that finds candidates, and whom each is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from storage.derived import digest

if TYPE_CHECKING:
    from storage.archive import Archive, Row

MANY = 50  # a run of words that more articles than this share says nothing of two of them


def index(archive: Archive, article: int, hashes: Mapping[int, int]) -> None:
    """Index an article's sampled runs (hash to place) in place of those it had."""
    archive.write("DELETE FROM fingerprints WHERE article = ?", (article,))
    archive.db.conn.executemany(
        "INSERT INTO fingerprints (hash, article, position) VALUES (?, ?, ?)",
        [(value, article, place) for value, place in hashes.items()],
    )


def sharing(archive: Archive, article: int, hashes: Iterable[int], limit: int = 20) -> list[tuple[int, int]]:
    """The articles that share most sampled runs with these, with how many: at least two."""
    found: dict[int, int] = {}
    for value in hashes:
        holders = archive.db.conn.execute(
            "SELECT article FROM fingerprints WHERE hash = ? LIMIT ?", (value, MANY + 1)
        ).fetchall()
        if len(holders) <= MANY:
            for (holder,) in holders:
                found[holder] = found.get(holder, 0) + 1
    found.pop(article, None)
    ranked = sorted(((n, -holder) for holder, n in found.items() if n >= 2), reverse=True)
    return [(-holder, n) for n, holder in ranked[:limit]]


def story_of(archive: Archive, article: int) -> int | None:
    """The story that an article is in."""
    found = archive.value("SELECT story FROM story_articles WHERE article = ?", (article,))
    return None if found is None else int(found)


def followed(archive: Archive, name: str) -> int | None:
    """The story that is followed under a configured name."""
    found = archive.value("SELECT id FROM stories WHERE followed = ?", (name,))
    return None if found is None else int(found)


def start(archive: Archive, article: Row, title: str) -> int:
    """A new story, named by its first article."""
    key = digest("story", article["key"])
    known = archive.value("SELECT id FROM stories WHERE key = ?", (key,))
    if known is not None:
        return int(known)
    return archive.insert("stories", {"key": key, "title": title, "first_seen": article["first_seen"]})


def put(archive: Archive, article: int, story: int, why: str, score: float | None, at: str) -> None:
    """Put an article into a story, out of the one where it was."""
    before = story_of(archive, article)
    archive.write(
        "INSERT OR REPLACE INTO story_articles (article, story, why, score, joined_at) VALUES (?, ?, ?, ?, ?)",
        (article, story, why, score, at),
    )
    if before is not None and before != story:
        tidy(archive, before)


def tidy(archive: Archive, story: int) -> None:
    """Remove a story that nobody carries any more."""
    archive.write(
        "DELETE FROM stories WHERE id = ? AND NOT EXISTS (SELECT 1 FROM story_articles WHERE story = ?)",
        (story, story),
    )


def members(archive: Archive, story: int) -> list[Row]:
    """The articles of a story, the first seen first; each with its outlet's agency."""
    return archive.rows(
        "SELECT a.*, o.agency, sa.why, sa.score, sa.reference "
        "FROM story_articles sa JOIN articles a ON a.id = sa.article JOIN outlets o ON o.id = a.outlet WHERE sa.story = ? "
        "ORDER BY (SELECT min(f.moment) FROM readings r JOIN fetches f ON f.id = r.fetch WHERE r.article = a.id "
        "AND r.revision IS NOT NULL), a.key",
        (story,),
    )


def name_story(archive: Archive, story: int, title: str, follow: str | None, reference: int | None) -> None:
    """Set a story's title, the name under which it is followed, and its reference revision."""
    archive.write(
        "UPDATE stories SET title = ?, followed = coalesce(?, followed), reference = ? WHERE id = ?",
        (title, follow, reference, story),
    )


def refer(archive: Archive, article: int, reference: int | None) -> None:
    """Note which revision of the reference an article's newest revision is compared with."""
    archive.write("UPDATE story_articles SET reference = ? WHERE article = ?", (reference, article))


def compared_with(archive: Archive, revision: int) -> int | None:
    """The revision of another article that a revision is compared with."""
    found = archive.value("SELECT before FROM diffs WHERE after = ? AND relation = 'copy'", (revision,))
    return None if found is None else int(found)

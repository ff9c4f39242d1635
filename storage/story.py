"""Stories: which articles carry the same dispatch, why each does, whom it credits, and whom it is compared with."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from storage import links
from storage.derived import digest

if TYPE_CHECKING:
    from storage.archive import Archive, Row

MEMBER = """
SELECT a.id, a.key, a.outlet, a.address, a.first_seen, o.agency AS outlet_agency, sa.story, sa.why, sa.score,
       sa.reference, sa.agency,
       (SELECT f.moment FROM revisions r JOIN fetches f ON f.id = r.made_by WHERE r.article = a.id
        ORDER BY r.number LIMIT 1) AS first_moment
FROM story_articles sa JOIN articles a ON a.id = sa.article JOIN outlets o ON o.id = a.outlet
"""
LISTED = "(SELECT value FROM json_each(?))"


def story_of(archive: Archive, article: int) -> int | None:
    """The story that an article is in."""
    found = archive.value("SELECT story FROM story_articles WHERE article = ?", (article,))
    return None if found is None else int(found)


def followed(archive: Archive, name: str) -> int | None:
    """The story that is followed under a configured name."""
    found = archive.value("SELECT id FROM stories WHERE followed = ?", (name,))
    return None if found is None else int(found)


def start(archive: Archive, article: Row) -> int:
    """A new story, named by its first article; one of that name that nobody carries now is it again."""
    key = digest("story", article["key"])
    known = archive.value("SELECT id FROM stories WHERE key = ?", (key,))
    if known is not None and size(archive, known) == 0:
        return int(known)
    free = key if known is None else f"{key} again"  # until it is named anew, when all are where they belong
    return archive.insert("stories", {"key": free, "first_seen": article["first_seen"]})


def rekey(archive: Archive, story: int) -> None:
    """Name a story by its first article, whatever the order in which its articles came."""
    first = archive.row(f"{MEMBER} WHERE sa.story = ? ORDER BY first_moment, a.key LIMIT 1", (story,))
    key = digest("story", first["key"]) if first else None
    if first is None or archive.value("SELECT key FROM stories WHERE id = ?", (story,)) == key:
        return
    _free(archive, str(key))
    archive.write("UPDATE stories SET key = ?, first_seen = ? WHERE id = ?", (key, first["first_seen"], story))


def may_be_first(archive: Archive, story: int, rows: Iterable[Row]) -> bool:
    """Whether one of these members (rows of `members`) may be earlier than the one that names the story."""
    first = archive.value("SELECT first_seen FROM stories WHERE id = ?", (story,))
    return any(row["first_seen"] <= first for row in rows)


def _free(archive: Archive, key: str) -> None:
    """Let another story that was named by an article which has left it be named by its first one now."""
    other = archive.value("SELECT id FROM stories WHERE key = ?", (key,))
    if other is not None:
        archive.write("UPDATE stories SET key = ? WHERE id = ?", (f"{key} before {other}", other))
        rekey(archive, other)


def tidy(archive: Archive, story: int) -> None:
    """Remove a story that nobody carries any more."""
    links.tidy(archive, story)


def put(archive: Archive, article: int, story: int, why: str, score: float | None, at: str) -> None:
    """Put an article into a story, out of the one where it was."""
    before = story_of(archive, article)
    archive.write(
        "INSERT INTO story_articles (article, story, why, score, joined_at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (article) DO UPDATE SET story = excluded.story, why = excluded.why, score = excluded.score, "
        "joined_at = excluded.joined_at, reference = NULL",
        (article, story, why, score, at),
    )
    if before is not None and before != story:
        links.tidy(archive, before)


def size(archive: Archive, story: int) -> int:
    """How many articles a story has."""
    return int(archive.value("SELECT count(*) FROM story_articles WHERE story = ?", (story,)))


def members(archive: Archive, story: int) -> list[Row]:
    """The articles of a story, the first seen first, each with its outlet's agency and its own credit."""
    return archive.rows(f"{MEMBER} WHERE sa.story = ? ORDER BY first_moment, a.key", (story,))


def members_by_id(archive: Archive, articles: Iterable[int]) -> list[Row]:
    """These articles as `members` gives them."""
    wanted = json.dumps(sorted(articles))
    return archive.rows(f"{MEMBER} WHERE sa.article IN {LISTED}", (wanted,))


def articles(archive: Archive, wanted: Iterable[int]) -> list[Row]:
    """These articles, each with its id, key and the time when it was first seen."""
    sql = "SELECT id, key, first_seen FROM articles WHERE id IN (SELECT value FROM json_each(?))"
    return archive.rows(sql, (json.dumps(sorted(wanted)),))


def reference_article(archive: Archive, story: int) -> int | None:
    """The article that the story's others are compared with, where it is still one of them."""
    found = archive.value(
        "SELECT r.article FROM stories s JOIN revisions r ON r.id = s.reference "
        "JOIN story_articles sa ON sa.article = r.article AND sa.story = s.id WHERE s.id = ?",
        (story,),
    )
    return None if found is None else int(found)


def name_story(archive: Archive, story: int, title: str, follow: str | None, reference: int | None) -> None:
    """Set a story's title, the name under which it is followed, and its reference revision."""
    if follow:
        archive.write("UPDATE stories SET followed = NULL WHERE followed = ? AND id <> ?", (follow, story))
    archive.write(
        "UPDATE stories SET title = ?, followed = coalesce(?, followed), reference = ? WHERE id = ?",
        (title, follow, reference, story),
    )


def refer(archive: Archive, article: int, reference: int | None) -> None:
    """Note which revision of the reference an article's newest revision is compared with."""
    archive.write(
        "UPDATE story_articles SET reference = ?1, outlet = (SELECT outlet FROM articles WHERE id = ?2) "
        "WHERE article = ?2",
        (reference, article),
    )


def compared_with(archive: Archive, revision: int) -> int | None:
    """The revision of another article that a revision is compared with."""
    found = archive.value("SELECT before FROM diffs WHERE after = ? AND relation = 'copy'", (revision,))
    return None if found is None else int(found)


def keep_credits(archive: Archive, article: int, agency: str | None, credited: str) -> None:
    """Whom an article credits, and the credits themselves (JSON)."""
    archive.write("UPDATE story_articles SET agency = ?, credits = ? WHERE article = ?", (agency, credited, article))


def credits_in(archive: Archive, story: int) -> list[Row]:
    """The credits of a story's articles that have any, each with the article's address."""
    return archive.rows(
        "SELECT a.address, sa.credits FROM story_articles sa JOIN articles a ON a.id = sa.article "
        "WHERE sa.story = ? AND sa.credits <> '[]' ORDER BY a.first_seen, a.key",
        (story,),
    )


def keep_wire(archive: Archive, story: int, agency: str | None, confidence: float | None, evidence: str) -> None:
    """The agency that a story comes from, how surely, and by which credits (JSON)."""
    archive.write(
        "UPDATE stories SET agency = ?, agency_confidence = ?, agency_evidence = ? WHERE id = ?",
        (agency, confidence, evidence, story),
    )


def known_wire(archive: Archive, story: int, sure: float, evidence: int) -> str | None:
    """The agency of a story that is known so surely, by so many pieces of evidence; else None."""
    found = archive.value(
        "SELECT agency FROM stories WHERE id = ? AND agency_confidence >= ? "
        "AND json_array_length(agency_evidence) >= ?",
        (story, sure, evidence),
    )
    return None if found is None else str(found)

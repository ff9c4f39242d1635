"""Updates of a story's reference, and which wording of each of them every version of the others has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from storage.archive import Archive, Row

UPDATES = """
SELECT r.id, r.number, r.first_seen, d.before, d.id AS diff
FROM stories s JOIN revisions ref ON ref.id = s.reference JOIN revisions r ON r.article = ref.article
JOIN diffs d ON d.after = r.id AND d.relation = 'revision'
WHERE s.id = ? ORDER BY r.number
"""
KEPT = """
SELECT u.revision, u.wire_revision, u.reading
FROM update_readings u JOIN revisions r ON r.id = u.revision JOIN story_articles sa ON sa.article = r.article
WHERE sa.story = ?
"""
READINGS = """
SELECT a.id AS article, r.number, r.first_seen, wire.number AS wire_number, u.reading
FROM story_articles sa JOIN articles a ON a.id = sa.article JOIN revisions r ON r.article = a.id
JOIN update_readings u ON u.revision = r.id JOIN revisions wire ON wire.id = u.wire_revision
WHERE sa.story = ? ORDER BY a.id, wire.number, r.number
"""


RETOLD = """
SELECT DISTINCT sa.article FROM story_articles sa
JOIN revisions latest ON latest.article = sa.article
    AND latest.number = (SELECT max(number) FROM revisions WHERE article = sa.article)
JOIN derivations d ON d.child = latest.id AND d.chosen = 1 AND d.rewritten = 1
WHERE sa.story = ?
"""


class Kept(NamedTuple):
    """Which wording of an update (a revision of the reference) a version of another article has; row ids."""

    revision: int
    wire_revision: int
    reading: str


def updates(archive: Archive, story: int) -> list[Row]:
    """The revisions of the reference but the first, each with the one before and the diff between them (row ids)."""
    return archive.rows(UPDATES, (story,))


def keep(archive: Archive, story: int, found: Iterable[Kept]) -> None:
    """Keep the readings of a story in place of those before; what is the same stays."""
    before = {Kept(**row) for row in archive.rows(KEPT, (story,))}
    now = set(found)
    for one in before - now:
        archive.write(
            "DELETE FROM update_readings WHERE revision = ? AND wire_revision = ?", (one.revision, one.wire_revision)
        )
    for one in sorted(now - before):
        archive.insert("update_readings", one._asdict())


def readings(archive: Archive, story: int) -> dict[tuple[int, int], list[Row]]:
    """For each article and update (its number): the article's revisions in order with the wording that each has."""
    found: dict[tuple[int, int], list[Row]] = {}
    for row in archive.rows(READINGS, (story,)):
        found.setdefault((row["article"], row["wire_number"]), []).append(row)
    return found


def retold(archive: Archive, story: int) -> set[int]:
    """The articles whose newest version says what its source says in other words nearly throughout."""
    return {row["article"] for row in archive.rows(RETOLD, (story,))}

"""Which paragraph stands where in which revisions of an article: the revisions of a run share one row.

Revisions of one article differ little. So a row of ``placements`` says that a paragraph stood at a position from the
revision *first* to the revision *last* (row ids, which grow with the numbers); the view ``revision_paragraphs`` reads
them as a row for each paragraph of each revision. Both ends of a run are revisions that are kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.archive import Archive


def last_in(archive: Archive, article: int, revision: int | None) -> dict[int, int]:
    """The paragraphs of the article's last revision, by their positions."""
    sql = "SELECT position, paragraph FROM placements WHERE article = ? AND last = ?"
    return dict(archive.db.conn.execute(sql, (article, revision)).fetchall())


def keep(
    archive: Archive,
    article: int,
    revision: int,
    paragraphs: Sequence[int],
    before: Mapping[int, int],
    after: int | None,
) -> None:
    """The paragraphs of a new revision, in order; *after* is the one just before it, *before* what that has where."""
    stay = [position for position, paragraph in enumerate(paragraphs) if before.get(position) == paragraph]
    archive.db.conn.executemany(
        "UPDATE placements SET last = ? WHERE article = ? AND position = ? AND last = ?",
        [(revision, article, position, after) for position in stay],
    )
    archive.db.conn.executemany(
        "INSERT INTO placements (article, position, first, last, paragraph) VALUES (?, ?, ?, ?, ?)",
        [
            (article, position, revision, revision, paragraph)
            for position, paragraph in enumerate(paragraphs)
            if before.get(position) != paragraph
        ],
    )


def forget(archive: Archive, revision: int) -> None:
    """Take a revision, which is still kept itself, out of all runs."""
    article = archive.value("SELECT article FROM revisions WHERE id = ?", (revision,))
    values = {"article": article, "revision": revision}
    archive.write("DELETE FROM placements WHERE article = :article AND first = :revision AND last = :revision", values)
    archive.write(
        "UPDATE placements SET last = (SELECT max(id) FROM revisions WHERE article = :article AND id < :revision) "
        "WHERE article = :article AND last = :revision",
        values,
    )
    archive.write(
        "UPDATE placements SET first = (SELECT min(id) FROM revisions WHERE article = :article AND id > :revision) "
        "WHERE article = :article AND first = :revision",
        values,
    )


def forget_article(archive: Archive, article: int) -> None:
    """Take away where anything stands in an article."""
    archive.write("DELETE FROM placements WHERE article = ?", (article,))

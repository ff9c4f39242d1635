"""Edits that no note told of when they were made."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.archive import Archive, Row

MOST = 200  # edits of the newest silent revisions that a late note may speak of


def silent_edits(archive: Archive, article: int, kind: str) -> list[Row]:
    """The material edits of an article's revisions that have an event of that *kind*, the newest revision first."""
    return archive.rows(
        "SELECT v.number, v.first_seen, e.* FROM events x JOIN revisions v ON v.id = x.revision "
        "JOIN diffs d ON d.after = v.id AND d.relation = 'revision' JOIN edits e ON e.diff = d.id AND e.material = 1 "
        "WHERE x.article = ? AND x.kind = ? ORDER BY v.number DESC, e.position LIMIT ?",
        (article, kind, MOST),
    )

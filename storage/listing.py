"""The rows that the reading commands print, in the words of the command line's contract."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from storage import links
from storage.archive import Row

if TYPE_CHECKING:
    from storage.archive import Archive

FETCHES = """
SELECT f.address AS url, f.outlet, f.fetched_at, r.outcome, r.reason, v.number AS revision, f.status, f.kind,
       r.rights
FROM fetches f JOIN readings r ON r.fetch = f.id LEFT JOIN revisions v ON v.id = r.revision
WHERE (:all OR f.kind = 'article') AND (:outlet IS NULL OR f.outlet = :outlet)
AND (:outcome IS NULL OR r.outcome = :outcome)
ORDER BY f.moment, f.id
"""
REVISIONS = """
SELECT t.url, t.outlet, t.revision, t.first_seen, t.last_seen, t.title, t.standfirst, t.byline, t.credit, t.published,
       r.modified, t.lang, t.text, sa.story
FROM revision_texts t JOIN revisions r ON r.id = t.revision_id
LEFT JOIN story_articles sa ON sa.article = t.article_id
WHERE (:outlet IS NULL OR t.outlet = :outlet) AND (:article IS NULL OR t.article_id = :article)
ORDER BY t.first_seen, t.revision_id
"""
STORIES = """
SELECT s.id AS story, s.title, s.agency, s.agency_confidence, s.agency_evidence, s.followed, s.first_seen,
       (SELECT count(*) FROM story_articles WHERE story = s.id) AS articles
FROM stories s WHERE (:all OR (SELECT count(*) FROM story_articles WHERE story = s.id) > 1)
ORDER BY s.first_seen, s.id
"""
MEMBERS = """
SELECT a.address AS url, a.outlet, (SELECT count(*) FROM revisions WHERE article = a.id) AS revisions, sa.why
FROM story_articles sa JOIN articles a ON a.id = sa.article WHERE sa.story = ? ORDER BY a.first_seen, a.id
"""


def fetches(
    archive: Archive, *, outlet: str | None = None, outcome: str | None = None, all_kinds: bool = False
) -> Iterator[Row]:
    """Every attempt to fetch, in order of time; articles' only, or feeds', sitemaps' and searches' too."""
    return _stream(archive, FETCHES, {"outlet": outlet, "outcome": outcome, "all": all_kinds})


def revisions(archive: Archive, *, outlet: str | None = None, article: int | None = None) -> Iterator[Row]:
    """Every honest revision with its text, in order of time."""
    return _stream(archive, REVISIONS, {"outlet": outlet, "article": article})


def stories(archive: Archive, *, all_stories: bool = False) -> list[Row]:
    """The stories with their articles; those of one article only where *all_stories*."""
    found = archive.rows(STORIES, {"all": all_stories})
    return [
        row | {"articles": archive.rows(MEMBERS, (row["story"],)), "related": links.related_to(archive, row["story"])}
        for row in found
    ]


def _stream(archive: Archive, sql: str, params: Row) -> Iterator[Row]:
    cursor = archive.db.conn.execute(sql, params)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)

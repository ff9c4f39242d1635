"""What an analysis yields: the derived tables of an archive, their rows named by keys instead of numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from storage.archive import Archive


@dataclass(frozen=True)
class Result:
    """*columns* with their Spark types, and the *sql* that yields them from an archive."""

    columns: dict[str, str]
    sql: str

    @property
    def ddl(self) -> str:
        """The columns as Spark takes them."""
        return ", ".join(f"`{name}` {kind}" for name, kind in self.columns.items())


STORIES = Result(
    {"key": "string", "title": "string", "agency": "string", "agency_confidence": "double",
     "agency_evidence": "string", "reference": "string", "first_seen": "string", "articles": "long"},
    """
    SELECT s.key, s.title, s.agency, s.agency_confidence, s.agency_evidence, r.key, s.first_seen,
           (SELECT count(*) FROM story_articles sa WHERE sa.story = s.id)
    FROM stories s LEFT JOIN revisions r ON r.id = s.reference
    WHERE EXISTS (SELECT 1 FROM story_articles sa WHERE sa.story = s.id)
    """,
)  # fmt: skip
STORY_ARTICLES = Result(
    {"story": "string", "article": "string", "outlet": "string", "url": "string", "first_seen": "string",
     "why": "string", "score": "double", "joined_at": "string", "reference": "string", "agency": "string",
     "credits": "string"},
    """
    SELECT s.key, a.key, a.outlet, a.address, a.first_seen, sa.why, sa.score, sa.joined_at, r.key, sa.agency,
           sa.credits
    FROM story_articles sa JOIN stories s ON s.id = sa.story JOIN articles a ON a.id = sa.article
    LEFT JOIN revisions r ON r.id = sa.reference
    """,
)  # fmt: skip
LINKS = Result(
    {"article": "string", "other": "string", "kind": "string", "score": "double", "cover": "double",
     "other_cover": "double", "start": "double", "stop": "double", "other_start": "double", "other_stop": "double",
     "told": "long"},
    """
    SELECT a.key, o.key, l.kind, l.score, l.cover, l.other_cover, l.start, l.stop, l.other_start, l.other_stop, l.told
    FROM story_links l JOIN articles a ON a.id = l.article JOIN articles o ON o.id = l.other
    """,
)  # fmt: skip
EDIT = (
    "op", "kinds", "material", "field", "before_start", "before_end", "before_text", "after_start", "after_end",
    "after_text", "context", "reason",
)  # fmt: skip
DIFFS = Result(
    {"before": "string", "after": "string", "relation": "string", "similarity": "double", "contained": "double",
     "level": "string", "edits": "long", "material": "long", "changed_words": "long", "told": "string"},
    f"""
    SELECT b.key, r.key, d.relation, d.similarity, d.contained, d.level, d.edits, d.material, d.changed_words,
           (SELECT json_group_array(json_array({", ".join(EDIT)})) FROM (
                SELECT * FROM edits e WHERE e.diff = d.id ORDER BY e.position))
    FROM diffs d JOIN revisions b ON b.id = d.before JOIN revisions r ON r.id = d.after
    """,  # noqa: S608 - our own columns
)  # fmt: skip
TREES = Result(
    {"child": "string", "parent": "string", "relation": "string", "chosen": "long", "confidence": "double",
     "rewritten": "long", "evidence": "string"},
    """
    SELECT c.key, p.key, d.relation, d.chosen, d.confidence, d.rewritten, d.evidence
    FROM derivations d JOIN revisions c ON c.id = d.child LEFT JOIN revisions p ON p.id = d.parent ORDER BY d.rowid
    """,
)  # fmt: skip
UPDATES = Result(
    {"wire_revision": "string", "revision": "string", "reading": "string"},
    """
    SELECT w.key, r.key, u.reading
    FROM update_readings u JOIN revisions w ON w.id = u.wire_revision JOIN revisions r ON r.id = u.revision
    """,
)
RESULTS = {
    "stories": STORIES, "story_articles": STORY_ARTICLES, "links": LINKS, "diffs": DIFFS, "trees": TREES,
    "updates": UPDATES,
}  # fmt: skip


def rows(archive: Archive, name: str) -> Iterator[dict[str, Any]]:
    """The rows of a result in an archive."""
    found = RESULTS[name]
    for values in archive.db.conn.execute(found.sql):
        yield dict(zip(found.columns, values, strict=True))


def told(archive: Archive) -> Iterator[tuple[str, str]]:
    """All results of an archive: the table, and the row as JSON."""
    for name in RESULTS:
        for row in rows(archive, name):
            yield name, json.dumps(row, ensure_ascii=False)

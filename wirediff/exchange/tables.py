"""What ``wirediff export`` takes out of an archive as rows: one table a name, its columns with their types.

A row is flat: texts, numbers and nulls; an edit's kinds are parted by blanks, a derivation's evidence is JSON.
``share_safe`` leaves whole texts out and keeps what was changed, with hashes by which whoever has a text can check it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from storage.archive import Archive

Type = Literal["text", "integer", "real", "boolean"]
Row = dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """Which rows: of one outlet, one story, or from a time on (UTC, ISO 8601); all where nothing is said."""

    outlet: str | None = None
    story: int | None = None
    since: str | None = None
    share_safe: bool = False


@dataclass(frozen=True)
class Table:
    """One table: *columns* with their types, the *sql* that yields them, the time by which rows are recent, an order.

    *whole_texts* are the columns that are left out where the rows are to be shared.
    """

    columns: dict[str, Type]
    sql: str
    since: str
    order: str
    outlet: str = "a.outlet"
    whole_texts: tuple[str, ...] = ()

    def rows(self, archive: Archive, wanted: Wanted) -> Iterator[Row]:
        """The rows that are wanted, one at a time."""
        params = {"outlet": wanted.outlet, "story": wanted.story, "since": wanted.since}
        sql = f"{self.sql} WHERE {only(self.since, self.outlet)} ORDER BY {self.order}"
        for values in archive.db.conn.execute(sql, params):
            row = dict(zip(self.columns, values, strict=True))
            yield row | dict.fromkeys(self.whole_texts) if wanted.share_safe else row


def only(since: str, outlet: str = "a.outlet") -> str:
    """The condition that keeps what is wanted, over articles ``a``."""
    return (
        f"(:outlet IS NULL OR {outlet} = :outlet) AND (:since IS NULL OR {since} >= :since) "  # noqa: S608
        "AND (:story IS NULL OR a.id IN (SELECT article FROM story_articles WHERE story = :story))"
    )


FETCHES = Table(
    {"url": "text", "outlet": "text", "kind": "text", "fetched_at": "text", "outcome": "text", "reason": "text",
     "revision": "integer", "status": "integer", "bytes": "integer", "seconds": "real",
     "page_sha256": "text", "error": "text"},
    """
    SELECT f.address, f.outlet, f.kind, f.fetched_at, r.outcome, r.reason, v.number, f.status, f.bytes, f.seconds,
           f.body_hash, coalesce(f.error, f.refused)
    FROM fetches f JOIN readings r ON r.fetch = f.id LEFT JOIN revisions v ON v.id = r.revision
    LEFT JOIN articles a ON a.id = r.article
    """,
    since="f.fetched_at",
    order="f.moment, f.id",
    outlet="f.outlet",
)  # fmt: skip
REVISIONS = Table(
    {"url": "text", "outlet": "text", "revision": "integer", "first_seen": "text", "last_seen": "text", "title": "text",
     "standfirst": "text", "byline": "text", "credit": "text", "published": "text", "modified": "text", "lang": "text",
     "words": "integer", "text": "text", "content_sha256": "text", "page_sha256": "text", "story": "integer"},
    """
    SELECT t.url, t.outlet, t.revision, t.first_seen, t.last_seen, t.title, t.standfirst, t.byline, t.credit,
           t.published, r.modified, t.lang, t.words, t.text, r.content, f.body_hash, s.story
    FROM revision_texts t JOIN revisions r ON r.id = t.revision_id JOIN fetches f ON f.id = r.made_by
    JOIN articles a ON a.id = t.article_id LEFT JOIN story_articles s ON s.article = a.id
    """,
    since="t.first_seen",
    order="t.first_seen, t.revision_id",
    whole_texts=("text", "standfirst"),
)  # fmt: skip
BETWEEN = """
    FROM diffs d JOIN revisions b ON b.id = d.before JOIN articles ba ON ba.id = b.article
    JOIN revisions r ON r.id = d.after JOIN articles a ON a.id = r.article
"""
ENDS: dict[str, Type] = {
    "relation": "text", "before_url": "text", "before_outlet": "text", "before_revision": "integer", "url": "text",
    "outlet": "text", "revision": "integer", "first_seen": "text",
}  # fmt: skip
ENDS_SQL = "d.relation, ba.address, ba.outlet, b.number, a.address, a.outlet, r.number, r.first_seen"
DIFFS = Table(
    ENDS | {"similarity": "real", "contained": "real", "level": "text", "edits": "integer", "material": "integer",
            "changed_words": "integer"},
    f"SELECT {ENDS_SQL}, d.similarity, d.contained, d.level, d.edits, d.material, d.changed_words {BETWEEN}",
    since="r.first_seen",
    order="r.first_seen, d.id",
)  # fmt: skip
EDITS = Table(
    ENDS | {"position": "integer", "op": "text", "kinds": "text", "material": "boolean", "reason": "text",
            "field": "text", "before_start": "integer", "before_end": "integer", "before_text": "text",
            "after_start": "integer", "after_end": "integer", "after_text": "text", "context": "text"},
    f"""
    SELECT {ENDS_SQL}, e.position, e.op, e.kinds, e.material, e.reason, e.field, e.before_start, e.before_end,
           e.before_text, e.after_start, e.after_end, e.after_text, e.context
    {BETWEEN} JOIN edits e ON e.diff = d.id
    """,
    since="r.first_seen",
    order="r.first_seen, d.id, e.position",
    whole_texts=("context",),
)  # fmt: skip
STORIES = Table(
    {"story": "integer", "title": "text", "agency": "text", "agency_confidence": "real", "url": "text",
     "outlet": "text", "first_seen": "text", "revisions": "integer", "why": "text"},
    """
    SELECT s.id, s.title, s.agency, s.agency_confidence, a.address, a.outlet, a.first_seen,
           (SELECT count(*) FROM revisions WHERE article = a.id), sa.why
    FROM stories s JOIN story_articles sa ON sa.story = s.id JOIN articles a ON a.id = sa.article
    """,
    since="a.last_seen",
    order="s.id, a.first_seen, a.id",
)  # fmt: skip
TREES = Table(
    {"story": "integer", "url": "text", "outlet": "text", "revision": "integer", "first_seen": "text",
     "parent_url": "text", "parent_outlet": "text", "parent_revision": "integer", "relation": "text",
     "chosen": "boolean", "confidence": "real", "rewritten": "boolean", "evidence": "text"},
    """
    SELECT sa.story, a.address, a.outlet, r.number, r.first_seen, pa.address, pa.outlet, p.number, d.relation,
           d.chosen, d.confidence, d.rewritten, d.evidence
    FROM derivations d JOIN revisions r ON r.id = d.child JOIN articles a ON a.id = r.article
    LEFT JOIN story_articles sa ON sa.article = a.id
    LEFT JOIN revisions p ON p.id = d.parent LEFT JOIN articles pa ON pa.id = p.article
    """,
    since="r.first_seen",
    order="sa.story, r.first_seen, d.child, d.chosen DESC, d.confidence DESC, d.parent",
)  # fmt: skip
EVENTS = Table(
    {"url": "text", "outlet": "text", "kind": "text", "happened_at": "text", "revision": "integer", "detail": "text"},
    """
    SELECT a.address, a.outlet, e.kind, e.happened_at, r.number, e.detail
    FROM events e JOIN articles a ON a.id = e.article LEFT JOIN revisions r ON r.id = e.revision
    """,
    since="e.happened_at",
    order="e.happened_at, e.id",
)
TABLES = {
    "fetches": FETCHES, "revisions": REVISIONS, "diffs": DIFFS, "edits": EDITS, "stories": STORIES, "trees": TREES,
    "events": EVENTS,
}  # fmt: skip

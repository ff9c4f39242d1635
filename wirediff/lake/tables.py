"""What a lake holds: the tables, their columns, and the questions to an archive that yield their rows.

Rows name each other by keys made from content, never by an archive's numbers, so that lakes unite. Each row belongs to
a month and has a *digest*: a number for all that it says, by which a later export knows what is new.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Literal

from comparison.fingerprint import RUN, SAMPLE
from comparison.reuse import fingerprint
from storage.archive import Archive

Type = Literal["text", "integer", "real", "texts", "integers"]
Row = dict[str, Any]
ALWAYS = "always"  # the month of what has no time


@dataclass(frozen=True)
class Table:
    """*sql* yields *columns* (without `digest`) of one month, ``:month``; *months* lists the months there are.

    *listed* are the columns that hold lists (JSON in SQL), *names* those that tell all of a row, where some do; *more*
    adds columns to a row that is written.
    """

    columns: dict[str, Type]
    sql: str
    months: str
    names: tuple[str, ...] = ()
    more: Callable[[Row], Row] = dict

    def rows(self, archive: Archive, month: str) -> Iterator[Row]:
        """The rows of a month as the archive has them now, each with its digest."""
        cursor = archive.db.conn.execute(self.sql, {"month": month})
        columns = [column[0] for column in cursor.description]
        for values in cursor:
            row = dict(zip(columns, values, strict=True))
            yield row | {"digest": digest_of(row[name] for name in self.names or columns)}

    def written(self, row: Row) -> Row:
        """A row of `rows` as it is written."""
        told = self.more(row)
        lists = {
            name: json.loads(told[name])
            for name, kind in self.columns.items()
            if kind in ("texts", "integers") and isinstance(told[name], str)
        }
        return {name: (told | lists)[name] for name in self.columns}


def digest_of(values: Iterable[Any]) -> int:
    """A number of 63 bits for some values."""
    said = json.dumps(list(values), separators=(",", ":")).encode()
    return int.from_bytes(blake2b(said, digest_size=8).digest(), "big") >> 1


def _marked(row: Row) -> Row:
    found = fingerprint(row["text"] or "")
    return row | {"marks": sorted(found.sample | found.pairs)}


TEXT = """
(SELECT group_concat(text, char(10, 10)) FROM (
    SELECT p.text FROM revision_paragraphs rp JOIN paragraphs p ON p.id = rp.paragraph
    WHERE rp.revision = r.id ORDER BY rp.position))
"""
OF_REVISIONS = "SELECT DISTINCT substr(first_seen, 1, 7) FROM revisions"
OUTLETS = Table(
    {"id": "text", "name": "text", "home": "text", "lang": "text", "licence": "text", "agency": "text",
     "digest": "integer"},
    "SELECT id, name, home, lang, licence, agency FROM outlets ORDER BY id",
    f"SELECT '{ALWAYS}'",
)  # fmt: skip
ARTICLES = Table(
    {"key": "text", "outlet": "text", "address": "text", "state": "text", "first_seen": "text", "last_seen": "text",
     "addresses": "texts", "digest": "integer"},
    """
    SELECT a.key, a.outlet, a.address, a.state, a.first_seen, a.last_seen,
           (SELECT json_group_array(said) FROM (
                SELECT json_array(d.key, d.address, d.via, d.first_seen, d.last_seen) AS said
                FROM addresses d WHERE d.article = a.id ORDER BY d.first_seen, d.key)) AS addresses
    FROM articles a WHERE a.first_seen >= :month AND a.first_seen < :month || '~' ORDER BY a.first_seen, a.id
    """,
    "SELECT DISTINCT substr(first_seen, 1, 7) FROM articles",
)  # fmt: skip
FETCHES = Table(
    {"key": "text", "fetched_at": "text", "moment": "integer", "outlet": "text", "kind": "text", "address": "text",
     "final_address": "text", "status": "integer", "etag": "text", "last_modified": "text", "body_hash": "text",
     "bytes": "integer", "seconds": "real", "refused": "text", "error": "text", "why": "text", "article": "text",
     "outcome": "text", "reason": "text", "quality": "real", "revision": "text", "modified": "text",
     "canonical": "text", "extractor": "text", "content": "text", "rights": "text", "digest": "integer"},
    """
    SELECT f.key, f.fetched_at, f.moment, f.outlet, f.kind, f.address, f.final_address, f.status, f.etag,
           f.last_modified, f.body_hash, f.bytes, f.seconds, f.refused, f.error, f.why, a.key AS article, r.outcome,
           r.reason, r.quality, v.key AS revision, r.modified, r.canonical, r.extractor, r.content, r.rights
    FROM fetches f LEFT JOIN readings r ON r.fetch = f.id LEFT JOIN articles a ON a.id = r.article
    LEFT JOIN revisions v ON v.id = r.revision
    WHERE f.moment >= 1000000 * strftime('%s', :month || '-01')
    AND f.moment < 1000000 * strftime('%s', :month || '-01', '+1 month') ORDER BY f.moment, f.key
    """,
    "SELECT DISTINCT strftime('%Y-%m', moment / 1000000, 'unixepoch') FROM fetches",
)  # fmt: skip
REVISIONS = Table(
    {"key": "text", "article": "text", "number": "integer", "first_seen": "text", "last_seen": "text",
     "made_by": "text", "moment": "integer", "title": "text", "standfirst": "text", "byline": "text",
     "credit": "text", "published": "text", "modified": "text", "lang": "text", "extractor": "text",
     "content": "text", "words": "integer", "canonical": "text", "paragraphs": "texts", "digest": "integer"},
    """
    SELECT r.key, a.key AS article, r.number, r.first_seen, r.last_seen, f.key AS made_by, f.moment, r.title,
           r.standfirst, r.byline, r.credit, r.published, r.modified, r.lang, r.extractor, r.content, r.words,
           (SELECT canonical FROM readings d WHERE d.article = r.article AND d.canonical IS NOT NULL
            AND d.moment <= f.moment ORDER BY d.fetch DESC LIMIT 1) AS canonical,
           (SELECT json_group_array(hash) FROM (
                SELECT p.hash FROM revision_paragraphs rp JOIN paragraphs p ON p.id = rp.paragraph
                WHERE rp.revision = r.id ORDER BY rp.position)) AS paragraphs
    FROM revisions r JOIN articles a ON a.id = r.article JOIN fetches f ON f.id = r.made_by
    WHERE r.first_seen >= :month AND r.first_seen < :month || '~' ORDER BY r.first_seen, r.id
    """,
    OF_REVISIONS,
)  # fmt: skip
PARAGRAPHS = Table(
    {"hash": "text", "text": "text", "digest": "integer"},
    """
    SELECT p.hash, p.text FROM paragraphs p WHERE p.id IN (
        SELECT rp.paragraph FROM revisions r JOIN revision_paragraphs rp ON rp.revision = r.id
        WHERE r.first_seen >= :month AND r.first_seen < :month || '~')
    ORDER BY p.id
    """,
    OF_REVISIONS,
    names=("hash",),
)
FINGERPRINTS = Table(
    {"content": "text", "marks": "integers", "digest": "integer"},
    f"""
    SELECT r.content, min(r.id), '{RUN} {SAMPLE}' AS made_with, {TEXT} AS text
    FROM revisions r WHERE r.first_seen >= :month AND r.first_seen < :month || '~' GROUP BY r.content
    ORDER BY min(r.id)
    """,  # noqa: S608 - our own numbers
    OF_REVISIONS,
    names=("content", "made_with"),
    more=_marked,
)
EVENTS = Table(
    {"article": "text", "fetch": "text", "revision": "text", "kind": "text", "happened_at": "text", "detail": "text",
     "digest": "integer"},
    """
    SELECT a.key AS article, f.key AS fetch, r.key AS revision, e.kind, e.happened_at, e.detail
    FROM events e JOIN articles a ON a.id = e.article LEFT JOIN fetches f ON f.id = e.fetch
    LEFT JOIN revisions r ON r.id = e.revision
    WHERE e.happened_at >= :month AND e.happened_at < :month || '~' AND e.kind NOT LIKE 'story %'
    ORDER BY e.happened_at, e.id
    """,
    "SELECT DISTINCT substr(happened_at, 1, 7) FROM events",
)  # fmt: skip
GIVEN = Table(
    {"article": "text", "other": "text", "digest": "integer"},
    """
    SELECT a.key AS article, o.key AS other FROM story_links l JOIN articles a ON a.id = l.article
    JOIN articles o ON o.id = l.other WHERE l.kind = 'given' ORDER BY 1, 2
    """,
    f"SELECT '{ALWAYS}'",
)
DECISIONS = Table(
    {"made_at": "text", "kind": "text", "subject": "text", "detail": "text", "who": "text", "digest": "integer"},
    "SELECT made_at, kind, subject, detail, who FROM decisions ORDER BY made_at, id",
    f"SELECT '{ALWAYS}'",
)
NOTES = Table(
    {"made_at": "text", "subject": "text", "text": "text", "who": "text", "digest": "integer"},
    "SELECT made_at, subject, text, who FROM notes ORDER BY made_at, id",
    f"SELECT '{ALWAYS}'",
)
TOMBSTONES = Table(
    {"hash": "text", "kind": "text", "digest": "integer"},
    "SELECT hash, kind FROM tombstones ORDER BY hash",
    f"SELECT '{ALWAYS}'",
)
TABLES = {
    "outlets": OUTLETS, "articles": ARTICLES, "fetches": FETCHES, "revisions": REVISIONS, "paragraphs": PARAGRAPHS,
    "fingerprints": FINGERPRINTS, "events": EVENTS, "given": GIVEN, "decisions": DECISIONS, "notes": NOTES,
    "tombstones": TOMBSTONES,
}  # fmt: skip

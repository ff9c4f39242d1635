"""A portrait of what an archive has derived, free of row ids: two archives of the same evidence have the same one.

Rows are named by keys made from content. What is compared and what is not: stories and trees are told by whom they
hold; names of stories, which articles number first, and paragraphs that no revision carries any more are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.archive import Archive

Portrait = dict[str, list[str]]

PARTS = {
    "articles": (
        "SELECT a.key, a.outlet, a.address, a.state, a.first_seen, a.last_seen FROM articles a WHERE {articles}"
    ),
    "addresses": (
        "SELECT a.key, x.key, x.address, x.via, x.first_seen, x.last_seen "
        "FROM addresses x JOIN articles a ON a.id = x.article WHERE {articles}"
    ),
    "readings": (
        "SELECT f.key, a.key, r.moment, r.outcome, r.reason, r.quality, v.key, r.modified, r.canonical, r.extractor, "
        "r.content FROM readings r JOIN fetches f ON f.id = r.fetch LEFT JOIN articles a ON a.id = r.article "
        "LEFT JOIN revisions v ON v.id = r.revision WHERE {articles}"
    ),
    "revisions": (
        "SELECT a.key, v.key, v.number, v.first_seen, v.last_seen, f.key, v.title, v.standfirst, v.byline, v.credit, "
        "v.published, v.modified, v.lang, v.extractor, v.content, v.words FROM revisions v "
        "JOIN articles a ON a.id = v.article JOIN fetches f ON f.id = v.made_by WHERE {articles}"
    ),
    "paragraphs": (
        "SELECT v.key, rp.position, p.text FROM revision_paragraphs rp JOIN revisions v ON v.id = rp.revision "
        "JOIN paragraphs p ON p.id = rp.paragraph JOIN articles a ON a.id = v.article WHERE {articles}"
    ),
    "diffs": (
        "SELECT b.key, v.key, d.relation, d.similarity, d.contained, d.level, d.edits, d.material, d.changed_words "
        "FROM diffs d JOIN revisions b ON b.id = d.before JOIN revisions v ON v.id = d.after "
        "JOIN articles a ON a.id = v.article WHERE d.relation = 'revision' AND {articles}"
    ),
    "edits": (
        "SELECT b.key, v.key, e.position, e.op, e.kinds, e.material, e.field, e.before_start, e.before_text, "
        "e.after_start, e.after_text FROM edits e JOIN diffs d ON d.id = e.diff JOIN revisions b ON b.id = d.before "
        "JOIN revisions v ON v.id = d.after JOIN articles a ON a.id = v.article "
        "WHERE d.relation = 'revision' AND {articles}"
    ),
    "events": (
        "SELECT a.key, f.key, v.key, e.kind, e.happened_at, e.detail FROM events e JOIN articles a ON a.id = e.article "
        "LEFT JOIN fetches f ON f.id = e.fetch LEFT JOIN revisions v ON v.id = e.revision "
        "WHERE e.kind NOT LIKE 'story %' AND {articles}"
    ),
}  # fmt: skip
WHOLE = {
    "stories": (
        "SELECT (SELECT group_concat(key, ' ') FROM (SELECT a.key FROM story_articles sa JOIN articles a "
        "ON a.id = sa.article WHERE sa.story = s.id ORDER BY a.key)) FROM stories s"
    ),
    "furniture": "SELECT outlet, hash, text, articles, place, first_seen, last_seen, off FROM furniture",
}


def portrait(archive: Archive) -> Portrait:
    """The portrait of the whole archive."""
    return {name: _lines(archive, sql.format(articles="1")) for name, sql in PARTS.items()} | {
        name: _lines(archive, sql) for name, sql in WHOLE.items()
    }


def portrait_of(archive: Archive, articles: Iterable[int]) -> Portrait:
    """The portrait of some articles: what is derived for them alone."""
    chosen = f"a.id IN ({', '.join(map(str, sorted(articles))) or 'NULL'})"
    return {name: _lines(archive, sql.format(articles=chosen)) for name, sql in PARTS.items()}


def _lines(archive: Archive, sql: str) -> list[str]:
    return sorted(json.dumps(row, ensure_ascii=False) for row in archive.db.conn.execute(sql))


def differences(one: Portrait, other: Portrait) -> list[tuple[str, str, str]]:
    """What only *one* holds ("-") or only the *other* ("+"): part, sign, row."""
    found = []
    for part in one:
        found += [(part, "-", line) for line in sorted(set(one[part]) - set(other[part]))]
        found += [(part, "+", line) for line in sorted(set(other[part]) - set(one[part]))]
    return found

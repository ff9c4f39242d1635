"""Named questions about articles, revisions and their diffs: SQL in, frozen values out.

Ids are the archive's row ids; times are UTC, ISO 8601 with a trailing Z.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from comparison.model import Edit, Op, Span, Version
from storage.archive import Archive, Row


@dataclass(frozen=True, slots=True)
class Article:
    """One article of an outlet. *state* is present, missing, gone, ...; *why* says why it is in its story.

    *credited* says whether any of its revisions names a source.
    """

    id: int
    outlet: str
    name: str
    address: str
    state: str
    first_seen: str
    last_seen: str
    licence: str = "unknown"
    agency: str | None = None
    story: int | None = None
    why: str = ""
    credited: bool = False


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision without its paragraphs. *page* is the SHA-256 of the page that it was read from."""

    id: int
    article: int
    number: int
    first_seen: str
    last_seen: str
    title: str | None
    standfirst: str | None
    byline: str | None
    credit: str | None
    published: str | None
    modified: str | None
    lang: str | None
    words: int
    extractor: str
    page: str | None


@dataclass(frozen=True, slots=True)
class Diff:
    """What was stored of two revisions' comparison; *relation* is "revision" or "copy"."""

    id: int
    before: int
    after: int
    relation: str
    similarity: float
    contained: float
    level: str
    material: int
    changed_words: int
    edits: tuple[Edit, ...]


ARTICLES = """
SELECT a.id, a.outlet, coalesce(nullif(o.name, ''), a.outlet) AS name, a.address, a.state,
       a.first_seen, a.last_seen, o.licence, o.agency, sa.story, coalesce(sa.why, '') AS why,
       coalesce(sa.credits, '[]') <> '[]' OR sa.agency IS NOT NULL OR EXISTS (
           SELECT 1 FROM revisions r WHERE r.article = a.id AND coalesce(r.credit, '') <> '') AS credited
FROM articles a JOIN outlets o ON o.id = a.outlet LEFT JOIN story_articles sa ON sa.article = a.id
"""
REVISIONS = """
SELECT r.id, r.article, r.number, r.first_seen, r.last_seen, r.title, r.standfirst, r.byline, r.credit,
       r.published, r.modified, r.lang, r.words, r.extractor, coalesce(f.page, f.body_hash) AS page
FROM revisions r LEFT JOIN fetches f ON f.id = r.made_by
"""
WITH_TEXT = "EXISTS (SELECT 1 FROM revisions r WHERE r.article = a.id)"
TEXT = """
SELECT p.text FROM revision_paragraphs rp JOIN paragraphs p ON p.id = rp.paragraph
WHERE rp.revision = ? ORDER BY rp.position
"""


@contextmanager
def snapshot(archive: Archive) -> Iterator[None]:
    """All questions asked inside see one state of the archive, whatever is written meanwhile."""
    archive.db.conn.execute("BEGIN")
    try:
        yield
    finally:
        archive.db.conn.execute("ROLLBACK")


def article(archive: Archive, article_id: int) -> Article:
    """One article by its id (LookupError where there is none)."""
    row = archive.row(f"{ARTICLES} WHERE a.id = ?", (article_id,))
    if row is None:
        raise LookupError(f"there is no article {article_id}")
    return Article(**row)


def articles_of(archive: Archive, story: int) -> tuple[Article, ...]:
    """The articles of a story that have a revision, in the order in which they were first seen."""
    rows = archive.rows(
        f"{ARTICLES} WHERE sa.story = ? AND {WITH_TEXT} ORDER BY a.first_seen, a.id",
        (story,),
    )
    return tuple(Article(**row) for row in rows)


def all_articles(archive: Archive) -> tuple[Article, ...]:
    """Every article that has a revision, by outlet and time."""
    rows = archive.rows(f"{ARTICLES} WHERE {WITH_TEXT} ORDER BY a.outlet, a.first_seen, a.id")
    return tuple(Article(**row) for row in rows)


def recent_articles(archive: Archive, limit: int, outlet: str | None = None) -> tuple[Article, ...]:
    """The articles that something was found of last (a revision, an event), the latest first; of one *outlet*."""
    rows = archive.rows(
        f"{ARTICLES} WHERE {WITH_TEXT} AND (?1 IS NULL OR a.outlet = ?1) ORDER BY max("  # noqa: S608 - our own text
        "(SELECT max(first_seen) FROM revisions r WHERE r.article = a.id), "
        "coalesce((SELECT max(happened_at) FROM events v WHERE v.article = a.id), '')) DESC, a.key LIMIT ?2",
        (outlet, limit),
    )
    return tuple(Article(**row) for row in rows)


def find_article(archive: Archive, url: str, key: str | None = None) -> Article | None:
    """The article that was ever seen under *url*: by the exact address, else by its identity *key*.

    *key* is ``crawler.addresses.address_key(url)``. Where several outlets' articles fit, the one seen last.
    """
    found = archive.value(
        "SELECT article FROM (SELECT article, last_seen FROM addresses WHERE address = :url"
        " UNION SELECT id, last_seen FROM articles WHERE address = :url) ORDER BY last_seen DESC LIMIT 1",
        {"url": url},
    )
    if found is None and key is not None:
        found = archive.value("SELECT article FROM addresses WHERE key = ? ORDER BY last_seen DESC LIMIT 1", (key,))
    return None if found is None else article(archive, found)


def addresses_of(archive: Archive, article_id: int) -> tuple[str, ...]:
    """Every address that an article was seen under, oldest first."""
    rows = archive.rows("SELECT address FROM addresses WHERE article = ? ORDER BY first_seen, address", (article_id,))
    return tuple(row["address"] for row in rows)


def known_addresses(archive: Archive, limit: int = 50_000) -> tuple[str, ...]:
    """Addresses of articles, latest first: what a mistyped address may have meant."""
    rows = archive.rows("SELECT address FROM articles ORDER BY last_seen DESC LIMIT ?", (limit,))
    return tuple(row["address"] for row in rows)


def revisions_of(archive: Archive, article_id: int) -> tuple[Revision, ...]:
    """The revisions of an article, in order of their numbers."""
    rows = archive.rows(f"{REVISIONS} WHERE r.article = ? ORDER BY r.number", (article_id,))
    return tuple(Revision(**row) for row in rows)


def revision(archive: Archive, revision_id: int) -> Revision:
    """One revision by its row id (LookupError where there is none)."""
    row = archive.row(f"{REVISIONS} WHERE r.id = ?", (revision_id,))
    if row is None:
        raise LookupError(f"there is no revision with id {revision_id}")
    return Revision(**row)


def version(archive: Archive, revision_id: int) -> Version:
    """A revision as comparison takes it: its fields and its text (LookupError where there is none)."""
    held = revision(archive, revision_id)
    text = "\n\n".join(row["text"] for row in archive.rows(TEXT, (revision_id,)))
    return Version(text, held.title, held.standfirst, held.byline, held.credit, held.published, held.lang)


def edits_of(archive: Archive, diff_id: int) -> tuple[Edit, ...]:
    """The edits of a stored diff, in their order."""
    rows = archive.rows("SELECT * FROM edits WHERE diff = ? ORDER BY position", (diff_id,))
    return tuple(edit_from(row) for row in rows)


def edit_from(row: Row) -> Edit:
    """A row of ``edits`` as a value."""
    return Edit(
        op=cast(Op, row["op"]),
        before=_span(row, "before"),
        after=_span(row, "after"),
        kinds=tuple(row["kinds"].replace(",", " ").split()),
        material=bool(row["material"]),
        context=row["context"],
        field=row["field"],
        reason=row["reason"],
    )


def _span(row: Row, side: str) -> Span | None:
    start: Any = row[f"{side}_start"]
    return None if start is None else Span(start, row[f"{side}_end"], row[f"{side}_text"])


def diff_between(archive: Archive, before: int, after: int, relation: str = "revision") -> Diff | None:
    """The stored diff of two revisions (row ids), None where none was made."""
    row = archive.row(
        "SELECT id, before, after, relation, similarity, contained, level, material, changed_words FROM diffs"
        " WHERE before = ? AND after = ? AND relation = ?",
        (before, after, relation),
    )
    return None if row is None else Diff(**row, edits=edits_of(archive, row["id"]))


@dataclass(frozen=True, slots=True)
class Story:
    """A story as it was found. *reference* is the row id of the revision that copies are compared with."""

    id: int
    key: str
    title: str
    followed: str | None
    agency: str | None
    evidence: str
    reference: int | None


STORIES = "SELECT id, key, title, followed, agency, agency_evidence AS evidence, reference FROM stories"

SHARED = "(SELECT count(*) FROM story_articles sa WHERE sa.story = stories.id) > 1"


def find_story(archive: Archive, name: str) -> Story | None:
    """The story of that id, key, or name in the configuration."""
    number = int(name) if name.isascii() and name.isdigit() and len(name) < 16 else None
    row = archive.row(f"{STORIES} WHERE id = ? OR key = ? OR followed = ? ORDER BY id LIMIT 1", (number, name, name))
    return None if row is None else Story(**row)


def all_stories(archive: Archive) -> tuple[Story, ...]:
    """The stories that more than one article carries, in order of time."""
    rows = archive.rows(f"{STORIES} WHERE {SHARED} ORDER BY first_seen, id")
    return tuple(Story(**row) for row in rows)


def copy_diff(archive: Archive, revision_id: int) -> Diff | None:
    """The diff of a revision to the reference's revision that it is nearest to; None for the reference itself."""
    before = archive.value("SELECT before FROM diffs WHERE after = ? AND relation = 'copy'", (revision_id,))
    return None if before is None else diff_between(archive, before, revision_id, "copy")

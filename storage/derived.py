"""What is derived of evidence: articles, their addresses, readings, revisions, diffs, events. Rows may be remade.

Every derived row has a key made from content; ids and numbers are for display and for joins.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from comparison.model import Comparison, Edit, Span, Version
from storage import links, paragraphs, placements

if TYPE_CHECKING:
    from storage.archive import Archive, Row


def digest(*parts: str) -> str:
    """A key of content: SHA-256 of the parts, in hex."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


# ---------------------------------------------------------------- articles and addresses


def find_article(archive: Archive, outlet: str, key: str) -> int | None:
    """The article that an address (by its key) belongs to at an outlet."""
    found = archive.value("SELECT article FROM addresses WHERE outlet = ? AND key = ?", (outlet, key))
    return None if found is None else int(found)


def make_article(archive: Archive, outlet: str, key: str, address: str, seen: str, number: int | None = None) -> int:
    """A new article, unread, named by the address under which it was first met; *number* is an id to take again."""
    row = {
        "key": article_key(outlet, key),
        "outlet": outlet,
        "address": address,
        "first_seen": seen,
        "last_seen": seen,
    }
    free = number is not None and archive.value("SELECT 1 FROM articles WHERE id = ?", (number,)) is None
    return archive.insert("articles", {"id": number} | row if free else row)


def article_key(outlet: str, key: str) -> str:
    """The key of the article that was first met under the address with that key."""
    return digest(outlet, key)


def keep_address(archive: Archive, article: int, outlet: str, key: str, address: str, via: str, seen: str) -> None:
    """Note that an article was seen under an address; *via* is the best witness so far (asked for beats answered)."""
    archive.write(
        "INSERT INTO addresses (key, outlet, article, address, via, first_seen, last_seen) VALUES (?,?,?,?,?,?,?) "
        "ON CONFLICT (outlet, key) DO UPDATE SET last_seen = max(last_seen, excluded.last_seen), "
        "first_seen = min(first_seen, excluded.first_seen), "
        "via = CASE WHEN 'requested' IN (via, excluded.via) THEN 'requested' "
        "WHEN 'answered' IN (via, excluded.via) THEN 'answered' ELSE via END",
        (key, outlet, article, address, via, seen, seen),
    )


def forget_address(archive: Archive, outlet: str, key: str) -> None:
    """An address is nobody's any more."""
    archive.write("DELETE FROM addresses WHERE outlet = ? AND key = ?", (outlet, key))


def address_via(archive: Archive, outlet: str, key: str) -> str | None:
    """How an address came to be an article's: "requested", "canonical", "answered"; None where it is nobody's."""
    found = archive.value("SELECT via FROM addresses WHERE outlet = ? AND key = ?", (outlet, key))
    return None if found is None else str(found)


def article_row(archive: Archive, article: int) -> Row:
    """An article."""
    row = archive.row("SELECT * FROM articles WHERE id = ?", (article,))
    if row is None:
        raise KeyError(f"no article {article}")
    return row


def update_article(archive: Archive, article: int, **values: Any) -> None:
    """Set columns of an article."""
    names = ", ".join(f"{name} = ?" for name in values)
    archive.write(f"UPDATE articles SET {names} WHERE id = ?", (*values.values(), article))  # noqa: S608


def merge_into(archive: Archive, article: int, other: int) -> None:
    """Make *other*'s addresses and readings *article*'s; *other* goes, and all that was derived for it."""
    forget_derived(archive, other)
    archive.write("UPDATE addresses SET article = ? WHERE article = ?", (article, other))
    archive.write("UPDATE readings SET article = ? WHERE article = ?", (article, other))
    archive.write("DELETE FROM articles WHERE id = ?", (other,))


def forget_article(archive: Archive, article: int) -> None:
    """Take away an article and all that was derived for it; its fetches are left without a reading."""
    forget_derived(archive, article)
    archive.write("DELETE FROM readings WHERE article = ?", (article,))
    archive.write("DELETE FROM addresses WHERE article = ?", (article,))
    archive.write("DELETE FROM articles WHERE id = ?", (article,))


def forget_derived(archive: Archive, article: int) -> None:
    """Take away all that was derived for an article but its addresses and which fetches are its own."""
    archive.write("UPDATE readings SET revision = NULL WHERE article = ?", (article,))
    archive.write("DELETE FROM events WHERE article = ?", (article,))
    links.forget(archive, article)
    archive.write("DELETE FROM furniture_sightings WHERE article = ?", (article,))
    placements.forget_article(archive, article)
    for (revision,) in archive.db.conn.execute("SELECT id FROM revisions WHERE article = ?", (article,)).fetchall():
        forget_revision(archive, revision)


def forget_revision(archive: Archive, revision: int) -> None:
    """Take a revision away, with its diffs; readings and events that name it are the caller's."""
    for (diff,) in archive.db.conn.execute(
        "SELECT id FROM diffs WHERE before = ? OR after = ?", (revision, revision)
    ).fetchall():
        forget_diff(archive, diff)
    archive.write("UPDATE stories SET reference = NULL WHERE reference = ?", (revision,))
    archive.write("UPDATE story_articles SET reference = NULL WHERE reference = ?", (revision,))
    archive.write("DELETE FROM derivations WHERE child = ? OR parent = ?", (revision, revision))
    placements.forget(archive, revision)
    archive.write("DELETE FROM revisions WHERE id = ?", (revision,))


# ---------------------------------------------------------------- readings and events


def keep_reading(archive: Archive, row: Row) -> None:
    """What a fetch was understood as; remade as often as needed. (Not REPLACE, which triggers would not hear of.)"""
    archive.write("DELETE FROM readings WHERE fetch = ?", (row["fetch"],))
    archive.insert("readings", row)


def keep_event(
    archive: Archive, article: int, fetch: int, revision: int | None, kind: str, at: str, detail: str
) -> None:
    """Something that an outcome alone cannot tell."""
    archive.insert(
        "events",
        {
            "article": article,
            "fetch": fetch,
            "revision": revision,
            "kind": kind,
            "happened_at": at,
            "detail": detail,
        },
    )


# ---------------------------------------------------------------- revisions


def content_hash(version: Version) -> str:
    """A name for what a version says, exactly, in all its fields: 128 bits."""
    told = (version.field(name) for name in ("title", "standfirst", "byline", "credit", "published", "text"))
    return digest(*told)[:32]


def revision_key(article_key: str, content: str, nth: int) -> str:
    """The key of the *nth* revision (from 0) of an article that says just that: 128 bits."""
    return digest(article_key, content, str(nth))[:32]


def last_revision(archive: Archive, article: int, by: str | None = None) -> Row | None:
    """The newest revision of an article, or the newest that was seen *by* a time."""
    sql = "SELECT * FROM revisions WHERE article = ? AND (?2 IS NULL OR first_seen <= ?2) ORDER BY number DESC LIMIT 1"
    return archive.row(sql, (article, by))


def revision_before(archive: Archive, revision: int) -> Row | None:
    """The revision of the same article just before this one."""
    return archive.row(
        "SELECT before.* FROM revisions r JOIN revisions before ON before.article = r.article "
        "AND before.number = r.number - 1 WHERE r.id = ?",
        (revision,),
    )


def revision_with(archive: Archive, article: int, content: str) -> Row | None:
    """The newest revision of an article that says exactly that."""
    return archive.row(
        "SELECT * FROM revisions WHERE article = ? AND content = ? ORDER BY number DESC LIMIT 1",
        (article, content),
    )


def first_with(archive: Archive, revision: Row, field: str) -> Row:
    """The first revision of the same article that says the same in a field: its page is the one that told it."""
    sql = f"SELECT * FROM revisions WHERE article = ? AND {field} IS ? ORDER BY number LIMIT 1"  # noqa: S608
    return archive.row(sql, (revision["article"], revision[field])) or revision


def version_of(archive: Archive, revision: int) -> Version:
    """A revision as comparison takes it."""
    row = archive.row("SELECT * FROM revisions WHERE id = ?", (revision,))
    if row is None:
        raise KeyError(f"no revision {revision}")
    return Version(
        "\n\n".join(paragraphs_of(archive, revision)),
        *(row[name] for name in ("title", "standfirst", "byline", "credit", "published", "lang")),
    )


def paragraphs_of(archive: Archive, revision: int) -> list[str]:
    """The paragraphs of a revision, in order."""
    return [
        row[0]
        for row in archive.db.conn.execute(
            "SELECT p.text FROM revision_paragraphs rp JOIN paragraphs p ON p.id = rp.paragraph "
            "WHERE rp.revision = ? ORDER BY rp.position",
            (revision,),
        )
    ]


def keep_revision(archive: Archive, row: Mapping[str, Any], article_key: str, texts: Sequence[str]) -> int:
    """Keep a new revision; *row* has the columns of ``revisions`` but ``number`` and ``key``. Its id."""
    article, content = row["article"], row["content"]
    last = last_revision(archive, article)
    nth = archive.value("SELECT count(*) FROM revisions WHERE article = ? AND content = ?", (article, content))
    names = {"key": revision_key(article_key, content, nth), "number": 1 + (last["number"] if last else 0)}
    revision = archive.insert("revisions", names | dict(row))
    before = placements.last_in(archive, article, last["id"] if last else None)
    outlet = archive.value("SELECT outlet FROM articles WHERE id = ?", (article,))
    carried = paragraphs.keep(archive, outlet, texts, [*before.values()])
    placements.keep(archive, article, revision, carried, before, after=last["id"] if last else None)
    return revision


def confirm_revision(archive: Archive, revision: int, seen: str) -> None:
    """A revision was there again."""
    archive.write("UPDATE revisions SET last_seen = max(last_seen, ?) WHERE id = ?", (seen, revision))


# ---------------------------------------------------------------- diffs


def keep_diff(archive: Archive, before: int, after: int, relation: str, found: Comparison) -> int:
    """Keep what lies between two revisions; an earlier diff of the same two is replaced."""
    old = archive.value(
        "SELECT id FROM diffs WHERE before = ? AND after = ? AND relation = ?", (before, after, relation)
    )
    if old is not None:
        forget_diff(archive, old)
    diff = archive.insert(
        "diffs",
        {
            "before": before,
            "after": after,
            "relation": relation,
            "similarity": found.similarity,
            "contained": found.contained,
            "level": found.level,
            "edits": len(found.edits),
            "material": sum(edit.material for edit in found.edits),
            "changed_words": sum(map(changed_words, found.edits)),
        },
    )
    for position, edit in enumerate(found.edits):
        archive.insert("edits", {"diff": diff, "position": position} | edit_row(edit))
    return diff


def changed_words(edit: Edit) -> int:
    """The words that an edit touches, on the side where there are more."""
    return max(len(side.text.split()) if side else 0 for side in (edit.before, edit.after))


def edit_row(edit: Edit) -> Row:
    """An edit as the table holds it."""
    return {
        "op": edit.op,
        "kinds": " ".join(edit.kinds),
        "material": int(edit.material),
        "field": edit.field,
        **_span_columns("before", edit.before),
        **_span_columns("after", edit.after),
        "context": edit.context,
        "reason": edit.reason,
    }


def _span_columns(side: str, span: Span | None) -> Row:
    values: Sequence[Any] = (span.start, span.end, span.text) if span else (None, None, None)
    return dict(zip((f"{side}_start", f"{side}_end", f"{side}_text"), values, strict=True))


def edit_of(row: Row) -> Edit:
    """An edit out of the table."""
    before, after = (
        None if row[f"{side}_text"] is None else Span(row[f"{side}_start"], row[f"{side}_end"], row[f"{side}_text"])
        for side in ("before", "after")
    )
    kinds = tuple(row["kinds"].split())
    return Edit(row["op"], before, after, kinds, bool(row["material"]), row["context"], row["field"], row["reason"])


def forget_diff(archive: Archive, diff: int) -> None:
    """Take a diff and its edits away."""
    archive.write("DELETE FROM edits WHERE diff = ?", (diff,))
    archive.write("DELETE FROM diffs WHERE id = ?", (diff,))


def forget_copy_diffs(archive: Archive, after: int) -> None:
    """Take away what a revision was compared with in other articles."""
    for (diff,) in archive.db.conn.execute(
        "SELECT id FROM diffs WHERE after = ? AND relation = 'copy'", (after,)
    ).fetchall():
        forget_diff(archive, diff)

"""A story's versions as its family tree takes them, and the tree as it was last settled."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from comparison.agencies import of_host
from comparison.model import Version
from comparison.shelf import Node
from comparison.tree import Derivation

if TYPE_CHECKING:
    from storage.archive import Archive, Row

VERSIONS = """
SELECT r.id, r.number, r.first_seen, r.last_seen, r.title, r.standfirst, r.byline, r.credit, r.published, r.modified,
       r.lang, r.content, a.key AS article, a.address, a.outlet, o.agency, sa.story,
       (SELECT group_concat(text, char(10, 10)) FROM (
            SELECT p.text FROM revision_paragraphs rp JOIN paragraphs p ON p.id = rp.paragraph
            WHERE rp.revision = r.id ORDER BY rp.position)) AS text
FROM revisions r JOIN articles a ON a.id = r.article JOIN outlets o ON o.id = a.outlet
LEFT JOIN story_articles sa ON sa.article = a.id
"""


class Held(NamedTuple):
    """A version as the archive holds it: its row id, its article's address and story, when it was first seen,
    and the node it is."""

    revision: int
    url: str
    story: int | None
    first_seen: str
    node: Node


def versions_of_story(archive: Archive, story: int) -> dict[str, Held]:
    """Every revision of every article of a story, by the key of its node."""
    rows = archive.rows(f"{VERSIONS} WHERE sa.story = ? ORDER BY a.key, r.number", (story,))
    return _held(rows)


def versions_of_articles(archive: Archive, articles: Iterable[int]) -> dict[str, Held]:
    """Every revision of some articles, by the key of its node."""
    wanted = json.dumps(sorted(articles))
    rows = archive.rows(
        f"{VERSIONS} WHERE a.id IN (SELECT value FROM json_each(?)) ORDER BY a.key, r.number",  # noqa: S608
        (wanted,),
    )
    return _held(rows)


def _held(rows: list[Row]) -> dict[str, Held]:
    found: dict[str, Held] = {}
    before: Row | None = None
    for row in rows:
        earlier = before if before is not None and before["article"] == row["article"] else None
        node = _node(row, earlier)
        found[node.key] = Held(row["id"], row["address"], row["story"], row["first_seen"], node)
        before = row
    return found


def _node(row: Row, earlier: Row | None) -> Node:
    fields = (row[name] for name in ("title", "standfirst", "byline", "credit", "published", "lang"))
    claim = row["published"]
    if earlier is not None and claim == earlier["published"]:
        claim = row["modified"]
    return Node(
        key=f"{row['article']}:{row['number']:05}",
        article=row["article"],
        outlet=row["outlet"],
        number=row["number"],
        version=Version(row["text"] or "", *fields),
        first_seen=seconds(row["first_seen"]) or 0.0,
        published=seconds(claim),
        not_before=seconds(earlier["last_seen"]) if earlier is not None else None,
        agency=bool(row["agency"] or of_host(urlsplit(row["address"]).hostname or "")),
    )


def seconds(stamp: str | None) -> float | None:
    """A stored time as seconds since 1970; None where it is none. One without a zone is taken as UTC."""
    try:
        found = datetime.fromisoformat(stamp or "")
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def waiting(archive: Archive) -> list[int]:
    """The stories of several articles whose tree is to be made anew; of others, none is kept."""
    with archive.transaction():
        archive.write(f"DELETE FROM derivations WHERE child IN ({OF_LONE_STORIES})")  # noqa: S608 - our own words
        archive.write(f"DELETE FROM trees_unsettled WHERE story NOT IN ({SHARED})")  # noqa: S608 - our own words
    return [row["story"] for row in archive.rows("SELECT story FROM trees_unsettled ORDER BY story")]


SHARED = """
SELECT sa.story FROM trees_unsettled t JOIN story_articles sa ON sa.story = t.story
GROUP BY sa.story HAVING count(*) > 1
"""
OF_LONE_STORIES = f"""
SELECT r.id FROM trees_unsettled t
JOIN story_articles sa ON sa.story = t.story JOIN revisions r ON r.article = sa.article
WHERE t.story NOT IN ({SHARED})
"""  # noqa: S608 - our own words
KEPT = """
SELECT d.child, d.parent, d.relation, d.chosen, d.confidence, d.rewritten, d.evidence
FROM derivations d WHERE d.child = ? ORDER BY d.chosen DESC, d.rowid
"""


def settled(archive: Archive, story: int) -> None:
    """A story waits no longer."""
    archive.write("DELETE FROM trees_unsettled WHERE story = ?", (story,))


def keep(archive: Archive, held: Mapping[str, Held], found: Iterable[Derivation]) -> None:
    """Keep a story's tree in place of the one before: a row for each parent, chosen or not; what is the same stays."""
    ids = {key: one.revision for key, one in held.items()}
    for one in found:
        rows = list(_rows(one, ids))
        if archive.rows(KEPT, (ids[one.key],)) == rows:
            continue
        archive.write("DELETE FROM derivations WHERE child = ?", (ids[one.key],))
        for row in rows:
            archive.insert("derivations", row)


def _rows(one: Derivation, ids: Mapping[str, int]) -> Iterable[Row]:
    chances = dict(one.alternatives)
    shown: list[tuple[str | None, float, int]] = [(one.parent, one.confidence, 1)]
    shown += [(key, chances.get(key, 0.0), 1) for key in one.parents[1:]]
    shown += [(key, share, 0) for key, share in one.alternatives if key not in one.parents]
    for parent, confidence, chosen in shown:
        yield {
            "child": ids[one.key],
            "parent": ids[parent] if parent else None,
            "relation": one.relation,
            "chosen": chosen,
            "confidence": round(confidence, 3),
            "rewritten": int(one.rewritten),
            "evidence": json.dumps(one.evidence if chosen else (), ensure_ascii=False),
        }

"""Derived rows counted anew: does each still say what its evidence and its neighbours say?

Each check yields table, key and problem of every row that does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from comparison.apply import EditsDoNotFit, apply
from storage import health_schema
from storage.derived import article_key, content_hash, edit_of, revision_key, version_of
from storage.paragraphs import name_of

if TYPE_CHECKING:
    from comparison.model import Version
    from storage.archive import Archive

Problems = Iterator[tuple[str, str, str]]

READ_ONCE = """
SELECT f.id, 'was never read' AS problem FROM fetches f LEFT JOIN readings r ON r.fetch = f.id WHERE r.fetch IS NULL
UNION ALL SELECT r.fetch, 'confirms a revision of another article' FROM readings r JOIN revisions v
    ON v.id = r.revision WHERE v.article IS NOT r.article
UNION ALL SELECT r.fetch, 'is read at another time than it was fetched' FROM readings r JOIN fetches f
    ON f.id = r.fetch WHERE r.moment <> f.moment AND r.article IS NOT NULL
"""
NUMBERS = """
SELECT article, 'has ' || count(*) || ' revisions, numbered to ' || max(number) AS problem FROM revisions
GROUP BY article HAVING count(*) <> max(number) OR min(number) <> 1
"""
COUNTS = """
SELECT d.id, 'counts ' || d.edits || ' edits of which ' || d.material || ' are material; there are ' || count(e.diff)
    || ' and ' || coalesce(sum(e.material), 0) AS problem
FROM diffs d LEFT JOIN edits e ON e.diff = d.id GROUP BY d.id
HAVING d.edits <> count(e.diff) OR d.material <> coalesce(sum(e.material), 0)
"""
IN_HAND = """
SELECT v.id, 'is in the hands of batch ' || b.id || ', which ended' AS problem
FROM visits v JOIN batches b ON b.id = v.taken_by WHERE b.ended_at IS NOT NULL
"""
_DAYS = f"SELECT outlet, day, fetches, {', '.join(health_schema.OUTCOMES)} FROM outlet_days WHERE fetches > 0"  # noqa: S608
DAYS = f"""
SELECT outlet || ' ' || day, 'counts other fetches than were read' AS problem FROM (
    SELECT * FROM ({health_schema.COUNTS} EXCEPT {_DAYS}) UNION SELECT * FROM ({_DAYS} EXCEPT {health_schema.COUNTS}))
UNION SELECT outlet || ' ' || day, 'counts other articles than were first seen' FROM (
    SELECT d.outlet, d.day, d.articles, count(f.revision) AS firsts FROM outlet_days d
    LEFT JOIN outlet_firsts f ON f.outlet = d.outlet AND f.day = d.day GROUP BY d.outlet, d.day)
WHERE articles <> firsts
UNION SELECT outlet || ' ' || day, 'has first revisions that are none' FROM outlet_firsts f
WHERE NOT EXISTS (SELECT 1 FROM revisions v WHERE v.id = f.revision AND v.number = 1 AND v.words = f.words)
"""  # noqa: S608 - our own words
REMEMBERED = 256  # versions; diffs are read in the order of the revisions that they lead to


def _by_sql(table: str, sql: str) -> Callable[[Archive], Problems]:
    def check(archive: Archive) -> Problems:
        for key, problem in archive.db.conn.execute(sql):
            yield table, str(key), str(problem)

    return check


def _paragraphs(archive: Archive) -> Problems:
    for number, name, text in archive.db.conn.execute("SELECT id, hash, text FROM paragraphs"):
        if _digest(text) != name:
            yield "paragraphs", str(number), "has other words than its hash says"


def _digest(text: Any) -> str | None:
    try:
        return name_of(text).hex()
    except (AttributeError, UnicodeEncodeError):
        return None


def _articles(archive: Archive) -> Problems:
    sql = "SELECT a.id, a.key, x.key FROM articles a LEFT JOIN addresses x ON x.article = a.id AND x.outlet = a.outlet"
    known: dict[int, bool] = {}
    outlets = dict(archive.db.conn.execute("SELECT id, outlet FROM articles").fetchall())
    for number, name, key in archive.db.conn.execute(sql):
        named = key is not None and article_key(outlets[number], key) == name
        known[number] = known.get(number, False) or named
    for number, named in known.items():
        if not named:
            yield "articles", str(number), "has no address that its key was made of"


def _revisions(archive: Archive) -> Problems:
    said: dict[tuple[int, str], int] = {}
    sql = (
        "SELECT r.id, r.article, r.key, r.content, a.key FROM revisions r JOIN articles a ON a.id = r.article "
        "ORDER BY r.article, r.number"
    )
    for number, article, name, content, of in archive.db.conn.execute(sql).fetchall():
        nth = said.get((article, content), 0)
        said[article, content] = nth + 1
        try:
            found = content_hash(version_of(archive, number))
        except (TypeError, KeyError, UnicodeEncodeError):
            found = None
        if found != content:
            yield "revisions", str(number), "has another content than its hash says"
        elif revision_key(of, content, nth) != name:
            yield "revisions", str(number), "has another key than its article and content make"


def _edits(archive: Archive) -> Problems:
    versions: dict[int, Version] = {}
    for diff, before, after in archive.db.conn.execute("SELECT id, before, after FROM diffs ORDER BY after").fetchall():
        try:
            if not _lead(archive, diff, _version(archive, before, versions), _version(archive, after, versions)):
                yield "diffs", str(diff), "has edits that do not lead from the one text to the other"
        except (EditsDoNotFit, KeyError, TypeError) as error:
            yield "diffs", str(diff), f"has edits of another text: {error}"


def _version(archive: Archive, revision: int, known: dict[int, Version]) -> Version:
    if revision not in known:
        if len(known) >= REMEMBERED:
            known.clear()
        known[revision] = version_of(archive, revision)
    return known[revision]


def _lead(archive: Archive, diff: int, before: Version, after: Version) -> bool:
    edits = [edit_of(row) for row in archive.rows("SELECT * FROM edits WHERE diff = ? ORDER BY position", (diff,))]
    fields = {"text", *(edit.field for edit in edits)}
    return all(apply(before.field(name), edits, name) == after.field(name) for name in fields)


DERIVED_CHECKS: dict[str, Callable[[Archive], Problems]] = {
    "the paragraphs": _paragraphs,
    "the readings": _by_sql("fetches", READ_ONCE),
    "the articles' keys": _articles,
    "the revisions' numbers": _by_sql("articles", NUMBERS),
    "the revisions' contents": _revisions,
    "the counts of edits": _by_sql("diffs", COUNTS),
    "what the edits make": _edits,
    "the days of outlets": _by_sql("outlet_days", DAYS),
    "what is in hand": _by_sql("visits", IN_HAND),
}

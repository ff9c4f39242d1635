"""Letting old pages go: their bytes, never what was read of them.

Of each article the first page stays, the last one, and every page that made a revision; so do pages that others are
packed against. A fetch whose page went keeps everything else, the hash of its body too, and is sealed anew; what was
read of it is frozen: a rebuild takes it as it was read. The archive notes what was let go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlite_utils.utils import sqlite3

from storage.seals import seal, sealed_columns

if TYPE_CHECKING:
    from storage.archive import Archive

Seen = Callable[[int, int], None]
LINKS = {"retention_fetches": "fetches (page)", "retention_pages": "pages (leans_on)"}
AT_ONCE = 500  # rows in a transaction, so that a crawl beside this does not wait
NEEDED = """
CREATE TEMP TABLE let_go AS
WITH needed (page) AS (
    SELECT page FROM fetches WHERE moment >= :before
    UNION SELECT f.page FROM revisions v JOIN fetches f ON f.id = v.made_by
    UNION SELECT page FROM (SELECT f.page, min(f.moment) FROM readings r JOIN fetches f ON f.id = r.fetch
        WHERE f.page IS NOT NULL GROUP BY r.article)
    UNION SELECT page FROM (SELECT f.page, max(f.moment) FROM readings r JOIN fetches f ON f.id = r.fetch
        WHERE f.page IS NOT NULL GROUP BY r.article)
    UNION SELECT page FROM fetches WHERE id NOT IN (SELECT fetch FROM readings WHERE article IS NOT NULL)
), held (hash) AS (
    SELECT page FROM needed WHERE page IS NOT NULL
    UNION SELECT leans_on FROM pages WHERE leans_on IS NOT NULL AND hash IN (SELECT page FROM needed)
)
SELECT hash FROM pages WHERE hash NOT IN (SELECT hash FROM held) ORDER BY leans_on IS NULL
"""


@dataclass(frozen=True)
class LetGo:
    """How many pages went, and how many fetches had them."""

    pages: int
    fetches: int


def let_go(archive: Archive, before: int, now: str, said: str, seen: Seen = lambda *_: None) -> LetGo:
    """Let the pages go that nothing needs and that no fetch since *before* (microseconds since 1970) brought.

    *said* is how the reader named that time, for the note. It may be stopped at any time: the next time goes on.
    """
    archive.write("DROP TABLE IF EXISTS temp.let_go")
    archive.db.conn.execute(NEEDED, {"before": before})
    names = [row[0] for row in archive.db.conn.execute("SELECT hash FROM temp.let_go ORDER BY rowid")]
    if not names:
        return LetGo(0, 0)
    with _links_indexed(archive):
        fetches, gone = _free_fetches(archive), 0
        for at in range(0, len(names), AT_ONCE):
            with archive.transaction():
                gone += sum(_delete(archive, name) for name in names[at : at + AT_ONCE])
            seen(min(at + AT_ONCE, len(names)), len(names))
    with archive.transaction():
        text = f"{gone} pages of {fetches} fetches were let go, none younger than {said}"
        archive.insert("notes", {"made_at": now, "subject": "retention", "text": text})
    return LetGo(gone, fetches)


@contextmanager
def _links_indexed(archive: Archive) -> Iterator[None]:
    """Indexes of who names a page, for as long as pages are deleted: each deletion looks for them."""
    for name, place in LINKS.items():
        archive.write(f"CREATE INDEX IF NOT EXISTS {name} ON {place}")
    try:
        yield
    finally:
        for name in LINKS:
            archive.write(f"DROP INDEX {name}")


def _free_fetches(archive: Archive) -> int:
    """Take the pages that go out of the fetches that brought them; how many fetches those are."""
    columns, last, count = ", ".join(sealed_columns("fetches")), 0, 0
    sql = (
        f"SELECT {columns} FROM fetches WHERE id > ? AND page IN (SELECT hash FROM temp.let_go) "  # noqa: S608
        f"ORDER BY id LIMIT {AT_ONCE}"
    )
    while rows := archive.rows(sql, (last,)):
        with archive.transaction():
            for row in rows:
                made = seal("fetches", row | {"page": None})
                archive.write("UPDATE fetches SET page = NULL, seal = ? WHERE id = ?", (made, row["id"]))
        last, count = rows[-1]["id"], count + len(rows)
    return count


def _delete(archive: Archive, name: str) -> int:
    """Delete a page, unless a crawl beside this was just served it again; 1 where it is gone."""
    try:
        return int(archive.db.conn.execute("DELETE FROM pages WHERE hash = ?", (name,)).rowcount)
    except sqlite3.IntegrityError:
        return 0

"""Where a rebuild is: which articles it is about, in which order, and how far it got. One row a rebuild."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage import paragraphs
from storage.evidence import to_json

if TYPE_CHECKING:
    from storage.archive import Archive, Row

CHOSEN = """
FROM articles a WHERE (:outlet IS NULL OR a.outlet = :outlet) AND (:article IS NULL OR a.id = :article)
AND (:since IS NULL OR EXISTS (SELECT 1 FROM readings r WHERE r.article = a.id AND r.moment >= :since))
"""


@dataclass(frozen=True)
class Scope:
    """What is rebuilt: an outlet, an article (id), articles fetched since a moment; all where nothing is said.

    *code* names the code that rebuilds: a rebuild by other code is another one.
    """

    code: str
    outlet: str | None = None
    article: int | None = None
    since: int | None = None

    @property
    def name(self) -> str:
        """The scope as its row names it."""
        return to_json({"code": self.code, "outlet": self.outlet, "article": self.article, "since": self.since})

    @property
    def params(self) -> Row:
        """The scope as parameters of SQL."""
        return {"outlet": self.outlet, "article": self.article, "since": self.since}


def begin(archive: Archive, scope: Scope, at: str) -> Row:
    """The rebuild of that scope that was broken off, else a new one."""
    known = archive.row("SELECT * FROM rebuilds WHERE scope = ? AND ended_at IS NULL", (scope.name,))
    if known is not None:
        return known
    number = archive.insert("rebuilds", {"scope": scope.name, "began_at": at})
    return archive.row("SELECT * FROM rebuilds WHERE id = ?", (number,)) or {}


def articles(archive: Archive, scope: Scope, after: str = "") -> list[tuple[str, int]]:
    """Key and id of the articles of a scope after the one with that key, in the order of their keys."""
    sql = f"SELECT a.key, a.id {CHOSEN} AND a.key > :after ORDER BY a.key"
    return [(row[0], int(row[1])) for row in archive.db.conn.execute(sql, scope.params | {"after": after})]


def step(archive: Archive, rebuild: int, key: str, *, changed: bool) -> None:
    """An article is done."""
    archive.write(
        "UPDATE rebuilds SET done_to = ?, articles = articles + 1, changed = changed + ? WHERE id = ?",
        (key, int(changed), rebuild),
    )


def end(archive: Archive, rebuild: int, at: str) -> None:
    """All articles are done; paragraphs that no revision carries any more go."""
    archive.write("UPDATE rebuilds SET ended_at = ? WHERE id = ?", (at, rebuild))
    paragraphs.sweep(archive)

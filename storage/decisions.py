"""Readers' decisions on single pages: evidence, obeyed whenever an article is derived anew. The latest word counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.evidence import to_json

if TYPE_CHECKING:
    from storage.archive import Archive, Row

KIND = "page"
ACCEPTED, HELD = "accepted", "held"

WAITING = """
SELECT f.id AS fetch, f.address AS url, f.outlet, f.fetched_at, r.reason, r.quality, f.status,
       f.page IS NOT NULL AS kept, f.key,
       (SELECT max(number) FROM revisions WHERE article = r.article) AS revision
FROM readings r JOIN fetches f ON f.id = r.fetch
WHERE r.outcome = 'held' AND f.kind = 'article' AND (:outlet IS NULL OR f.outlet = :outlet)
AND (:all OR f.id = (SELECT x.fetch FROM readings x
                     WHERE x.article = r.article AND x.outcome NOT IN ('failed', 'refused')
                     ORDER BY x.moment DESC, x.fetch DESC LIMIT 1))
ORDER BY r.moment, f.id
"""


def on_page(archive: Archive, fetch_key: str) -> str | None:
    """What a reader last said of the page that a fetch brought: "accepted", "held"; None where nobody did."""
    word = archive.value(
        "SELECT json_extract(detail, '$.word') FROM decisions WHERE kind = ? AND subject = ? "
        "ORDER BY made_at DESC, id DESC LIMIT 1",
        (KIND, fetch_key),
    )
    return None if word is None else str(word)


def decide(archive: Archive, fetch_key: str, word: str, made_at: str, *, why: str = "", who: str = "") -> None:
    """Keep a reader's word on a page."""
    detail = to_json({"word": word, "why": why})
    archive.insert("decisions", {"made_at": made_at, "kind": KIND, "subject": fetch_key, "detail": detail, "who": who})


def waiting(archive: Archive, *, outlet: str | None = None, everything: bool = False) -> list[Row]:
    """Pages that are held: those that are their article's latest word, or *everything* that ever was."""
    return archive.rows(WAITING, {"outlet": outlet, "all": everything})


def page_of(archive: Archive, fetch: int) -> Row | None:
    """A fetch that brought a page of an article, as it is read now; None where there is none with that number."""
    return archive.row(
        "SELECT f.key, f.address AS url, f.outlet, r.article, r.outcome, r.reason, v.number AS revision "
        "FROM fetches f JOIN readings r ON r.fetch = f.id LEFT JOIN revisions v ON v.id = r.revision "
        "WHERE f.id = ? AND f.page IS NOT NULL AND r.article IS NOT NULL",
        (fetch,),
    )

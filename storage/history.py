"""An article's fetches as they were read so far: what the archivist asks before it reads the next one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.archive import Archive, Row

READING = (
    "SELECT r.*, f.key, f.fetched_at, f.address, f.body_hash FROM readings r JOIN fetches f ON f.id = r.fetch "
    "WHERE r.article = ? "
)
LATEST = "ORDER BY r.moment DESC, f.key DESC"


def is_late(archive: Archive, article: int, moment: int, key: str) -> bool:
    """Whether a fetch of the article that comes after that one in the order of times was read already."""
    found = archive.value(
        "SELECT 1 FROM readings r JOIN fetches f ON f.id = r.fetch WHERE r.article = ? AND r.moment >= ? "
        "AND (r.moment > ? OR f.key > ?) LIMIT 1",
        (article, moment, moment, key),
    )
    return found is not None


def fetches_of(archive: Archive, articles: Iterable[int]) -> list[int]:
    """The fetches that were read as those articles'."""
    found: list[int] = []
    for article in articles:
        found += (row[0] for row in archive.db.conn.execute("SELECT fetch FROM readings WHERE article = ?", (article,)))
    return found


def in_order(archive: Archive, fetches: Iterable[int]) -> list[int]:
    """Fetches in the order of their times, those of one moment in the order of their keys."""
    keyed = (
        archive.db.conn.execute("SELECT moment, key, id FROM fetches WHERE id = ?", (one,)) for one in set(fetches)
    )
    return [fetch for _, _, fetch in sorted(row for rows in keyed for row in rows)]


def article_of(archive: Archive, fetch: int) -> int | None:
    """The article as whose a fetch was read; None where it was not read."""
    found = archive.value("SELECT article FROM readings WHERE fetch = ?", (fetch,))
    return None if found is None else int(found)


def last_look(archive: Archive, article: int) -> Row | None:
    """The newest look at a page of the article that read it: its reading, ``address`` and ``final_address``.

    A page that repeats the bytes of an earlier one was not read; a document that came as clean text is no page.
    """
    return archive.row(
        "SELECT r.*, f.address, f.final_address FROM readings r JOIN fetches f ON f.id = r.fetch "
        "WHERE r.article = ? AND r.sight IS NOT NULL ORDER BY r.moment DESC, r.fetch DESC LIMIT 1",
        (article,),
    )


def last_sight(archive: Archive, outlet: str, key: str) -> bytes | None:
    """The sight of the newest look at the article that an address (by its key) belongs to."""
    found = archive.value(
        "SELECT r.sight FROM addresses a JOIN readings r ON r.article = a.article AND r.sight IS NOT NULL "
        "WHERE a.outlet = ? AND a.key = ? ORDER BY r.moment DESC, r.fetch DESC LIMIT 1",
        (outlet, key),
    )
    return bytes(found) if found else None


def last_whole_page(archive: Archive, article: int) -> str | None:
    """The page, itself kept whole, that the article's newest honest page is or leans on."""
    found = archive.value(
        "SELECT coalesce(p.leans_on, p.hash) FROM readings r JOIN fetches f ON f.id = r.fetch "
        "JOIN pages p ON p.hash = f.page WHERE r.article = ? AND r.revision IS NOT NULL ORDER BY r.moment DESC LIMIT 1",
        (article,),
    )
    return None if found is None else str(found)


def pages_read(archive: Archive, article: int) -> list[Row]:
    """The readings of fetches that brought a body, with the page's name (None: it is not kept)."""
    return archive.rows(
        "SELECT r.*, f.page FROM readings r JOIN fetches f ON f.id = r.fetch "
        "WHERE r.article = ? AND f.body_hash IS NOT NULL",
        (article,),
    )


def last_page_from(archive: Archive, address: str) -> Row | None:
    """What was kept of the last page that came from *address*: ``page``, ``media_type``, and the ``body_hash``."""
    return archive.row(
        "SELECT f.page, f.body_hash, p.media_type FROM fetches f JOIN pages p ON p.hash = f.page WHERE f.address = ? "
        "ORDER BY f.moment DESC LIMIT 1",
        (address,),
    )


def last_reading(archive: Archive, article: int) -> Row | None:
    """The article's newest reading of all, with what its fetch brought."""
    return archive.row(
        "SELECT r.*, f.address, f.final_address, f.body_hash, f.status, f.truncated FROM readings r "
        "JOIN fetches f ON f.id = r.fetch WHERE r.article = ? ORDER BY r.moment DESC, f.key DESC LIMIT 1",
        (article,),
    )


def last_reading_of_page(archive: Archive, article: int, page: str) -> Row | None:
    """How this very page was last read for this article."""
    return archive.row(f"{READING} AND f.body_hash = ? {LATEST} LIMIT 1", (article, page))


def last_page_read(archive: Archive, article: int, address: str) -> Row | None:
    """How the last page that came from *address* was read: the one that a 304 says is there still."""
    came = "AND f.body_hash IS NOT NULL AND f.status BETWEEN 200 AND 299"
    return archive.row(f"{READING} {came} AND f.address = ? {LATEST} LIMIT 1", (article, address)) or archive.row(
        f"{READING} {came} {LATEST} LIMIT 1", (article,)
    )


def looks_since_present(archive: Archive, article: int) -> Row:
    """How many looks in a row found nothing (404), and when the first of them was: ``looks`` and ``since``.

    Attempts that failed, were refused or brought a page that was held say nothing either way.
    """
    return archive.row(
        "SELECT count(*) AS looks, min(r.moment) AS since FROM readings r WHERE r.article = ?1 "
        "AND r.outcome = 'missing' AND r.moment > coalesce((SELECT moment FROM readings "
        "WHERE article = ?1 AND outcome NOT IN ('missing', 'failed', 'held', 'refused') "
        "ORDER BY moment DESC LIMIT 1), -1)",
        (article,),
    ) or {"looks": 0, "since": None}


def looks_at_content(archive: Archive, article: int, limit: int) -> list[Row]:
    """The newest looks that showed the article, newest first: ``moment``, ``content``, ``reason``."""
    return archive.rows(
        "SELECT r.moment, r.content, r.reason FROM readings r WHERE r.article = ? AND r.content IS NOT NULL "
        "AND r.revision IS NOT NULL ORDER BY r.moment DESC, r.fetch DESC LIMIT ?",
        (article, limit),
    )


def newest_revisions(archive: Archive, article: int, limit: int) -> list[Row]:
    """The newest revisions of an article, newest first."""
    return archive.rows("SELECT * FROM revisions WHERE article = ? ORDER BY number DESC LIMIT ?", (article, limit))


def equal_before(archive: Archive, revision: int) -> int:
    """The newest revision before that one that says the same; where none says all of it, the one just before."""
    row = archive.row("SELECT article, number, content FROM revisions WHERE id = ?", (revision,)) or {}
    return int(
        archive.value(
            "SELECT id FROM revisions WHERE article = ? AND number < ? ORDER BY content = ? DESC, number DESC LIMIT 1",
            (row["article"], row["number"], row["content"]),
        )
    )


def revision_after(archive: Archive, revision: int) -> Row | None:
    """The revision of the same article just after that one."""
    return archive.row(
        "SELECT later.* FROM revisions r JOIN revisions later ON later.article = r.article "
        "AND later.number = r.number + 1 WHERE r.id = ?",
        (revision,),
    )


def close_gap(archive: Archive, article: int, number: int) -> None:
    """Number the revisions of an article from *number* on one lower: the one before them was taken back."""
    rows = archive.rows(
        "SELECT id, number FROM revisions WHERE article = ? AND number >= ? ORDER BY number", (article, number)
    )
    for row in rows:
        archive.write("UPDATE revisions SET number = ? WHERE id = ?", (row["number"] - 1, row["id"]))


def withdraw(archive: Archive, revision: int, shown: int, reason: str) -> None:
    """Take back a revision that proved to be none: its looks showed revision *shown*, for that *reason*.

    What else its fetch told (it moved, it returned) stays told.
    """
    row = archive.row("SELECT * FROM revisions WHERE id = ?", (revision,)) or {}
    kept = "('moved', 'returned', 'removed')"
    archive.write(f"DELETE FROM events WHERE revision = ? AND kind NOT IN {kept}", (revision,))  # noqa: S608
    archive.write("UPDATE events SET revision = ? WHERE revision = ?", (shown, revision))
    archive.write(
        "UPDATE readings SET reason = ?, outcome = coalesce((SELECT CASE max(kind) WHEN 'returned' THEN 'returned' "
        "ELSE 'moved' END FROM events WHERE fetch = readings.fetch AND kind IN ('moved', 'returned') HAVING count(*)), "
        "'unchanged') WHERE fetch = ?",
        (reason, row["made_by"]),
    )
    archive.write("UPDATE readings SET revision = ? WHERE revision = ?", (shown, revision))
    archive.write("UPDATE revisions SET last_seen = max(last_seen, ?) WHERE id = ?", (row["last_seen"], shown))


def events_of(archive: Archive, article: int, kind: str) -> list[Row]:
    """The article's events of a kind, in order."""
    return archive.rows("SELECT * FROM events WHERE article = ? AND kind = ? ORDER BY id", (article, kind))


def last_for_reason(archive: Archive, article: int, reason: str) -> int | None:
    """The moment of the article's newest reading with that reason."""
    found = archive.value(
        "SELECT moment FROM readings WHERE article = ? AND reason = ? ORDER BY moment DESC LIMIT 1", (article, reason)
    )
    return None if found is None else int(found)


def first_place(archive: Archive, article: int) -> Row | None:
    """The page that made an article's first revision: ``final_address`` and ``canonical``."""
    return archive.row(
        "SELECT f.final_address, r.canonical FROM revisions v JOIN fetches f ON f.id = v.made_by "
        "JOIN readings r ON r.fetch = f.id WHERE v.article = ? AND v.number = 1",
        (article,),
    )

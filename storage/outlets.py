"""What the archive holds of each outlet: counts, its health day by day, its furniture."""

from __future__ import annotations

from storage.archive import Archive, Row

COUNTS = """
SELECT o.id, o.name, o.licence, o.agency, o.lang, o.paused, o.configured,
       (SELECT count(*) FROM articles a WHERE a.outlet = o.id) AS articles,
       (SELECT count(*) FROM revisions r JOIN articles a ON a.id = r.article WHERE a.outlet = o.id) AS revisions,
       (SELECT count(*) FROM fetches f WHERE f.outlet = o.id) AS fetches,
       (SELECT max(f.fetched_at) FROM fetches f WHERE f.outlet = o.id) AS last_fetch
FROM outlets o ORDER BY o.id
"""


def counts(archive: Archive) -> list[Row]:
    """Every outlet of the archive with its articles, revisions and fetches."""
    return archive.rows(COUNTS)


def health(archive: Archive, outlet: str, days: int) -> list[Row]:
    """The latest *days* of the view ``outlet_health`` on which the outlet was fetched, newest first."""
    return archive.rows(
        "SELECT day, fetches, changed, unchanged, held, absent, refused, failed, median_words, usual_words, "
        "title_rate, date_rate, held_reasons, warning FROM outlet_health "
        "WHERE outlet = ? ORDER BY day DESC LIMIT ?",
        (outlet, days),
    )


def warnings(archive: Archive, since: str) -> list[Row]:
    """Where extraction broke, by outlet and day from *since* on: texts too short, fields missing, pages held."""
    return archive.rows(
        "SELECT outlet, day, warning FROM outlet_health WHERE day >= ? AND warning IS NOT NULL ORDER BY outlet, day",
        (since[:10],),
    )


def furniture(archive: Archive, outlet: str, limit: int) -> list[Row]:
    """What many pages of the outlet share and is therefore no article, the most shared first."""
    return archive.rows(
        "SELECT hash, text, articles, place, first_seen, last_seen, off FROM furniture WHERE outlet = ? "
        "ORDER BY articles DESC, text LIMIT ?",
        (outlet, limit),
    )

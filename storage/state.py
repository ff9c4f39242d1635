"""What the crawl does and did: outcomes since a fetch, and the state of every outlet."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.archive import Archive, Row
from storage.robots import EPOCH

SINCE = """
SELECT f.outlet, f.kind, f.address, r.outcome, r.reason, f.status, f.error
FROM fetches f JOIN readings r ON r.fetch = f.id
WHERE f.id IN (SELECT last_fetch FROM visits WHERE last_fetch > ?)
ORDER BY f.id
"""

OUTLETS = """
SELECT o.id AS outlet, o.paused, o.configured,
    max(v.last_fetch) AS newest,
    count(v.id) AS visits,
    sum(v.stopped IS NULL) AS active,
    sum(v.stopped IS NULL AND v.taken_by IS NULL AND v.due_at <= :now) AS due,
    sum(v.taken_by IS NOT NULL) AS taken,
    min(CASE WHEN v.stopped IS NULL AND v.taken_by IS NULL THEN v.due_at END) AS next_due,
    sum(v.failures > 0 AND v.kind <> 'article' AND v.stopped IS NULL) AS failing_sources
FROM outlets o LEFT JOIN visits v ON v.outlet = o.id
GROUP BY o.id ORDER BY o.id
"""

LATELY = """
SELECT f.outlet, count(*) AS fetches, sum(r.outcome = 'failed') AS failed, sum(r.outcome = 'held') AS held,
    sum(r.outcome IN ('new', 'revised', 'returned', 'moved') AND f.kind = 'article') AS changed,
    sum(r.outcome IN ('missing', 'gone')) AS absent, sum(r.outcome = 'refused') AS refused
FROM fetches f JOIN readings r ON r.fetch = f.id WHERE f.moment >= :since GROUP BY f.outlet
"""

LAST_FAILURE = """
SELECT f.fetched_at, f.address, r.reason, f.status, f.error FROM fetches f JOIN readings r ON r.fetch = f.id
WHERE f.outlet = :outlet AND f.moment >= :since AND r.outcome IN ('failed', 'refused')
ORDER BY f.moment DESC, f.id DESC LIMIT 1
"""

STOPPED = "SELECT outlet, stopped, count(*) AS visits FROM visits WHERE stopped IS NOT NULL GROUP BY outlet, stopped"


def last_fetch(archive: Archive) -> int:
    """The id of the newest fetch, 0 where there is none: later ones have higher ids."""
    return int(archive.value("SELECT max(id) FROM fetches") or 0)


def has_story(archive: Archive, name: str) -> bool:
    """Whether there is a story with that id, or one that is followed under it."""
    sql = "SELECT EXISTS (SELECT 1 FROM stories WHERE CAST(id AS TEXT) = ? OR followed = ?)"
    return bool(archive.value(sql, (name, name)))


def fetches_after(archive: Archive, fetch: int) -> int:
    """How many fetches were kept after *fetch*, by their numbers: this is asked twice a second."""
    return max(0, last_fetch(archive) - fetch)


def fetches(archive: Archive) -> int:
    """How many fetches there are."""
    return int(archive.value("SELECT count(*) FROM fetches"))


def last_moment(archive: Archive) -> datetime | None:
    """When the latest of all fetches was made; None where there is none."""
    moment = archive.value("SELECT max(moment) FROM fetches")
    return None if moment is None else EPOCH + timedelta(microseconds=int(moment))


def newest_answers(archive: Archive, count: int) -> list[Row]:
    """The last fetches that something answered: ``fetched_at`` and ``headers`` (JSON)."""
    return archive.rows(
        "SELECT fetched_at, headers FROM fetches WHERE status IS NOT NULL ORDER BY id DESC LIMIT ?", (count,)
    )


def crawled_after(archive: Archive, fetch: int) -> list[Row]:
    """What visits brought after *fetch*, one row a fetch (imports beside a crawl are no visits)."""
    return archive.rows(SINCE, (fetch,))


def outlet_states(archive: Archive, now: str, since: int) -> list[Row]:
    """Every outlet: its visits, what is due at *now*, and what its fetches since *since* (Unix time) brought."""
    lately = {row.pop("outlet"): row for row in archive.rows(LATELY, {"since": since})}
    stopped: dict[str, dict[str, int]] = {}
    for row in archive.rows(STOPPED):
        stopped.setdefault(row["outlet"], {})[row["stopped"]] = row["visits"]
    nothing = {"fetches": 0, "failed": 0, "held": 0, "changed": 0, "absent": 0, "refused": 0}
    return [
        row | {"last_fetch": _moment(archive, row.pop("newest"))} | lately.get(row["outlet"], nothing)
        | {
            "stopped": stopped.get(row["outlet"], {}),
            "last_failure": archive.row(LAST_FAILURE, {"outlet": row["outlet"], "since": since}),
        }
        for row in archive.rows(OUTLETS, {"now": now})
    ]  # fmt: skip


def _moment(archive: Archive, fetch: int | None) -> str | None:
    value = archive.value("SELECT fetched_at FROM fetches WHERE id = ?", (fetch,))
    return None if value is None else str(value)

"""What is due, when and why: the visits of an archive, taken by batches and settled by fetches.

A visit is a standing intention to look at one address of one outlet. Its ``due_at`` is a UTC time to the
second, so that times compare as text; it is never taken before. ``taken_by`` is the batch that has it in
hand: a batch that died is released, and its visits are as due as they were. What stops being visited keeps
its row and says why (``stopped``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from storage.archive import Archive, Row
from storage.tombstones import forgotten

NOT_CONFIGURED = "no longer configured"
QUIET = "quiet"  # how the reason begins where a visit stopped for want of news
SOURCES = ("feed", "sitemap", "search")
HINTS = ("title", "modified")  # a source that claims another one of these claims an edit


@dataclass(frozen=True)
class Selection:
    """Which due visits a crawl wants: all by default.

    *outlets* are ids; *story* is a story's id or the id under which it is followed; *after_fetch* leaves out
    what was fetched later than that row of ``fetches``, so that one crawl looks at nothing twice. *share* is
    how many visits of one outlet a batch may take, *shares* the exceptions by outlet.
    """

    outlets: tuple[str, ...] = ()
    story: str | None = None
    after_fetch: int | None = None
    share: int = 1_000_000
    shares: Mapping[str, int] | None = None


@dataclass(frozen=True)
class Settlement:
    """What one fetch makes of its visit; *due* is None where the visit stops, and *stopped* says why."""

    fetch: int | None
    due: str | None
    stopped: str | None = None
    failures: int = 0
    last_change: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None


def plan(  # noqa: PLR0913 - a visit's own columns
    archive: Archive,
    outlet: str,
    address: str,
    kind: str = "article",
    why: str = "",
    claims: Mapping[str, Any] | None = None,
    *,
    due: str,
    key: str | None = None,
    new: bool = True,
) -> bool:
    """Intend to look at *address* from *due* on; whether that was new. Without *new* only what is known is heard of.

    Addresses with one *key* (the address itself where none is given) are one, spelled in several ways. An address
    that is known keeps its own time, unless its source now claims another title or time of change: then it is
    looked at as early as *due*, even where it had stopped for being quiet.
    """
    with archive.transaction():
        key = key or address
        known = _known(archive, outlet, kind, key)
        if known is not None:
            _hear(archive, known, dict(claims or {}), due)
            return False
        if not new or forgotten(archive, key):
            return False
        archive.insert("outlets", {"id": outlet}, or_ignore=True)
        archive.insert("visits", {
            "outlet": outlet, "kind": kind, "key": key, "address": address, "why": why, "claims": _json(claims or {}),
            "created_at": due, "due_at": due,
        })  # fmt: skip
        return True


def planned_since(archive: Archive, since: str) -> list[Row]:
    """How many addresses of articles are new since a time: ``outlet``, ``why`` (the source), ``addresses``.

    Visits are numbered in the order in which they were planned, so that none is read but the new ones.
    """
    low, high = 0, int(archive.value("SELECT coalesce(max(id), 0) FROM visits")) + 1
    while low < high:
        middle = (low + high) // 2
        row = archive.row("SELECT id, created_at FROM visits WHERE id >= ? ORDER BY id LIMIT 1", (middle,))
        if row is not None and row["created_at"] < since:
            low = int(row["id"]) + 1
        else:
            high = middle
    return archive.rows(
        "SELECT outlet, why, count(*) AS addresses FROM visits WHERE id >= ? AND kind = 'article' GROUP BY outlet, why",
        (low,),
    )


def _known(archive: Archive, outlet: str, kind: str, key: str) -> Row | None:
    return archive.row("SELECT * FROM visits WHERE outlet = ? AND kind = ? AND key = ?", (outlet, kind, key))


def _hear(archive: Archive, visit: Row, claims: dict[str, Any], due: str) -> None:
    """Keep what a source newly claims of a known address; a claimed edit brings the visit forward."""
    before = json.loads(visit["claims"])
    if not claims or before == before | claims:
        return
    edited = visit["last_fetch"] is not None and any(
        before.get(hint) and claims.get(hint) and before[hint] != claims[hint] for hint in HINTS
    )
    archive.write("UPDATE visits SET claims = ? WHERE id = ?", (_json(before | claims), visit["id"]))
    if edited and not visit["failures"] and (visit["stopped"] or QUIET).startswith(QUIET):
        archive.write(
            "UPDATE visits SET stopped = NULL, due_at = min(coalesce(due_at, ?), ?) WHERE id = ?",
            (due, due, visit["id"]),
        )


def take(archive: Archive, batch: int, now: str, limit: int, selection: Selection | None = None) -> list[Row]:
    """Put up to *limit* due visits into the hands of *batch*: the outlets in turn, sources before articles.

    Atomic: a visit belongs to one batch at a time. Paused outlets rest.
    """
    where, params = _wanted(now, selection or Selection())
    with archive.transaction():
        archive.write(
            f"""
            UPDATE visits SET taken_by = :batch WHERE id IN (
                WITH ranked AS (
                    SELECT v.id, v.outlet, v.due_at, row_number() OVER (
                        PARTITION BY v.outlet ORDER BY v.kind = 'article', v.due_at, v.id) AS place
                    FROM visits v JOIN outlets o ON o.id = v.outlet WHERE {where})
                SELECT r.id FROM ranked r LEFT JOIN json_each(:shares) s ON s.key = r.outlet
                WHERE r.place <= coalesce(s.value, :share) ORDER BY r.place, r.due_at, r.id LIMIT :limit)
            """,  # noqa: S608 - built of constants
            params | {"batch": batch, "limit": limit},
        )
        archive.write(
            "UPDATE batches SET visits = (SELECT count(*) FROM visits WHERE taken_by = ?) WHERE id = ?",
            (batch, batch),
        )
        return taken(archive, batch)


def taken(archive: Archive, batch: int) -> list[Row]:
    """The visits that *batch* has in hand."""
    return archive.rows("SELECT * FROM visits WHERE taken_by = ? ORDER BY due_at, id", (batch,))


def last_bodies(archive: Archive, batch: int) -> dict[int, str]:
    """The hash of the body that came last to each visit that *batch* has in hand; none where none came."""
    rows = archive.rows(
        "SELECT v.id, f.body_hash FROM visits v JOIN fetches f ON f.id = v.last_fetch "
        "WHERE v.taken_by = ? AND f.body_hash IS NOT NULL",
        (batch,),
    )
    return {row["id"]: row["body_hash"] for row in rows}


def in_hand(archive: Archive) -> int:
    """How many visits the batches have in hand."""
    return int(archive.value("SELECT count(*) FROM visits WHERE taken_by IS NOT NULL"))


def due(archive: Archive, now: str, selection: Selection | None = None) -> int:
    """How many visits are due at *now*."""
    where, params = _wanted(now, selection or Selection())
    sql = f"SELECT count(*) FROM visits v JOIN outlets o ON o.id = v.outlet WHERE {where}"  # noqa: S608
    return int(archive.value(sql, params))


def any_due(archive: Archive, now: str, selection: Selection | None = None) -> bool:
    """Whether any visit is due at *now*."""
    where, params = _wanted(now, selection or Selection())
    sql = f"SELECT EXISTS (SELECT 1 FROM visits v JOIN outlets o ON o.id = v.outlet WHERE {where})"  # noqa: S608
    return bool(archive.value(sql, params))


def next_due(archive: Archive) -> str | None:
    """When the next visit that no batch has in hand is due; None where nothing is."""
    value = archive.value(
        "SELECT min(v.due_at) FROM visits v JOIN outlets o ON o.id = v.outlet "
        "WHERE v.stopped IS NULL AND v.taken_by IS NULL AND o.paused = 0"
    )
    return None if value is None else str(value)


def _wanted(now: str, selection: Selection) -> tuple[str, dict[str, Any]]:
    where = [
        "v.stopped IS NULL",
        "v.taken_by IS NULL",
        "v.due_at <= :now",
        "o.paused = 0",
        *_chosen(selection),
    ]
    return " AND ".join(where), {
        "now": now,
        "outlets": _json(list(selection.outlets)),
        "story": selection.story,
        "after_fetch": selection.after_fetch,
        "share": selection.share,
        "shares": _json(dict(selection.shares or {})),
    }


OF_STORY = """v.kind = 'article' AND v.address IN (
    SELECT x.address FROM stories s JOIN story_articles sa ON sa.story = s.id
    JOIN (SELECT article, address FROM addresses UNION SELECT id, address FROM articles) x
        ON x.article = sa.article
    WHERE CAST(s.id AS TEXT) = :story OR s.followed = :story)"""


def _chosen(selection: Selection) -> list[str]:
    where = []
    if selection.outlets:
        where.append("v.outlet IN (SELECT value FROM json_each(:outlets))")
    if selection.story is not None:
        where.append(OF_STORY)
    if selection.after_fetch is not None:
        where.append("coalesce(v.last_fetch, 0) <= :after_fetch")
    return where


def find(archive: Archive, visit: int) -> Row | None:
    """One visit by its id."""
    return archive.row("SELECT * FROM visits WHERE id = ?", (visit,))


def settle(archive: Archive, visit: int, settlement: Settlement) -> None:
    """Write what a fetch made of its visit and let it go, inside the transaction that keeps the fetch.

    What the configuration dropped while a batch had it in hand stays dropped.
    """
    archive.write(
        """
        UPDATE visits SET taken_by = NULL, last_fetch = coalesce(?, last_fetch), failures = ?, last_change = ?,
            etag = ?, last_modified = ?, body_hash = ?,
            due_at = CASE WHEN stopped = ? THEN NULL ELSE ? END, stopped = CASE WHEN stopped = ? THEN stopped ELSE ? END
        WHERE id = ?
        """,
        (
            settlement.fetch, settlement.failures, settlement.last_change, settlement.etag, settlement.last_modified,
            settlement.body_hash, NOT_CONFIGURED, settlement.due, NOT_CONFIGURED, settlement.stopped, visit,
        ),
    )  # fmt: skip


def hand_over(archive: Archive, visit: Row, settlement: Settlement, address: str, key: str) -> Settlement:
    """Visit *address* in place of the one that redirects to it; what is left to settle of *visit*.

    Another spelling of the same address takes its place. Any other has a visit of its own from then on, with the
    past of this one unless it is alive already, and this one stops.
    """
    if key == visit["key"]:
        archive.write("UPDATE visits SET address = ? WHERE id = ?", (address, visit["id"]))
        return settlement
    outlet, kind, due = visit["outlet"], visit["kind"], settlement.due or visit["due_at"]
    plan(archive, outlet, address, kind, visit["why"], json.loads(visit["claims"]), due=due, key=key)
    new = _known(archive, outlet, kind, key)
    asleep = new is not None and (new["last_fetch"] is None or new["stopped"] not in {None, NOT_CONFIGURED})
    if new is not None and asleep and new["taken_by"] is None:
        archive.write("UPDATE visits SET created_at = ? WHERE id = ?", (visit["created_at"], new["id"]))
        settle(archive, new["id"], settlement)
    return replace(settlement, due=None, stopped=f"moved to {address}")


def same_article(archive: Archive, fetch: int, before: int | None) -> bool:
    """Whether two fetches brought the same article; a first fetch has none before it to differ from."""
    if before is None:
        return True
    sql = "SELECT count(DISTINCT article) FROM readings WHERE fetch IN (?, ?) AND article IS NOT NULL"
    return int(archive.value(sql, (fetch, before))) <= 1


def last_outcome(archive: Archive, visit: Row) -> str | None:
    """How the last fetch of *visit* was understood."""
    value = archive.value("SELECT outcome FROM readings WHERE fetch = ?", (visit["last_fetch"],))
    return None if value is None else str(value)


def hasten(archive: Archive, now: str, selection: Selection) -> None:
    """Make due at *now* what would be due later, save where the outlet itself asked for a rest (429, 503)."""
    _, params = _wanted(now, selection)
    chosen = " AND ".join(["1", *_chosen(selection)])
    archive.write(
        f"""
        UPDATE visits AS v SET due_at = :now WHERE v.stopped IS NULL AND v.due_at > :now AND {chosen}
        AND NOT EXISTS (SELECT 1 FROM fetches f WHERE f.id = v.last_fetch AND f.status IN (429, 503))
        """,  # noqa: S608 - built of constants
        {name: value for name, value in params.items() if f":{name}" in chosen + " :now"},
    )


def release(archive: Archive, batch: int) -> int:
    """Give back what *batch* has in hand, as due as it was; how many visits that are."""
    with archive.transaction():
        held = len(taken(archive, batch))
        archive.write("UPDATE visits SET taken_by = NULL WHERE taken_by = ?", (batch,))
        return held


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)

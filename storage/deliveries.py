"""The log of alerts: what was to be sent to whom, and every attempt, so that a crash repeats and never loses.

A message is written here before it is sent: one row an event (attempt 0, outcome ``queued``, the event's own words in
*detail*, with the cadence of its rule). Each attempt to send it is one more row without an event, outcome ``sent``,
``failed`` or ``given up``. A message that was queued and not sent is sent again under the same key and from the same
words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storage.archive import Archive, Row

QUEUED, SENT, FAILED, GIVEN_UP = "queued", "sent", "failed", "given up"
SETTLED = (SENT, GIVEN_UP)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that was queued and is not settled. *events* are its events' details, in their order."""

    key: str
    target: str
    subject: str
    queued_at: str
    attempts: int
    last_attempt: str | None
    events: tuple[Mapping[str, Any], ...]


def known_events(archive: Archive, target: str) -> set[str]:
    """The events that were ever queued for a target."""
    rows = archive.rows("SELECT DISTINCT event FROM deliveries WHERE target = ? AND event <> ''", (target,))
    return {row["event"] for row in rows}


def last_queued(archive: Archive, target: str, cadence: str) -> str | None:
    """When a message of that cadence was last queued for a target."""
    found = archive.value(
        "SELECT max(sent_at) FROM deliveries WHERE target = ? AND outcome = ? "
        "AND json_extract(detail, '$.cadence') = ?",
        (target, QUEUED, cadence),
    )
    return None if found is None else str(found)


def queue(
    archive: Archive, key: str, target: str, subject: str, at: str, events: Sequence[tuple[str, Mapping[str, Any]]]
) -> None:
    """Write a message down before it is sent; one that is there already stays as it is."""
    with archive.transaction():
        for event, detail in events:
            row = {
                "key": key, "event": event, "sent_at": at, "target": target, "subject": subject, "outcome": QUEUED,
                "detail": json.dumps(detail),
            }  # fmt: skip
            archive.insert("deliveries", row, or_ignore=True)


def log(archive: Archive, message: Waiting, at: str, outcome: str, detail: str = "") -> None:
    """Write an attempt down."""
    with archive.transaction():
        before = archive.value("SELECT max(attempt) FROM deliveries WHERE key = ?", (message.key,)) or 0
        row = {
            "key": message.key, "attempt": before + 1, "sent_at": at, "target": message.target,
            "subject": message.subject, "outcome": outcome, "detail": detail,
        }  # fmt: skip
        archive.insert("deliveries", row)


def waiting(archive: Archive, targets: Iterable[str]) -> list[Waiting]:
    """The messages to those targets that are not settled, the oldest first."""
    found = []
    for target in dict.fromkeys(targets):
        rows = archive.rows(
            "SELECT key, subject, min(sent_at) AS queued_at FROM deliveries d WHERE target = ? AND outcome = ? "
            "AND NOT EXISTS (SELECT 1 FROM deliveries s WHERE s.key = d.key AND s.event = '' "
            "AND s.outcome IN (?, ?)) GROUP BY key ORDER BY min(id)",
            (target, QUEUED, *SETTLED),
        )
        found += [_waiting(archive, target, row) for row in rows]
    return found


def _waiting(archive: Archive, target: str, row: Row) -> Waiting:
    details = archive.rows("SELECT detail FROM deliveries WHERE key = ? AND event <> '' ORDER BY id", (row["key"],))
    tried = archive.row(
        "SELECT count(*) AS attempts, max(sent_at) AS last FROM deliveries WHERE key = ? AND event = ''", (row["key"],)
    ) or {"attempts": 0, "last": None}
    events = tuple(json.loads(held["detail"]) for held in details)
    return Waiting(row["key"], target, row["subject"], row["queued_at"], tried["attempts"], tried["last"], events)


def sent(archive: Archive, limit: int) -> list[Row]:
    """The newest messages: ``key``, ``queued_at``, ``target``, ``subject``, ``events``, ``attempts``, ``outcome``."""
    return archive.rows(
        "SELECT q.key, min(q.sent_at) AS queued_at, q.target, q.subject, count(*) AS events, "
        "(SELECT count(*) FROM deliveries a WHERE a.key = q.key AND a.event = '') AS attempts, "
        "coalesce((SELECT outcome FROM deliveries a WHERE a.key = q.key AND a.event = '' "
        "ORDER BY attempt DESC LIMIT 1), q.outcome) AS outcome, "
        "(SELECT detail FROM deliveries a WHERE a.key = q.key AND a.event = '' ORDER BY attempt DESC LIMIT 1) AS why "
        "FROM deliveries q WHERE q.event <> '' GROUP BY q.key ORDER BY min(q.id) DESC LIMIT ?",
        (limit,),
    )

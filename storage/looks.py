"""What was observed of an article apart from its texts: every look and its outcome, events, failures."""

from __future__ import annotations

from dataclasses import dataclass

from storage.archive import Archive, Row

NO_VERSION = ("held", "refused", "failed", "missing", "gone")


@dataclass(frozen=True, slots=True)
class Look:
    """One attempt to fetch an article, as it was understood."""

    outlet: str
    address: str
    fetched_at: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an article."""

    kind: str
    happened_at: str
    detail: str
    revision: int | None


@dataclass(frozen=True, slots=True)
class Failures:
    """Looks that gave no version, grouped by address, outcome and reason."""

    outlet: str
    address: str
    outcome: str
    reason: str
    times: int
    first: str
    last: str


LOOKS = """
WITH looked AS (
    SELECT fetch FROM readings WHERE article = :article
    UNION
    SELECT f.id FROM addresses a JOIN fetches f ON f.address = a.address
    WHERE a.article = :article AND f.kind = 'article'
)
SELECT f.outlet, f.address, f.fetched_at, r.outcome, coalesce(r.reason, f.error, f.refused, '') AS reason
FROM looked l JOIN fetches f ON f.id = l.fetch JOIN readings r ON r.fetch = f.id
ORDER BY f.moment, f.id
"""


def looks_of(archive: Archive, article: int) -> tuple[Look, ...]:
    """Every look at an article, in order of time; also those that failed before they could tell which it was."""
    return tuple(Look(**row) for row in archive.rows(LOOKS, {"article": article}))


def events_of(archive: Archive, article: int) -> tuple[Event, ...]:
    """The events of an article, in order of time."""
    rows = archive.rows(
        "SELECT kind, happened_at, detail, revision FROM events WHERE article = ? ORDER BY happened_at, id", (article,)
    )
    return tuple(Event(**row) for row in rows)


def health_days(archive: Archive, most: int, outlet: str | None = None) -> list[Row]:
    """The view ``outlet_health`` for the latest *most* days on which the outlet, or any, was fetched, newest first."""
    return archive.rows(
        "SELECT outlet, day, fetches, changed, unchanged, held, absent, refused, failed, median_words AS words, "
        "usual_words, coalesce(held_reasons, '') AS held_reasons, coalesce(warning, '') AS warning FROM outlet_health "
        "WHERE (?1 IS NULL OR outlet = ?1) AND day IN (SELECT DISTINCT day FROM outlet_days "
        "WHERE fetches > 0 AND (?1 IS NULL OR outlet = ?1) ORDER BY 1 DESC LIMIT ?2) ORDER BY day DESC, outlet",
        (outlet, most),
    )


def failures(looks: tuple[Look, ...]) -> tuple[Failures, ...]:
    """The looks that gave no version, grouped, the most frequent first."""
    groups: dict[tuple[str, str, str, str], list[str]] = {}
    for look in looks:
        if look.outcome in NO_VERSION:
            groups.setdefault((look.outlet, look.address, look.outcome, look.reason), []).append(look.fetched_at)
    found = [Failures(*key, len(times), times[0], times[-1]) for key, times in groups.items()]
    return tuple(sorted(found, key=lambda held: (-held.times, held.first)))

"""The robots.txt of every origin as last read, kept across crawls, and which hosts were asked lately."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:  # a crawl that keeps nothing needs no database
    from storage.archive import Archive

LATELY = timedelta(minutes=10)  # no pace is longer
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Unkept(Exception):
    """The archive could not be read or written; the message says why."""


@dataclass(frozen=True)
class RobotsCopy:
    """What one origin's robots.txt said. *origin* is ``scheme://host[:port]``; times are UTC, ISO 8601 with Z.

    *status* is that of the last try, None where nothing answered. *body* is the text of the last good answer ("" where
    there was no robots.txt), *good_at* its time, None where there never was one.
    """

    origin: str
    fetched_at: str
    status: int | None = None
    body: str = ""
    good_at: str | None = None


def load(archive: Archive, origin: str) -> RobotsCopy | None:
    """The copy kept of *origin*, or None."""
    row = archive.row("SELECT origin, fetched_at, status, body, good_at FROM robots WHERE origin = ?", (origin,))
    return RobotsCopy(**row) if row else None


def save(archive: Archive, copy: RobotsCopy) -> None:
    """Keep *copy* in place of the one before."""
    with archive.transaction():
        archive.write(
            """INSERT INTO robots (origin, fetched_at, status, body, good_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (origin) DO UPDATE SET fetched_at = excluded.fetched_at, status = excluded.status,
            body = excluded.body, good_at = excluded.good_at""",
            (copy.origin, copy.fetched_at, copy.status, copy.body, copy.good_at),
        )


def asked_lately(archive: Archive, now: datetime) -> dict[str, str]:
    """The hosts asked within ten minutes before *now*, each with the latest time of a request to it."""
    since = now - LATELY
    rows = archive.rows(
        """SELECT fetched_at, address, final_address FROM fetches
        WHERE refused IS NULL AND coalesce(error, '') NOT LIKE 'asked-to-wait:%' AND moment BETWEEN ? AND ?
        UNION ALL SELECT fetched_at, origin, origin FROM robots WHERE fetched_at BETWEEN ? AND ?""",
        (_moment(since), _moment(now), _text(since), _text(now)),
    )
    return _latest((host, row["fetched_at"]) for row in rows for host in _hosts(row))


def _moment(time: datetime) -> int:
    """As ``fetches.moment`` counts: microseconds since 1970."""
    return (time - EPOCH) // timedelta(microseconds=1)


def _text(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _hosts(row: dict[str, str]) -> set[str]:
    return {urlsplit(row[name]).hostname or "" for name in ("address", "final_address")}


def _latest(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    latest: dict[str, str] = {}
    for host, moment in pairs:
        latest[host] = max(moment, latest.get(host, ""))
    return latest


class RobotsTable:
    """Loads and saves copies in the archive at *path*.

    `load` is for one thread, and keeps what it opened until `close`; the others open the archive anew, for any thread.

    What the archive cannot do (ArchiveError, a locked or damaged file) is an `Unkept`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._archive: Archive | None = None

    def load(self, origin: str) -> RobotsCopy | None:
        """The copy kept of *origin*, or None."""
        with _telling():
            if self._archive is None:
                self._archive = _opened(self._path)
            return load(self._archive, origin)

    def close(self) -> None:
        """Close what `load` opened."""
        if self._archive is not None:
            self._archive.close()
        self._archive = None

    def save(self, copy: RobotsCopy) -> None:
        """Keep *copy* in place of the one before."""
        with _telling(), _opened(self._path) as archive:
            save(archive, copy)

    def asked_lately(self, now: datetime) -> dict[str, str]:
        """See `asked_lately`."""
        with _telling(), _opened(self._path) as archive:
            return asked_lately(archive, now)


def _opened(path: Path) -> Archive:
    from storage.archive import Archive

    return Archive(path)


@contextmanager
def _telling() -> Iterator[None]:
    """What the archive cannot do, as `Unkept`."""
    from storage import sqlite3
    from storage.archive import ArchiveError

    try:
        yield
    except (ArchiveError, sqlite3.Error) as error:
        raise Unkept(str(error)) from error

"""What can be saved of a damaged archive, written into a new one: its evidence, and what was planned."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlite_utils.utils import sqlite3

from storage.archive import Archive, Row
from storage.carving import carve
from storage.pages import PageDamaged, body_of

OTHERS = ("decisions", "notes", "deliveries", "tombstones")
PLANNED = {  # what only the crawl needs: taken where SQLite can still read it
    "outlets": "id, name, home, lang, licence, agency, paused, configured",
    "robots": "origin, fetched_at, status, body, good_at",
    "visits": "outlet, kind, key, address, why, claims, created_at, due_at, etag, last_modified, body_hash, "
    "last_change, failures, stopped",
}


@dataclass
class Saved:
    """How many rows of each table were saved; the names of pages that were lost, which fetches say that there were."""

    rows: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    lost_pages: list[str] = field(default_factory=list)
    lost_numbers: int = 0  # fetches that are missing among the row ids from the first to the last


def save(damaged: Path, archive: Archive) -> Saved:
    """Write the evidence of *damaged* into *archive*, which is new, in one transaction."""
    saved = Saved()
    found: dict[str, dict[Any, Row]] = defaultdict(dict)
    for table, row in carve(damaged):
        found[table][next(iter(row.values()))] = row
    with archive.transaction():
        _plans(damaged, archive, saved)
        _pages(archive, found["pages"], saved)
        _insert(archive, "requests", found["requests"].values(), saved)
        _fetches(archive, found["fetches"], saved)
        for table in OTHERS:
            _insert(archive, table, found[table].values(), saved)
    return saved


def _plans(damaged: Path, archive: Archive, saved: Saved) -> None:
    """Outlets, robots.txt copies and visits, row by row as long as they can be read."""
    with suppress(sqlite3.Error):
        conn = sqlite3.connect(f"{damaged.absolute().as_uri()}?mode=ro", uri=True)
        for table, columns in PLANNED.items():
            with suppress(sqlite3.Error, UnicodeError):
                for row in conn.execute(f"SELECT {columns} FROM {table}"):  # noqa: S608 - constants
                    _try(archive, table, dict(zip(columns.split(", "), row, strict=True)), saved)
        conn.close()


def _pages(archive: Archive, rows: dict[str, Row], saved: Saved) -> None:
    """Pages that can be read, each after the one that it leans on."""
    for row in sorted(rows.values(), key=lambda row: row["leans_on"] is not None):
        _try(archive, "pages", row, saved)
        try:
            body_of(archive, row["hash"])
        except PageDamaged:
            if archive.db.conn.execute("DELETE FROM pages WHERE hash = ?", (row["hash"],)).rowcount:
                saved.rows["pages"] -= 1


def _fetches(archive: Archive, rows: dict[int, Row], saved: Saved) -> None:
    """Fetches; one whose page is lost keeps the hash of its body, and no page; likewise its request."""
    for row in rows.values():
        archive.insert("outlets", {"id": row["outlet"]}, or_ignore=True)
        page = row["page"]
        if page and not archive.value("SELECT 1 FROM pages WHERE hash = ?", (page,)):
            saved.lost_pages.append(page)
            row["page"] = None
        if not archive.value("SELECT 1 FROM requests WHERE id = ?", (row["request"],)):
            row["request"] = row["request_values"] = None
    _insert(archive, "fetches", (rows[number] for number in sorted(rows)), saved)
    saved.lost_numbers = max(rows) - min(rows) + 1 - len(rows) if rows else 0


def _insert(archive: Archive, table: str, rows: Any, saved: Saved) -> None:
    for row in rows:
        _try(archive, table, row, saved)


def _try(archive: Archive, table: str, row: Row, saved: Saved) -> None:
    with suppress(sqlite3.IntegrityError):
        archive.insert(table, row)
        saved.rows[table] += 1

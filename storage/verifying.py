"""Verify: every seal, every page, every link, and every derived row counted anew; says which rows are bad.

SQLite's own integrity check reads the file's structure and found 2 of 200 flipped bits; the seals and the pages' names
find those in what was written. A table that cannot be read to its end is a finding, and the checks go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from storage.archive import Archive
from storage.derived_checks import DERIVED_CHECKS
from storage.pages import PageDamaged, body_of
from storage.seals import COVERED, seal, sealed_columns

MOST_FROM_SQLITE = 100  # lines of its own integrity check


class Finding(NamedTuple):
    """What is wrong with a row: its table, its key there (as text), the problem."""

    table: str
    key: str
    problem: str


Check = Callable[[Archive], Iterator[tuple[str, str, str]]]
Seen = Callable[[str], None]


def verify(path: Path, *, derived: bool = True, seen: Seen = lambda _: None) -> Iterator[Finding]:
    """Everything that is wrong with the archive at *path*; *seen* hears what is being looked at.

    Without *derived* only the evidence is read, and the structure of the file. Writes nothing.
    """
    with Archive(path, read_only=True) as archive:
        archive.db.conn.text_factory = _text
        checks = {**EVIDENCE_CHECKS, **(DERIVED_CHECKS if derived else {})}
        for name, check in checks.items():
            seen(name)
            yield from _run(name, check, archive)


def _text(value: bytes) -> str:
    return value.decode("utf-8", "surrogateescape")


def _run(name: str, check: Check, archive: Archive) -> Iterator[Finding]:
    """One check over one state of the archive, whoever writes meanwhile."""
    archive.db.conn.execute("BEGIN")
    try:
        yield from (Finding(*found) for found in check(archive))
    except Exception as error:  # a damaged file may hold anything anywhere
        yield Finding("file", name, f"cannot be read to the end: {type(error).__name__}: {error}")
    finally:
        archive.db.conn.execute("ROLLBACK")


def _structure(archive: Archive) -> Iterator[tuple[str, str, str]]:
    for row in archive.db.conn.execute(f"PRAGMA integrity_check({MOST_FROM_SQLITE})"):
        if row[0] != "ok":
            yield "file", "structure", str(row[0])


def _links(archive: Archive) -> Iterator[tuple[str, str, str]]:
    for table, row, parent, _ in archive.db.conn.execute("PRAGMA foreign_key_check").fetchall():
        yield str(table), f"row {row}", f"names a row of {parent} that is not there"


def _seals(archive: Archive) -> Iterator[tuple[str, str, str]]:
    for table in COVERED:
        key, *_ = covered = sealed_columns(table)
        for row in _all(archive, f"SELECT {', '.join(covered)}, seal FROM {table}"):  # noqa: S608 - our own names
            if row.pop("seal") != _sealed(table, row):
                yield table, str(row[key]), "is not what was sealed"


def _sealed(table: str, row: dict[str, Any]) -> str | None:
    try:
        return seal(table, row)
    except (TypeError, ValueError, OverflowError):
        return None


def _pages(archive: Archive) -> Iterator[tuple[str, str, str]]:
    names = [row["hash"] for row in _all(archive, "SELECT hash FROM pages ORDER BY coalesce(leans_on, hash), hash")]
    for name in names:
        try:
            body_of(archive, name)
        except (PageDamaged, MemoryError, TypeError) as error:
            yield "pages", str(name), str(error)


def _all(archive: Archive, sql: str) -> Iterator[dict[str, Any]]:
    cursor = archive.db.conn.execute(sql)
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


EVIDENCE_CHECKS: dict[str, Check] = {
    "the file's structure": _structure,
    "the seals of evidence": _seals,
    "the kept pages": _pages,
    "the links between rows": _links,
}

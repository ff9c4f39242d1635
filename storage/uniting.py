"""What an archive takes from another one besides its fetches: readers' words, and what is known of outlets."""

from __future__ import annotations

from storage.archive import Archive, Row

SAID = "SELECT made_at, kind, subject, detail, who FROM decisions ORDER BY made_at, id"
NOTED = "SELECT made_at, subject, text, who FROM notes ORDER BY made_at, id"
OUTLETS = "SELECT id, name, home, lang, licence, agency FROM outlets"
UNKNOWN = {"name": "", "home": "", "lang": None, "licence": "unknown", "agency": None}


def fetches_in_order(archive: Archive) -> list[int]:
    """All fetches in the order of their times, those of one moment in the order of their keys."""
    return [row[0] for row in archive.db.conn.execute("SELECT id FROM fetches ORDER BY moment, key")]


def take_words(archive: Archive, other: Archive) -> int:
    """Take the decisions and notes that are not here yet; how many decisions are new."""
    new = _take(archive, "decisions", other.rows(SAID))
    _take(archive, "notes", other.rows(NOTED))
    return new


def _take(archive: Archive, table: str, rows: list[Row]) -> int:
    new = 0
    for row in rows:
        same = " AND ".join(f"{column} = :{column}" for column in row)
        if archive.value(f"SELECT 1 FROM {table} WHERE {same}", row) is None:  # noqa: S608 - our own tables' columns
            archive.insert(table, row)
            new += 1
    return new


def take_outlets(archive: Archive, other: Archive) -> None:
    """Know of each outlet what either archive knows; where both say something else, the configuration decides."""
    for row in other.rows(OUTLETS):
        archive.insert("outlets", {"id": row["id"]}, or_ignore=True)
        for column, unknown in UNKNOWN.items():
            if row[column] != unknown:
                archive.write(
                    f"UPDATE outlets SET {column} = ? WHERE id = ? AND (configured = 0 OR {column} IS ?) "  # noqa: S608
                    f"AND ({column} IS ? OR {column} < ?)",
                    (row[column], row["id"], unknown, unknown, row[column]),
                )

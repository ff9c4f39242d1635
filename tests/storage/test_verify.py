"""`verify`: every row that is not as it was written is named, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.migrations import EVIDENCE, migrations
from storage.seals import COVERED, FIRST
from storage.verifying import verify
from tests.kept import kept_archive


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return kept_archive(tmp_path / "a.db")


def test_all_evidence_is_sealed() -> None:
    assert set(COVERED) == set(EVIDENCE)


def test_an_archive_as_it_was_written_has_no_problems(path: Path) -> None:
    assert list(verify(path)) == []


@pytest.mark.parametrize(
    ("change", "table"),
    [
        ("UPDATE fetches SET fetched_at = '2026-03-01T12:00:01Z' WHERE id = 1", "fetches"),
        ("UPDATE fetches SET truncated = 1 WHERE id = 1", "fetches"),
        ("UPDATE pages SET headers = '{}'", "pages"),
        ("UPDATE pages SET body = zeroblob(length(body))", "pages"),
        ("UPDATE notes SET text = text || '.'", "notes"),
        ("UPDATE paragraph_parts SET text = replace(text, 'tugs', 'boats')", "paragraphs"),
        ("UPDATE revisions SET title = 'Another' WHERE number = 1", "revisions"),
        ("UPDATE revisions SET number = 5 WHERE number = 2", "articles"),
        ("DELETE FROM edits", "diffs"),
        ("UPDATE edits SET after_text = after_text || 'x'", "diffs"),
        ("DELETE FROM readings WHERE fetch = 2", "fetches"),
        ("DELETE FROM outlets", "fetches"),
    ],
)
def test_a_row_that_was_changed_is_named(path: Path, change: str, table: str) -> None:
    with Archive(path) as archive:
        archive.write("PRAGMA foreign_keys = OFF")
        assert archive.db.conn.execute(change).rowcount > 0

    assert table in {finding.table for finding in verify(path)}


def test_an_archive_of_before_is_sealed_when_it_is_opened(path: Path) -> None:
    with Archive(path) as archive:
        for table in FIRST:
            archive.write(f"ALTER TABLE {table} DROP COLUMN seal")
        archive.write("ALTER TABLE tombstones DROP COLUMN kind")
        archive.write("DELETE FROM _sqlite_migrations WHERE name = 'seals_of_evidence'")
    with Archive(path) as archive:
        applied = {json.dumps(row["name"]) for row in archive.rows("SELECT name FROM _sqlite_migrations")}
        assert len(applied) == len(migrations._migrations)

    assert list(verify(path)) == []

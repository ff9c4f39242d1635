"""Opening an archive, writing to it from two sides, and reading its pages back."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database
from sqlite_utils.utils import sqlite3

from storage.archive import Archive, ArchiveError, ArchiveMissing, ArchiveTooNew
from storage.migrations import DERIVED, EVIDENCE, WORKING, migrations
from storage.pages import PageDamaged, body_of, keep_page
from storage.verifying import verify


def test_an_archive_is_safe_against_power_loss_and_checks_its_keys(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        found = [archive.value(f"PRAGMA {name}") for name in ("journal_mode", "synchronous", "foreign_keys")]

    assert found == ["wal", 2, 1]


def test_every_table_is_evidence_derived_or_working(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        of_sqlite = ("paragraphs_fts", "copies_fts", "_sqlite", "sqlite_")
        tables = {name for name in archive.db.table_names() if not name.startswith(of_sqlite)}

    assert tables == {*EVIDENCE, *DERIVED, *WORKING}


def test_every_view_answers_on_an_empty_archive(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        assert all(archive.rows(f"SELECT * FROM {view}") == [] for view in archive.db.view_names())


def test_reading_where_there_is_no_archive_names_the_mend(tmp_path: Path) -> None:
    with pytest.raises(ArchiveMissing, match="--db"):
        Archive(tmp_path / "none.db", read_only=True)


def test_a_file_that_is_no_archive_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("these are my notes, and no database at all " * 20)

    with pytest.raises(ArchiveError, match="no wirediff archive"):
        Archive(path)
    assert path.read_text().startswith("these are my notes")


def test_an_archive_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.write(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('wirediff', 'of_tomorrow', '')"
        )

    with pytest.raises(ArchiveTooNew, match="upgrade"):
        Archive(tmp_path / "a.db")


def test_two_processes_that_read_and_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Archive(path).close()
    work = (
        "import sys\nfrom storage.archive import Archive\n"
        "with Archive(sys.argv[1]) as a:\n"
        "    for n in range(100):\n"
        "        with a.transaction():\n"
        "            count = a.value('SELECT count(*) FROM notes')\n"
        "            a.insert('notes', {'made_at': '', 'subject': str(count), 'text': sys.argv[2]})\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", work, str(path), name]) for name in "ab"]

    assert [writer.wait(300) for writer in writers] == [0, 0]
    with Archive(path, read_only=True) as archive:
        assert [int(row["subject"]) for row in archive.rows("SELECT subject FROM notes ORDER BY id")] == list(
            range(200)
        )


def test_a_page_that_hardly_changed_costs_next_to_nothing_and_reads_back_exactly(tmp_path: Path) -> None:
    words = random.Random(1)
    first = b"<p>" + b" ".join(words.randbytes(6).hex().encode() for _ in range(20_000)) + b"</p>"
    second = first.replace(first[5000:5010], b"twelve dead")
    with Archive(tmp_path / "a.db") as archive:
        whole = keep_page(archive, first, "text/html", {}, None)
        leaning = keep_page(archive, second, "text/html", {}, whole)
        size = archive.value("SELECT length(body) FROM pages WHERE hash = ?", (leaning,))

        assert size < 1000
        assert (body_of(archive, whole), body_of(archive, leaning)) == (first, second)


def test_a_flipped_bit_in_a_page_is_found(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        name = keep_page(archive, b"<p>The ferry ran aground.</p>" * 50, "text/html", {}, None)
        frame = bytearray(archive.value("SELECT body FROM pages"))
        frame[len(frame) // 2] ^= 4
        archive.write("UPDATE pages SET body = ?", (bytes(frame),))

        with pytest.raises(PageDamaged, match=name):
            body_of(archive, name)


KILLED = """
import os, sys
from storage.archive import Archive, sqlite3
left = int(sys.argv[2])

def count(statement):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), 9)

connect = sqlite3.connect

def watched(*args, **more):
    connection = connect(*args, **more)
    connection.set_trace_callback(count)
    return connection

sqlite3.connect = watched
Archive(sys.argv[1]).close()
"""


def test_a_migration_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as first:
        migrations.apply(Database(first), stop_before="seals_of_evidence")
        first.execute("INSERT INTO notes (made_at, subject, text) VALUES ('2026-03-01T12:00:00Z', 'ferry', 'asked')")
        first.commit()
    deaths = []
    for statement in (50, 110, 170, 230):
        path = tmp_path / f"{statement}.db"
        shutil.copy(old, path)
        command = [sys.executable, "-c", KILLED, str(path), str(statement)]
        deaths.append(subprocess.run(command, check=False, timeout=300).returncode)
        with Archive(path) as archive:
            assert not migrations.pending(archive.db)
            assert archive.rows("SELECT subject, text FROM notes") == [{"subject": "ferry", "text": "asked"}]
        assert list(verify(path)) == []

    assert deaths == [-9] * 4

"""Backups are whole or not there; a damaged archive gives up what it still holds."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.desk import Desk
from pipelines.extract import extract
from pipelines.forgetting import forget
from pipelines.salvaging import read_all
from storage import backups
from storage.archive import Archive
from storage.portrait import portrait_of
from storage.salvage import Saved, save
from storage.verifying import verify
from tests.kept import COPY, kept_archive
from tests.wirediff.newsstand import run
from wirediff.locks import SCHEDULE, hold

AT = "2026-03-03T09:00:00Z"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return kept_archive(tmp_path / "wirediff.db")


def _evidence(path: Path) -> list[object]:
    with Archive(path, read_only=True) as archive:
        return [
            archive.rows(f"SELECT * FROM {table} ORDER BY 1") for table in ("fetches", "pages", "notes", "decisions")
        ]


def _portrait(path: Path) -> object:
    with Archive(path, read_only=True) as archive:
        return portrait_of(archive, [row["id"] for row in archive.rows("SELECT id FROM articles")])


def test_a_backup_has_everything_and_the_oldest_go_once_it_is_good(path: Path) -> None:
    folder = path.parent / "backups"
    made = [backups.back_up(path, folder, f"2026-03-0{day}T09:00:00Z", keep=2) for day in (3, 4, 5)]

    assert sorted(folder.iterdir()) == made[1:]
    assert _evidence(made[-1]) == _evidence(path)
    assert list(verify(made[-1])) == []


def test_a_backup_of_a_damaged_archive_is_refused_and_the_older_ones_stay(path: Path) -> None:
    folder = path.parent / "backups"
    good = backups.back_up(path, folder, AT, keep=1)
    with Archive(path) as archive:
        archive.write("UPDATE fetches SET fetched_at = '' WHERE id = 3")

    with pytest.raises(backups.BackupBad, match="fetches 3"):
        backups.back_up(path, folder, "2026-03-04T09:00:00Z", keep=1)
    assert list(folder.iterdir()) == [good]


def test_a_backup_that_is_killed_leaves_no_file_that_looks_like_one(path: Path, tmp_path: Path) -> None:
    work = (
        "import os, sys\nfrom pathlib import Path\nfrom storage import backups\n"
        "backups.check = lambda copy: os.kill(os.getpid(), 9)\n"
        f"backups.back_up(Path(sys.argv[1]), Path(sys.argv[2]), {AT!r})"
    )
    folder = tmp_path / "backups"
    assert subprocess.run([sys.executable, "-c", work, str(path), str(folder)], check=False).returncode == -9
    assert not list(folder.glob("*.db"))
    assert backups.back_up(path, folder, AT).exists()
    assert len(list(folder.iterdir())) == 1


def test_restore_brings_a_backup_back_byte_for_byte_and_keeps_what_was_there(path: Path, tmp_path: Path) -> None:
    made = backups.back_up(path, tmp_path / "backups", AT)
    before = _evidence(path)
    path.write_bytes(path.read_bytes()[:5000] + b"\0" * 5000)
    done = run("restore", str(made), "--db", str(path), cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert _evidence(path) == before
    assert list(verify(path)) == []
    assert len(list(tmp_path.glob("wirediff.before-*.db"))) == 1


def test_nothing_is_restored_under_a_running_crawl(path: Path, tmp_path: Path) -> None:
    made = backups.back_up(path, tmp_path / "backups", AT)
    with hold(path, SCHEDULE, "wirediff watch"):
        done = run("restore", str(made), "--db", str(path), cwd=tmp_path)

    assert (done.returncode, "is in use (wirediff watch" in done.stderr) == (4, True)


def test_what_was_forgotten_stays_forgotten_in_a_restored_backup(path: Path, tmp_path: Path) -> None:
    made = backups.back_up(path, tmp_path / "backups", AT)
    with Archive(path) as archive:
        forget(Desk(archive, extract), COPY, "on request", AT)
    path.unlink()
    done = run("restore", str(made), "--db", str(path), cwd=tmp_path)

    assert "1 articles that were forgotten" in done.stderr
    assert COPY.encode() not in path.read_bytes()


def _salvaged(damaged: Path, new: Path) -> Saved:
    with Archive(new) as archive:
        saved = save(damaged, archive)
        read_all(Desk(archive, extract), lambda *_: None)
    assert list(verify(new)) == []
    return saved


def test_an_archive_whose_head_and_schema_are_gone_is_saved_whole(path: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(b"\0" * 4096 + path.read_bytes()[4096:])
    _salvaged(damaged, tmp_path / "saved.db")

    assert _evidence(tmp_path / "saved.db") == _evidence(path)
    assert _portrait(tmp_path / "saved.db") == _portrait(path)


def test_what_is_still_in_the_log_is_saved_too(path: Path, tmp_path: Path) -> None:
    with Archive(path) as archive:
        archive.insert("notes", {"made_at": AT, "subject": "x", "text": "only in the log"})
        for end in ("", "-wal"):
            shutil.copy(f"{path}{end}", tmp_path / f"damaged.db{end}")
    _salvaged(tmp_path / "damaged.db", tmp_path / "saved.db")

    assert _evidence(tmp_path / "saved.db") == _evidence(path)


def test_random_damage_costs_what_it_hit_and_nothing_is_made_up(path: Path, tmp_path: Path) -> None:
    chance, whole = random.Random(7), path.read_bytes()
    held = {str(row) for table in _evidence(path) for row in table}  # type: ignore[attr-defined]
    for number in range(5):
        bytes_ = bytearray(whole)
        start = chance.randrange(0, len(bytes_) - 8192)
        bytes_[start : start + 8192] = chance.randbytes(8192)
        (tmp_path / f"damaged{number}.db").write_bytes(bytes_)
        saved = _salvaged(tmp_path / f"damaged{number}.db", tmp_path / f"saved{number}.db")
        found = [row for table in _evidence(tmp_path / f"saved{number}.db") for row in table]  # type: ignore[attr-defined]

        assert len(found) >= len(held) - 8
        assert saved.lost_pages or {str(row) for row in found} <= held

"""``wirediff export --parquet``: a lake says what its archives say, however often and abruptly it is written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from pipelines import descent
from storage.archive import Archive
from tests.kept import BUDGET, kept_archive
from wirediff.cli import cli
from wirediff.cli.common import Failure
from wirediff.lake import results
from wirediff.lake.appending import Appended, append, files_of, manifests, name_of
from wirediff.lake.replay import HOMES, Words, replayed
from wirediff.lake.tables import TABLES

MARCH = "month=2026-03"


def wirediff(*args: str) -> Result:
    return CliRunner().invoke(cli, args, catch_exceptions=False, standalone_mode=False)


def written(path: Path, lake: Path) -> Appended:
    with Archive(path, read_only=True) as archive:
        return append(archive, lake, name_of(archive), lambda done, total: None)


def said(lake: Path) -> dict[str, list[int]]:
    """The digests of all rows that the manifests name, by table."""
    told: dict[str, list[int]] = {name: [] for name in TABLES}
    for where, archive in manifests([lake]):
        for path in files_of(where, archive):
            told[path.split("/")[0]] += pq.read_table(where / path, columns=["digest"])["digest"].to_pylist()
    return {name: sorted(found) for name, found in told.items()}


def truth(path: Path) -> dict[str, list[int]]:
    """What an archive says, as `said` tells it."""
    with Archive(path, read_only=True) as archive:
        return {
            name: sorted(
                row["digest"]
                for (month,) in archive.db.conn.execute(table.months).fetchall()
                for row in table.rows(archive, month)
            )
            for name, table in TABLES.items()
        }


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return kept_archive(tmp_path / "north.db")


def test_a_lake_holds_all_that_the_archive_says(archive: Path, tmp_path: Path) -> None:
    lake = tmp_path / "lake"

    done = wirediff("export", "--parquet", str(lake), "--db", str(archive))

    assert done.return_value == 0
    assert said(lake) == truth(archive)
    assert len(said(lake)["fetches"]) == 6
    revisions = ds.dataset(lake / "revisions", partitioning="hive").to_table().to_pylist()
    assert {row["month"] for row in revisions} == {"2026-03"}
    assert {row["archive"] for row in revisions} == {next(name for _, name in manifests([lake]))}


def test_a_second_export_writes_nothing_and_a_later_one_only_what_is_new(archive: Path, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    written(archive, lake)
    before = {path: path.stat().st_mtime_ns for path in lake.rglob("*.parquet")}

    again = written(archive, lake)

    assert (again.written, again.rewritten) == ({}, 0)
    assert {path: path.stat().st_mtime_ns for path in lake.rglob("*.parquet")} == before
    with Archive(archive) as changed:
        changed.insert("notes", {"made_at": "2026-03-03T12:00:00Z", "subject": BUDGET, "text": "asked again"})
    later = written(archive, lake)
    assert (later.written, later.rewritten) == ({"notes": 1}, 0)
    assert said(lake) == truth(archive)


def test_what_was_forgotten_is_in_no_file_any_more(archive: Path, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    written(archive, lake)

    assert wirediff("forget", BUDGET, "--reason", "asked to", "--db", str(archive)).return_value == 0
    done = written(archive, lake)

    assert done.rewritten > 0
    assert said(lake) == truth(archive)
    whole = b"".join(str(pq.read_table(path).to_pylist()).encode() for path in lake.rglob("*.parquet"))
    assert b"levy on moorings" not in whole


def test_two_archives_share_a_lake(archive: Path, tmp_path: Path) -> None:
    lake, other = tmp_path / "lake", kept_archive(tmp_path / "south.db")

    written(archive, lake)
    written(other, lake)

    assert len(manifests([lake])) == 2
    assert said(lake)["fetches"] == sorted(truth(archive)["fetches"] + truth(other)["fetches"])


def test_files_of_a_killed_export_are_read_by_nobody_and_removed_by_the_next(archive: Path, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    written(archive, lake)
    (name,) = (name for _, name in manifests([lake]))
    stray = lake / f"fetches/archive={name}/{MARCH}/left.parquet"
    stray.write_bytes(b"half a file")
    (stray.parent / ".more.parquet.part").write_bytes(b"PAR1")

    assert said(lake) == truth(archive)
    written(archive, lake)
    assert {path.relative_to(lake).as_posix() for path in stray.parent.iterdir()} <= files_of(lake, name).keys()


def test_a_file_that_is_damaged_or_gone_is_written_anew(archive: Path, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    written(archive, lake)
    next(lake.glob("revisions/*/*/*.parquet")).write_bytes(b"PAR1 and no more")
    next(lake.glob("fetches/*/*/*.parquet")).unlink()

    done = written(archive, lake)

    assert (done.written.keys(), done.rewritten) == ({"revisions", "fetches"}, 2)
    assert said(lake) == truth(archive)


def test_a_replay_of_all_revisions_finds_what_the_archive_found_decisions_too(archive: Path, tmp_path: Path) -> None:
    told = [
        json.loads(line) for line in wirediff("stories", "--all", "--json", "--db", str(archive)).stdout.splitlines()
    ]
    assert len(told) == 2
    one, other = (str(story["story"]) for story in told)
    assert wirediff("story", "merge", one, other, "--db", str(archive)).return_value == 0
    lake = tmp_path / "lake"
    written(archive, lake)
    decisions = tuple({name: row[name] for name in DECISION} for row in read(lake, "decisions"))

    found = Counter(replayed("0", with_texts(lake), [], Words(decisions)))

    with Archive(archive) as kept:
        descent.settle(kept)
        truth = Counter(results.told(kept))
    assert {as_told(*one) for one in truth} == {as_told(*one) for one in found if one[0] != HOMES}
    assert len([row for table, row in found if table == "stories"]) == 1


DECISION = ("made_at", "kind", "subject", "detail", "who")


def read(lake: Path, table: str) -> list[dict[str, Any]]:
    files = [where / path for where, name in manifests([lake]) for path in files_of(where, name)]
    return [
        row for path in files if path.relative_to(lake).parts[0] == table for row in pq.read_table(path).to_pylist()
    ]


def with_texts(lake: Path) -> list[dict[str, Any]]:
    """The revisions of a lake as Spark hands them to a part."""
    articles = {row["key"]: row | {"id": place} for place, row in enumerate(read(lake, "articles"), 1)}
    texts = {row["hash"]: row["text"] for row in read(lake, "paragraphs")}
    found = []
    for row in read(lake, "revisions"):
        article = articles[row["article"]]
        times = {f"article_{name}": article[name] for name in ("first_seen", "last_seen")}
        place = {name: article[name] for name in ("id", "outlet", "address", "state", "addresses")}
        outlet = {"outlet_name": "", "outlet_lang": None, "agency": None}
        told = {"at": row["moment"], "texts": [texts[one] for one in row["paragraphs"]]}
        found.append(row | place | times | outlet | told)
    return found


def as_told(table: str, row: str) -> tuple[str, ...]:
    """A row but for when, and by what of several reasons, an article came where it is."""
    return table, *(
        f"{name}={value}" for name, value in json.loads(row).items() if name not in ("joined_at", "why", "score")
    )


def test_mistakes_are_told_with_their_mend(archive: Path, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    written(archive, lake)
    (manifest,) = lake.glob("manifests/*.json")
    manifest.write_text("{")

    for args, told in (
        (("export", "--parquet", str(lake), "--db", str(archive)), "remove it, and export"),
        (
            ("lake", "archive", str(lake), "--found", str(tmp_path), "--db", str(tmp_path / "x.db"), "--story", "a"),
            "wirediff lake stories",
        ),
    ):
        with pytest.raises(Failure, match=told):
            wirediff(*args)
    assert not list(tmp_path.glob("*x.db*"))


@pytest.mark.campaign
def test_a_hundred_kills_lose_nothing_and_double_nothing(archive: Path, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    command = [sys.executable, "-m", "wirediff", "export", "--parquet", str(lake), "--db", str(archive)]
    began = time.monotonic()
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    whole = time.monotonic() - began
    for number in range(100):
        with Archive(archive) as changed:
            row = {
                "made_at": f"2026-03-03T12:{number // 60:02}:{number % 60:02}Z",
                "subject": BUDGET,
                "text": str(number),
            }
            changed.insert("notes", row)
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(whole * number / 100)  # the moment of the kill
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        assert set(said(lake)["notes"]) <= set(truth(archive)["notes"])
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    assert said(lake) == truth(archive)

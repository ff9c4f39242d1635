"""Rebuild: everything derived comes again from the kept pages; a reader's decisions are obeyed on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.rebuild import campaign, plant
from pipelines.archivist import Archivist
from pipelines.arrival import Arrival, Extraction
from pipelines.desk import Desk, Extractor
from pipelines.documents import fetched_from
from pipelines.extract import extract
from pipelines.rebuilding import CODE, Report, rebuild
from storage.archive import Archive
from storage.portrait import differences, portrait
from storage.rebuilds import Scope
from tests.pipelines.newsroom import DISPATCH, Keeper, page

NOW = "2026-04-01T00:00:00Z"
EDITED = (DISPATCH[0].replace("12 of them", "19 of them"), *DISPATCH[1:])


def older(body: bytes, headers: Mapping[str, str], address: str) -> Extraction:
    """An extractor of yesterday, which lost the last paragraph."""
    read = extract(body, headers, address)
    return replace(read, paragraphs=read.paragraphs[:-1], extractor="yesterday's")


def rebuilt(archive: Archive, *, dry: bool = False) -> Report:
    return rebuild(Desk(archive, extract), Scope(CODE), NOW, lambda _done, _total: None, dry=dry)


def test_a_rebuild_with_the_same_code_changes_nothing_not_even_numbers(keeper: Keeper) -> None:
    keeper.keep("10:00")
    keeper.keep("11:00", html=page(EDITED))
    keeper.keep("11:30", url="https://cove.example/ferry", html=page(EDITED))
    before, ids = portrait(keeper.archive), keeper.archive.rows("SELECT id, key FROM revisions ORDER BY id")

    report = rebuilt(keeper.archive)

    assert (report.articles, report.changed) == (2, [])
    assert differences(before, portrait(keeper.archive)) == []
    assert keeper.archive.rows("SELECT id, key FROM revisions ORDER BY id") == ids


def test_what_only_a_new_extractor_makes_of_a_page_is_no_edit(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive.db") as archive:
        keeper = Keeper(archive, Archivist(Desk(archive, older)))
        keeper.keep("10:00", html=page())
        archive.write("UPDATE revisions SET extractor = 'yesterday''s'")
        kept_by_today = Keeper(archive, Archivist(Desk(archive, extract)))

        kept_by_today.keep("11:00", html=page().replace("reserved", "kept"))

        assert keeper.outcomes() == ["new", "unchanged"]
        assert [text.endswith("Tuesday.") for _, _, text in keeper.texts()] == [True]


def test_a_dry_run_tells_what_would_change_and_changes_nothing(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive.db") as archive:
        keeper = Keeper(archive, Archivist(Desk(archive, older)))
        keeper.keep("10:00", text="\n\n".join(DISPATCH), url="https://harbor.example/clean")
        keep_by(older, archive, 1)
        before = portrait(archive)

        told = rebuilt(archive, dry=True).changed

        assert [(row["url"], row["revisions_before"], row["revisions_after"]) for row in told] == [
            ("https://harbor.example/0", 1, 1)
        ]
        assert differences(before, portrait(archive)) == []


def keep_by(how: Extractor, archive: Archive, articles: int) -> None:
    """Keep some articles as an extractor reads them."""
    keeper = Keeper(archive, Archivist(Desk(archive, how)))
    for number in range(articles):
        place = f"https://harbor.example/{number}"
        html = page((f"Item {number}: the mayor of ward {number} spoke on Monday at length.", *DISPATCH[number % 3 :]))
        document = {"url": place, "fetched_at": f"2026-03-02T1{number}:00:00Z", "html": html}
        keeper.archivist.keep(Arrival(fetched_from(document)))


def test_a_rebuild_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive(path) as archive:
        keep_by(older, archive, 5)
    with Archive(tmp_path / "fresh.db") as archive:
        keep_by(extract, archive, 5)
        fresh = portrait(archive)
    program = (
        "import os, signal\n"
        "from pathlib import Path\n"
        "from pipelines.desk import Desk\n"
        "from pipelines.extract import extract\n"
        "from pipelines.rebuilding import CODE, rebuild\n"
        "from storage.archive import Archive\n"
        "from storage.rebuilds import Scope\n"
        f"archive = Archive(Path({str(path)!r}))\n"
        "def seen(done, total):\n"
        "    if done == 2: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"rebuild(Desk(archive, extract), Scope(CODE), {NOW!r}, seen)\n"
    )

    killed = subprocess.run([sys.executable, "-c", program], check=False, env=os.environ, timeout=300)

    assert killed.returncode == -signal.SIGKILL
    with Archive(path) as archive:
        report = rebuilt(archive)
        assert (report.resumed, report.articles) == (True, 3)
        assert differences(fresh, portrait(archive)) == []


def test_a_revision_whose_page_is_no_longer_kept_stays_as_it_is(keeper: Keeper) -> None:
    keeper.keep("10:00")
    keeper.keep("11:00", html=page(EDITED))
    keeper.keep("12:00", html=page((*EDITED, "The ferry is to sail again on Friday, the port authority said.")))
    keeper.archive.write("UPDATE fetches SET page = NULL WHERE id = 2")
    before = portrait(keeper.archive)

    rebuilt(keeper.archive)

    assert [before[part] for part in ("revisions", "paragraphs", "edits")] == [
        portrait(keeper.archive)[part] for part in ("revisions", "paragraphs", "edits")
    ]


@pytest.mark.campaign
def test_an_imported_archive_comes_out_the_same_however_often_its_rebuild_is_killed(tmp_path: Path) -> None:
    path = plant(tmp_path, revisions=200, seed=7)
    assert campaign(path, kills=2) == (2, [])

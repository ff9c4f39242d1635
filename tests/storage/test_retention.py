"""Old pages that are let go: what was read of them stays, and so does the first page, the last, each revision's."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.archivist import Archivist
from pipelines.desk import Desk
from pipelines.evidence import moment_of
from pipelines.extract import extract
from pipelines.rebuilding import CODE, rebuild
from storage.archive import Archive
from storage.rebuilds import Scope
from storage.retention import let_go
from storage.verifying import verify
from tests.kept import EDITED
from tests.pipelines.newsroom import Keeper, page
from wirediff.cli import cli

NOW, NOON = "2026-06-01T00:00:00Z", moment_of("2026-03-02T12:30:00Z")
KEPT = {"09:00", "11:00", "13:00", "14:00"}  # the first, the revision, what is young, the last


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    """An article looked at six times, each time with other bytes, revised once."""
    archive = Archive(tmp_path / "archive.db")
    keeper = Keeper(archive, Archivist(Desk(archive, extract)))
    for number, hour in enumerate(("09", "10", "11", "12", "13", "14")):
        body = page(EDITED) if hour >= "11" else page()
        body = body.replace("</head>", f'<meta name="token" content="{number}"></head>')
        keeper.keep(f"{hour}:00", html=body)
    return keeper


def left(archive: Archive) -> set[str]:
    """The hours of the fetches whose page is kept."""
    return {row["fetched_at"][11:16] for row in archive.rows("SELECT fetched_at FROM fetches WHERE page IS NOT NULL")}


def test_the_first_page_the_last_and_each_revision_s_stay(keeper: Keeper) -> None:
    archive, texts, outcomes = keeper.archive, keeper.texts(), keeper.outcomes()
    done = let_go(archive, NOON, NOW, "noon")

    assert (done.pages, done.fetches, left(archive)) == (2, 2, KEPT)
    assert archive.value("SELECT count(*) FROM pages") == 4
    assert archive.value("SELECT count(*) FROM fetches WHERE body_hash IS NULL") == 0
    assert (keeper.texts(), keeper.outcomes()) == (texts, outcomes)
    assert list(verify(archive.path)) == []
    assert "2 pages of 2 fetches" in archive.value("SELECT text FROM notes")


def test_a_rebuild_takes_what_has_no_page_as_it_was_read(keeper: Keeper) -> None:
    texts, outcomes = keeper.texts(), keeper.outcomes()
    let_go(keeper.archive, NOON, NOW, "noon")
    done = rebuild(keeper.archivist.desk, Scope(CODE), NOW, lambda *_: None)

    assert (done.changed, keeper.texts(), keeper.outcomes()) == ([], texts, outcomes)


def test_it_goes_on_where_it_was_stopped_and_does_nothing_twice(keeper: Keeper) -> None:
    class Stop(Exception):
        pass

    def stop(*_: object) -> None:
        raise Stop

    with pytest.raises(Stop):
        let_go(keeper.archive, NOON, NOW, "noon", stop)
    let_go(keeper.archive, NOON, NOW, "noon")

    assert (let_go(keeper.archive, NOON, NOW, "noon").pages, left(keeper.archive)) == (0, KEPT)
    assert not keeper.archive.value("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'retention%'")
    assert list(verify(keeper.archive.path)) == []


def test_compact_lets_old_pages_go_where_it_is_asked_to(keeper: Keeper) -> None:
    path = str(keeper.archive.path)
    keeper.archive.close()
    wrong = CliRunner().invoke(cli, ["compact", "--db", path, "--pages-older-than", "old"])
    done = CliRunner().invoke(cli, ["compact", "--db", path, "--pages-older-than", "1d"], env={"WIREDIFF_CLOCK": NOW})

    assert "no duration" in wrong.output
    assert "3 pages of 3 fetches were let go" in done.stderr, done.output

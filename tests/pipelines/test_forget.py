"""What was forgotten on request is in no file any more, and no way leads back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from crawler.addresses import address_key
from pipelines.archivist import Archivist
from pipelines.desk import Desk
from pipelines.extract import extract
from pipelines.forgetting import forget, obey
from pipelines.rebuilding import rebuild
from storage import tombstones, visits
from storage.archive import Archive
from storage.rebuilds import Scope
from storage.verifying import verify
from tests.kept import COPY, FERRY, OWN, kept_archive
from tests.pipelines.newsroom import DISPATCH, Keeper, page

AT = "2026-03-03T09:00:00Z"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return kept_archive(tmp_path / "a.db")


def _forget(path: Path, url: str = COPY) -> None:
    with Archive(path) as archive:
        forget(Desk(archive, extract), url, "on request", AT)


def _bytes_of(path: Path) -> bytes:
    return b"".join(one.read_bytes() for one in path.parent.iterdir() if one.name.startswith(path.name))


def test_text_page_and_address_are_in_no_byte_of_any_file_and_what_is_left_is_sound(path: Path) -> None:
    assert OWN.encode() in _bytes_of(path)
    _forget(path)
    left = _bytes_of(path)

    assert not [word for word in (OWN, "2026/ferry", "blankets", "called the desk") if word.encode() in left]
    assert DISPATCH[0].encode() in left
    assert list(verify(path)) == []


def test_neither_a_crawl_nor_an_import_takes_it_in_again_under_whatever_spelling(path: Path) -> None:
    _forget(path)
    with Archive(path) as archive:
        keeper = Keeper(archive, Archivist(Desk(archive, extract)))
        again = keeper.keep("15:00", "http://www.tide.example/2026/ferry/?utm_source=feed", html=page((*DISPATCH, OWN)))
        same_page = keeper.keep("15:30", "https://mirror.example/f", html=page((*DISPATCH, OWN), "Ferry aground"))
        planned = visits.plan(archive, "tide.example", COPY, due=AT, key=address_key(COPY))

        assert (again.outcome, again.reason, same_page.reason, planned) == ("refused", "forgotten", "forgotten", False)
    assert b"2026/ferry" not in _bytes_of(path)


def test_a_rebuild_brings_nothing_back(path: Path) -> None:
    _forget(path)
    with Archive(path) as archive:
        rebuild(Desk(archive, extract), Scope("code"), AT, lambda *_: None)
        assert archive.rows("SELECT outlet FROM articles WHERE outlet = 'tide.example'") == []


def test_a_backup_of_before_obeys_the_tombstones_that_outlived_the_archive(path: Path, tmp_path: Path) -> None:
    before = tmp_path / "backup.db"
    shutil.copy(path, before)
    _forget(path)
    with Archive(before) as archive:
        erased = obey(Desk(archive, extract), list(tombstones.read_beside(path)))

    assert (erased.articles, erased.fetches, erased.pages) == (1, 2, 1)
    assert OWN.encode() not in _bytes_of(before)


def test_a_page_that_leaned_on_a_forgotten_one_is_read_as_before(path: Path) -> None:
    with Archive(path) as archive:
        leaning = archive.value("SELECT hash FROM pages WHERE leans_on IS NOT NULL")
        first = archive.value("SELECT leans_on FROM pages WHERE hash = ?", (leaning,))
        archive.write("UPDATE fetches SET page = ?, body_hash = ? WHERE id = 4", (leaning, leaning))
    _forget(path, FERRY)

    with Archive(path, read_only=True) as archive:
        assert archive.value("SELECT count(*) FROM pages WHERE hash = ?", (first,)) == 0
    assert {finding.key for finding in verify(path, derived=False)} == {"4"}  # its seal, which this test broke


def test_an_address_that_was_never_kept_is_kept_out_all_the_same(path: Path) -> None:
    _forget(path, "https://quay.example/coming")
    with Archive(path) as archive:
        assert (
            Keeper(archive, Archivist(Desk(archive, extract))).keep("16:00", "https://quay.example/coming").reason
            == "forgotten"
        )

"""Merging archives: in any order and however often, the same archive; nothing forgotten comes back."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines import descent
from pipelines.archivist import Archivist
from pipelines.arrival import Arrival
from pipelines.desk import Desk
from pipelines.forgetting import forget
from pipelines.merging import merge
from pipelines.pool import ExtractionPool
from pipelines.reading import Reader
from storage import decisions
from storage.archive import Archive
from storage.portrait import Portrait, differences, portrait
from tests.pipelines.test_order import FERRY, history, remembered
from wirediff.cli import cli


@pytest.fixture(scope="module")
def pool() -> Iterator[ExtractionPool]:
    with ExtractionPool(2) as opened:
        yield opened


def kept(path: Path, places: list[int]) -> Path:
    """An archive of the fetches at some places of the history."""
    with Archive(path) as archive:
        archivist, fetches = Archivist(Desk(archive, remembered)), history()
        with archive.transaction():
            for place in places:
                archivist.keep(Arrival(fetches[place]))
        descent.settle(archive)
    return path


def united(path: Path, others: list[Path], pool: ExtractionPool) -> Portrait:
    with Archive(path) as archive:
        for other in others:
            with Archive(other, read_only=True) as source:
                merge(Desk(archive, Reader(pool)), source, pool, lambda *_: None)
        return portrait(archive)


def splits(seeds: range, folder: Path) -> Iterator[tuple[list[Path], Path]]:
    """Three archives that share some fetches and together hold the whole history; where unions may go."""
    for seed in seeds:
        chance = random.Random(seed)
        owners = [chance.sample(range(3), chance.choice((1, 1, 1, 2, 3))) for _ in history()]
        parts = [
            kept(folder / f"{seed}-{part}.db", [place for place, own in enumerate(owners) if part in own])
            for part in range(3)
        ]
        yield parts, folder / f"{seed}-all"


def in_any_split(seeds: range, folder: Path, pool: ExtractionPool) -> None:
    told = united(folder / "told.db", [kept(folder / "whole.db", list(range(len(history()))))], pool)
    for (a, b, c), union in splits(seeds, folder):
        one = united(union.with_suffix(".1"), [a, b, c, a], pool)
        united(union.with_suffix(".2"), [c, b], pool)
        other = united(union.with_suffix(".3"), [a, union.with_suffix(".2")], pool)
        assert differences(told, one) == [], union
        assert differences(told, other) == [], union


def test_archives_united_in_any_order_are_the_archive_of_the_whole_history(
    tmp_path: Path, pool: ExtractionPool
) -> None:
    in_any_split(range(2), tmp_path, pool)


@pytest.mark.campaign
def test_five_hundred_splits_of_one_history_unite_to_the_same_archive(tmp_path: Path, pool: ExtractionPool) -> None:
    in_any_split(range(500), tmp_path, pool)


def test_a_reader_s_word_in_one_archive_counts_in_the_united_one(tmp_path: Path, pool: ExtractionPool) -> None:
    mine, theirs = kept(tmp_path / "mine.db", [0, 1]), kept(tmp_path / "theirs.db", [0, 1, 2])
    with Archive(theirs) as archive:
        key = archive.value("SELECT key FROM fetches ORDER BY moment LIMIT 1")
        decisions.decide(archive, key, decisions.HELD, "2026-03-09T12:00:00Z", who="desk")
        archive.insert("notes", {"made_at": "2026-03-09T12:00:00Z", "subject": FERRY, "text": "called them"})
    united(mine, [theirs, theirs], pool)
    with Archive(mine, read_only=True) as archive:
        assert (
            archive.value("SELECT outcome FROM readings r JOIN fetches f ON f.id = r.fetch WHERE key = ?", (key,))
            == "held"
        )
        assert archive.value("SELECT count(*) FROM decisions") == 1
        assert archive.value("SELECT text FROM notes") == "called them"


def test_what_was_forgotten_in_one_archive_is_forgotten_in_the_united_one(tmp_path: Path, pool: ExtractionPool) -> None:
    everything = list(range(len(history())))
    mine, theirs = kept(tmp_path / "mine.db", everything), kept(tmp_path / "theirs.db", everything)
    with Archive(theirs) as archive:
        forget(Desk(archive, remembered), FERRY, "asked for by the author", "2026-03-09T12:00:00Z")
    united(mine, [theirs], pool)
    united(tmp_path / "new.db", [theirs, kept(tmp_path / "third.db", everything)], pool)
    for path in (mine, tmp_path / "new.db"):
        with Archive(path, read_only=True) as archive:
            assert archive.value("SELECT count(*) FROM addresses WHERE address = ?", (FERRY,)) == 0
            assert archive.value("SELECT count(*) FROM fetches") > 0


def test_the_command_says_what_came_and_refuses_an_archive_into_itself(tmp_path: Path) -> None:
    part = kept(tmp_path / "part.db", [0, 1, 2])
    done = CliRunner().invoke(cli, ["merge", str(tmp_path / "all.db"), str(part), "--json"], standalone_mode=False)
    assert '"known": 0' in done.stdout
    assert "cannot be merged into itself" in str(
        CliRunner().invoke(cli, ["merge", str(part), str(part)], standalone_mode=False).exception
    )

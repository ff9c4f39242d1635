"""Capacity on paper: the guide says what the benchmark prints; in a small world no visit is out of time."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.capacity import PAGE, Inputs, largest_outlet, looks_at_an_article, need, written
from benchmarks.capacity_simulation import World

ROOT = Path(__file__).parents[1]


def test_the_guide_says_what_the_benchmark_prints() -> None:
    page = PAGE.read_text()

    assert written(page, Inputs()) == page, "python -m benchmarks.capacity --write"


def test_twice_as_many_outlets_take_twice_the_work_and_room() -> None:
    one, two = need(10_000, Inputs()), need(20_000, Inputs())

    assert two.visits == pytest.approx(2 * one.visits)
    assert two.storage_tb == pytest.approx(2 * one.storage_tb)
    assert two.worker_cores == pytest.approx(2 * one.worker_cores)
    assert need(10_000, replace(Inputs(), unchanged=0.9)).worker_cores < one.worker_cores


def test_an_outlet_twice_as_slow_is_followed_half_as_far() -> None:
    assert largest_outlet(10, Inputs()) < largest_outlet(5, Inputs()) / 2
    assert 30 < looks_at_an_article() < 100


def test_an_input_that_does_not_exist_is_told_with_those_that_do() -> None:
    line = [sys.executable, "-m", "benchmarks.capacity", "--set", "machnies=3"]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "machine_cost" in done.stderr


@pytest.mark.parametrize("seed", [1, 2])
def test_no_visit_is_early_and_none_more_than_its_interval_late(seed: int) -> None:
    told = World(outlets=40, workers=1, seed=seed).run(days=0.5)

    assert told.visits > 5000
    assert (told.early, told.late) == (0, 0)


def test_a_world_with_too_few_hands_is_found_to_be_late() -> None:
    told = World(outlets=200, workers=1, seed=3, abreast=1).run(days=0.1)

    assert told.late > 0
    assert told.worst > 1

"""The benchmark of trees in short: its bars hold, its baselines are worse, and no order of arrival matters."""

from __future__ import annotations

from random import Random

import pytest

from benchmarks import trees
from benchmarks.trees_desks import Family, grow
from comparison.tree import stemma


@pytest.fixture(scope="module")
def families() -> list[Family]:
    return [grow(f"short {number}") for number in range(30)]


def test_parents_and_first_versions_are_found_with_the_confidence_that_is_claimed(families: list[Family]) -> None:
    found = trees.figures([trees.score(family, trees.wirediff(family)) for family in families])
    plain = trees.figures([trees.score(family, trees.nearest_earlier(family)) for family in families])

    assert found["root"] >= 0.9  # of thirty families; the bar is that of the whole benchmark
    assert trees.missed(found | {"root": 1.0}) == []
    assert found["parent"] > plain["parent"] + 0.05
    assert found["late"] > plain["late"] + 0.4


def test_a_figure_under_its_bar_is_named() -> None:
    figures = {"parent": 0.9, "late": 0.9, "root": 0.99, "ece": 0.1}

    assert trees.missed(figures) == ["parent 0.900, bar 0.92", "ece 0.100, bar 0.07"]


def test_calibration_is_the_distance_of_confidence_from_truth() -> None:
    assert trees.ece([(0.75, 1.0), (0.75, 1.0), (0.75, 1.0), (0.75, 0.0)]) == 0
    assert trees.ece([(0.95, 0.0), (0.55, 1.0)]) == pytest.approx(0.7)


def test_ten_orders_of_arrival_make_the_same_trees(families: list[Family]) -> None:
    assert trees.order_matters(families, 10) == 0


@pytest.mark.campaign
def test_a_hundred_orders_of_arrival_make_the_same_trees() -> None:
    family = max((grow(f"orders {number}") for number in range(20)), key=lambda one: len(one.versions))
    nodes = trees.nodes_of(family)
    first = stemma(nodes)

    assert all(stemma(Random(number).sample(nodes, len(nodes))) == first for number in range(100))

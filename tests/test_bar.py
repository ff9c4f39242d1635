"""The bar in short: each figure runs, and is met. The quick ones always; all of them by ``make bar``, as in CI."""

from __future__ import annotations

from importlib import import_module

import pytest

from benchmarks.bar import FIGURES

QUICK = ("addresses", "bit_flips")


@pytest.mark.parametrize(
    "name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.campaign) for name in FIGURES]
)
def test_a_figure_meets_its_bar_in_short(name: str) -> None:
    module = import_module(f"benchmarks.bar.{name}")
    measured = module.measure(False)
    if measured.good is None:
        pytest.skip(measured.said)

    assert measured.good, (measured.said, measured.details)
    assert module.BAR

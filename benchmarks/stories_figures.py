"""Figures with their uncertainty: shares with Wilson's interval, F1 with a bootstrap over what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from random import Random

Z = 1.96  # of a normal distribution, for 95 in 100
TIMES = 1000


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The interval that holds the true share in 95 of 100 cases (Wilson 1927).

    >>> [round(end, 3) for end in wilson(45, 46)]
    [0.887, 0.996]
    """
    if of == 0:
        return 0.0, 1.0
    share, spread = hits / of, Z * Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = Z * sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def f1(right: int, wrong: int, missed: int) -> float:
    """The harmonic mean of precision and recall; 1 where nothing was asked and nothing said."""
    return 2 * right / (2 * right + wrong + missed) if right + wrong + missed else 1.0


def bootstrap_f1(asked: Sequence[tuple[int, int, int]], seed: int = 1) -> tuple[float, float]:
    """The interval of F1 over what was asked, each with what was right, wrong and missed of it."""
    rng, found = Random(seed), []
    for _ in range(TIMES):
        drawn = rng.choices(asked, k=len(asked))
        found.append(f1(*(sum(one[part] for one in drawn) for part in range(3))))
    found.sort()
    return found[int(0.025 * TIMES)], found[int(0.975 * TIMES) - 1]


def share(hits: int, of: int) -> str:
    """A share as it is printed, with its interval."""
    low, high = wilson(hits, of)
    return f"{hits / of if of else 0:.3f} [{low:.3f}, {high:.3f}] {hits}/{of}"

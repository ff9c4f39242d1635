"""Passages of one side with each run of them that moved made one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from comparison.near import Moved
from comparison.passages import Passage


@dataclass(frozen=True)
class Grouped:
    """*passages*, and for each of them the place (*firsts*) of the first passage that it stands for."""

    passages: list[Passage]
    firsts: list[int]

    def place(self, first: int) -> int:
        """Where the passage stands that stood at *first* before."""
        return bisect_left(self.firsts, first)


def grouped(passages: Sequence[Passage], runs: Sequence[Moved], side: int) -> Grouped:
    """*passages* of a *side* (0 before, 1 after) with each run made one, which has the run's number."""
    starts = {(run.j1 if side else run.i1): (number, run) for number, run in enumerate(runs)}
    made, firsts = list[Passage](), list[int]()
    place = 0
    while place < len(passages):
        firsts.append(place)
        if place in starts:
            number, run = starts[place]
            stop = run.j2 if side else run.i2
            made.append(Passage(passages[place].start, passages[stop - 1].end, "", number))
            place = stop
        else:
            made.append(passages[place])
            place += 1
    return Grouped(made, firsts)

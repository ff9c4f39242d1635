"""Which passages of a region belong together, by what of their tokens matched.

A longest common subsequence matches chance words too (a "the" here, a "said" there). Two passages belong together only
where they share a good part of the lighter one, or open with the same label ("Read more:").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from comparison.atoms import HOLE, Atoms
from comparison.phrases import Run
from comparison.tokens import Lexicon

SHARED = 0.42  # of the lighter passage's weight
LEAST = 1.6  # weight that must be shared, unless it is most of a passage
WHOLLY = 0.9  # of the lighter passage's weight in one run: a bit that was split off its neighbour, or merged with it
SLIGHT = 0.6  # of the lighter passage's weight, where there is no choice between passages

Cell = tuple[int, int]  # a passage of either side, by place in the region


class Share(NamedTuple):
    """What a matched run gives to two passages."""

    cell: Cell
    weight: float
    labelled: bool


def belonging(left: Atoms, right: Atoms, runs: Sequence[Run], lexicon: Lexicon) -> tuple[list[Cell], set[Cell]]:
    """The pairs of passages that belong together, in order; and those that would if nothing else came into question."""
    cells: defaultdict[Cell, float] = defaultdict(float)
    unbroken: defaultdict[Cell, float] = defaultdict(float)
    labelled: set[Cell] = set()
    for share in _shares(left, right, runs, lexicon):
        cells[share.cell] += share.weight
        unbroken[share.cell] = max(unbroken[share.cell], share.weight)
        if share.labelled:
            labelled.add(share.cell)
    loads, loads_right = _loads(left, lexicon), _loads(right, lexicon)
    found: set[Cell] = set()
    slight: set[Cell] = set()
    bits: list[Cell] = []
    for cell, weight in cells.items():
        sides = loads[cell[0]], loads_right[cell[1]]
        if cell in labelled or _enough(weight, unbroken[cell], min(sides), max(sides)):
            found.add(cell)
        elif unbroken[cell] >= WHOLLY * min(sides) > 0:
            bits.append(cell)
        if weight >= SLIGHT * min(sides) > 0:
            slight.add(cell)
    found |= {(i, j) for i, j in bits if {(i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)} & found}
    return sorted(found), slight


def _enough(shared: float, unbroken: float, lighter: float, heavier: float) -> bool:
    """Whether passages of these weights share enough, of it *unbroken* in one run."""
    if shared < SHARED * lighter:
        return False
    return shared >= LEAST or shared >= 0.45 * heavier or unbroken >= max(1.2, WHOLLY * lighter)


def _shares(left: Atoms, right: Atoms, runs: Sequence[Run], lexicon: Lexicon) -> Iterator[Share]:
    """Each run, cut where a passage ends on either side."""
    for run in runs:
        i, j, size = run
        while size > 0:
            a, b = left.owners[i], right.owners[j]
            step = min(size, left.firsts[a + 1] - i, right.firsts[b + 1] - j)
            opens = step > 1 and i == left.firsts[a] and j == right.firsts[b]
            labelled = opens and any(left.exact(place) == ":" for place in range(i + 1, i + min(step, 4)))
            yield Share((a, b), lexicon.weigh(left.numbers[i : i + step]), labelled)
            i, j, size = i + step, j + step, size - step


def _loads(atoms: Atoms, lexicon: Lexicon) -> list[float]:
    """The weight of each passage."""
    return [
        lexicon.weigh(number for number in atoms.numbers[start:end] if number < HOLE)
        for start, end in zip(atoms.firsts, atoms.firsts[1:], strict=False)
    ]

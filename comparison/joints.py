"""Splits and merges: whether a small change is the joint at which one sentence became two, or two became one."""

from __future__ import annotations

from collections.abc import Sequence

from comparison.atoms import Atoms
from comparison.passages import ends_at
from comparison.script import Role

MOST_WORDS = 4  # on either side: more is no joint but a rewritten stretch


def joint_role(
    one: Atoms, other: Atoms, hunk: tuple[int, int, int, int], run: int, weights: Sequence[float]
) -> tuple[Role, int]:
    """The role of a change between two matched runs, and by how many atoms of the next run (0 or 1) it grows.

    *hunk* is the change as places ``i1, i2, j1, j2``, *run* the size of the matched run that follows.
    """
    i1, i2, j1, j2 = hunk
    if not (i1 > 0 and j1 > 0 and run):
        return "replace", 0
    extra = int(one.exact(i2) != other.exact(j2))
    words = [
        sum(1 for number in side.numbers[low:high] if number >= len(weights) or weights[number])
        for side, low, high in ((one, i1, i2 + extra), (other, j1, j2 + extra))
    ]
    limit = MOST_WORDS if extra or (i1 < i2 and j1 < j2) else 1
    if max(words) > limit:
        return "replace", 0
    parted = _parts(other, j1, j2) - _parts(one, i1, i2)
    if parted == 0 or (not extra and (i1 == i2 or j1 == j2)):
        return "replace", 0
    if i1 == i2 + extra or j1 == j2 + extra:
        return "replace", 0
    return ("split" if parted > 0 else "merge"), extra


def _parts(atoms: Atoms, start: int, end: int) -> bool:
    """Whether a sentence ends between the atom before *start* and the one at *end*."""
    low = atoms.ends[start - 1]
    return ends_at(atoms.text, low, atoms.starts[end])

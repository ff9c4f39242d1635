"""Splits and merges: whether a small change is the joint at which one sentence became two, or two became one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from comparison.atoms import Atoms
from comparison.passages import ends_at
from comparison.script import Role

MOST_WORDS = 4  # on either side: more is no joint but a rewritten stretch


class Joint(NamedTuple):
    """What a change is: its *role*, and where the joint itself begins and ends within and beyond it.

    *lead_one* and *lead_other* are the atoms ahead of the joint, an edit of their own; *extra* (0 or 1) is by how many
    atoms of the next run it grows (the "He" that was a "he").
    """

    role: Role
    lead_one: int = 0
    lead_other: int = 0
    extra: int = 0


NONE = Joint("replace")


def joint(one: Atoms, other: Atoms, hunk: tuple[int, int, int, int], run: int, weights: Sequence[float]) -> Joint:
    """Whether a change between two matched runs holds the joint of a split or a merge.

    *hunk* is the change as places ``i1, i2, j1, j2``, *run* the size of the matched run that follows.
    """
    i1, i2, j1, j2 = hunk
    if not (i1 > 0 and j1 > 0 and run):
        return NONE
    extra = int(one.exact(i2) != other.exact(j2))
    if i1 == i2 + extra or j1 == j2 + extra or (not extra and (i1 == i2 or j1 == j2)):
        return NONE
    parted = _parts(other, j1, j2) - _parts(one, i1, i2)
    if parted == 0:
        return NONE
    sign, sign_other = _first_sign(one, i1, i2, weights), _first_sign(other, j1, j2, weights)
    lead = (sign - i1, sign_other - j1) if sign < i2 and sign_other < j2 else (0, 0)
    if min(lead) == 0:
        lead = (0, 0)
    words = (_words(one, i1 + lead[0], i2 + extra, weights), _words(other, j1 + lead[1], j2 + extra, weights))
    if max(words) > MOST_WORDS:
        return NONE
    return Joint("split" if parted > 0 else "merge", *lead, extra)


def _first_sign(atoms: Atoms, start: int, end: int, weights: Sequence[float]) -> int:
    """The place of the first sign that is no word, *end* where there is none."""
    return next((place for place in range(start, end) if not _is_word(atoms.numbers[place], weights)), end)


def _words(atoms: Atoms, start: int, end: int, weights: Sequence[float]) -> int:
    return sum(_is_word(number, weights) for number in atoms.numbers[start:end])


def _is_word(number: int, weights: Sequence[float]) -> bool:
    return number >= len(weights) or weights[number] > 0


def _parts(atoms: Atoms, start: int, end: int) -> bool:
    """Whether a sentence ends between the atom before *start* and the one at *end*."""
    return ends_at(atoms.text, atoms.ends[start - 1], atoms.starts[end])

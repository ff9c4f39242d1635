"""From matched tokens to phrases that a person would mark.

The longest common subsequence says which tokens may stay; taken at its word it marks a rewritten clause as seven
edits around a "the" and an "of". Here light islands between two heavy changes give way to one edit, an insertion slides
to where a phrase begins, and what stays equal is equal sign by sign. The rule on islands follows the semantic clean-up
of diff-match-patch (N. Fraser, 2006), with words weighed by length in place of characters counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from comparison.atoms import Atoms
from comparison.joints import joint
from comparison.script import Piece, Role

ISLAND = 3.0  # an island must weigh a third of the lighter change beside it to stand


class Run(NamedTuple):
    """*size* atoms that match, from place *i* of one side and *j* of the other."""

    i: int
    j: int
    size: int


def match(one: Atoms, other: Atoms) -> list[Run]:
    """The runs of a longest common subsequence."""
    blocks = LCSseq.opcodes(one.numbers, other.numbers).as_matching_blocks()
    return [Run(block.a, block.b, block.size) for block in blocks if block.size]


def pieces_of(one: Atoms, other: Atoms, runs: Sequence[Run], weights: Sequence[float]) -> list[Piece]:
    """The pieces between two sides whose atoms match in *runs*."""
    kept = _slide(one, other, _drop_islands(one, other, list(runs), weights))
    found: list[Piece] = []
    i = j = 0
    for run in [*kept, Run(len(one), len(other), 0)]:
        hunk = (i, run.i, j, run.j)
        extra = 0
        if hunk[0] < hunk[1] or hunk[2] < hunk[3]:
            role, lead, lead_other, extra = joint(one, other, hunk, run.size, weights)
            if lead:
                found += _hunk(one, other, (i, i + lead, j, j + lead_other), "replace")
            found += _hunk(one, other, (i + lead, run.i + extra, j + lead_other, run.j + extra), role)
        found += _equal(one, other, Run(run.i + extra, run.j + extra, run.size - extra))
        i, j = run.i + run.size, run.j + run.size
    return found


# ---------------------------------------------------------------- islands


def _drop_islands(one: Atoms, other: Atoms, runs: list[Run], weights: Sequence[float]) -> list[Run]:
    """*runs* without those that are too light to stand between the changes on either side."""
    changed = True
    while changed and len(runs) > 1:
        changed = False
        kept: list[Run] = []
        for place, run in enumerate(runs):
            i, j = (kept[-1].i + kept[-1].size, kept[-1].j + kept[-1].size) if kept else (0, 0)
            following = runs[place + 1] if place + 1 < len(runs) else Run(len(one), len(other), 0)
            left = (i, run.i, j, run.j)
            right = (run.i + run.size, following.i, run.j + run.size, following.j)
            if run.size <= 6 and _is_island(one, other, run, left, right, weights):
                changed = True
            else:
                kept.append(run)
        runs = kept
    return runs


Hunk = tuple[int, int, int, int]


def _is_island(one: Atoms, other: Atoms, run: Run, left: Hunk, right: Hunk, weights: Sequence[float]) -> bool:
    if not _changes(left) or not _changes(right):
        return False
    weight = sum(weights[number] for number in one.numbers[run.i : run.i + run.size])
    if weight == 0 and _swaps(one, other, run, left, right, weights):
        return True
    if weight == 0 and _glued(one, run.i, run.size) and _glued(other, run.j, run.size):
        return _replaces(left) and _replaces(right)
    beside = min(_weight(one, other, left, weights), _weight(one, other, right, weights))
    return beside >= ISLAND * max(weight, 0.6)


def _changes(hunk: Hunk) -> bool:
    return hunk[0] < hunk[1] or hunk[2] < hunk[3]


def _replaces(hunk: Hunk) -> bool:
    return hunk[0] < hunk[1] and hunk[2] < hunk[3]


def _swaps(one: Atoms, other: Atoms, run: Run, left: Hunk, right: Hunk, weights: Sequence[float]) -> bool:
    """Whether one sign changed places with the next: '",' for ',"'."""
    if run.size != 1 or _replaces(left) or _replaces(right) or (left[0] < left[1]) == (right[0] < right[1]):
        return False
    sides = ((one, left[0], right[1]), (other, left[2], right[3]))
    return all(end - start == 2 and _are_signs(atoms, start, weights) for atoms, start, end in sides)


def _are_signs(atoms: Atoms, place: int, weights: Sequence[float]) -> bool:
    """Whether two signs stand at *place* without white space between them."""
    numbers = atoms.numbers[place : place + 2]
    signs = all(number < len(weights) and weights[number] == 0 for number in numbers)
    return signs and atoms.ends[place] == atoms.starts[place + 1]


def _glued(atoms: Atoms, place: int, size: int) -> bool:
    """Whether some atoms stand without white space between their neighbours."""
    last = place + size
    return (
        place > 0
        and last < len(atoms)
        and atoms.ends[place - 1] == atoms.starts[place]
        and atoms.ends[last - 1] == atoms.starts[last]
    )


def _weight(one: Atoms, other: Atoms, hunk: Hunk, weights: Sequence[float]) -> float:
    """The weight of the heavier side of a change."""
    sides = (one.numbers[hunk[0] : hunk[1]], other.numbers[hunk[2] : hunk[3]])
    return max(sum(weights[number] if number < len(weights) else 0.0 for number in side) for side in sides)


# ---------------------------------------------------------------- sliding


def _slide(one: Atoms, other: Atoms, runs: list[Run]) -> list[Run]:
    """*runs* with each pure insertion or deletion between two of them slid to where it reads best."""
    for place in range(len(runs) - 1):
        run, following = runs[place], runs[place + 1]
        gone, come = following.i - run.i - run.size, following.j - run.j - run.size
        if (gone == 0) == (come == 0):
            continue
        side, start, size = (one, run.i + run.size, gone) if gone else (other, run.j + run.size, come)
        shift = _best_shift(side, start, size, run.size - 1, following.size - 1)
        if shift:
            runs[place] = Run(run.i, run.j, run.size + shift)
            runs[place + 1] = Run(following.i + shift, following.j + shift, following.size - shift)
    return runs


def _best_shift(side: Atoms, start: int, size: int, left: int, right: int) -> int:
    """By how many atoms the *size* atoms from *start* are best moved, at most *left* or *right*."""
    best, best_score = 0, _ease(side, start, size)
    for step in range(1, min(left, 40) + 1):
        if side.exact(start - step) != side.exact(start + size - step):
            break
        if (score := _ease(side, start - step, size)) > best_score:
            best, best_score = -step, score
    for step in range(min(right, 40)):
        if side.exact(start + step) != side.exact(start + size + step):
            break
        if (score := _ease(side, start + step + 1, size)) > best_score:
            best, best_score = step + 1, score
    return best


def _ease(side: Atoms, start: int, size: int) -> int:
    """How well a phrase reads that begins at *start*: after a full stop, after a comma, anywhere."""
    ahead = side.text[side.ends[start - 1] - 1] if start else "."
    last = side.text[side.ends[start + size - 1] - 1]
    score = 4 if ahead in '.!?"”:' and last in '.!?"”:' else 2 if ahead in ",;–—-" and last in ",;–—-" else 0
    return score + (not last.isalnum()) - (not side.text[side.starts[start]].isalnum())


# ---------------------------------------------------------------- pieces


def _equal(one: Atoms, other: Atoms, run: Run) -> Iterator[Piece]:
    """A run as pieces that are equal sign by sign, with what differs in case or style alone between them."""
    if run.size <= 0:
        return
    b0, b1 = one.starts[run.i], one.ends[run.i + run.size - 1]
    a0, a1 = other.starts[run.j], other.ends[run.j + run.size - 1]
    if one.text[b0:b1] == other.text[a0:a1]:
        yield Piece("equal", b0, b1, a0, a1)
        return
    held: Piece | None = None
    for step in range(run.size):
        i, j = run.i + step, run.j + step
        same = one.exact(i) == other.exact(j)
        gap_before = one.text[one.ends[i - 1] : one.starts[i]] if step else ""
        gap_after = other.text[other.ends[j - 1] : other.starts[j]] if step else ""
        role: Role = "equal" if same else "replace"
        if held is not None and held.role == role and gap_before == gap_after:
            held = Piece(role, held.b0, one.ends[i], held.a0, other.ends[j])
            continue
        if held is not None:
            yield held
        held = Piece(role, one.starts[i], one.ends[i], other.starts[j], other.ends[j])
    if held is not None:
        yield held


def _hunk(one: Atoms, other: Atoms, hunk: Hunk, role: Role) -> Iterator[Piece]:
    """A change as pieces: what stands on both sides is replaced, moved passages part it."""
    gone = list(_stretches(one, hunk[0], hunk[1]))
    come = list(_stretches(other, hunk[2], hunk[3]))
    if gone and come and gone[0][2] < 0 and come[0][2] < 0:
        (i, j, _), (k, m, _) = gone.pop(0), come.pop(0)
        yield Piece(role, one.starts[i], one.ends[j - 1], other.starts[k], other.ends[m - 1])
    for i, j, moved in gone:
        b0, b1 = one.starts[i], one.ends[j - 1]
        whole = _is_whole(one, i, j)
        yield Piece("delete", b0, b1, 0, 0, whole) if moved < 0 else Piece("out", b0, b1, 0, 0, True, moved)
    for k, m, moved in come:
        a0, a1 = other.starts[k], other.ends[m - 1]
        whole = _is_whole(other, k, m)
        yield Piece("insert", 0, 0, a0, a1, whole) if moved < 0 else Piece("in", 0, 0, a0, a1, True, moved)


def _stretches(atoms: Atoms, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The atoms of a range in stretches: tokens together, each moved passage alone (with its number)."""
    begin = start
    for place in range(start, end):
        moved = atoms.moved(place)
        if moved >= 0:
            if begin < place:
                yield begin, place, -1
            yield place, place + 1, moved
            begin = place + 1
    if begin < end:
        yield begin, end, -1


def _is_whole(atoms: Atoms, start: int, end: int) -> bool:
    """Whether a range of atoms is made of whole passages."""
    opens = start == 0 or atoms.owners[start - 1] != atoms.owners[start]
    return opens and (end == len(atoms) or atoms.owners[end] != atoms.owners[end - 1])

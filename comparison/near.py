"""Passages that are nearly the same: their links, and the runs of them that moved, split or merged on the way.

Candidates share rare tokens; a longest common subsequence says how much of both stands in the same order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from comparison.passages import Passage
from comparison.tokens import Lexicon

NEAR = 0.5  # share of the longer passage's tokens that must match for two passages to be nearly the same
NEAR_MOVED = 0.6  # the same, where one of them would have moved
CONTAINED = 0.75  # share of the shorter passage's tokens that must match for it to be part of the longer one
FEWEST = 6  # tokens of a passage that can be part of another
FEWEST_MOVED = 4  # tokens; a shorter passage is told as deleted and inserted
LONGEST = 20_000  # tokens of a passage that is compared with others
WIDEST = 8  # a token that more passages hold leads to no candidates


class Link(NamedTuple):
    """Passage *i* of one side and *j* of the other, the *weight* of what they share; *near* is 1 for equal ones."""

    i: int
    j: int
    weight: float
    near: float = 1.0


class Moved(NamedTuple):
    """A run of passages that moved: ``[i1, i2)`` of one side is ``[j1, j2)`` of the other."""

    i1: int
    i2: int
    j1: int
    j2: int


class Unlike:
    """Passages of two sides that have no equal on the other, and which of them are nearly the same.

    *left* and *right* hold the numbers of their tokens, by place among all passages of their side.
    """

    def __init__(self, left: dict[int, list[int]], right: dict[int, list[int]], lexicon: Lexicon) -> None:
        self._weights = lexicon.weights
        self._left = left
        self._right = right
        self._parts: list[Link] = []

    def links(self) -> list[Link]:
        """Links between passages that share most of their tokens, each with its best, in order."""
        found = sorted(self.candidates(), key=lambda link: (-link.near, abs(link.i - link.j)))
        used_one: set[int] = set()
        used_other: set[int] = set()
        links = []
        for link in found:
            if link.near >= NEAR and link.i not in used_one and link.j not in used_other:
                used_one.add(link.i)
                used_other.add(link.j)
                links.append(link)
            else:
                self._parts.append(link)
        self._parts += links
        return sorted(links)

    def candidates(self) -> Iterator[Link]:
        """Pairs that share rare tokens, with the share that matches in order (less than 1: they are not equal)."""
        holders: defaultdict[int, list[int]] = defaultdict(list)
        for j, numbers in self._right.items():
            for number in set(numbers):
                if self._weights[number]:
                    holders[number].append(j)
        for i, numbers in self._left.items():
            votes: Counter[int] = Counter()
            for number in set(numbers):
                if len(holding := holders.get(number, ())) <= WIDEST:
                    votes.update(holding)
            for j, _ in votes.most_common(3):
                longer, shorter = max(len(numbers), len(self._right[j])), min(len(numbers), len(self._right[j]))
                if longer > LONGEST:
                    continue
                shared = LCSseq.similarity(numbers, self._right[j])
                if shared >= NEAR * longer or (shorter >= FEWEST and shared >= CONTAINED * shorter):
                    yield Link(i, j, 5.0 * shared, min(shared / longer, 0.999))

    def grown(self, kept: Iterable[Link], chain: Sequence[Link]) -> list[Moved]:
        """The runs that moved: links and parts off the *chain*, grown by neighbours that are part of them too.

        *kept* are the links of nearly equal passages that stay in place.
        """
        used_one, used_other = {link.i for link in kept}, {link.j for link in kept}
        runs = []
        for seed in sorted(self._parts, key=lambda link: -link.weight):
            if seed.i in used_one or seed.j in used_other or _in_order(seed, chain):
                continue
            run, share = self._grow(Moved(seed.i, seed.i + 1, seed.j, seed.j + 1), used_one, used_other)
            if share >= NEAR_MOVED:
                used_one.update(range(run.i1, run.i2))
                used_other.update(range(run.j1, run.j2))
                runs.append(run)
        return runs

    def _grow(self, run: Moved, used_one: set[int], used_other: set[int]) -> tuple[Moved, float]:
        """*run* with the free neighbours that make both sides more alike, and how alike they are then."""
        share = self._share(run)
        while True:
            ways = [
                way
                for way, free in (
                    (run._replace(i1=run.i1 - 1), run.i1 - 1 in self._left and run.i1 - 1 not in used_one),
                    (run._replace(i2=run.i2 + 1), run.i2 in self._left and run.i2 not in used_one),
                    (run._replace(j1=run.j1 - 1), run.j1 - 1 in self._right and run.j1 - 1 not in used_other),
                    (run._replace(j2=run.j2 + 1), run.j2 in self._right and run.j2 not in used_other),
                )
                if free
            ]
            best = max(((self._share(way), way) for way in ways), default=(0.0, run))
            if best[0] <= share:
                return run, share
            share, run = best

    def _share(self, run: Moved) -> float:
        """The share of the longer side's tokens that match in order."""
        left = [number for i in range(run.i1, run.i2) for number in self._left[i]]
        right = [number for j in range(run.j1, run.j2) for number in self._right[j]]
        return LCSseq.similarity(left, right) / max(len(left), len(right))


def _in_order(link: Link, chain: Sequence[Link]) -> bool:
    """Whether a link crosses none of the chain, so that its passages meet in one region."""
    return all((link.i < other.i) == (link.j < other.j) for other in chain)


def joined(runs: Iterable[Moved], one: Sequence[Passage], other: Sequence[Passage], lexicon: Lexicon) -> list[Moved]:
    """Runs that follow one another on both sides as one, without those too short to have moved."""
    found: list[Moved] = []
    for run in sorted(runs):
        if found and found[-1].i2 == run.i1 and found[-1].j2 == run.j1:
            found[-1] = found[-1]._replace(i2=run.i2, j2=run.j2)
        else:
            found.append(run)

    def size(passages: Sequence[Passage]) -> int:
        return sum(len(lexicon.read(passage.text).numbers) for passage in passages)

    return [run for run in found if min(size(one[run.i1 : run.i2]), size(other[run.j1 : run.j2])) >= FEWEST_MOVED]

"""The best tree over versions, and how sure each of its edges is. Pure functions over tables of scores.

``scores[child][parent]`` is the log of how much better an edge explains its child than nothing would; an edge that is
not there is impossible. The best tree is the maximum spanning arborescence (Chu and Liu 1965, Edmonds 1967). How sure
an edge is, is its share of the weight of all trees (the matrix-tree theorem for directed trees: Tutte 1948, used as in
Koo, Globerson, Carreras and Collins 2007, "Structured prediction models via the matrix-tree theorem").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush
from math import exp
from typing import NamedTuple

Scores = Sequence[Mapping[int, float]]  # for each child: parent -> score
ROOT = -1  # the parent of the first version


class _Edge(NamedTuple):
    """An edge as a heap sorts it: the cheapest first, of equals the lower parent."""

    cost: float
    parent: int
    child: int


def best_tree(scores: Scores, roots: Sequence[float]) -> list[int]:
    """The parent of each node (`ROOT` for one alone) in the tree whose scores add up to most.

    *roots* holds the score of each node as the root; exactly one node is. Edges wait in heaps that are merged, the
    smaller into the larger, when nodes are (Tarjan 1977): E log² V steps, no recursion.

    >>> best_tree([{1: 0.0, 2: 0.0}, {0: 2.0, 2: 0.0}, {0: 1.0, 1: 3.0}], [0.0, 0.0, 0.0])
    [-1, 0, 1]
    """
    values = [abs(value) for into in scores for value in into.values()] + [abs(value) for value in roots]
    large = 1.0 + 2 * sum(values)  # one root: a second costs more than all edges together can win
    entering = [
        [_Edge(large - root, ROOT, child), *(_Edge(-value, parent, child) for parent, value in into.items())]
        for child, (into, root) in enumerate(zip(scores, roots, strict=True))
    ]
    return _Contraction(entering).solve()


class _Contraction:
    """Nodes on a cycle of best edges become one node; at the end each is opened again where it is entered."""

    def __init__(self, entering: list[list[_Edge]]) -> None:
        self.size = len(entering)
        self.heaps = entering  # of each node, whose edges' costs are less *discount* than they say
        self.discounts = [0.0] * self.size
        self.inside: list[int | None] = [None] * self.size  # the node that a node became part of
        self.tops = list(range(self.size))  # a node on the way to the outermost that it is part of
        self.chosen: dict[int, _Edge] = {}
        for heap in entering:
            heapify(heap)

    def solve(self) -> list[int]:
        walked: dict[int, int] = {}
        for start in range(self.size):
            node, path = self.top(start), list[int]()
            while node != ROOT and node not in walked:
                edge = self._take(node)
                walked[node] = start
                path.append(node)
                node = ROOT if edge.parent == ROOT else self.top(edge.parent)
                if walked.get(node) == start:
                    node = self._contract(path, node)
        self._open()
        return [self.chosen[node].parent for node in range(self.size)]

    def top(self, node: int) -> int:
        """The outermost node that one is part of."""
        while self.tops[node] != node:
            self.tops[node] = node = self.tops[self.tops[node]]
        return node

    def _take(self, node: int) -> _Edge:
        """The cheapest edge into a node from outside of it; what others cost is told from there on."""
        heap = self.heaps[node]
        while (edge := heappop(heap)).parent != ROOT and self.top(edge.parent) == node:
            pass
        self.discounts[node] = edge.cost
        self.chosen[node] = edge
        return edge

    def _contract(self, path: list[int], first: int) -> int:
        """Make one node of those of the path from *first* on."""
        made, place = len(self.heaps), path.index(first)
        members = path[place:]
        del path[place:]
        largest = max(members, key=lambda node: len(self.heaps[node]))
        heap, base = self.heaps[largest], self.discounts[largest]
        for node in members:
            self.inside[node], self.tops[node] = made, made
            if node != largest:
                for edge in self.heaps[node]:
                    heappush(heap, edge._replace(cost=edge.cost - self.discounts[node] + base))
        self.heaps.append(heap)
        self.discounts.append(base)
        self.inside.append(None)
        self.tops.append(made)
        return made

    def _open(self) -> None:
        """Give the edge into each made node, the outermost first, to the member that it enters."""
        for made in range(len(self.heaps) - 1, self.size - 1, -1):
            edge = self.chosen[made]
            node = edge.child
            while self.inside[node] != made:
                node = self.inside[node] or 0
            self.chosen[node] = edge


def edge_shares(scores: Scores, roots: Sequence[float]) -> list[dict[int, float]]:
    """For each node: the share (0 to 1) of all trees' weight that each parent's edge has; `ROOT` is a parent too."""
    size = len(roots)
    if not size:
        return []
    weights, starts = _weights(scores, roots)
    laplacian = [[-weight for weight in row] for row in weights]
    for child in range(size):
        laplacian[child][child] = sum(row[child] for row in weights)
    laplacian[0] = list(starts)
    inverse = _inverse(laplacian)
    shares: list[dict[int, float]] = []
    for child in range(size):
        found = {ROOT: starts[child] * inverse[child][0]}
        for parent in range(size):
            if weights[parent][child] > 0.0:
                here = 0.0 if child == 0 else inverse[child][child]
                back = 0.0 if parent == 0 else inverse[child][parent]
                found[parent] = weights[parent][child] * (here - back)
        total = sum(max(value, 0.0) for value in found.values()) or 1.0
        shares.append({parent: max(value, 0.0) / total for parent, value in found.items()})
    return shares


def _weights(scores: Scores, roots: Sequence[float]) -> tuple[list[list[float]], list[float]]:
    """Edge weights between 0 and 1: every tree has one edge into each node, so a node's scale does not matter."""
    size = len(roots)
    tops = [max([root, *into.values()]) for into, root in zip(scores, roots, strict=True)]
    weights = [[0.0] * size for _ in range(size)]
    for child, into in enumerate(scores):
        for parent, value in into.items():
            weights[parent][child] = exp(max(value - tops[child], -40.0))
    return weights, [exp(max(root - top, -40.0)) for root, top in zip(roots, tops, strict=True)]


def _inverse(matrix: list[list[float]]) -> list[list[float]]:
    """The inverse by Gauss and Jordan with partial pivoting; a singular direction is nudged."""
    size = len(matrix)
    work = [row[:] + [float(column == number) for column in range(size)] for number, row in enumerate(matrix)]
    for step in range(size):
        pivot = max(range(step, size), key=lambda row: abs(work[row][step]))
        work[step], work[pivot] = work[pivot], work[step]
        top = work[step][step] or 1e-300
        work[step] = [value / top for value in work[step]]
        base = work[step]
        for row in range(size):
            if row != step and (factor := work[row][step]):
                work[row] = [value - factor * other for value, other in zip(work[row], base, strict=True)]
    return [row[size:] for row in work]

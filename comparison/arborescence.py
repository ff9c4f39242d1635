"""The best tree over versions, and how sure each of its edges is. Pure functions over tables of scores.

``score[parent][child]`` is the log of how much better an edge explains its child than nothing would; ``None`` where
an edge is impossible. The best tree is the maximum spanning arborescence (Chu and Liu 1965, Edmonds 1967). How sure an
edge is, is its share of the weight of all trees (the matrix-tree theorem for directed trees: Tutte 1948, used as in
Koo, Globerson, Carreras and Collins 2007, "Structured prediction models via the matrix-tree theorem").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp

Scores = Sequence[Sequence[float | None]]
ROOT = -1  # the parent of the first version
_Edges = dict[int, dict[int, float]]  # child -> parent -> weight


def best_tree(scores: Scores, roots: Sequence[float]) -> list[int]:
    """The parent of each node (`ROOT` for one alone) in the tree whose scores add up to most.

    *roots* holds the score of each node as the root; exactly one node is. Equal sums go to the lower number.

    >>> best_tree([[None, 2.0, 1.0], [0.0, None, 3.0], [0.0, 0.0, None]], [0.0, 0.0, 0.0])
    [-1, 0, 1]
    """
    size = len(roots)
    values = [abs(value) for row in [*scores, roots] for value in row if value is not None]
    large = 1.0 + 2 * sum(values)  # one root: a second costs more than all edges together can win
    edges: _Edges = {child: {ROOT: roots[child] - large} for child in range(size)}
    for parent, row in enumerate(scores):
        for child, value in enumerate(row):
            if value is not None and parent != child:
                edges[child][parent] = value
    chosen = _solve(edges, size)
    return [chosen[child] for child in range(size)]


def _solve(edges: _Edges, fresh: int) -> dict[int, int]:
    """Edmonds: take the best edge into each node; contract a cycle, solve the rest, break the cycle."""
    best = {child: max(into, key=lambda parent: (into[parent], -parent)) for child, into in edges.items()}
    cycle = set(_cycle(best))
    if not cycle:
        return best
    merged: _Edges = {}
    origin: dict[tuple[int, int], tuple[int, int]] = {}  # a merged edge -> the edge that it stands for
    for child, into in edges.items():
        lost = into[best[child]] if child in cycle else 0.0
        for parent, weight in into.items():
            ends = (fresh if parent in cycle else parent, fresh if child in cycle else child)
            if ends[0] == ends[1]:
                continue
            row = merged.setdefault(ends[1], {})
            if ends[0] not in row or weight - lost > row[ends[0]]:
                row[ends[0]] = weight - lost
                origin[ends] = (parent, child)
    chosen = {child: best[child] for child in cycle}
    for into_, out_of in _solve(merged, fresh + 1).items():
        parent, child = origin[out_of, into_]
        chosen[child] = parent
    return chosen


def _cycle(best: Mapping[int, int]) -> list[int]:
    """The nodes of one cycle among the best edges, none where there is none."""
    done: set[int] = set()
    for start in best:
        path: list[int] = []
        node = start
        while node in best and node not in done:
            done.add(node)
            path.append(node)
            node = best[node]
        if node in path:
            return path[path.index(node) :]
    return []


def edge_shares(scores: Scores, roots: Sequence[float]) -> list[dict[int, float]]:
    """For each node: the share (0 to 1) of all trees' weight that each parent's edge has; `ROOT` is a parent too."""
    size = len(roots)
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
    tops = [
        max([roots[child], *(value for row in scores if (value := row[child]) is not None)]) for child in range(size)
    ]
    weights = [[0.0] * size for _ in range(size)]
    for parent, row in enumerate(scores):
        for child, value in enumerate(row):
            if value is not None and parent != child:
                weights[parent][child] = exp(max(value - tops[child], -40.0))
    return weights, [exp(max(roots[child] - tops[child], -40.0)) for child in range(size)]


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

"""The family tree of a story: which version was made from which, how surely, and why. Pure, no I/O.

Every edge is scored by what a copyist would have had to do (`comparison.descent`), the tree is the best one over all
edges at once (`comparison.arborescence`), and the confidence of an edge is its share of all trees. Times are weighed,
not obeyed: a source that was fetched after its copy is still found. The answer depends on the versions alone, not on
their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from typing import Literal

from comparison.arborescence import ROOT, best_tree, edge_shares
from comparison.descent import features, nearest, root_features
from comparison.lineage import evidence_of, relation_of, root_evidence
from comparison.rewriting import reworded
from comparison.shelf import Node, Shelf

Relation = Literal["wire", "revision", "copy", "trimmed", "edited", "rewritten", "unknown"]
COMPARED = 50  # versions that each one is compared with at most
EXACT = 100  # up to so many versions the shares of edges are exact
LEAST_SHARED = 0.02  # of a version's word runs; with less in common, nothing is said of where it came from
MERGED_WORDS, MERGED_SHARE = 20, 0.06  # that a second parent must explain, in words and as a share of the version
SHOWN = 0.02  # alternatives that are less likely are not worth a reader's time


@dataclass(frozen=True, slots=True)
class Derivation:
    """Where one version comes from. *parents* has all of them for a merged copy, the likeliest first.

    *confidence* (0 to 1) is how sure the parent is; *alternatives* are those not chosen, each with its own. *evidence*
    says why, in words. *parent* is None for the first version of all, and where nothing can be said.
    """

    key: str
    parent: str | None
    parents: tuple[str, ...]
    alternatives: tuple[tuple[str, float], ...]
    relation: Relation
    confidence: float
    rewritten: bool
    evidence: tuple[str, ...]


def stemma(nodes: Sequence[Node]) -> list[Derivation]:
    """The likeliest family tree of some versions: a derivation for each, in the order of their keys.

    Each version is compared with at most `COMPARED` others, those that share most with it.
    """
    shelf = Shelf(sorted(nodes, key=lambda node: node.key))
    if not shelf.nodes:
        return []
    scores, roots = _scores(shelf)
    parents = best_tree(scores, roots)
    shares = edge_shares(scores, roots) if len(roots) <= EXACT else _near_shares(scores, roots, parents)
    return [_derivation(shelf, child, parents, shares[child], scores) for child in range(len(roots))]


def _scores(shelf: Shelf) -> tuple[list[list[float | None]], list[float]]:
    size = len(shelf.nodes)
    scores: list[list[float | None]] = [[None] * size for _ in range(size)]
    for child in range(size):
        for parent in nearest(shelf, child, COMPARED):
            scores[parent][child] = features(shelf, parent, child).score()
    return scores, [root_features(shelf, place).score() for place in range(size)]


def _near_shares(scores: list[list[float | None]], roots: list[float], parents: list[int]) -> list[dict[int, float]]:
    """The shares of edges where the rest of the tree is taken as it is: nobody descends from a child of its own."""
    found = []
    for child in range(len(roots)):
        below = _below(parents, child)
        open_ = {parent: row[child] for parent, row in enumerate(scores) if parent not in below}
        weights = {parent: value for parent, value in open_.items() if value is not None}
        if parents[child] == ROOT:
            weights[ROOT] = roots[child]
        top = max(weights.values(), default=0.0)
        total = sum(exp(value - top) for value in weights.values()) or 1.0
        found.append({parent: exp(value - top) / total for parent, value in weights.items()})
    return found


def _below(parents: Sequence[int], child: int) -> set[int]:
    """A version and all that come from it."""
    found, grown = {child}, True
    while grown:
        fresh = {place for place, parent in enumerate(parents) if parent in found} - found
        found |= fresh
        grown = bool(fresh)
    return found


def _derivation(
    shelf: Shelf, child: int, parents: list[int], shares: dict[int, float], scores: list[list[float | None]]
) -> Derivation:
    node, parent = shelf.nodes[child], parents[child]
    key_of = [other.key for other in shelf.nodes]
    sure = min(max(shares.get(parent, 0.0), 0.0), 1.0)
    others = sorted(
        ((share, key_of[place]) for place, share in shares.items() if place not in (parent, ROOT)), reverse=True
    )
    alternatives = tuple((key, share) for share, key in others if share >= SHOWN)
    if parent == ROOT:
        return Derivation(node.key, None, (), alternatives, "wire", sure, False, root_evidence(shelf, child, sure))
    if _stranger(shelf, parent, child):
        said = ("shares next to nothing with any other version of its story",)
        return Derivation(node.key, None, (), alternatives, "unknown", 1 - sure, False, said)
    second = _second_parent(shelf, child, parents, scores)
    both = [parent] if second is None else [parent, second]
    return Derivation(
        node.key,
        key_of[parent],
        tuple(key_of[place] for place in both),
        alternatives,
        relation_of(shelf, parent, child),
        sure,
        reworded(shelf.nodes[parent].version, node.version).rewritten,
        evidence_of(shelf, parent, child, second),
    )


def _stranger(shelf: Shelf, parent: int, child: int) -> bool:
    """Whether a version has next to nothing in common with its likeliest parent."""
    if shelf.nodes[parent].article == shelf.nodes[child].article:
        return False
    return shelf.share(child, parent) < LEAST_SHARED


def _second_parent(shelf: Shelf, child: int, parents: list[int], scores: list[list[float | None]]) -> int | None:
    """The version from which came what a merged copy has not from its parent, where that is much."""
    parent = 1 << parents[child]
    foreign = [one for one in shelf.segments[child] if not one.holders & parent and one.many > 1]
    least = max(MERGED_WORDS, MERGED_SHARE * shelf.lengths[child])
    if sum(one.length for one in foreign) < least:
        return None
    below = _below(parents, child)
    open_ = [place for place in range(len(parents)) if place not in below and shelf.may_precede(place, child)]
    explained = {place: sum(one.length for one in foreign if one.holders >> place & 1) for place in open_}
    best = max(open_, key=lambda place: (explained[place], scores[place][child] or float("-inf"), -place), default=None)
    return best if best is not None and explained[best] >= least else None

"""The family tree of a story: which version was made from which, how surely, and why. Pure, no I/O.

Every edge is scored by what a copyist would have had to do (`comparison.descent`), the tree is the best one over all
edges at once (`comparison.arborescence`), and the confidence of an edge is its share of all trees. Times are weighed,
not obeyed: a source that was fetched after its copy is still found. The answer depends on the versions alone, not on
their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp
from typing import Literal

from comparison.arborescence import ROOT, Scores, best_tree, edge_shares
from comparison.descent import features, nearest, root_features
from comparison.lineage import evidence_of, relation_of, root_evidence
from comparison.rewriting import reworded
from comparison.shelf import Node, Shelf

Relation = Literal["wire", "revision", "copy", "trimmed", "edited", "rewritten", "unknown"]
COMPARED = 50  # versions that each one is compared with at most
NEIGHBOURS = 12  # versions that each one is asked for to find those that it has something in common with
EXACT = 100  # up to so many versions the shares of edges are exact
LEAST_SHARED = 0.02  # of a version's word runs; with less in common, nothing is said of where it came from
MERGED_WORDS, MERGED_SHARE = 20, 0.06  # that a second parent must explain, in words and as a share of the version
POSSIBLE = 0.15  # an alternative that evidence names in words
SHOWN = 0.02  # alternatives that are less likely are not worth a reader's time


Shares = dict[int, float]  # parent -> its share


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

    Each version is compared with at most `COMPARED` others, those that share most with it. Versions that share next to
    nothing with most others stand apart: where the first of them comes from is unknown.
    """
    shelf = Shelf(sorted(nodes, key=lambda node: node.key))
    main, *apart = _parts(shelf)
    found = _tree(shelf if not apart else Shelf(main))
    for part in apart:
        found += [_unknown(one) if one.parent is None else one for one in _tree(Shelf(part))]
    return sorted(found, key=lambda one: one.key)


def _parts(shelf: Shelf) -> list[list[Node]]:
    """The versions that have something in common, one with the next; the part of most articles first."""
    tops = list(range(len(shelf.nodes)))

    def top(place: int) -> int:
        while tops[place] != place:
            place = tops[place]
        return place

    def join(place: int, other: int) -> None:
        tops[max(top(place), top(other))] = min(top(place), top(other))

    for place in tops:
        for other in nearest(shelf, place, NEIGHBOURS):
            if top(place) != top(other) and _related(shelf, place, other):
                join(place, other)
    for place in [place for place in tops if tops.count(top(place)) == 1]:
        retold = (other for other in shelf.nearest(place)[:NEIGHBOURS] if _reworded(shelf, other, place))
        if (source := next(retold, None)) is not None:
            join(place, source)
    parts: dict[int, list[Node]] = {}
    for place, node in enumerate(shelf.nodes):
        parts.setdefault(top(place), []).append(node)
    return sorted(parts.values(), key=_weight) or [[]]


def _related(shelf: Shelf, place: int, other: int) -> bool:
    if shelf.nodes[place].article == shelf.nodes[other].article:
        return True
    return max(shelf.share(place, other), shelf.share(other, place)) >= LEAST_SHARED


def _reworded(shelf: Shelf, parent: int, child: int) -> bool:
    return reworded(shelf.nodes[parent].version, shelf.nodes[child].version).rewritten


def _weight(part: list[Node]) -> tuple[int, bool, float, str]:
    """What sorts parts: the number of articles, an agency's, the one that was seen first."""
    seen = min((node.first_seen, node.key) for node in part)
    return -len({node.article for node in part}), not any(node.agency for node in part), *seen


def _unknown(root: Derivation) -> Derivation:
    said = ("shares next to nothing with the other versions of its story",)
    return replace(root, relation="unknown", evidence=said)


def _tree(shelf: Shelf) -> list[Derivation]:
    """The tree of versions that have something in common."""
    scores = [
        {parent: features(shelf, parent, child).score() for parent in nearest(shelf, child, COMPARED)}
        for child in range(len(shelf.nodes))
    ]
    roots = [root_features(shelf, place).score() for place in range(len(shelf.nodes))]
    parents = best_tree(scores, roots)
    below = _below(parents)
    shares = edge_shares(scores, roots) if len(roots) <= EXACT else _near_shares(scores, roots, parents, below)
    return [
        _derivation(shelf, child, parents[child], shares[child], _second_parent(shelf, child, parents, below, scores))
        for child in range(len(roots))
    ]


def _near_shares(scores: Scores, roots: list[float], parents: list[int], below: list[set[int]]) -> list[Shares]:
    """The shares of edges where the rest of the tree is taken as it is: nobody descends from a child of its own."""
    found = []
    for child, into in enumerate(scores):
        weights = {parent: value for parent, value in into.items() if parent not in below[child]}
        if parents[child] == ROOT:
            weights[ROOT] = roots[child]
        top = max(weights.values(), default=0.0)
        total = sum(exp(value - top) for value in weights.values()) or 1.0
        found.append({parent: exp(value - top) / total for parent, value in weights.items()})
    return found


def _below(parents: Sequence[int]) -> list[set[int]]:
    """For each version itself and all that come from it."""
    found: list[set[int]] = [{place} for place in range(len(parents))]
    for place in range(len(parents)):
        above = parents[place]
        while above != ROOT:
            found[above].add(place)
            above = parents[above]
    return found


def _derivation(shelf: Shelf, child: int, parent: int, shares: Shares, second: int | None) -> Derivation:
    node, key_of = shelf.nodes[child], [other.key for other in shelf.nodes]
    sure = min(max(shares.get(parent, 0.0), 0.0), 1.0)
    others = sorted(((-share, key_of[place]) for place, share in shares.items() if place not in (parent, ROOT)))
    alternatives = tuple((key, -share) for share, key in others if -share >= SHOWN)
    if parent == ROOT:
        return Derivation(node.key, None, (), alternatives, "wire", sure, False, root_evidence(shelf, child, sure))
    both = [parent] if second is None else [parent, second]
    return Derivation(
        node.key,
        key_of[parent],
        tuple(key_of[place] for place in both),
        alternatives,
        relation_of(shelf, parent, child),
        sure,
        _reworded(shelf, parent, child),
        (*evidence_of(shelf, parent, child, second), *_else(shelf, others, second)),
    )


def _else(shelf: Shelf, others: list[tuple[float, str]], second: int | None) -> list[str]:
    """Who else may be the parent, where that is well possible."""
    named = {node.key: node for node in shelf.nodes}
    other = next((one for one in others if second is None or one[1] != shelf.nodes[second].key), None)
    return [f"else from {named[other[1]].name}: {-other[0]:.0%}"] if other and -other[0] >= POSSIBLE else []


def _second_parent(shelf: Shelf, child: int, parents: list[int], below: list[set[int]], scores: Scores) -> int | None:
    """The version from which came what a merged copy has not from its parent, where that is much."""
    if parents[child] == ROOT:
        return None
    parent = 1 << parents[child]
    foreign = [one for one in shelf.segments[child] if not one.holders & parent and one.many > 1]
    least = max(MERGED_WORDS, MERGED_SHARE * shelf.lengths[child])
    if sum(one.length for one in foreign) < least:
        return None
    open_ = [place for place in range(len(parents)) if place not in below[child] and shelf.may_precede(place, child)]
    explained = {place: sum(one.length for one in foreign if one.holders >> place & 1) for place in open_}
    rank = {place: (explained[place], scores[child].get(place, float("-inf")), -place) for place in open_}
    best = max(open_, key=rank.__getitem__, default=None)
    return best if best is not None and explained[best] >= least else None

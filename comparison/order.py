"""Which passages of one side are those of the other, and which of them kept their order.

Exact passages are linked first (those that occur once on either side), then passages that are nearly the same. The
heaviest chain of links that cross nowhere stays in place; what is linked but off that chain has moved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from comparison.atoms import Passage
from comparison.tokens import Lexicon, tokenize

NEAR = 0.5  # share of the longer passage's tokens that must match for two passages to be nearly the same
NEAR_MOVED = 0.6  # the same, where one of them would have moved
FEWEST_MOVED = 4  # tokens; a shorter passage is told as deleted and inserted
MOST_REPEATED = 400_000_000  # repeated passages by repeated passages that are matched at once
WIDEST = 8  # a token that more passages hold leads to no candidates


class Link(NamedTuple):
    """Passage *i* of one side and *j* of the other, with the *weight* of what they share."""

    i: int
    j: int
    weight: float
    near: float = 1.0


def order(one: Sequence[Passage], other: Sequence[Passage], lexicon: Lexicon) -> tuple[list[Link], list[Moved]]:
    """The links between equal passages that kept their order, and the runs of passages that moved."""
    links = exact_links(one, other)
    links = sorted([*links, *near_links(one, other, links, lexicon)])
    chain = heaviest_chain(links)
    exact = [link for link in chain if one[link.i].text == other[link.j].text]
    placed, astray = repeated_links(one, other, exact)
    if len(chain) < len(links) or astray:
        fixed = set(chain)
        astray += [link for link in links if link not in fixed]
    return sorted([*exact, *placed]), moved_runs(astray, one, other)


def exact_links(one: Sequence[Passage], other: Sequence[Passage]) -> list[Link]:
    """Links between passages of equal text that occurs once on either side, in order of *i*."""
    here = Counter(passage.text for passage in one)
    there = Counter(passage.text for passage in other)
    place = {passage.text: j for j, passage in enumerate(other)}
    return [
        Link(i, place[passage.text], len(passage.text))
        for i, passage in enumerate(one)
        if there.get(passage.text) == 1 and here[passage.text] == 1
    ]


def near_links(
    one: Sequence[Passage], other: Sequence[Passage], linked: Sequence[Link], lexicon: Lexicon
) -> list[Link]:
    """Links between passages that no exact link holds and that share most of their tokens, each with its best."""
    known_one, known_other = {link.i for link in linked}, {link.j for link in linked}
    texts_one, texts_other = {passage.text for passage in one}, {passage.text for passage in other}
    left = {i: _numbers(p, lexicon) for i, p in enumerate(one) if i not in known_one and p.text not in texts_other}
    right = {j: _numbers(p, lexicon) for j, p in enumerate(other) if j not in known_other and p.text not in texts_one}
    if not left or not right:
        return []
    found = sorted(_candidates(left, right, lexicon.weights), key=lambda link: (-link.near, abs(link.i - link.j)))
    used_one: set[int] = set()
    used_other: set[int] = set()
    links = []
    for link in found:
        if link.i not in used_one and link.j not in used_other:
            used_one.add(link.i)
            used_other.add(link.j)
            links.append(link)
    return links


def _numbers(passage: Passage, lexicon: Lexicon) -> list[int]:
    text = passage.text
    return [lexicon.number(text[start:end]) for start, end in tokenize(text)]


def _candidates(left: dict[int, list[int]], right: dict[int, list[int]], weights: Sequence[float]) -> Iterable[Link]:
    """Pairs that share rare tokens, with the share that matches in order."""
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for j, numbers in right.items():
        for number in set(numbers):
            if weights[number]:
                holders[number].append(j)
    for i, numbers in left.items():
        votes: Counter[int] = Counter()
        for number in set(numbers):
            if len(holding := holders.get(number, ())) <= WIDEST:
                for j in holding:
                    votes[j] += 1
        for j, _ in votes.most_common(3):
            longer = max(len(numbers), len(right[j]))
            shared = LCSseq.similarity(numbers, right[j], score_cutoff=int(NEAR * longer))
            if shared and shared >= NEAR * longer:
                yield Link(i, j, 5.0 * shared, shared / longer)


def heaviest_chain(links: Sequence[Link]) -> list[Link]:
    """The links of greatest weight together of which no two cross; *links* are in order of *i*, one for each.

    Weighted longest increasing subsequence, by a list of the best chain that ends at each *j*: n log n.
    """
    if all(one.j < other.j for one, other in pairwise(links)):
        return list(links)
    ends: list[int] = []  # ascending j
    best: list[tuple[float, int]] = []  # for each, the weight of the best chain up to it, and its last link
    previous = [-1] * len(links)
    for number, link in enumerate(links):
        place = bisect_left(ends, link.j)
        base = best[place - 1] if place else (0.0, -1)
        previous[number] = base[1]
        total = base[0] + link.weight
        stop = place
        while stop < len(ends) and best[stop][0] <= total:
            stop += 1
        ends[place:stop] = [link.j]
        best[place:stop] = [(total, number)]
    chain: list[Link] = []
    number = best[-1][1] if best else -1
    while number >= 0:
        chain.append(links[number])
        number = previous[number]
    return chain[::-1]


def repeated_links(
    one: Sequence[Passage], other: Sequence[Passage], chain: Sequence[Link]
) -> tuple[list[Link], list[Link]]:
    """Links between passages that occur more than once: those in order within the *chain*, and those that moved."""
    here, there = {link.i for link in chain}, {link.j for link in chain}
    again = {p.text for i, p in enumerate(one) if i not in here} & {
        p.text for j, p in enumerate(other) if j not in there
    }
    if not again:
        return [], []
    numbers = {text: number for number, text in enumerate(again)}
    placed: list[Link] = []
    i = j = 0
    for link in [*chain, Link(len(one), len(other), 0.0)]:
        left = [k for k in range(i, link.i) if one[k].text in again]
        right = [k for k in range(j, link.j) if other[k].text in again]
        if left and right and len(left) * len(right) <= MOST_REPEATED:
            found = LCSseq.opcodes([numbers[one[k].text] for k in left], [numbers[other[k].text] for k in right])
            for block in found.as_matching_blocks():
                pairs = zip(left[block.a : block.a + block.size], right[block.b : block.b + block.size], strict=True)
                placed += [Link(p, q, len(one[p].text)) for p, q in pairs]
        i, j = link.i + 1, link.j + 1
    return placed, list(_leftover(one, other, [*chain, *placed], again))


def _leftover(
    one: Sequence[Passage], other: Sequence[Passage], links: Sequence[Link], again: set[str]
) -> Iterator[Link]:
    """Equal passages that stand in no link, paired in order."""
    here, there = {link.i for link in links}, {link.j for link in links}
    free: defaultdict[str, list[int]] = defaultdict(list)
    for j in range(len(other) - 1, -1, -1):
        if j not in there and other[j].text in again:
            free[other[j].text].append(j)
    for i, passage in enumerate(one):
        if i not in here and free.get(passage.text):
            yield Link(i, free[passage.text].pop(), len(passage.text))


class Moved(NamedTuple):
    """A run of passages that moved: ``[i1, i2)`` of one side is ``[j1, j2)`` of the other."""

    i1: int
    i2: int
    j1: int
    j2: int


def moved_runs(links: Iterable[Link], one: Sequence[Passage], other: Sequence[Passage]) -> list[Moved]:
    """The links off the chain as runs of neighbours, without those too short or too unlike to have moved."""
    runs: list[Moved] = []
    for link in sorted(links):
        if link.near < NEAR_MOVED:
            continue
        if runs and runs[-1].i2 == link.i and runs[-1].j2 == link.j:
            runs[-1] = runs[-1]._replace(i2=link.i + 1, j2=link.j + 1)
        else:
            runs.append(Moved(link.i, link.i + 1, link.j, link.j + 1))
    return [run for run in runs if _is_long(one[run.i1 : run.i2]) and _is_long(other[run.j1 : run.j2])]


def _is_long(passages: Sequence[Passage]) -> bool:
    return sum(len(tokenize(passage.text[:200])) for passage in passages) >= FEWEST_MOVED

"""Which passages of one side are those of the other, and which of them kept their order.

Exact passages are linked first (those that occur once on either side), then passages that are nearly the same. The
heaviest chain of links that cross nowhere stays in place; what is linked but off that chain has moved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from comparison.near import Link, Moved, Unlike, joined
from comparison.passages import Passage
from comparison.tokens import Lexicon

MOST_REPEATED = 400_000_000  # repeated passages by repeated passages that are matched at once


class Order(NamedTuple):
    """Which passages stand where they stood: *fixed* links equal ones, *runs* are those that moved."""

    fixed: list[Link]
    runs: list[Moved]


def order(one: Sequence[Passage], other: Sequence[Passage], lexicon: Lexicon, near: bool = False) -> Order:
    """The order by equal passages, and where *near* is set by those that are nearly the same too."""
    unlike = _unlike(one, other, lexicon) if near else None
    alike = unlike.links() if unlike else []
    links = sorted([*exact_links(one, other), *alike]) if alike else exact_links(one, other)
    chain = heaviest_chain(links)
    off = set(links).difference(chain) if len(chain) < len(links) else set[Link]()
    astray = [link for link in links if link in off and link.near == 1.0] if off else []
    placed, left = repeated_links(one, other, chain, astray)
    runs = unlike.grown([link for link in alike if link not in off], chain) if unlike else []
    runs += [Moved(link.i, link.i + 1, link.j, link.j + 1) for link in [*astray, *left]]
    fixed = [link for link in chain if link.near == 1.0] if alike else chain
    return Order(sorted([*fixed, *placed]) if placed else fixed, joined(runs, one, other, lexicon))


def _unlike(one: Sequence[Passage], other: Sequence[Passage], lexicon: Lexicon) -> Unlike:
    here, there = {passage.text for passage in one}, {passage.text for passage in other}
    return Unlike(
        {i: lexicon.read(passage.text).numbers for i, passage in enumerate(one) if passage.text not in there},
        {j: lexicon.read(passage.text).numbers for j, passage in enumerate(other) if passage.text not in here},
        lexicon,
    )


def exact_links(one: Sequence[Passage], other: Sequence[Passage]) -> list[Link]:
    """Links between passages of equal text that occurs once on either side, in order of *i*."""
    texts = [passage.text for passage in one]
    place = {passage.text: j for j, passage in enumerate(other)}
    if len(place) == len(other) and len(set(texts)) == len(texts):
        made = tuple.__new__  # a quick way to make many
        return [made(Link, (i, place[text], len(text), 1.0)) for i, text in enumerate(texts) if text in place]
    here, there = Counter(texts), Counter(passage.text for passage in other)
    return [Link(i, place[text], len(text)) for i, text in enumerate(texts) if there.get(text) == 1 and here[text] == 1]


def heaviest_chain(links: Sequence[Link]) -> list[Link]:
    """The links of greatest weight together of which no two cross; *links* are in order of *i*, one for each.

    Weighted longest increasing subsequence, by a list of the best chain that ends at each *j*: n log n.
    """
    places = [link.j for link in links]
    if places == sorted(places):
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
    one: Sequence[Passage], other: Sequence[Passage], chain: Sequence[Link], astray: Sequence[Link]
) -> tuple[list[Link], list[Link]]:
    """Links between passages that occur more than once: those in order within the *chain*, and those that moved.

    *astray* are links off the chain, whose passages are spoken for.
    """
    if _all_differ(one) and _all_differ(other):
        return [], []
    here, there = {link.i for link in [*chain, *astray]}, {link.j for link in [*chain, *astray]}
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
        placed += _repeated(one, other, left, right, numbers)
        i, j = link.i + 1, link.j + 1
    return placed, list(_leftover(one, other, [*chain, *placed], again))


def _all_differ(passages: Sequence[Passage]) -> bool:
    return len({passage.text for passage in passages}) == len(passages)


def _repeated(
    one: Sequence[Passage], other: Sequence[Passage], left: list[int], right: list[int], numbers: Mapping[str, int]
) -> list[Link]:
    """Equal passages among those at the places *left* and *right*, in order: as many as there are, or nearly so."""
    if not left or not right:
        return []
    if len(left) * len(right) <= MOST_REPEATED:
        found = LCSseq.opcodes([numbers[one[i].text] for i in left], [numbers[other[j].text] for j in right])
        return [
            Link(left[block.a + step], right[block.b + step], 1.0)
            for block in found.as_matching_blocks()
            for step in range(block.size)
        ]
    places: defaultdict[str, list[int]] = defaultdict(list)
    for j in reversed(right):
        places[other[j].text].append(j)
    return heaviest_chain([Link(i, row.pop(), 1.0) for i in left if (row := places[one[i].text])])


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

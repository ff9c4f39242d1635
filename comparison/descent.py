"""How well one version explains another: what a tree of versions is built from. Pure functions, no I/O.

A version is read as the runs of three words of its headline and text. Runs of the child that the parent lacks are its
innovations, runs of the parent that the child lacks its losses; both are counted by stretches, since one edit of a
desk is one stretch whatever its length. A stretch that a third version has too is no innovation of the child, and a
loss of words that only the parent has means that the child would have undone them: both speak against the parent, as
shared errors do in textual criticism. Times are believed as far as they can be: that a version was there when it was
fetched is certain, when it says it was published is a claim, and what was fetched late may still be old.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import log, log1p
from typing import NamedTuple

import regex

from comparison.fingerprint import words
from comparison.model import Version

RUN = 3  # words a run
SAMPLE = 5  # one of so many runs is looked at to find the nearest versions
TAIL = 15  # words missing at the end of the parent's text: it was cut, and the cut says nothing of who made it
WEIGHTS = (
    -0.7, -2.8, -1.1, -1.4, -1.3, -0.2, -0.2, 1.5, 2.3, -0.1, -12.0, -5.0, -1.9, -1.15, 1.2, 3.6,
)  # of `Features`, in nats: the likeliest for families of copies planted in real articles, rounded  # fmt: skip
# Credited in its lead, an agency's own, the log of how many came earlier, a later revision.
ROOT_WEIGHTS = (1.6, 1.6, -1.3, -0.3)
_CREDITED_LEAD = regex.compile(r"\s*\p{Lu}[^\n(]{1,80}\((?=[^()\n]*\p{Lu})[^()\n]{2,40}\)\s?[-–—]")


@dataclass(frozen=True, slots=True)
class Node:
    """One version of a story: a revision of one of its articles.

    Times are seconds since 1970. *first_seen* is certain. *published* is the page's own claim. *not_before* is when
    the article was last seen to say something else, None for its first revision. *agency* says that its outlet is one.
    """

    key: str
    article: str
    outlet: str
    number: int
    version: Version
    first_seen: float
    published: float | None = None
    not_before: float | None = None
    agency: bool = False

    @property
    def name(self) -> str:
        """How a sentence calls it."""
        return f"{self.outlet}, revision {self.number}"


class Reading(NamedTuple):
    """A version as it is compared: run numbers in order, their set, its distinct words, its headline's."""

    runs: list[int]
    held: frozenset[int]
    types: frozenset[int]
    title: frozenset[int]


class Shelf:
    """The versions of one story, read once, with how many versions hold each run and word."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.nodes = list(nodes)
        self._ids: dict[str, int] = {}
        self.readings = [self._read(node.version) for node in nodes]
        self.holders = Counter(run for reading in self.readings for run in reading.held)
        self.users = Counter(word for reading in self.readings for word in reading.types)
        self.births = [_birth(node) for node in nodes]
        first = min(
            range(len(self.nodes)), key=lambda place: (self.births[place][0], self.nodes[place].key), default=None
        )
        self.first = self.nodes[first].article if first is not None else ""
        floors = [_floor(node) for node in nodes]
        self._first_runs = _earliest(floors, [reading.held for reading in self.readings])
        self.samples = [frozenset(run for run in reading.held if run % SAMPLE == 0) for reading in self.readings]
        self.successors = {(node.article, node.number): place for place, node in enumerate(nodes)}

    def _read(self, version: Version) -> Reading:
        title = [self._ids.setdefault(word, len(self._ids) + 1) for word in words(version.title or "")]
        text = [self._ids.setdefault(word, len(self._ids) + 1) for word in words(version.text)]
        found = [one << 42 | two << 21 | three for one, two, three in zip(text, text[1:], text[2:], strict=False)]
        return Reading(found, frozenset(found), frozenset(text), frozenset(title))

    def run_elsewhere(self, run: int, child: int) -> bool:
        """Whether a version that may be older than *child* has one of its runs too."""
        return self._first_runs[run].without(child) < self.births[child][0]


class Earliest(NamedTuple):
    """Of all versions that hold something: the two that may be the oldest, by the earliest that they can be."""

    first: float
    holder: int
    second: float

    def without(self, node: int) -> float:
        """The earliest that any version but *node* can be."""
        return self.second if node == self.holder else self.first


def _earliest(floors: Sequence[float], held: Sequence[frozenset[int]]) -> dict[int, Earliest]:
    found: dict[int, Earliest] = {}
    for node in sorted(range(len(held)), key=lambda place: (floors[place], place)):
        for thing in held[node]:
            known = found.get(thing)
            if known is None:
                found[thing] = Earliest(floors[node], node, float("inf"))
            elif known.second == float("inf"):
                found[thing] = known._replace(second=floors[node])
    return found


def _floor(node: Node) -> float:
    """The earliest that a version can be: what it claims, or when the one before it was last there."""
    born, claimed = _birth(node)
    if claimed:
        return born
    return node.not_before if node.not_before is not None else float("-inf")


def _birth(node: Node) -> tuple[float, bool]:
    """When a version most likely came to be, and whether that is a claim of its own and not only when it was seen."""
    floor = node.not_before if node.not_before is not None else float("-inf")
    if node.published is not None and floor < node.published <= node.first_seen:
        return node.published, True
    return node.first_seen, False


class Features(NamedTuple):
    """What speaks for and against *parent* being the version that *child* was made from; counts and logs of counts."""

    invented: float  # stretches that only the child has (logs of counts, here and below)
    foreign: float  # stretches that the parent lacks and a third version, maybe an older one, has
    new_words: float
    undone: float  # stretches that only the parent has, lost
    lost: float  # stretches that others have too, lost
    lost_words: float
    undone_words: float
    shared: float
    next_revision: float
    same_article: float
    seen_before_birth: float  # certain: the child was seen before the parent can have been there
    claims_contradict: float
    seen_later: float
    superseded: float
    from_first: float  # the parent is a version of the article that came first of all
    title: float

    def score(self) -> float:
        """The log of how much likelier the edge is for all this."""
        return sum(weight * value for weight, value in zip(WEIGHTS, self, strict=True))


class Stretch(NamedTuple):
    """Neighbouring runs that the other version lacks: where, how many words, the most holders of any of them."""

    start: int
    words: int
    holders: int
    last: bool

    @property
    def stop(self) -> int:
        """Where its last run ends."""
        return self.start + self.words + RUN - 1


def stretches(of: Reading, without: Reading, holders: Counter[int]) -> Iterator[Stretch]:
    """The stretches of a version that another lacks; where words only went out, nothing stands here."""
    place = 0
    for there, group in groupby(of.runs, without.held.__contains__):
        runs = list(group)
        if not there and len(runs) >= RUN:
            yield Stretch(
                place, len(runs) - RUN + 1, max(map(holders.__getitem__, runs)), place + len(runs) == len(of.runs)
            )
        place += len(runs)


def features(shelf: Shelf, parent: int, child: int) -> Features:
    """What speaks for and against an edge."""
    mother, daughter = shelf.readings[parent], shelf.readings[child]
    new = list(stretches(daughter, mother, shelf.holders))
    gone = list(stretches(mother, daughter, shelf.holders))
    tail = next((one for one in gone if one.last and one.words >= TAIL), None)
    inner = [one for one in gone if one is not tail]
    foreign = [
        one for one in new if any(shelf.run_elsewhere(run, child) for run in daughter.runs[one.start : one.stop])
    ]
    undone = sum(shelf.users[word] == 1 for word in mother.types - daughter.types)
    share = len(daughter.held & mother.held) / (len(daughter.held) or 1)
    return Features(
        invented=log1p(len(new) - len(foreign)),
        foreign=log1p(len(foreign)),
        new_words=log1p(sum(one.words for one in new)),
        undone=log1p(sum(one.holders == 1 for one in inner)),
        lost=log1p(sum(one.holders > 1 for one in inner)),
        lost_words=log1p(sum(one.words for one in inner)),
        undone_words=log1p(undone),
        shared=log(0.02 + share),
        title=len(mother.title & daughter.title) / (len(daughter.title) or 1),
        **_order(shelf, parent, child),
    )


def _order(shelf: Shelf, parent: int, child: int) -> dict[str, float]:
    """What the articles' own order and the clocks say."""
    mother, daughter = shelf.nodes[parent], shelf.nodes[child]
    (born, claimed), (later, _) = shelf.births[parent], shelf.births[child]
    same = mother.article == daughter.article
    impossible = mother.not_before is not None and mother.not_before >= daughter.first_seen
    late = born > later
    successor = shelf.successors.get((mother.article, mother.number + 1))
    old = successor is not None and successor != child and shelf.births[successor][0] < later
    return {
        "next_revision": float(same and daughter.number == mother.number + 1),
        "same_article": float(same and daughter.number != mother.number + 1),
        "seen_before_birth": float(impossible or (same and mother.number > daughter.number)),
        "claims_contradict": float(late and claimed),
        "seen_later": float(late and not claimed),
        "superseded": float(old),
        "from_first": float(mother.article == shelf.first),
    }


def root_score(shelf: Shelf, place: int) -> float:
    """The log of how likely a version is the one that all others come from."""
    node, (born, _) = shelf.nodes[place], shelf.births[place]
    earlier = sum(other < born for other, _ in shelf.births)
    values = (
        float(_CREDITED_LEAD.match(node.version.text) is not None),
        float(node.agency),
        log1p(earlier),
        float(node.number > 1),
    )
    return sum(weight * value for weight, value in zip(ROOT_WEIGHTS, values, strict=True))


def nearest(shelf: Shelf, child: int, limit: int) -> list[int]:
    """The versions worth comparing with *child*: all where they are few, else the nearest and some of the first.

    The nearest share most of its runs; of equals the one that came first is more likely a source than the others.
    """
    others = [place for place in range(len(shelf.nodes)) if place != child]
    if len(others) <= limit:
        return others
    mine, node = shelf.samples[child], shelf.nodes[child]
    before = shelf.successors.get((node.article, node.number - 1))
    by_birth = sorted(others, key=lambda place: (shelf.births[place][0], shelf.nodes[place].key))
    ranked = sorted(by_birth, key=lambda place: (place != before, -len(mine & shelf.samples[place])))
    first = by_birth[: limit // 5]
    return first + [place for place in ranked if place not in first][: limit - len(first)]

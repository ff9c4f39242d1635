"""The versions of one story laid side by side: which stretches of words each shares with which others. Pure, no I/O.

A version is read as its runs of three words. Neighbouring runs that the same versions have are one `Segment`, so that a
text of hundreds of words is a few dozen segments, and what two versions share or lack, and who else has it, is read off
them. Times are believed as far as they can be: that a version was there when it was fetched is certain, when it says it
was published is a claim, and what was fetched late may still be old.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from comparison.fingerprint import words
from comparison.model import Version
from comparison.shared import word_spans

RUN = 3  # words a run
SAMPLE, CROWD = 5, 200  # one of so many runs is looked at to find the nearest versions, fewer in a crowd
NOT, PERHAPS, SURELY = 0, 1, 2  # whether an older version than this one has something too


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


class Clock(NamedTuple):
    """When a version most likely came to be, the earliest that it can have, and whether it claims that itself."""

    born: float
    floor: float
    claimed: bool


class Segment(NamedTuple):
    """Neighbouring runs of a version that the same versions have, and have letter for letter.

    *start* and *length* are in runs. *holders* and *alike* are sets of versions, as bits; *many* is how many hold it.
    *older* and *older_alike* say whether one of them is older than this version: `NOT`, `PERHAPS` or `SURELY`.
    """

    start: int
    length: int
    holders: int
    alike: int
    many: int
    older: int
    older_alike: int


class Stretch(NamedTuple):
    """Neighbouring runs that another version lacks: where, how many words, the most holders of any of them, whether an
    older version has some, and whether it is the end of the text."""

    start: int
    words: int
    many: int
    older: int
    last: bool


class _Reading(NamedTuple):
    """A version's words in order, and its runs, folded and as they stand; all as numbers."""

    words: list[int]
    runs: list[int]
    styled: list[int]


class Shelf:
    """The versions of one story, read once and laid side by side. A version is named by its place."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.nodes = list(nodes)
        self.clocks = [clock_of(node) for node in nodes]
        self._ids: dict[str, int] = {}
        self._passages: dict[str, tuple[list[int], list[int]]] = {}
        self._readings = [self._read(node.version.text) for node in nodes]
        self.titles = [frozenset(self._intern(words(node.version.title or ""))) for node in nodes]
        self.lengths = [len(reading.runs) for reading in self._readings]
        self._ages: dict[int, tuple[tuple[float, int, float], tuple[float, int, float]]] = {}
        self.segments = list(self._segments())
        self.words = [reading.words for reading in self._readings]
        self.users = _bits(self.words)
        self.lonely = [self._lonely(place) for place in range(len(self.nodes))]
        self.successors = {(node.article, node.number): place for place, node in enumerate(nodes)}

    def share(self, of: int, other: int) -> float:
        """The share of a version's runs that another has, 0 to 1."""
        bit = 1 << other
        shared = sum(one.length for one in self.segments[of] if one.holders & bit)
        return shared / (self.lengths[of] or 1)

    def stretches(self, of: int, without: int) -> list[Stretch]:
        """The stretches of a version that another lacks; where words only went out, nothing stands here."""
        bit, length = 1 << without, self.lengths[of]
        found: list[Stretch] = []
        start = count = many = older = 0
        for one in self.segments[of]:
            if one.holders & bit:
                if count >= RUN:
                    found.append(Stretch(start, count - RUN + 1, many, older, False))
                count = many = older = 0
            else:
                start = start if count else one.start
                count += one.length
                many, older = max(many, one.many), max(older, one.older)
        if count >= RUN:
            found.append(Stretch(start, count - RUN + 1, many, older, start + count == length))
        return found

    def foreign_styles(self, of: int, other: int) -> int:
        """In how many places both say the same, but the version spells it as a third, maybe older one does."""
        bit, found, stop = 1 << other, 0, -RUN
        for one in self.segments[of]:
            if one.holders & bit and not one.alike & bit:
                found += one.older_alike > NOT and one.start >= stop + RUN
                stop = one.start + one.length
        return found

    def may_precede(self, place: int, other: int) -> bool:
        """Whether a version can have been there before another, by when both came to be or by when they were seen."""
        return (
            self.clocks[place].born <= self.clocks[other].born
            or self.nodes[place].first_seen <= self.nodes[other].first_seen
        )

    def nearest(self, of: int) -> list[int]:
        """All other versions, those that share most with this one first; of equals the one that came first."""
        mine = self._samples[of]
        return sorted(self._by_birth(of), key=lambda place: -len(mine & self._samples[place]))

    def first_born(self, but: int, count: int) -> list[int]:
        """The *count* versions, but one, that came first."""
        return self._by_birth(but)[:count]

    def _by_birth(self, but: int) -> list[int]:
        return [place for place in self.by_birth if place != but]

    @cached_property
    def by_birth(self) -> list[int]:
        """All versions, the oldest first by when they most likely came to be."""
        return sorted(range(len(self.nodes)), key=lambda place: (self.clocks[place].born, self.nodes[place].key))

    @cached_property
    def _samples(self) -> list[frozenset[int]]:
        thin = SAMPLE * (1 + len(self.nodes) // CROWD)
        return [frozenset(run for run in reading.runs if run % thin == 0) for reading in self._readings]

    def _read(self, text: str) -> _Reading:
        folded: list[int] = []
        dressed: list[int] = []
        for passage in text.split("\n\n"):
            if passage not in self._passages:
                self._passages[passage] = self._read_passage(passage)
            found, styled = self._passages[passage]
            folded += found
            dressed += styled
        return _Reading(folded, _runs(folded), _runs(dressed))

    def _read_passage(self, text: str) -> tuple[list[int], list[int]]:
        """The words of a paragraph, and the words with the marks that stand behind them; most versions share most."""
        spans = word_spans(text)
        ends = [*(start for start, _ in spans[1:]), len(text)]
        dressed = ["".join(text[start:end].split()) for (start, _), end in zip(spans, ends, strict=False)]
        return self._intern([text[start:end].casefold() for start, end in spans]), self._intern(dressed)

    def _lonely(self, place: int) -> int:
        """How many distinct words only this version has."""
        mine = 1 << place
        return sum(self.users[word] == mine for word in set(self.words[place]))

    def _intern(self, said: Iterable[str]) -> list[int]:
        ids = self._ids
        return [ids.setdefault(word, len(ids) + 1) for word in said]

    def _segments(self) -> Iterable[list[Segment]]:
        held = _bits(reading.runs for reading in self._readings)
        alike = _bits(reading.styled for reading in self._readings)
        for place, reading in enumerate(self._readings):
            kinds = zip(map(held.__getitem__, reading.runs), map(alike.__getitem__, reading.styled), strict=True)
            found, start = [], 0
            for (holders, same), group in groupby(kinds):
                count = len(list(group))
                ages = self._older(holders, place), self._older(same, place)
                found.append(Segment(start, count, holders, same, holders.bit_count(), *ages))
                start += count
            yield found

    def _older(self, holders: int, place: int) -> int:
        """Whether one of some versions, but the one at *place*, is older than that."""
        if holders not in self._ages:
            self._ages[holders] = self._two_oldest(holders, "born"), self._two_oldest(holders, "floor")
        born = self.clocks[place].born
        for (first, holder, second), answer in zip(self._ages[holders], (SURELY, PERHAPS), strict=True):
            if (second if holder == place else first) < born:
                return answer
        return NOT

    def _two_oldest(self, holders: int, by: str) -> tuple[float, int, float]:
        """The earliest time of some versions, whose it is, and the second earliest."""
        times = sorted((getattr(self.clocks[place], by), place) for place in _places(holders))
        return times[0][0], times[0][1], times[1][0] if len(times) > 1 else float("inf")


def clock_of(node: Node) -> Clock:
    """When a version came to be: its claim where that can be true, else when it was first seen."""
    floor = node.not_before if node.not_before is not None else float("-inf")
    if node.published is not None and floor < node.published <= node.first_seen:
        return Clock(node.published, node.published, True)
    return Clock(node.first_seen, floor, False)


def _runs(ids: list[int]) -> list[int]:
    return [one << 42 | two << 21 | three for one, two, three in zip(ids, ids[1:], ids[2:], strict=False)]


def _bits(runs: Iterable[list[int]]) -> dict[int, int]:
    """For each run the set of versions that have it, as bits."""
    found: dict[int, int] = {}
    for place, of in enumerate(runs):
        bit = 1 << place
        for run in of:
            found[run] = found.get(run, 0) | bit
    return found


def _places(bits: int) -> list[int]:
    found = []
    while bits:
        low = bits & -bits
        found.append(low.bit_length() - 1)
        bits ^= low
    return found

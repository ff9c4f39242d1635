"""From links between articles to stories: the same groups whatever the order in which articles and links came.

Links are taken from the strongest to the weakest, and each joins the groups of its two ends, save where

- a reader has said that the two are apart;
- an end is a digest: its links lead to several texts that lie in different parts of it and know nothing of each other;
- the link is weak, and the groups that it would join have no other link: one weak link never joins two groups.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

WEAK = 0.45  # a score below which a link needs another one beside it
PART, CUT = 0.6, 0.3  # a digest's item covers less than that of the digest, and is covered by it to at least that
OVERLAP = 0.3  # of the shorter span: items of a digest overlap less


@dataclass(frozen=True, slots=True)
class Tie:
    """A link between two articles. *covers* and *spans* are as in `comparison.reuse.Link`, of *one* and of *other*."""

    one: str
    other: str
    score: float
    covers: tuple[float, float] = (1.0, 1.0)
    spans: tuple[tuple[float, float], tuple[float, float]] = ((0.0, 1.0), (0.0, 1.0))
    given: bool = False  # by a reader, or by the story's configuration

    def seen_from(self, end: str) -> tuple[str, float, float, tuple[float, float]]:
        """The other end, how much of this end and of the other is covered, and where in this end the text lies."""
        if end == self.one:
            return self.other, self.covers[0], self.covers[1], self.spans[0]
        return self.one, self.covers[1], self.covers[0], self.spans[1]


def groups(
    articles: Iterable[str], ties: Collection[Tie], apart: Collection[frozenset[str]] = ()
) -> list[frozenset[str]]:
    """The stories among *articles* (keys made from content), each article in exactly one; sorted.

    >>> [sorted(g) for g in groups("abc", [Tie("a", "b", 0.9)])]
    [['a', 'b'], ['c']]
    """
    group: dict[str, set[str]] = {article: {article} for article in articles}
    by_end = _by_end(ties)
    digests = {end for end, held in by_end.items() if _is_digest(end, held, by_end)}
    for tie in sorted(ties, key=lambda held: (not held.given, -held.score, held.one, held.other)):
        first, second = group[tie.one], group[tie.other]
        if first is second or any(pair & first and pair & second for pair in apart):
            continue
        if not tie.given and (_is_item(tie, digests) or not _supported(tie, first, second, by_end)):
            continue
        small, large = sorted((first, second), key=len)
        large |= small
        group.update(dict.fromkeys(small, large))
    return sorted({frozenset(held) for held in group.values()}, key=sorted)


def _by_end(ties: Iterable[Tie]) -> Mapping[str, list[Tie]]:
    found: defaultdict[str, list[Tie]] = defaultdict(list)
    for tie in ties:
        found[tie.one].append(tie)
        found[tie.other].append(tie)
    return found


def _supported(tie: Tie, first: set[str], second: set[str], by_end: Mapping[str, list[Tie]]) -> bool:
    """Whether the link is strong, or stands beside another one, or the groups are too small to have another."""
    if tie.score >= WEAK or max(len(first), len(second)) == 1:
        return True
    small, large = sorted((first, second), key=len)
    across = sum(held.seen_from(end)[0] in large for end in small for held in by_end[end])
    return across >= 2


def _is_item(tie: Tie, digests: set[str]) -> bool:
    """Whether the link is one of a digest with a text that it carries among others."""
    return any(end in digests and _partly(tie, end) for end in (tie.one, tie.other))


def _partly(tie: Tie, end: str) -> bool:
    _, mine, theirs, _ = tie.seen_from(end)
    return mine < PART and theirs >= CUT


def _is_digest(end: str, held: list[Tie], by_end: Mapping[str, list[Tie]]) -> bool:
    """Whether an article carries two texts that lie apart in it and are not linked with each other."""
    items = [tie.seen_from(end) for tie in held if not tie.given and _partly(tie, end)]
    for number, (one, _, _, span) in enumerate(items):
        neighbours = {tie.seen_from(one)[0] for tie in by_end[one]}
        for other, _, _, elsewhere in items[number + 1 :]:
            if other not in neighbours and _overlap(span, elsewhere) < OVERLAP:
                return True
    return False


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> float:
    shorter = min(one[1] - one[0], other[1] - other[0]) or 1e-9
    return max(0.0, min(one[1], other[1]) - max(one[0], other[0])) / shorter

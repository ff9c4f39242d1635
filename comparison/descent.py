"""How well one version explains another: what a tree of versions is built from. Pure functions, no I/O.

Words of the child that the parent lacks are its innovations, words of the parent that the child lacks its losses; both
are counted by stretches, since one edit of a desk is one stretch whatever its length. A stretch that a third, older
version has too is no innovation of the child, and a loss of words that only the parent has means that the child would
have undone them: both speak against the parent, as shared errors do in textual criticism. So does a spelling or a mark
that the child shares with a third and not with the parent. Clocks are weighed, not obeyed.
"""

from __future__ import annotations

from math import log, log1p
from typing import NamedTuple

import regex

from comparison.shelf import NOT, PERHAPS, SURELY, Shelf

TAIL = 15  # words missing at the end of the parent's text: it was cut, and the cut says nothing of who made it
HOUR = 3600.0
WEIGHTS = (
    -0.6, -3.4, -1.9, -1.0, -0.5, -2.0, -0.35, -1.1, -0.9, 7.5, 5.5, 5.5, -12.0, -4.0, -1.0, -1.4, 1.15, -3.5,
)  # of `Features`, in nats: the likeliest for families planted in real and in invented articles, rounded  # fmt: skip
ROOT_WEIGHTS = (2.5, 4.0, -1.2, -2.0, -3.0)  # of `RootFeatures`
_CREDITED_LEAD = regex.compile(r"\s*\p{Lu}[^\n(]{1,80}\((?=[^()\n]*\p{Lu})[^()\n]{2,40}\)\s?[-–—]")
_CREDIT_NOTE = regex.compile(
    r"(?i)contributed to this (?:report|story|article)|\bwith (?:material|files|reporting) from\b"
)


class Features(NamedTuple):
    """What speaks for and against *parent* being the version that *child* was made from.

    Stretches and words are logs of one plus their count, times logs of one plus hours, the others 0 or 1 but for
    *shared* (the log of a share) and *title* (a share).
    """

    invented: float  # stretches that no older version has
    foreign: float  # stretches that the parent lacks and a third, older version has
    perhaps_foreign: float  # stretches that the parent lacks and a third version has, which may be older
    foreign_style: float  # places where both say the same, but spelled as a third version spells it
    new_words: float
    undone: float  # stretches that only the parent has, lost
    undone_words: float
    lost: float  # stretches that others have too, lost
    lost_words: float
    shared: float
    title: float
    next_revision: float
    seen_before_birth: float  # certain: the child was seen before the parent can have been there
    claims_contradict: float
    seen_later: float
    superseded: float
    from_first: float  # the parent is a version of the article that came first of all
    credit_gained: float  # the lead has a credit that the parent's lead has not

    def score(self) -> float:
        """The log of how much likelier the edge is for all this."""
        return sum(weight * value for weight, value in zip(WEIGHTS, self, strict=True))


class RootFeatures(NamedTuple):
    """What speaks for and against a version being the one that all others come from."""

    credited_lead: float
    agency: float
    seen_after: float  # the log of one plus how many were seen earlier
    credit_note: float  # it thanks somebody: a copy's note
    claims_later: float  # it claims to have come when another version had been seen already

    def score(self) -> float:
        """The log of how much likelier it is for all this."""
        return sum(weight * value for weight, value in zip(ROOT_WEIGHTS, self, strict=True))


def features(shelf: Shelf, parent: int, child: int) -> Features:
    """What speaks for and against an edge."""
    new, gone = shelf.stretches(child, parent), shelf.stretches(parent, child)
    inner = [one for one in gone if not (one.last and one.words >= TAIL)]
    ages = [one.older for one in new]
    mother, daughter = shelf.titles[parent], shelf.titles[child]
    return Features(
        invented=log1p(ages.count(NOT)),
        foreign=log1p(ages.count(SURELY)),
        perhaps_foreign=log1p(ages.count(PERHAPS)),
        foreign_style=log1p(shelf.foreign_styles(child, parent)),
        new_words=log1p(sum(one.words for one in new)),
        undone=log1p(sum(one.many == 1 for one in inner)),
        undone_words=log1p(shelf.lonely[parent]),
        lost=log1p(sum(one.many > 1 for one in inner)),
        lost_words=log1p(sum(one.words for one in inner)),
        shared=log(0.02 + shelf.share(child, parent)),
        title=len(mother & daughter) / (len(daughter) or 1),
        **_order(shelf, parent, child),
    )


def _order(shelf: Shelf, parent: int, child: int) -> dict[str, float]:
    """What the articles' own order, the clocks and the credits say."""
    mother, daughter = shelf.nodes[parent], shelf.nodes[child]
    born, later = shelf.clocks[parent], shelf.clocks[child]
    same = mother.article == daughter.article
    impossible = mother.not_before is not None and mother.not_before >= daughter.first_seen
    late = max(0.0, born.born - later.born)
    successor = shelf.successors.get((mother.article, mother.number + 1))
    old = successor is not None and successor != child and shelf.clocks[successor].born < later.born
    return {
        "next_revision": float(same and daughter.number == mother.number + 1),
        "seen_before_birth": float(impossible or (same and mother.number > daughter.number)),
        "claims_contradict": float(late > 0 and born.claimed),
        "seen_later": 0.0 if born.claimed else log1p(late / HOUR),
        "superseded": float(old),
        "from_first": float(mother.article == shelf.nodes[shelf.by_birth[0]].article),
        "credit_gained": float(not same and credited(daughter.version.text) and not credited(mother.version.text)),
    }


def root_features(shelf: Shelf, place: int) -> RootFeatures:
    """What speaks for and against a version being the first of all."""
    node, earliest = shelf.nodes[place], min(other.first_seen for other in shelf.nodes)
    return RootFeatures(
        credited_lead=float(credited(node.version.text)),
        agency=float(node.agency),
        seen_after=log1p(sum(other.first_seen < node.first_seen for other in shelf.nodes)),
        credit_note=float(_CREDIT_NOTE.search(node.version.text[-300:]) is not None),
        claims_later=float(shelf.clocks[place].claimed and shelf.clocks[place].born > earliest),
    )


def credited(text: str) -> bool:
    """Whether the lead opens with a place and a credit: MERROW (Northwire) —."""
    return _CREDITED_LEAD.match(text) is not None


def nearest(shelf: Shelf, child: int, limit: int) -> list[int]:
    """The versions worth comparing with *child*: all where they are few, else the nearest and some of the first.

    The nearest share most of its runs; of equals the one that came first is more likely a source than the others.
    """
    if len(shelf.nodes) <= limit + 1:
        return [place for place in range(len(shelf.nodes)) if place != child]
    node = shelf.nodes[child]
    before = shelf.successors.get((node.article, node.number - 1))
    found = [*([before] if before is not None else []), *shelf.first_born(child, limit // 5), *shelf.nearest(child)]
    return list(dict.fromkeys(found))[:limit]

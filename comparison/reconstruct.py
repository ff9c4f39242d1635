"""The wire's text where no agency's article was fetched: what the copies carry in common.

A paragraph of the fullest copy is the wire's where at least half of the copies that could carry it do (those that run
on at least so far, or carry a later one); of its forms the most common is given. A rewritten copy has no say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from comparison.fingerprint import runs

SAME = 0.5  # share of the shorter paragraph's runs of three words
LEAST_COPIES = 2


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the reconstruction: its *text*, how many copies carry it, and how many could."""

    text: str
    carriers: int
    copies: int


def reconstruct(copies: Sequence[Sequence[str]]) -> tuple[Passage, ...]:
    """The wire's paragraphs as the copies (paragraphs each) show them; none of fewer than two copies.

    >>> long = "The ferry ran aground outside the harbour on Monday"
    >>> [p.carriers for p in reconstruct([[long, "Only here, and nowhere else at all"], [long]])]
    [2]
    """
    if len(copies) < LEAST_COPIES:
        return ()
    base = max(copies, key=lambda copy: sum(map(len, copy)))
    matched = [_matched(base, copy) for copy in copies]
    reach = [max(match, default=-1) for match in matched]
    found = []
    for place, paragraph in enumerate(base):
        forms = Counter(match[place] for match in matched if place in match)
        could = sum(end >= place for end in reach)
        if sum(forms.values()) >= max(LEAST_COPIES, could / 2):
            most = max(forms.values())
            text = paragraph if forms[paragraph] == most else min(form for form in forms if forms[form] == most)
            found.append(Passage(text, sum(forms.values()), len(copies)))
    return tuple(found)


def _matched(base: Sequence[str], copy: Sequence[str]) -> dict[int, str]:
    """For each paragraph of *base* that the copy carries, by place: its form in the copy."""
    prints = [(paragraph, set(runs(paragraph, 3))) for paragraph in copy]
    found = {}
    for place, paragraph in enumerate(base):
        mine = set(runs(paragraph, 3))
        best = max(prints, key=lambda held: _share(mine, held[1]), default=None)
        if paragraph in copy:
            found[place] = paragraph
        elif best and _share(mine, best[1]) >= SAME:
            found[place] = best[0]
    return found


def _share(one: set[int], other: set[int]) -> float:
    return len(one & other) / max(len(one), len(other)) if one and other else 0.0

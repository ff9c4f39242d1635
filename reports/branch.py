"""A version's place in its story's family tree, as reports draw it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Branch:
    """*article* is the anchor of the version's article, *at* when the version was first seen.

    *parents* (article anchor, revision) are the likeliest, several for a merged copy, none where nothing can be said;
    *alternatives* those not chosen, each with its confidence (0 to 1).
    """

    article: str
    revision: int
    at: str
    relation: str
    confidence: float
    rewritten: bool = False
    parents: tuple[tuple[str, int], ...] = ()
    alternatives: tuple[tuple[str, int, float], ...] = ()
    evidence: tuple[str, ...] = ()

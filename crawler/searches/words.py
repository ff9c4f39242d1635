"""A story's match words as search engines take them."""

from __future__ import annotations

from collections.abc import Sequence

TERMS = 8  # a search engine takes few words; the first match words are the best ones


def any_of(match: Sequence[str]) -> str:
    """The words, any of which will do; of several, as a phrase.

    >>> any_of(["Orla Quay", "strike"])
    '"Orla Quay" OR strike'
    """
    return " OR ".join(map(_term, match[:TERMS]))


def _term(word: str) -> str:
    word = word.replace('"', " ").strip()
    return f'"{word}"' if " " in word else word

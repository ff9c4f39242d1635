"""What two rows of words or values have of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence


def apart(one: Sequence[str], other: Sequence[str]) -> tuple[Collection[str], Collection[str]]:
    """What stands in *one* more often than in *other*, and the other way round; their order means nothing.

    >>> apart(["12", "5"], ["5", "19"])
    (['12'], ['19'])
    """
    if one == other:
        return (), ()
    if not one or not other or set(one).isdisjoint(other):
        return one, other  # as nearly always
    here, there = Counter(one), Counter(other)
    return list(here - there), list(there - here)

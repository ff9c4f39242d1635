"""What a recogniser of a kind sees: one edit in its surroundings."""

from __future__ import annotations

from typing import NamedTuple

from comparison.model import Op


class Change(NamedTuple):
    """One edit, with the exact field texts around it.

    *old* and *new* are the edit's own texts ("" on the side that has none); *before* and *after* are the whole field
    on each side, in which ``before[before_start:before_end] == old`` and so on (for an insert, ``before_start ==
    before_end`` is the place where it stands). *whole* says that a whole sentence or paragraph was inserted, deleted
    or moved. *lang* is a language code or None.
    """

    op: Op
    field: str
    old: str
    new: str
    before: str
    after: str
    before_start: int
    before_end: int
    after_start: int
    after_end: int
    whole: bool = False
    lang: str | None = None

"""Compare a new revision with the one before it, and say whether its edits were told to the reader."""

from __future__ import annotations

from comparison.compare import compare
from comparison.model import Comparison
from pipelines.arrival import Arrival
from pipelines.desk import Desk
from pipelines.notes import disclose
from storage import derived
from storage.archive import Row


def diff(arrival: Arrival, desk: Desk) -> None:
    """Keep what lies between the revision that this fetch made and its predecessor."""
    if not arrival.made_revision or arrival.revision is None or arrival.article is None:
        return
    before, found = compared(desk, arrival.revision)
    if before is not None and found is not None:
        disclose(arrival, desk, before, derived.version_of(desk.archive, arrival.revision), found)


def compared(desk: Desk, revision: int) -> tuple[Row | None, Comparison | None]:
    """Keep the comparison of a revision with the one before it, which is given too; nothing where it is the first."""
    before = derived.revision_before(desk.archive, revision)
    if before is None:
        return None, None
    found = compare(derived.version_of(desk.archive, before["id"]), derived.version_of(desk.archive, revision))
    derived.keep_diff(desk.archive, before["id"], revision, "revision", found)
    return before, found

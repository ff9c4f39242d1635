"""Compare a new revision with the one before it, and say whether its edits were told to the reader."""

from __future__ import annotations

from comparison.compare import compare
from pipelines.arrival import Arrival
from pipelines.desk import Desk
from pipelines.notes import disclose
from storage import derived


def diff(arrival: Arrival, desk: Desk) -> None:
    """Keep what lies between the revision that this fetch made and its predecessor."""
    if not arrival.made_revision or arrival.revision is None or arrival.article is None:
        return
    before = derived.revision_before(desk.archive, arrival.revision)
    if before is None:
        return
    after = derived.version_of(desk.archive, arrival.revision)
    found = compare(derived.version_of(desk.archive, before["id"]), after)
    derived.keep_diff(desk.archive, before["id"], arrival.revision, "revision", found)
    disclose(arrival, desk, before, after, found)

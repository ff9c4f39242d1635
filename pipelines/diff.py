"""Compare a new revision with the one before it, and say whether it was edited without a note."""

from __future__ import annotations

from comparison.compare import compare
from comparison.model import Comparison
from pipelines.arrival import Arrival
from pipelines.desk import Desk
from storage import derived


def diff(arrival: Arrival, desk: Desk) -> None:
    """Keep what lies between the revision that this fetch made and its predecessor."""
    if not arrival.made_revision or arrival.revision is None or arrival.article is None:
        return
    before = derived.revision_before(desk.archive, arrival.revision)
    if before is None:
        return
    found = compare(derived.version_of(desk.archive, before["id"]), derived.version_of(desk.archive, arrival.revision))
    derived.keep_diff(desk.archive, before["id"], arrival.revision, "revision", found)
    if silent := _without_a_note(found, before["modified"], arrival):
        derived.keep_event(
            desk.archive, arrival.article, arrival.fetch_id or 0, arrival.revision, "edited without a note",
            arrival.fetched.fetched_at, silent,
        )  # fmt: skip


def _without_a_note(found: Comparison, modified_before: str | None, arrival: Arrival) -> str | None:
    """What was observed of a material edit that no note tells of; None where nothing is to be said."""
    if not any(edit.material for edit in found.edits):
        return None
    if any("correction" in edit.kinds for edit in found.edits):
        return None
    modified = arrival.extraction.modified if arrival.extraction else None
    if modified and modified == modified_before:
        return "no correction note, and the page's own time of change stayed the same"
    return "no correction note"

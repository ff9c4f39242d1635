"""Was an edit told to the reader? Correction notes, and what they do or do not speak of.

Observed are: a material edit without a note ("edited without a note"), a note and what it says that it corrects
("corrected"), a note that came later than the edit that it tells of, and a note without any edit that it could tell
of ("note without a change").
"""

from __future__ import annotations

from comparison.model import Comparison, Version
from comparison.notes import Note, read_note, tells_of
from pipelines.arrival import Arrival
from pipelines.desk import Desk
from storage import derived, disclosure
from storage.archive import Row

SILENT, CORRECTED, EMPTY = "edited without a note", "corrected", "note without a change"


def disclose(arrival: Arrival, desk: Desk, before: Row, after: Version, found: Comparison) -> None:
    """Keep the events of a new revision that tell whether its edits were disclosed."""
    notes = notes_in(found, after)
    changes = [edit for edit in found.edits if edit.material and "correction" not in edit.kinds]
    if not notes:
        if changes:
            _keep(arrival, desk, SILENT, _silently(arrival, before["modified"]))
        return
    for note in notes:
        if changes:
            _keep(arrival, desk, CORRECTED, str(note))
        elif earlier := _told_late(arrival, desk, note):
            _keep(arrival, desk, CORRECTED, f"{note} (edited in revision {earlier['number']}, {earlier['first_seen']})")
        else:
            _keep(arrival, desk, EMPTY, str(note))


def notes_in(found: Comparison, after: Version) -> list[Note]:
    """The notes that a comparison shows as new or changed, each once: the whole paragraph in which the edit stands."""
    texts = dict.fromkeys(
        _paragraph(after.field(edit.field), edit.after.start, edit.after.end)
        for edit in found.edits
        if "correction" in edit.kinds and edit.after and edit.after.text.strip()
    )
    return [read_note(text) for text in texts if text]


def _paragraph(text: str, start: int, end: int) -> str:
    """The paragraph that holds a span; the first of several."""
    start += len(text[start:end]) - len(text[start:end].lstrip())
    left = text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0
    right = text.find("\n\n", start)
    return text[left : right if right >= 0 else len(text)].strip()


def _silently(arrival: Arrival, modified_before: str | None) -> str:
    modified = arrival.extraction.modified if arrival.extraction else None
    if modified and modified == modified_before:
        return "no correction note, and the page's own time of change stayed the same"
    if modified:
        return f"no correction note; the page says that it was changed at {modified}"
    return "no correction note"


def _told_late(arrival: Arrival, desk: Desk, note: Note) -> Row | None:
    """The earlier revision, edited without a note, of which a note tells."""
    assert arrival.article is not None
    for row in disclosure.silent_edits(desk.archive, arrival.article, SILENT):
        if tells_of(note, derived.edit_of(row)):
            return row
    return None


def _keep(arrival: Arrival, desk: Desk, kind: str, detail: str) -> None:
    assert arrival.article is not None
    assert arrival.fetch_id is not None
    at = arrival.fetched.fetched_at
    derived.keep_event(desk.archive, arrival.article, arrival.fetch_id, arrival.revision, kind, at, detail)

"""Another day, month, year, hour or time of day: "Monday" to "Tuesday", "March 12" to "April 2", "last week" to "now".

The same date written otherwise ("Jan. 5", "5 January"; "2 p.m.", "14:00") is no change.
"""

from __future__ import annotations

from comparison.kinds._apart import apart
from comparison.kinds._half import Half
from comparison.kinds._view import View


def recognise(view: View) -> str | None:
    """Why the edit changes a date or time, None where it does not."""
    if view.change.field == "published":
        return "the date of publication changed"
    if not (view.old.entities or view.new.entities):
        return None
    lost, won = apart(*(_parts(*side) for side in zip((view.old, view.new), view.misspelt, strict=True)))
    if not lost and not won:
        return None
    if lost and won:
        return "a date or time changed"
    return "a date or time was taken out" if lost else "a date or time was put in"


def _parts(half: Half, misspelt: set[int]) -> list[str]:
    dates = [entity for entity in half.entities if entity.is_date and entity.start not in misspelt]
    return [value for entity in dates for value in entity.values]

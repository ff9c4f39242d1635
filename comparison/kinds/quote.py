"""Other words inside quotation marks, or quotation marks put around words or taken off.

Another style of marks ('single', "double", “curly”, «angled»), other punctuation and a slip of spelling put right leave
the quotation as it was.
"""

from __future__ import annotations

from comparison.kinds._view import Half, View


def recognise(view: View) -> str | None:
    """Why the edit changes a quotation, None where it does not."""
    marks = [half.quotes.within(half.side.start, half.side.end) for half in (view.old, view.new)]
    if marks[0] != marks[1]:
        way = "put in" if marks[1] > marks[0] else "taken off"
        return f"quotation marks were {way}"
    if any(_quoted(half, places) for half, places in view.sides()):
        return "the words of a quotation changed"
    return None


def _quoted(half: Half, places: list[int]) -> bool:
    return any(half.inside(place) for place in places)

"""Other words inside quotation marks, or quotation marks put around words or taken off.

Another style of marks ('single', "double", “curly”, «angled»), other punctuation and a slip of spelling put right leave
the quotation as it was.
"""

from __future__ import annotations

from comparison.kinds._view import Half, View


def recognise(view: View) -> str | None:
    """Why the edit changes a quotation, None where it does not."""
    if view.marks_added:
        return f"quotation marks were {'put in' if view.marks_added > 0 else 'taken off'}"
    if any(_quoted(half, places) for half, places in view.sides()):
        return "the words of a quotation changed"
    return None


def _quoted(half: Half, places: list[int]) -> bool:
    return any(half.inside(place) for place in places)

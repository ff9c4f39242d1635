"""Other words inside quotation marks, or quotation marks put around words or taken off.

Another style of marks ('single', "double", “curly”, «angled»), other punctuation and a slip of spelling put right leave
the quotation as it was.
"""

from __future__ import annotations

from comparison.kinds._half import Half, Item
from comparison.kinds._view import Hunk, View

WORDS = "the words of a quotation changed"


def recognise(view: View) -> str | None:
    """Why the edit changes a quotation, None where it does not."""
    if view.marks_added:
        return f"quotation marks were {'put in' if view.marks_added > 0 else 'taken off'}"
    for hunk in view.hunks:
        if hunk.nature == "other" and _quoted(view, hunk):
            return WORDS
    return None


def _quoted(view: View, hunk: Hunk) -> bool:
    """Whether what differs is quoted, on both sides where it stands on both: a mark lost elsewhere quotes nothing."""
    return _inside(view.old, hunk.old) and _inside(view.new, hunk.new)


def _inside(half: Half, items: list[Item]) -> bool:
    return not items or any(half.inside(item.start) for item in items)

"""The same word spelt otherwise: a misspelling put right (or made), British and American ways, accents, apostrophes.

A slip that makes another word ("now" for "not") is another word: a word list decides, see `_spelling`.
"""

from __future__ import annotations

from comparison.kinds._view import View


def recognise(view: View) -> str | None:
    """Why the edit changes a spelling, None where it does not."""
    if view.units_respelt or any(hunk.nature == "spelling" for hunk in view.hunks):
        return "a spelling changed"
    return None

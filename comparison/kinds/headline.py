"""The title reads otherwise: any edit of it that is more than typography."""

from __future__ import annotations

from comparison.kinds._view import View


def recognise(view: View) -> str | None:
    """Why the edit changes the headline, None where it does not."""
    if view.change.field != "title" or (view.change.old and view.change.new and view.is_styling):
        return None
    if not view.change.before.strip():
        return "a headline was added"
    if not view.change.after.strip():
        return "the headline was removed"
    return None if view.is_styling else "the headline changed"

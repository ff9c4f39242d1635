"""The same words and values in another dress: case, punctuation, dashes, blanks, style of quotation marks, house style.

House style writes "5" or "five", "U.N." or "UN", "percent", "per cent" or "%", "Jan. 5" or "5 January". A changed value
is a `number`, marks of quotation put around words are a `quote`, an apostrophe inside a word is `spelling`.
"""

from __future__ import annotations

from comparison.kinds._names import broken_name
from comparison.kinds._view import View

WHITE_SPACE = "only white space changed"


def recognise(view: View) -> str | None:
    """Why the edit changes the dress only, None where it changes more."""
    if not view.is_styling or view.units_respelt or broken_name(view):
        return None
    if not view.hunks and view.change.old.split() == view.change.new.split():
        return WHITE_SPACE
    return "only typography or house style changed"

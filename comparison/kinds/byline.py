"""Who wrote it, or which agency is credited: the fields for both, and a line "By Jane Doe" of the text."""

from __future__ import annotations

import re

from comparison.kinds._tokens import Side
from comparison.kinds._view import View

_LINE = re.compile(
    r"\s*(?:by|von|par|por|de|written by|reporting by|text)\s+(?-i:[^\W\d_a-z])[^\n.!?;:]{2,80}\s*", re.I
)


def recognise(view: View) -> str | None:
    """Why the edit changes who signs the text, None where it does not."""
    if view.is_styling and view.change.old and view.change.new:
        return None
    if view.change.field == "byline":
        return "the byline changed"
    if view.change.field == "credit":
        return "the credit changed"
    if view.change.field == "text" and _in_line(view.before) and _in_line(view.after):
        return "a line that names the authors changed"
    return None


def _in_line(side: Side) -> bool:
    """Whether the edit stands in a short line of its own that opens with "By" and a name."""
    start, end = side.paragraph
    return end - start < 120 and _LINE.fullmatch(side.text, start, end) is not None

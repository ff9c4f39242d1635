"""Who wrote it, or which agency is credited: the fields for both, and a line "By Jane Doe" of the text."""

from __future__ import annotations

import re

from comparison.kinds._tokens import Side
from comparison.kinds._view import View

_LINE = re.compile(
    r"\s*(?:by|von|par|por|de|written by|reporting by|text)\s+(?-i:[^\W\d_a-z])[^\n.!?;:]{2,80}\s*", re.I
)

_LONGEST = 120


def recognise(view: View) -> str | None:
    """Why the edit changes who signs the text, None where it does not."""
    change = view.change
    if change.field == "text" and change.whole:
        return _whole_line(view)
    signs = change.field in ("byline", "credit")
    if not signs and not (change.field == "text" and _in_line(view.before) and _in_line(view.after)):
        return None
    if change.old and change.new and view.is_styling:
        return None
    return f"the {change.field} changed" if signs else "a line that names the authors changed"


def _whole_line(view: View) -> str | None:
    """Whether a passage that came or went is a line that names the authors, or stood in one."""
    change = view.change
    if len(change.old) + len(change.new) > 2 * _LONGEST or (change.old and change.new):
        return None
    if not all(text == "" or _is_line(text) for text in (change.old, change.new)):
        return "a line that names the authors changed" if all(map(_in_line, (view.before, view.after))) else None
    return f"a line that names the authors was {'put in' if change.new else 'taken out'}"


def _in_line(side: Side) -> bool:
    """Whether the edit stands in a short line of its own that opens with "By" and a name."""
    start, end = side.paragraph
    return end - start < _LONGEST and _is_line(side.text[start:end])


def _is_line(text: str) -> bool:
    return len(text) < _LONGEST and _LINE.fullmatch(text) is not None

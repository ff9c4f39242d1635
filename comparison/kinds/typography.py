"""The same words and values in another dress: case, punctuation, dashes, blanks, style of quotation marks, house style.

House style writes "5" or "five", "U.N." or "UN", "percent", "per cent" or "%", "Jan. 5" or "5 January". A changed value
is a `number`, marks of quotation put around words are a `quote`, an apostrophe inside a word is `spelling`.
"""

from __future__ import annotations

import html
import re

from comparison.kinds import _style
from comparison.kinds._names import broken_name
from comparison.kinds._view import View

_REFERENCE = re.compile(r"&(?:#\d{2,6}|#x[0-9a-f]{2,5}|[a-z]{2,8}\d?);", re.I)
WHITE_SPACE, STYLE = "only white space changed", "only typography or house style changed"


def recognise(view: View) -> str | None:
    """Why the edit changes the dress only, None where it changes more."""
    if _are_signs_encoded(view):
        return "only the encoding of a sign changed"
    if not view.is_styling or view.units_respelt or broken_name(view):
        return None
    if not view.hunks and view.change.old.split() == view.change.new.split():
        return WHITE_SPACE
    return STYLE


def _are_signs_encoded(view: View) -> bool:
    """Whether signs stand against signs, some of them as HTML writes them: "–" and "&#8212;", never "&#8364;5"."""
    texts = (view.change.old, view.change.new)
    if not all(texts) or not any(map(_REFERENCE.search, texts)):
        return False
    old, new = (_style.signs(html.unescape(text)) for text in texts)
    return old == new == ""

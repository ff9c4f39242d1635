"""Another name: of a person, a place, an organisation, a work; a title or an initial; a misspelt name put right.

A name is a word that is capitalised where the language asks for no capital, or that stands so elsewhere in the text.
"U.N." and "UN" are one; "Egglin" and "Eglin" are a `name` and a `spelling`.
"""

from __future__ import annotations

from comparison.kinds._apart import apart
from comparison.kinds._half import Half, Item
from comparison.kinds._names import broken_name, is_name
from comparison.kinds._view import View


def recognise(view: View) -> str | None:
    """Why the edit changes a name, None where it does not."""
    if broken_name(view):
        return "a full stop inside a name"
    for hunk in view.hunks:
        if hunk.nature == "spelling" and _holds_name(view.old, hunk.old) and _holds_name(view.new, hunk.new):
            return "a name is spelt in another way"
    if not view.may_name:
        return None
    gone, come = apart(*(_names(half, places) for half, places in view.sides()))
    if not gone and not come:
        return None
    if gone and come:
        return "a name changed"
    return "a name was taken out" if gone else "a name was put in"


def _holds_name(half: Half, items: list[Item]) -> bool:
    return any(is_name(half, item.start) for item in items)


def _names(half: Half, places: list[int]) -> list[str]:
    return [half.words[place].removesuffix("'s") for place in places if is_name(half, place)]

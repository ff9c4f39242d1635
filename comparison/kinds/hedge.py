"""How sure a statement is: "allegedly", "reportedly", "may", "appears to", "likely", "about" before a number."""

from __future__ import annotations

from collections.abc import Sequence

from comparison.kinds._apart import apart
from comparison.kinds._half import PARTICIPLES, Found
from comparison.kinds._view import View


def recognise(view: View) -> str | None:
    """Why the edit changes how sure a statement is, None where it does not."""
    phrases = view.phrases(view.pack.hedges)
    return (_other(*phrases) if any(phrases) else None) or _approximation(view)


def _other(old: Sequence[Found], new: Sequence[Found]) -> str | None:
    """Whether the phrases that differ hedge otherwise."""
    gone, come = apart(*([phrase.name for phrase in side if _hedges(phrase)] for side in (old, new)))
    if not gone and not come:
        return None
    if gone and come:
        return "a hedge changed"
    return "a hedge was taken out" if gone else "a hedge was put in"


def _hedges(phrase: Found) -> bool:
    """Whether a phrase hedges here: not a person called May, not "reported" as a verb of saying."""
    half, word = phrase.half, phrase.half.words[phrase.start]
    if word == "may" and half.tokens[phrase.start].text[0].isupper():
        return half.side.opens_sentence(phrase.start)
    return word not in PARTICIPLES or half.qualifies(phrase.start, phrase.end)


def _approximation(view: View) -> str | None:
    """Whether "about" came to a number or went from it."""
    if not (view.old.entities and view.new.entities):
        return None
    old, new = ([entity for entity in half.entities if not entity.is_date] for half in (view.old, view.new))
    if len(old) != len(new):
        return None
    hedged = sum(bool(entity.hedge) for entity in old), sum(bool(entity.hedge) for entity in new)
    if hedged[0] == hedged[1]:
        return None
    return "a number was made exact" if hedged[0] > hedged[1] else "a number was made approximate"

"""How sure a statement is said to be: "allegedly", "reportedly", "may", "appears to", "likely", "about" before a number."""

from __future__ import annotations

from collections import Counter

from comparison.kinds._view import Half, View


def recognise(view: View) -> str | None:
    """Why the edit changes how sure a statement is, None where it does not."""
    gone, come = _hedges(view.old), _hedges(view.new)
    if gone != come:
        if gone - come and come - gone:
            return "a hedge changed"
        return "a hedge was taken out" if gone - come else "a hedge was put in"
    return _approximation(view)


def _hedges(half: Half) -> Counter[str]:
    return Counter(name for start, end, name in half.phrases(half.pack.hedges) if _is_hedge(half, start, end))


def _is_hedge(half: Half, start: int, end: int) -> bool:
    """Whether a word hedges here: not the month of May, not "alleged" and "reported" as verbs of saying."""
    word = half.words[start]
    if word == "may" and half.tokens[start].text[0].isupper():
        return half.side.opens_sentence(start) and not half.words[start + 1 : start + 2][0:1] == ["."]
    if word in ("alleged", "reported", "presumed", "supposed", "suspected"):
        following = half.words[end] if end < len(half.words) else ""
        return following not in half.pack.that and following not in _NOT_AFTER_ADJECTIVE and following.isalpha()
    return True


_NOT_AFTER_ADJECTIVE = frozenset("the a an on in by at from he she it they its his her their and to".split())


def _approximation(view: View) -> str | None:
    """Whether "about" came to a number or went from it."""
    old, new = ([entity for entity in half.entities if not entity.is_date] for half in (view.old, view.new))
    if len(old) != len(new):
        return None
    hedged = sum(entity.hedged for entity in old), sum(entity.hedged for entity in new)
    if hedged[0] == hedged[1]:
        return None
    return "a number was made exact" if hedged[0] > hedged[1] else "a number was made approximate"

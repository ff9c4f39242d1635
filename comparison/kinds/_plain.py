"""Plain wording: words in small letters that no table knows, exchanged, put in or taken out.

Most edits are such. No recogniser of values, names, denials or sources can find anything in them, so that nothing of
what a `View` computes is needed; only where the edit stands (in a note, a byline, a line of the page) is still asked.
"""

from __future__ import annotations

import re

from comparison.change import Change
from comparison.kinds import _quotes, _spelling, _style
from comparison.kinds._tokens import Side
from comparison.kinds._view import View
from comparison.kinds.lexicon.base import Lexicon

_WORDS = re.compile(r" ?[a-z]{2,}(?: [a-z]{2,}){0,11} ?")
_OPEN = frozenset(" \n(")
_CLOSED = frozenset(" \n,.;:!?)")
_NEIGHBOUR = 24
"""How many characters beside an edit are looked at for the word that stands there."""


def is_plain(view: View) -> bool:
    """Whether the edit is plain wording outside quotation marks, so that no word in it has a kind of its own."""
    change = view.change
    if change.field != "text" or not (_is_plain_text(change.old) and _is_plain_text(change.new)):
        return False
    old, new = change.old.split(), change.new.split()
    if not (old or new) or not (_is_apart(view.before) and _is_apart(view.after)):
        return False
    telling = view.pack.telling
    if not (telling.isdisjoint(old) and telling.isdisjoint(new)):
        return False
    if not (old and new) and _joins_values(change, view.pack):
        return False
    return _are_others(old, new, view.pack) and not _is_quoted(view.before if old else view.after)


def _is_plain_text(text: str) -> bool:
    return not text or _WORDS.fullmatch(text) is not None


def _is_apart(side: Side) -> bool:
    """Whether the edit neither begins nor ends inside a word, or beside a sign that may be part of one."""
    text, start, end = side.text, side.start, side.end
    opens = start == 0 or text[start - 1] in _OPEN or (start < len(text) and text[start] == " ")
    closes = end == len(text) or text[end] in _CLOSED or (end > 0 and text[end - 1] == " ")
    return opens and closes


def _joins_values(change: Change, pack: Lexicon) -> bool:
    """Whether words that came or went may have parted a date or quantity: known words stand on either side."""
    text, place = (change.after, change.after_start) if change.old else (change.before, change.before_start)
    left = text[max(place - _NEIGHBOUR, 0) : place].split()[-1:]
    right = text[place : place + _NEIGHBOUR].split()[:1]
    return all(not word.isalpha() or word.lower() in pack.telling for word in (*left, *right))


def _are_others(old: list[str], new: list[str], pack: Lexicon) -> bool:
    """Whether no word of one side is one of the other, is spelt otherwise there, or has lost or won a prefix."""
    if not old or not new:
        return True
    if _style.same_joined(old, new, pack) or _spelling.same_word(old, new, pack):
        return False
    pairs = [(one, other) for one in old for other in new]
    if any(one.endswith(other) or other.endswith(one) for one, other in pairs):
        return False
    alike = zip(old, new, strict=True) if 1 < len(old) == len(new) else ()
    return not any(_spelling.respelt(one, other, pack) for one, other in alike)


def _is_quoted(side: Side) -> bool:
    """Whether the edit stands within quotation marks, or words with such marks around them."""
    return _quotes.read(side.text, side.paragraph[0], min(side.end + 1, len(side.text))).holds(side.start + 1)

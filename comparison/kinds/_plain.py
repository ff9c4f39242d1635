"""Edits that need no recogniser: plain wording, and quotation marks and apostrophes in another style.

Plain wording is words in small letters that no table knows, exchanged, put in or taken out. Most edits are such. No
recogniser of values, names, denials or sources can find anything in them, so that nothing of what a `View` computes is
needed; only where the edit stands (in a quotation, a note, a byline, a line of the page) is still asked.
"""

from __future__ import annotations

import re
from typing import Literal

from comparison.change import Change
from comparison.kinds import _quotes, _spelling, _style
from comparison.kinds._tokens import Side
from comparison.kinds._view import View
from comparison.kinds.lexicon.base import Lexicon

_WORDS = re.compile(r" ?[a-z]{2,}(?: [a-z]{2,}){0,11} ?")
_STRAIGHT = str.maketrans("‘’“”„", '\'\'"""')
_UNSURE = re.compile(r"(?<![^\W_])['‘’]|['‘’](?![^\W_])|(?<=\d)[\"“”„]")
"""Marks that may be apostrophes, inches or quotation marks: what stands around them has to tell."""
_OPEN = frozenset(" \n(")
_CLOSED = frozenset(" \n,.;:!?)")
_LONGEST_PHRASE = 60
"""How many characters beside an edit are searched for a phrase that its words are part of."""
_NEIGHBOUR = 24
"""How many characters beside an edit are looked at for the word that stands there."""


def setting(view: View) -> Literal["", "plain", "quoted"]:
    """Where plain wording stands, within quotation marks or outside; "" for other edits, whose words may tell more."""
    if not _is_plain(view):
        return ""
    sides = [side for side in (view.before, view.after) if side.text[side.start : side.end].strip()]
    return "quoted" if all(map(_is_quoted, sides)) else "plain"


def is_redressed(view: View) -> bool:
    """Whether nothing but the style of quotation marks or of the apostrophes inside words differs."""
    old, new = view.change.old, view.change.new
    if len(old) != len(new) or old.translate(_STRAIGHT) != new.translate(_STRAIGHT):
        return False
    return not any(_UNSURE.search(side.text, side.start, side.end + 1) for side in (view.before, view.after))


def _is_plain(view: View) -> bool:
    change = view.change
    if change.field != "text" or not (_is_plain_text(change.old) and _is_plain_text(change.new)):
        return False
    old, new = change.old.split(), change.new.split()
    if not (old or new) or not (_is_apart(view.before) and _is_apart(view.after)):
        return False
    if _may_tell(view.before, old, view.pack) or _may_tell(view.after, new, view.pack):
        return False
    if not (old and new) and _joins_values(change, view.pack):
        return False
    return _are_others(old, new, view.pack)


def _is_plain_text(text: str) -> bool:
    return not text or _WORDS.fullmatch(text) is not None


def _is_apart(side: Side) -> bool:
    """Whether the edit neither begins nor ends inside a word, or beside a sign that may be part of one."""
    text, start, end = side.text, side.start, side.end
    opens = start == 0 or text[start - 1] in _OPEN or (start < len(text) and text[start] == " ")
    closes = end == len(text) or text[end] in _CLOSED or (end > 0 and text[end - 1] == " ")
    return opens and closes


def _may_tell(side: Side, words: list[str], pack: Lexicon) -> bool:
    """Whether any of the words may have a kind: by itself, or in a phrase that seems to stand around the edit."""
    if pack.telling.isdisjoint(words):
        return False
    if not pack.telling_alone.isdisjoint(words):
        return True
    around = side.text[max(side.start - _LONGEST_PHRASE, 0) : side.end + _LONGEST_PHRASE]
    around = " ".join(around.lower().replace("’", "'").split())
    return any(phrase in around for word in words for phrase in pack.phrases_with.get(word, ()))


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
    for one in old:
        for other in new:
            if one.endswith(other) or other.endswith(one):
                return False
    alike = zip(old, new, strict=True) if 1 < len(old) == len(new) else ()
    return not any(_spelling.respelt(one, other, pack) for one, other in alike)


def _is_quoted(side: Side) -> bool:
    """Whether the edit stands within quotation marks, or words with such marks around them."""
    return _quotes.read(side.text, side.paragraph[0], min(side.end + 1, len(side.text))).holds(side.start + 1)

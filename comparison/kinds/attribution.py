"""Who is said to have said it, or the verb of saying: "said" to "claimed", "police said" to "officials said".

Also words that name a source without a verb ("according to", "citing"), and their source. What is said inside quotation
marks is a `quote`; a misspelt speaker put right is the same speaker.
"""

from __future__ import annotations

from collections import Counter

from comparison.kinds._half import Half
from comparison.kinds._names import is_name
from comparison.kinds._view import Hunk, View
from comparison.kinds.lexicon.base import word_set

_FAR = 3


def recognise(view: View) -> str | None:
    """Why the edit changes an attribution, None where it does not."""
    if not view.may_name and view.pack.attributing.isdisjoint(view.differing):
        return None  # neither a source nor what it did
    if not any(_may_attribute(half) for half in (view.old, view.new)):
        return None
    crediting = view.phrases(view.pack.crediting)
    if any(crediting):
        gone, come = (Counter(phrase.name for phrase in side) for side in crediting)
        if gone != come:
            return "the words that credit a source changed"
    if _verb_changed(view):
        return "the verb of saying changed"
    if any(hunk.nature == "other" and _speaker_changed(view, hunk) for hunk in view.hunks):
        return "the speaker changed"
    return None


def _may_attribute(half: Half) -> bool:
    """Whether any word near the edit says or credits something: a quick look first."""
    pack = half.pack
    return not (pack.verbs.isdisjoint(half.words) and pack.crediting.first_words.isdisjoint(half.words))


def _verb_changed(view: View) -> bool:
    old, new = (_sayings(half, places) for half, places in view.sides())
    if [half.words[place] for half, place in old] == [half.words[place] for half, place in new]:
        return False
    if old and new:
        return any(half.words[place] in half.pack.saying for half, place in old + new) or all(map(_says, old + new))
    return any(half.words[place] in half.pack.saying or _says((half, place)) for half, place in old + new)


def _sayings(half: Half, places: list[int]) -> list[tuple[Half, int]]:
    """Where verbs of saying stand among the words that differ, outside quotation marks."""
    verbs = half.pack.verbs
    return [
        (half, place)
        for place in places
        if half.words[place] in verbs
        and not half.tokens[place].text[0].isupper()
        and not _is_passive(half, place)
        and not half.qualifies(place, place + 1)
        and not half.inside(place)
    ]


def _is_passive(half: Half, place: int) -> bool:
    """Whether somebody is told, not telling: "were told", "being asked"; also "all told"."""
    before = half.words[place - 1] if place else ""
    return half.words[place] in _ADDRESSING and before in _BEING


def _says(found: tuple[Half, int]) -> bool:
    """Whether a verb that may say something does so: "that" follows, or a quotation stands beside it."""
    half, place = found
    words = half.words
    after = words[place + 1] if place + 1 < len(words) else ""
    if (
        after in half.pack.that
        or after in _QUOTES
        or (after in (",", ":") and words[place + 2 : place + 3] != [] and words[place + 2] in _QUOTES)
    ):
        return True
    before = words[max(place - _FAR, 0) : place]
    return any(sign in _QUOTES for sign in before)


_QUOTES = frozenset('"“”„«»')


def _speaker_changed(view: View, hunk: Hunk) -> bool:
    """Whether the hunk holds a source that stands at a verb of saying or after "according to"."""
    for half, items in ((view.old, hunk.old), (view.new, hunk.new)):
        if not items:
            continue
        first, last = items[0].start, items[-1].end
        if not any(_is_source(half, place) for item in items for place in range(item.start, item.end)):
            continue
        if half.inside(first):
            continue
        if _says_next(half, last) or _said_before(half, first) or _credited_before(half, first):
            return True
    return False


def _is_source(half: Half, place: int) -> bool:
    word = half.words[place]
    return word in half.pack.speakers or is_name(half, place)


def _says_next(half: Half, place: int) -> bool:
    """Whether a verb of saying follows within a few words of the same clause."""
    for spot in range(place, min(place + _FAR, len(half.words))):
        word = half.words[spot]
        if word in half.pack.saying or (word in half.pack.saying_weak and _says((half, spot))):
            return True
        if not half.tokens[spot].is_word or (word in half.pack.small and word not in half.pack.hedges):
            return False
    return False


def _said_before(half: Half, place: int) -> bool:
    """Whether a verb of saying stands before it and after a quotation or comma: '," said police'."""
    spot = place - 1
    while spot >= 0 and place - spot <= _FAR and half.words[spot] in _DETERMINERS:
        spot -= 1
    if spot < 1 or half.words[spot] not in half.pack.verbs:
        return False
    return half.words[spot - 1] in _QUOTES | {",", "'", "’"}


_BEING = word_set("is are was were am be been being get gets getting all")
_ADDRESSING = word_set("told informed asked urged warned")
_DETERMINERS = word_set("the a an local state federal der die das ein eine le la l' les un une el los las una")


def _credited_before(half: Half, place: int) -> bool:
    """Whether "according to" stands before it with nothing but determiners and names between."""
    low = max(place - _FAR - 2, 0)
    words = half.words[low:place]
    for start, end, _ in half.pack.crediting.find(words):
        between = words[end:]
        if all(word not in ",.;:" for word in between) and len(between) <= _FAR and start < place:
            return True
    return False

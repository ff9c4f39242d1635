"""Another person meant by a pronoun: "he" to "she", "their" to "his"; a pronoun for a name, or a name for a pronoun.

A longer passage that came or went with a pronoun in it is no change of pronoun.
"""

from __future__ import annotations

from collections import Counter

from comparison.kinds._half import Half
from comparison.kinds._view import View

_SHORT = 4


def recognise(view: View) -> str | None:
    """Why the edit changes a pronoun, None where it does not."""
    if not any(word.partition("'")[0] in view.pack.all_pronouns for side in view.words_that_differ for word in side):
        return None
    old, new = (_pronouns(half, places, half.pack.pronouns) for half, places in view.sides())
    if old and new:
        return "a pronoun changed" if old != new else None
    if old or new:
        weak = [_pronouns(half, places, half.pack.weak_pronouns) for half, places in view.sides()]
        if weak[0] + old and weak[1] + new:
            return "a pronoun changed"
        return _alone(view, new)
    weak = [_pronouns(half, places, half.pack.weak_pronouns) for half, places in view.sides()]
    return "a pronoun changed" if weak[0] and weak[1] and weak[0] != weak[1] else None


def _pronouns(half: Half, places: list[int], known: frozenset[str]) -> Counter[str]:
    """The pronouns among the words that differ; "he's" holds one, "US" does not."""
    found: Counter[str] = Counter()
    for place in places:
        word = half.words[place] if half.words[place] in known else half.words[place].split("'")[0]
        if word in known and not (word == "us" and half.tokens[place].text.isupper()):
            found[word] += 1
    return found


def _alone(view: View, new: Counter[str]) -> str | None:
    """A pronoun on one side only: put in or taken out by itself, or exchanged for a few words."""
    for hunk in view.hunks:
        sides = [(view.old, hunk.old), (view.new, hunk.new)]
        sizes = [len(items) for _, items in sides]
        if 1 not in sizes or max(sizes) > _SHORT or hunk.nature != "other":
            continue
        lone = [half.words[items[0].start].split("'")[0] for half, items in sides if len(items) == 1]
        if not any(word in view.pack.pronouns for word in lone):
            continue
        if min(sizes):
            return "a pronoun replaced other words" if new else "a pronoun was replaced by other words"
        return "a pronoun was put in" if new else "a pronoun was taken out"
    return None

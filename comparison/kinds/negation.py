"""A negation put in or taken out: "not", "never", "no", "without", "n't", and prefixes ("likely", "unlikely")."""

from __future__ import annotations

from comparison.kinds._half import Found
from comparison.kinds._view import View
from comparison.kinds.lexicon.base import Lexicon

_NEUTRAL_AFTER = frozenset({"only", "just", "least", "merely"})


def recognise(view: View) -> str | None:
    """Why the edit changes what is denied, None where it does not."""
    if not _may_deny(view):
        return None
    pack = view.pack
    gone, come = (
        sum(not _is_neutral(phrase) for phrase in phrases) + sum(_is_shortened(word, pack) for word in words)
        for phrases, words in zip(view.phrases(view.pack.negations), view.words_that_differ, strict=True)
    )
    if gone != come:
        return "a negation was taken out" if gone > come else "a negation was put in"
    return "a word was turned into its contrary" if _prefixed(view) else None


def _may_deny(view: View) -> bool:
    """Whether any word that differs is part of a denial, or may be: a quick look first."""
    pack, words = view.pack, view.differing
    if not (pack.negations.all_words.isdisjoint(words) and pack.careless.isdisjoint(words)):
        return True
    return any(word.endswith("n't") or word.startswith(pack.negating_prefixes) for word in words)


def _is_shortened(word: str, pack: Lexicon) -> bool:
    """Whether a word ends in "n't", or does without its apostrophe."""
    return word.endswith("n't") or word in pack.careless


def _is_neutral(phrase: Found) -> bool:
    """Whether a phrase denies nothing: "not only" that came or went together, "No. 5", the "ne" of "ne ... pas"."""
    words = phrase.half.words
    word, following = words[phrase.start], words[phrase.end : phrase.end + 2]
    if word in ("ne", "n'") or not phrase.name:
        return True
    if word == "not":
        both = phrase.half.low <= phrase.start and phrase.end < phrase.half.high
        return both and following[0] in _NEUTRAL_AFTER
    return word == "no" and following[:1] == ["."] and following[1:] != [] and following[1][0].isdigit()


def _prefixed(view: View) -> bool:
    """Whether a word of one side is a word of the other with a negating prefix."""
    prefixes = view.pack.negating_prefixes
    old, new = map(set, view.words_that_differ)
    return any(
        word.startswith(prefix) and len(word) > len(prefix) + 3 and word[len(prefix) :] in shorter - longer
        for shorter, longer in ((old, new), (new, old))
        if shorter
        for word in longer
        if word.startswith(prefixes)
        for prefix in prefixes
    )

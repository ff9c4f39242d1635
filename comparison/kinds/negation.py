"""A negation put in, taken out or exchanged: "not", "never", "no", "without", "n't", and prefixes ("likely", "unlikely")."""

from __future__ import annotations

from collections import Counter

from comparison.kinds._view import Half, View

_NEUTRAL_AFTER = frozenset({"only", "just", "least", "merely"})


def recognise(view: View) -> str | None:
    """Why the edit changes what is denied, None where it does not."""
    gone, come = _negations(view.old), _negations(view.new)
    if gone.total() != come.total():
        return "a negation was taken out" if gone.total() > come.total() else "a negation was put in"
    if _prefixed(view):
        return "a word was turned into its contrary"
    return None


def _negations(half: Half) -> Counter[str]:
    """The negations that the edit touches, "can't" and "cannot" alike."""
    found = Counter(name for start, end, name in half.phrases(half.pack.negations) if not _is_neutral(half, start, end))
    found["n't"] = sum(
        word.endswith(("n't", "nt")) and word in _shortened(word) for word in half.words[half.low : half.high]
    )
    if half.pack.code == "fr":
        for part in ("n'", "ne", "non"):
            del found[part]
    return +found


def _shortened(word: str) -> tuple[str, ...]:
    """The word itself where it is a verb with "n't"."""
    return (
        (word,) if word.endswith("n't") or word in ("cant", "dont", "wont", "didnt", "doesnt", "isnt", "wasnt") else ()
    )


def _is_neutral(half: Half, start: int, end: int) -> bool:
    """Whether a word denies nothing here: "not only", "No. 5", "no doubt"."""
    following = half.words[end] if end < len(half.words) else ""
    word = half.words[start]
    if word == "not":
        return following in _NEUTRAL_AFTER
    if word == "no":
        return following == "." and end + 1 < len(half.words) and half.words[end + 1][0].isdigit()
    return False


def _prefixed(view: View) -> bool:
    """Whether a word of one side is a word of the other with a negating prefix."""
    prefixes = view.pack.negating_prefixes
    old = {view.old.words[place] for place in view.gone}
    new = {view.new.words[place] for place in view.come}
    pairs = [(one, other) for one, other in ((old, new), (new, old)) for other in (other,)]
    return any(
        len(stem) > 3 and prefix + stem in longer
        for shorter, longer in pairs
        for stem in shorter - longer
        for prefix in prefixes
    )

"""Whether a copy runs what its source said before an update, or what it says since. Pure, no I/O.

An update is read edit by edit. The words of an edit are looked for in the copy with the words around them, folded, so
that spelling marks and house style do not matter. An outlet that ran only a part that was not updated has neither
wording; it does not run the old version.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from comparison.fingerprint import words
from comparison.model import Edit, Span, Version

AROUND, NEAR = 3, 200  # words on each side of an edit that have to stand with it, found within so many characters
TELLING, ENOUGH = 5, 12  # a passage of so many words tells itself, by so many of them
LEFT = 0.5  # of the distinct words; where an update leaves fewer, it replaced the text
NOWHERE = "\n"  # stands in no row of words
Reading = Literal["old", "part", "new", "neither"]


class Wordings(NamedTuple):
    """How a passage reads before and after an edit, as rows of folded words; *added*: the edit took nothing away."""

    old: str
    new: str
    added: bool


def changes(before: Version, after: Version, edits: Iterable[Edit], latest: Version) -> tuple[Wordings, ...]:
    """What an update from *before* to *after* changed, but for what the source says again in its *latest* version.

    Where next to nothing was left of the text, as when it is withdrawn, every paragraph of it was changed.
    """
    now, held = folded(latest.text), set(words(after.text))
    left = [word in held for word in set(words(before.text))]
    if sum(left) < LEFT * len(left):
        gone = [Wordings(_opening(passage), NOWHERE, False) for passage in before.text.split("\n\n")]
        found = [*gone, *(Wordings(NOWHERE, _opening(passage), True) for passage in after.text.split("\n\n"))]
    else:
        found = [wordings(before.text, after.text, edit) for edit in telling(edits)]
    return tuple(said for said in found if said.added or said.old not in now)


def reading(changed: Sequence[Wordings], copy: str) -> Reading:
    """Which wording of the changed passages a copy (`folded`) has.

    ``old`` or ``new``; ``part``: some passages new, others as they were; ``neither``: it has none of them. That it
    lacks what was added says something only of an update that did nothing but add.
    """
    taken = sum(said.new in copy for said in changed)
    kept = sum(said.old in copy and said.new not in copy for said in changed if not said.added)
    if kept:
        return "part" if taken else "old"
    if taken:
        return "new"
    only_added = all(said.added for said in changed)
    return "old" if only_added and any(said.old in copy for said in changed) else "neither"


def folded(text: str) -> str:
    """Folded words in a row, so that others are found in it as whole words: " the ferry ran "."""
    return f" {' '.join(words(text))} "


def telling(edits: Iterable[Edit]) -> Sequence[Edit]:
    """The edits by which an update is told: those of the text that matter, all of the text where none does."""
    of_text = [edit for edit in edits if edit.field == "text" and edit.op != "move"]
    return [edit for edit in of_text if edit.material] or of_text


def wordings(before: str, after: str, edit: Edit) -> Wordings:
    """How a passage read before and after an edit, with the words around it."""
    if edit.before is None and edit.after is not None:
        return Wordings(_joint(after, edit.after), _inside(after, edit.after), True)
    if edit.after is None and edit.before is not None:
        return Wordings(_inside(before, edit.before), _joint(before, edit.before), False)
    assert edit.before is not None
    assert edit.after is not None
    old, new = _inside(before, edit.before), _inside(after, edit.after)
    if old == new:  # two long passages that open alike
        old, new = folded(edit.before.text), folded(edit.after.text)
    return Wordings(old, new, False)


def _inside(text: str, place: Span) -> str:
    """A passage: a short one with the words around it, a long one by its opening alone."""
    inside = words(place.text)
    if len(inside) >= TELLING:
        return _row(inside[:ENOUGH])
    left, right = _beside(text, place)
    return _row([*left[-AROUND:], *inside, *right[:AROUND]])


def _opening(text: str) -> str:
    return _row(words(text)[:ENOUGH])


def _joint(text: str, place: Span) -> str:
    """The words on both sides of a passage, as they stand together without it."""
    left, right = _beside(text, place)
    return _row([*left[-AROUND if right else -2 * AROUND :], *right[: AROUND if left else 2 * AROUND]])


def _beside(text: str, place: Span) -> tuple[list[str], list[str]]:
    """The nearest words on both sides of a passage."""
    return words(text[max(0, place.start - NEAR) : place.start]), words(text[place.end : place.end + NEAR])


def _row(said: Iterable[str]) -> str:
    return f" {' '.join(said)} "

"""The kinds of an edit: what a reader would say was changed. ``classify`` is the face of the package."""

from __future__ import annotations

from dataclasses import dataclass

from comparison.change import Change

IMMATERIAL = frozenset({"noise", "typography", "spelling"})


@dataclass(frozen=True, slots=True)
class Kinds:
    """What an edit is: its *kinds* in the order of ``model.KINDS``, whether it matters, and why in a few words."""

    kinds: tuple[str, ...]
    material: bool
    reason: str


def classify(change: Change) -> Kinds:
    """The kinds of an edit, whether it is material, and the reason."""
    if change.op in ("split", "merge"):
        return Kinds((), False, "a sentence or paragraph was split or merged")
    if change.whole or change.op == "move":
        return Kinds((), True, "a whole passage")
    old, new = ("".join(c for c in side.casefold() if c.isalnum()) for side in (change.old, change.new))
    kinds = ("typography",) if old == new else ("wording",)
    return Kinds(kinds, not IMMATERIAL.issuperset(kinds), "wording changed")

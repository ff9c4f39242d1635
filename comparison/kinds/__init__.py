"""The kinds of an edit: what a reader would say was changed. ``classify`` is the face of the package.

Each kind is one module, named as the kind, with a docstring that says what the kind is and one pure function
``recognise(view)`` that gives a short reason or None. A kind is added by one such file and its name in
`comparison.model.KINDS`, which also sets the order. Modules with a leading underscore are what they share; words stand
in `lexicon`, a language a file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import NamedTuple

from comparison import materiality
from comparison.change import Change
from comparison.kinds import quote
from comparison.kinds._plain import is_redressed, setting
from comparison.kinds._view import View
from comparison.kinds.typography import STYLE, WHITE_SPACE
from comparison.model import KINDS

Recogniser = Callable[[View], str | None]

RECOGNISERS: dict[str, Recogniser] = {
    kind: import_module(f"{__name__}.{kind}").recognise
    for kind in sorted({module.name for module in iter_modules(__path__)} & set(KINDS), key=KINDS.index)
}
"""Every kind's function, in the order of `comparison.model.KINDS`."""

ALONE = ("typography", "noise")
"""Kinds that explain an edit wholly: where one holds, content has not changed."""
LAST = "wording"
PLACED = ("byline", "correction")
"""Kinds that an edit has by where it stands, whatever its words are."""
WHOLE = ("byline", "correction", "noise")
"""The kinds that a wholly inserted, deleted or moved passage may have."""
WHOLE_FIELDS = {"title": ("headline",), "byline": ("name", "byline"), "credit": ("name", "byline")}
"""The same, where a field came or went as a whole."""


OTHERS = tuple(kind for kind in RECOGNISERS if kind not in (*ALONE, LAST))
GROUPS = (*((kind,) for kind in ALONE), OTHERS, (LAST,))
"""Which kinds are asked for together, one group after the other until one is found."""


class Kinds(NamedTuple):
    """What an edit is: its *kinds* in the order of ``model.KINDS``, whether it matters, and why in a few words."""

    kinds: tuple[str, ...]
    material: bool
    reason: str


def classify(change: Change) -> Kinds:
    """The kinds of an edit, whether it is material, and the reason.

    >>> change = Change("replace", "text", "12", "19", "It killed 12.", "It killed 19.", 10, 12, 10, 12)
    >>> classify(change)
    Kinds(kinds=('number',), material=True, reason='a number changed')
    """
    view = View(change)
    if change.op in ("split", "merge") and _only_joins(view):
        return Kinds((), False, f"a sentence or paragraph was {'split' if change.op == 'split' else 'merged'}")
    found = _found(view)
    kinds = tuple(found)
    material = materiality.is_material(change.op, kinds)
    return Kinds(kinds, material, materiality.explain(change.op, found))


def _found(view: View) -> dict[str, str]:
    """The kinds of the edit, each with its reason."""
    change = view.change
    if change.field == "published":
        return _ask(view, ("date",))
    if change.whole or change.op == "move":
        return _ask(view, WHOLE_FIELDS.get(change.field, WHOLE))
    return _at_a_glance(view) or _looked_for(view)


def _at_a_glance(view: View) -> dict[str, str]:
    """The kinds of an edit that shows them by where it stands and by its signs; nothing where it has to be read."""
    change = view.change
    if view.in_address:
        kind = "number" if change.old.isdigit() and change.new.isdigit() else LAST
        return _ask(view, ("typography",)) or {
            kind: f"a {'number in a ' if kind == 'number' else ''}web address changed"
        }
    if change.old.isspace() and change.new.isspace() and not _beside_figures(change):
        return {"typography": WHITE_SPACE}
    if is_redressed(view):
        return {"typography": STYLE}
    where = setting(view)
    if not where:
        return {}
    telling = {"quote": quote.WORDS} if where == "quoted" else {}
    return _ask(view, ("noise",)) or telling | _ask(view, PLACED) or _ask(view, (LAST,))


def _looked_for(view: View) -> dict[str, str]:
    """The kinds that the recognisers find, one group after the other."""
    found = next(filter(None, (_ask(view, kinds) for kinds in GROUPS)), {})
    if found.keys() == {"spelling"} and any(hunk.nature == "other" for hunk in view.hunks):
        found[LAST] = "the wording changed"  # beside the slip that was put right: "recieve blue" to "receive red"
    return found


def _beside_figures(change: Change) -> bool:
    """Whether a figure stands beside the edit, so that a blank may part its groups ("10 000")."""
    around = (
        change.before[max(change.before_start - 1, 0) : change.before_start],
        change.before[change.before_end : change.before_end + 1],
    )
    return any(map(str.isdigit, around))


def _ask(view: View, kinds: Sequence[str]) -> dict[str, str]:
    return {kind: reason for kind in kinds if (reason := RECOGNISERS[kind](view))}


def _only_joins(view: View) -> bool:
    """Whether a split or merge changes nothing but the joint: signs, blanks, case, a conjunction, a pronoun."""
    change = view.change
    if not change.old.strip() and not change.new.strip():
        return True  # nothing to read, however much of it there is
    return all(
        half.words[place] in half.pack.joints or half.tokens[place].is_sign
        for half, places in view.sides()
        for place in places
    )

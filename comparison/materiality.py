"""How much an edit matters to a reader, and why: it ranks and explains, and hides nothing.

An edit is immaterial only where all that it changes is page noise, typography or spelling, or where a split
or merge changes nothing but the joint. Among the material ones `rank` puts first what a standards desk
looks at first: corrections, denials, figures, what people are quoted as saying, names, the headline, who
says so, dates, how sure it is. `_WEIGHTS` has the order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from comparison.model import Edit

IMMATERIAL = frozenset({"noise", "typography", "spelling"})
_WEIGHTS = {
    "correction": 100, "negation": 80, "number": 75, "quote": 70, "name": 65, "headline": 60, "attribution": 55,
    "date": 50, "hedge": 45, "pronoun": 35, "byline": 30, "wording": 20, "spelling": 3, "typography": 2, "noise": 1,
}  # fmt: skip
_UNNAMED = 40
"""A wholly inserted, deleted or moved passage, before its length counts."""
_WORDS = {
    "insert": "a passage was put in", "delete": "a passage was taken out", "move": "a passage was moved",
    "replace": "the wording changed", "split": "one sentence or paragraph became several",
    "merge": "several sentences or paragraphs became one",
}  # fmt: skip


class Rank(NamedTuple):
    """How much an edit matters: a higher *score* matters more; *reason* says why in a few words."""

    score: int
    reason: str


def is_material(op: str, kinds: Iterable[str]) -> bool:
    """Whether a reader has to know: not where every kind is noise, typography or spelling; a move always.

    >>> is_material("replace", ["number", "typography"]), is_material("replace", ["spelling"]), is_material("move", [])
    (True, False, True)
    """
    kinds = tuple(kinds)
    return op == "move" or not kinds or not IMMATERIAL.issuperset(kinds)


def explain(op: str, reasons: Mapping[str, str]) -> str:
    """One short sentence from each kind's own reason, the weightiest first: "a number changed inside a quotation"."""
    if not reasons:
        return _WORDS[op]
    if len(reasons) == 1:
        return next(iter(reasons.values()))
    ordered = sorted(reasons, key=lambda kind: -_WEIGHTS.get(kind, _UNNAMED))
    others = [kind for kind in ordered if kind != "quote"]
    told = reasons[others[0]]
    if "quote" in ordered and reasons["quote"] == "the words of a quotation changed":
        return _placed(told, "inside", "a quotation")
    return _placed(told, "in", "the headline") if "headline" in others[1:] else told


def _placed(reason: str, where: str, what: str) -> str:
    """A reason with the place where it holds: "a name was put into the headline", "a number changed in it"."""
    for verb, preposition in ((" put in", "to"), (" taken out", " of")):
        if reason.endswith(verb):
            return f"{reason}{preposition} {what}"
    return f"{reason} {where} {what}"


def rank(edit: Edit) -> Rank:
    """The weight of an edit among others, and why; `Edit.reason` where it has one.

    Kinds add up, but the weightiest leads: a number inside a quotation ranks over a number. Among passages without a
    kind the longer one ranks higher. Immaterial edits rank below all others and are never left out.

    >>> one, both = (rank(Edit("replace", None, None, kinds)) for kinds in (("number",), ("number", "quote")))
    >>> both.score > one.score
    True
    """
    weights = sorted((_WEIGHTS.get(kind, _UNNAMED) for kind in edit.kinds), reverse=True)
    score = weights[0] * 10 + sum(weights[1:]) // 10 if weights else _UNNAMED * 10 + _length_bonus(edit)
    if not edit.material:
        score = min(score, 50)
    elif edit.field == "title" and weights:
        score += 20
    return Rank(score, edit.reason or explain(edit.op, {kind: _PLAIN.get(kind, kind) for kind in edit.kinds}))


_PLAIN = {
    "number": "a number changed", "date": "a date or time changed", "name": "a name changed",
    "quote": "the words of a quotation changed", "attribution": "the attribution changed",
    "negation": "a negation changed", "hedge": "a hedge changed", "pronoun": "a pronoun changed",
    "headline": "the headline changed", "byline": "the byline changed", "correction": "a correction note changed",
    "noise": "noise of the page changed", "typography": "only typography changed", "spelling": "a spelling changed",
    "wording": "the wording changed",
}  # fmt: skip


def _length_bonus(edit: Edit) -> int:
    """Up to 90 points for a long passage: one for every ten characters."""
    return min(max(len(span.text) if span else 0 for span in (edit.before, edit.after)) // 10, 90)

"""A note to the reader that something was put right, made clear, brought up to date or withdrawn.

"CORRECTION:", "This version corrects...", "An earlier version...", "Clarification", editor's notes, and their kin in
German, French and Spanish. An edit within such a note belongs to it too. That somebody was corrected, or that police
gave an update, is no note.
"""

from __future__ import annotations

import re

from comparison.kinds._tokens import Side
from comparison.kinds._view import View
from comparison.kinds.lexicon.base import one_of

_PIECE = one_of("""
    version, article, story, report, post, page, headline, column, item, piece, caption, photo caption,
    dispatch, text, summary, podcast, graphic
""")
_FORMER = one_of("earlier, previous, prior, original, initial, first, former")
_EARLIER = rf"{_FORMER} (?:{_PIECE} of (?:this|the|our) )?{_PIECE}"
_MENDED = one_of("""
    updated, corrected, amended, clarified, edited, revised, changed, withdrawn, retracted, removed
""")
_ERRED = one_of("""
    misstated, misspelled, misspelt, misidentified, incorrectly, inaccurately, mistakenly, wrongly,
    erroneously, gave, said, stated, misattributed, misquoted, misreported, had, contained, omitted, referred,
    reported, identified, listed, suggested, implied, used, was, included, attributed, described, quoted
""")
_LABEL = one_of("""
    correction, corrections, clarification, clarifications, corrected, corrects, erratum, errata, retraction,
    editor's note, editors' note, editors note, editor’s note, editors’ note, note to readers, note to editors,
    writethru, kill, kill notice, takedown, advisory to editors, rectificatif, mise à jour,
    note de la rédaction, mise au point
""")
_LABEL_ALONE = one_of("""
    korrektur, berichtigung, richtigstellung, klarstellung, anmerkung der redaktion, hinweis der redaktion,
    nachtrag, corrección, rectificación, fe de erratas, fe de errores, aclaración, nota del editor,
    nota de la redacción
""")
_DAY = rf"(?:\w+\.? \d{{1,2}}|\d{{1,2}} \w+|{one_of('mon, tues, wednes, thurs, fri, satur, sun')}day)"
_SIGNS = (
    rf"^\W*{_LABEL}\b\s*(?:[^\w\s]|\([^)]*\))",
    rf"^\W*(?:correction|clarification)s?,? {_DAY}",
    r"^\W*updated?s?\s*(?:\d+|\([^)]*\)|,[^:\n]{2,40})?\s*[:—–]",
    r"^\W*editors?:\W",
    rf"\bthis {_PIECE} (?:corrects|clarifies|updates)\b|\bCORRECTS\b",
    rf"\b(?:this|the|our) {_PIECE}(?: \w+)? (?:has|have) been (?:\w+ )?{_MENDED}\b",
    rf"\bthis {_PIECE} was (?:\w+ )?{_MENDED}\b",
    rf"\b{_EARLIER}[^.\n]{{0,60}}?\b{_ERRED}\b",
    r"\b(?:we|the editors|\w+) regrets? the (?:error|mistake|confusion)s?\b",
    r"\bhas (?:withdrawn|retracted|killed) (?:its|the|this|a) (?:story|article|report|dispatch)\b",
    r"\b(?:story|article|report) (?:is|has been) withdrawn\b",
    rf"^\W*{_LABEL_ALONE}\b",
    r"\bin einer (?:früheren|ersten|vorherigen) (?:version|fassung)\b",
    r"\bwir haben (?:den fehler|das|die stelle|dies) (?:korrigiert|berichtigt)\b",
    r"\bdieser (?:text|artikel|beitrag) wurde (?:\w+ )?(?:aktualisiert|korrigiert|ergänzt)\b",
    r"\bune (?:version précédente|première version|version antérieure)\b",
    r"\bcet article a été (?:\w+ )?(?:corrigé|modifié|mis à jour)\b",
    r"\buna versión (?:anterior|previa)\b|^\W*actualización\s*[:(—–.]",
    r"\beste (?:artículo|texto) (?:ha sido|fue) (?:\w+ )?(?:corregido|actualizado|modificado)\b",
)
_NOTE = re.compile("|".join(f"(?:{sign})" for sign in _SIGNS), re.I | re.M)
_STEMS = (
    "corr", "clarif", "errat", "retract", "editor", "writethru", "kill", "updat", "withdr", "regret", "version",
    "earlier", "previous", "prior", "original", "initial", "former", "first ", "note to", "takedown", "advisory",
    "amend", "revised", "changed", "removed", "bericht", "richtig", "klarst", "anm", "hinweis", "nachtrag", "fassung",
    "aktualisiert", "rectif", "mise ", "mis à", "modifié", "note de", "fe de", "aclara", "nota de", "actualiz",
    "versión", "modificado",
)  # fmt: skip
"""Every note holds one of them: a quick look before the patterns are tried."""
_HEAD = 400


def recognise(view: View) -> str | None:
    """Why the edit is or touches a correction note, None where it does not."""
    if view.change.field not in ("text", "standfirst"):
        return None
    old, new = (_is_note(text) for text in (view.change.old, view.change.new))
    if new and not old:
        return "a correction note was added"
    if old and not new:
        return "a correction note was removed"
    if old or (not view.change.whole and any(_in_note(side) for side in (view.before, view.after))):
        return "a correction note changed"
    return None


def _is_note(text: str) -> bool:
    """Whether a passage is, or holds, a note; long ones are looked at from both ends."""
    if len(text) < 12:
        return False
    parts = [text] if len(text) <= 2 * _HEAD else [text[:_HEAD], text[-_HEAD:]]
    return any(_matches(part) for part in parts)


def _matches(text: str) -> bool:
    """Whether a sign of a note stands in the text; "corrects" alone is one in capitals only."""
    low = text.casefold()
    if not any(stem in low for stem in _STEMS):
        return False
    return any(match.group() != "CORRECTS".lower() for match in _NOTE.finditer(text))


def _in_note(side: Side) -> bool:
    """Whether the edit stands in a paragraph that opens as a note."""
    start, end = side.paragraph()
    return _matches(side.text[start : min(end, start + _HEAD)])

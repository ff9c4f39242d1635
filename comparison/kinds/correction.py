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
_VERSION = rf"{_FORMER} (?:version|edition)(?! of (?:this|the|our|an?) (?!{_PIECE}\b))"
_MENDED = one_of("""
    updated, corrected, amended, clarified, edited, revised, changed, withdrawn, retracted, removed
""")
_WRONGLY = one_of("""
    misstated, misspelled, misspelt, misidentified, incorrectly, inaccurately, mistakenly, wrongly, erroneously,
    misattributed, misquoted, misreported
""")
_SAID = one_of("""
    gave, said, stated, had, contained, omitted, referred, reported, identified, listed, suggested, implied, used, was,
    included, attributed, described, quoted
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
_SIGNS = {
    "corr clarif errat erreur retract editor note writethru kill takedown advisory rectif mise": (
        rf"^\W*{_LABEL}\b\s*(?:[^\w\s]|\([^)]*\))"
    ),
    "corr clarif": rf"^\W*(?:correction|clarification)s?,? {_DAY}",
    "updat": r"^\W*updated?s?\s*(?:\d+|\([^)]*\)|,[^:\n]{2,40})?\s*[:—–]",
    "editor": r"^\W*editors?:\W|\bthe editors regret the (?:error|mistake|confusion)s?\b",
    "corrects clarifies updates": rf"\bthis {_PIECE} (?:corrects|clarifies|updates)\b",
    "updated corrected amended clarified edited revised changed withdrawn retracted removed": (
        rf"\b(?:this|the|our) {_PIECE}(?: \w+)? (?:has|have) been (?:\w+ )?{_MENDED}\b"
        rf"|\bthis {_PIECE} was (?:\w+ )?{_MENDED}\b|\b(?:story|article|report) is withdrawn\b"
        r"|\bhas (?:withdrawn|retracted|killed) (?:its|the|this|a) (?:story|article|report|dispatch)\b"
    ),
    "earlier previous prior original initial first former": (
        rf"\b{_VERSION}[^.\n]{{0,60}}?\b(?:{_WRONGLY}|{_SAID})\b|\b{_FORMER} {_PIECE}[^.\n]{{0,60}}?\b{_WRONGLY}\b"
    ),
    "regret": r"\b\w+ regrets? the (?:error|mistake|confusion)s?\b",
    "korr corr bericht richtig klarst anmerk hinweis nachtrag recti errat errores aclar nota": rf"^\W*{_LABEL_ALONE}\b",
    "fassung version": (
        r"\bin einer (?:früheren|ersten|vorherigen) (?:version|fassung)\b"
        r"|\bune (?:version précédente|première version|version antérieure)\b"
    ),
    "korrigiert berichtigt aktualisiert ergänzt": (
        r"\bwir haben (?:den fehler|das|die stelle|dies) (?:korrigiert|berichtigt)\b"
        r"|\bdieser (?:text|artikel|beitrag) wurde (?:\w+ )?(?:aktualisiert|korrigiert|ergänzt)\b"
    ),
    "corrigé modifié mis": r"\bcet article a été (?:\w+ )?(?:corrigé|modifié|mis à jour)\b",
    "versión actuali corregido modificado": (
        r"\buna versión (?:anterior|previa)\b|^\W*actualización\s*[:(—–.]"
        r"|\beste (?:artículo|texto) (?:ha sido|fue) (?:\w+ )?(?:corregido|actualizado|modificado)\b"
    ),
}
"""Patterns of notes, each under pieces of words of which it holds one, so that most are never tried."""
_NOTES = [(tuple(stems.split()), re.compile(pattern, re.I | re.M)) for stems, pattern in _SIGNS.items()]
_ALL_STEMS = {stem for stems, _ in _NOTES for stem in stems}
_STEMS = tuple(stem for stem in _ALL_STEMS if not any(other in stem for other in _ALL_STEMS - {stem}))
_HEAD, _OPENING = 300, 160
"""How much of a passage, and of the paragraph around an edit, is looked at."""


def recognise(view: View) -> str | None:
    """Why the edit is or touches a correction note, None where it does not."""
    if view.change.field not in ("text", "standfirst"):
        return None
    old, new = (is_note(text) for text in (view.change.old, view.change.new))
    if new and not old:
        return "a correction note was added"
    if old and not new:
        return "a correction note was removed"
    if old or (not view.change.whole and _is_within_note(view)):
        return "a correction note changed"
    return None


def _is_within_note(view: View) -> bool:
    """Whether the paragraph around the edit opens as a note, on either side."""
    openings = {_opening(side) for side in (view.before, view.after)}
    return _may_match("\n".join(openings)) and any(map(_matches, openings))


def is_note(text: str) -> bool:
    """Whether a passage is, or holds, a note; long ones are looked at from both ends."""
    if len(text) < 12:
        return False
    parts = [text] if len(text) <= 2 * _HEAD else [text[:_HEAD], text[-_HEAD:]]
    return any(_may_match(part) and _matches(part) for part in parts)


def _matches(text: str) -> bool:
    """Whether a sign of a note stands in the text; "CORRECTS" is one in capitals."""
    if "CORRECTS" in text:
        return True
    low = text.lower()
    return any(any(map(low.__contains__, stems)) and note.search(text) for stems, note in _NOTES)


def _may_match(text: str) -> bool:
    """Whether a piece of any sign's words stands in the text: a quick look first."""
    return any(map(text.lower().__contains__, _STEMS))


def _opening(side: Side) -> str:
    """How the paragraph opens in which the edit stands."""
    start, end = side.paragraph
    return side.text[start : min(end, start + _OPENING)]

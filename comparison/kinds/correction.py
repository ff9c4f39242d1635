"""A note to the reader that something was put right, made clear, brought up to date or withdrawn.

"CORRECTION:", "This version corrects...", "An earlier version...", "Clarification", editor's notes, and their kin in
German, French and Spanish. An edit within such a note belongs to it too. That somebody was corrected, or that police
gave an update, is no note.
"""

from __future__ import annotations

import re
from functools import lru_cache

from comparison.kinds._tokens import Side
from comparison.kinds._view import View
from comparison.kinds.lexicon.base import any_of, lines, one_of

_PIECES = """
    version, article, story, report, post, page, headline, column, item, piece, caption, photo caption,
    dispatch, text, summary, podcast, graphic
"""
_PIECE = one_of(_PIECES)
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

_LABELS = """
    correction, corrections, clarification, clarifications, corrected, corrects, erratum, errata, retraction,
    editor's note, editors' note, editors note, editor’s note, editors’ note, note to readers, note to editors,
    writethru, kill, kill notice, takedown, advisory to editors, rectificatif, mise à jour,
    note de la rédaction, mise au point
"""
_LABELS_ALONE = """
    korrektur, berichtigung, richtigstellung, klarstellung, anmerkung der redaktion, hinweis der redaktion,
    nachtrag, corrección, rectificación, fe de erratas, fe de errores, aclaración, nota del editor,
    nota de la redacción
"""
_DAY = rf"(?:\w+\.? \d{{1,2}}|\d{{1,2}} \w+|{one_of('mon, tues, wednes, thurs, fri, satur, sun')}day)"
_OPENING_SIGNS = (
    rf"{one_of(_LABELS)}\b\s*(?:[^\w\s]|\([^)]*\))",
    rf"(?:correction|clarification)s?,? {_DAY}",
    r"updated?s?\s*(?:\d+|\([^)]*\)|,[^:\n]{2,40})?\s*[:—–]",
    r"editors?:\W",
    rf"{one_of(_LABELS_ALONE)}\b",
    r"actualización\s*[:(—–.]",
)
"""Patterns of notes that open a line."""
_INNER_SIGNS = {
    "regret": r"\b\w+ regrets? the (?:error|mistake|confusion)s?\b",
    "corrects, clarifies, updates": rf"\bthis {_PIECE} (?:corrects|clarifies|updates)\b",
    "updated, corrected, amended, clarified, edited, revised, changed, withdrawn, retracted, removed": (
        rf"\b(?:this|the|our) {_PIECE}(?: \w+)? (?:has|have) been (?:\w+ )?{_MENDED}\b"
        rf"|\bthis {_PIECE} was (?:\w+ )?{_MENDED}\b"
    ),
    "withdrawn, retracted, has killed": (
        r"\b(?:story|article|report) is withdrawn\b"
        r"|\bhas (?:withdrawn|retracted|killed) (?:its|the|this|a) (?:story|article|report|dispatch)\b"
    ),
    "version, edition": rf"\b{_VERSION}[^.\n]{{0,60}}?\b(?:{_WRONGLY}|{_SAID})\b",
    "misst, missp, misid, misatt, misquo, misrep, mistaken, incorrectly, inaccurately, wrongly, erroneously": (
        rf"\b{_FORMER} {_PIECE}[^.\n]{{0,60}}?\b{_WRONGLY}\b"
    ),
    "fassung, version": (
        r"\bin einer (?:früheren|ersten|vorherigen) (?:version|fassung)\b"
        r"|\bune (?:version précédente|première version|version antérieure)\b"
    ),
    "korrigiert, berichtigt, aktualisiert, ergänzt": (
        r"\bwir haben (?:den fehler|das|die stelle|dies) (?:korrigiert|berichtigt)\b"
        r"|\bdieser (?:text|artikel|beitrag) wurde (?:\w+ )?(?:aktualisiert|korrigiert|ergänzt)\b"
    ),
    "été": r"\bcet article a été (?:\w+ )?(?:corrigé|modifié|mis à jour)\b",
    "versión, corregido, actualizado, modificado": (
        r"\buna versión (?:anterior|previa)\b"
        r"|\beste (?:artículo|texto) (?:ha sido|fue) (?:\w+ )?(?:corregido|actualizado|modificado)\b"
    ),
}
"""Patterns of notes that may stand anywhere, each under pieces of words of which it holds one."""
_OPENS = re.compile(rf"^\W*(?:{'|'.join(_OPENING_SIGNS)})", re.I | re.M)
_OPENERS = (*lines(_LABELS), *lines(_LABELS_ALONE), "update", "editor", "actualización")
_MAY_OPEN = re.compile(rf"(?:\A|(?<=\w)[^\w\n]*+\n)\W*+{any_of(_OPENERS)}")
"""How every line opens, in small letters, that opens as a note: a quick look first, which reads blank lines once."""
_INNER = [(tuple(lines(stems)), re.compile(pattern, re.I)) for stems, pattern in _INNER_SIGNS.items()]
_HELD = """
    versión, edition, fassung, regret, is withdrawn, has withdrawn, has retracted, has killed, korrigiert, berichtigt,
    artikel wurde, beitrag wurde, artículo ha, artículo fue, texto ha, texto fue
"""
_MAY_HOLD = re.compile(f" {any_of([*lines(_PIECES), *lines(_HELD)])}")
"""What every other note holds, in small letters: the piece that it speaks of, or what was done to it.

The blank comes first, as it is searched for quickly.
"""
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
    before, after = _opening(view.before), _opening(view.after)
    return _matches(before) or (after != before and _matches(after))


def is_note(text: str) -> bool:
    """Whether a passage is, or holds, a note; long ones are looked at from both ends."""
    if len(text) < 12:
        return False
    parts = [text] if len(text) <= 2 * _HEAD else [text[:_HEAD], text[-_HEAD:]]
    return any(map(_matches, parts))


@lru_cache(maxsize=64)
def _matches(text: str) -> bool:
    """Whether a sign of a note stands in the text; "CORRECTS" is one in capitals.

    Edits come in clusters: the paragraph that holds one is often that of the next.
    """
    low = text.lower()
    if (_MAY_OPEN.search(low) if "\n" in low else _MAY_OPEN.match(low)) and _OPENS.search(text):
        return True
    if "CORRECTS" in text:
        return True
    if not _MAY_HOLD.search(low):
        return False
    return any(any(map(low.__contains__, stems)) and note.search(text) for stems, note in _INNER)


def _opening(side: Side) -> str:
    """How the paragraph opens in which the edit stands."""
    start, end = side.paragraph
    return side.text[start : min(end, start + _OPENING)]

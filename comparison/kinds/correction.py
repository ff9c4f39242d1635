"""A note to the reader that something was put right, made clear, brought up to date or withdrawn.

"CORRECTION:", "This version corrects...", "An earlier version...", "Clarification", editor's notes, and their kin in
German, French and Spanish. An edit within such a note belongs to it too. That somebody was corrected, or that police gave
an update, is no note.
"""

from __future__ import annotations

import re

from comparison.kinds._tokens import Side
from comparison.kinds._view import View

_PIECE = r"(?:version|article|story|report|post|page|headline|column|item|piece|caption|photo caption|dispatch|text|summary|podcast|graphic)"
_EARLIER = rf"(?:an? |the )?(?:earlier|previous|prior|original|initial|first|former) (?:{_PIECE} of (?:this|the|our) )?{_PIECE}"
_SIGNS = (
    r"^\W*(?:correction|corrections|clarification|clarifications|corrected|corrects|erratum|errata|retraction|editor['’]?s['’]? note"
    r"|editors['’]? note|note to (?:readers|editors|editor)|writethru|kill(?: notice)?|takedown|advisory to editors)\b\s*(?:[^\w\s]|\([^)]*\))",
    r"^\W*(?:correction|clarification)s?,? (?:\w+\.? \d{1,2}|\d{1,2} \w+|(?:mon|tues|wednes|thurs|fri|satur|sun)day)",
    r"^\W*(?:update|updated|updates)\s*(?:\d+|\([^)]*\)|,[^:\n]{2,40})?\s*[:—–]",
    r"^\W*editors?:\W",
    rf"\b(?:this|the) (?:{_PIECE}|(?:{_PIECE} )?has been|{_PIECE} was) corrects\b|\bthis (?:{_PIECE}) (?:corrects|clarifies|updates)\b",
    r"\bCORRECTS\b",
    rf"\b(?:this|the|our) {_PIECE}(?: \w+)? (?:has|have) been (?:\w+ )?(?:updated|corrected|amended|clarified|edited|revised|changed|withdrawn|retracted|removed)\b",
    rf"\bthis {_PIECE} was (?:\w+ )?(?:updated|corrected|amended|clarified|revised)\b",
    rf"\b{_EARLIER}[^.\n]{{0,60}}?\b(?:misstated|misspelled|misspelt|misidentified|incorrectly|mistakenly|wrongly|erroneously|gave|said|stated|"
    rf"misattributed|misquoted|misreported|had|contained|omitted|referred|reported|identified|listed|suggested|implied|used|was|included|attributed|described|quoted|inaccurately)\b",
    r"\b(?:we|the editors|\w+) regrets? the (?:error|mistake|confusion)s?\b",
    r"\bhas (?:withdrawn|retracted|killed) (?:its|the|this|a) (?:story|article|report|dispatch)\b|\b(?:story|article|report) (?:is|has been) withdrawn\b",
    r"^\W*(?:korrektur|berichtigung|richtigstellung|klarstellung|anmerkung der redaktion|anm\. d\. red|hinweis der redaktion|nachtrag)\b",
    r"\bin einer (?:früheren|ersten|vorherigen) (?:version|fassung)\b|\bin einer (?:früheren|ersten) (?:version|fassung)\b|\bwir haben (?:den fehler|das|die stelle|dies) (?:korrigiert|berichtigt)\b|\bdieser (?:text|artikel|beitrag) wurde (?:\w+ )?(?:aktualisiert|korrigiert|ergänzt)\b",
    r"^\W*(?:correction|rectificatif|erratum|précision|mise à jour|note de la rédaction|mise au point)\b\s*[:(—–.]",
    r"\bune (?:version précédente|première version|version antérieure)\b|\bcet article a été (?:\w+ )?(?:corrigé|modifié|mis à jour)\b",
    r"^\W*(?:corrección|rectificación|fe de errat?as|fe de errores|aclaración|nota del editor|nota de la redacción|actualización)\b\s*[:(—–.]?",
    r"\buna versión (?:anterior|previa)\b|\beste (?:artículo|texto) (?:ha sido|fue) (?:\w+ )?(?:corregido|actualizado|modificado)\b",
)
_NOTE = re.compile("|".join(f"(?:{sign})" for sign in _SIGNS), re.I | re.M)
_STEMS = (
    "corr", "clarif", "errat", "retract", "editor", "writethru", "kill", "updat", "withdr", "regret", "version", "earlier",
    "previous", "prior", "original", "initial", "former", "first ", "note to", "takedown", "advisory", "amend", "revised",
    "changed", "removed", "bericht", "richtig", "klarst", "anm", "hinweis", "nachtrag", "fassung", "aktualisiert", "rectif",
    "précision", "mise ", "mis à", "modifié", "note de", "fe de", "aclara", "nota de", "actualiz", "versión", "modificado",
)  # fmt: skip
"""What every note holds some of: a quick look before the patterns are tried."""
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
    low = text.casefold()
    if not any(stem in low for stem in _STEMS):
        return False
    match = _NOTE.search(text)
    while match and match.group().lower() == "corrects" and match.group() != "CORRECTS":
        match = _NOTE.search(text, match.end())
    return match is not None


def _in_note(side: Side) -> bool:
    """Whether the edit stands in a paragraph that opens as a note."""
    start, end = side.paragraph()
    return _matches(side.text[start : min(end, start + _HEAD)])

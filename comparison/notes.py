"""What a correction note says that it corrects: read from the note's own words. Pure.

A note names the matter ("the number of people hurt"), or what stood there and what stands there now ("19, not 12",
"from 12 to 19"), or both, or nothing. Patterns are those of agencies' and papers' own standing phrases, in English,
German, French and Spanish. Nothing is guessed: what the note does not say is None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from comparison.model import Edit
from comparison.tokens import tokenize

_VALUE = r"(?P<{}>[\w$€£¥][^,;.!?\n]{{0,60}}?(?:[.,]\d[^,;.!?\n]{{0,20}}?)*)"
_NOW, _WAS = _VALUE.format("now"), _VALUE.format("was")
_END = r"(?=\s*(?:[;.!?\n]|$))"
_OLDER = r"(?:earlier|previous|prior|original|initial|first|former)"
_PIECE = r"(?:version|story|article|report|headline|caption|post|dispatch|edition)"
_CHANGES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"\bfrom {_WAS} to {_NOW}{_END}",
        rf"\b(?:to|is|are|was|were|had|has|at|as|on|by) {_NOW},? (?:not|instead of|rather than|and not) {_WAS}{_END}",
        rf"\b(?:nicht|statt) {_WAS},? sondern {_NOW}{_END}",
        rf"\b(?:nicht) {_WAS},? sondern {_NOW}{_END}",
        rf"\b(?:est|était|sont|de) {_NOW},? et non (?:pas )?{_WAS}{_END}",
        rf"\b(?:es|son|era|fue|de) {_NOW},? y no {_WAS}{_END}",
    )
)
_ABOUT = r"(?P<about>[^.;\n]{3,160})"
_MATTERS = tuple(
    re.compile(rf"\b{pattern}{_ABOUT}", re.I)
    for pattern in (
        rf"{_OLDER} {_PIECE}\b[^.\n]{{0,60}}?\b(?:mis(?:stated|spelled|spelt|identified|attributed|quoted|reported)|"
        r"gave (?:an |the )?(?:incorrect|wrong)|gave incorrectly|omitted)\s+",
        rf"{_OLDER} {_PIECE}\b[^.\n]{{0,60}}?\b(?:in(?:correct|accurate)ly|mistakenly|wrongly|erroneously)\s+"
        r"(?:said|stated|reported|gave|identified|described|listed|referred to|attributed)\s+(?:that\s+)?",
        r"(?:corrects|to correct|corrected(?: to (?:show|reflect|say))?|clarifies|to clarify|clarified|fixes)\s+"
        r"(?:that\s+)?(?!on\b|at\b)",
        r"in einer (?:früheren|ersten|vorherigen) (?:version|fassung)[^.\n]{0,40}?\b(?:hieß es|stand|schrieben wir)\b"
        r",?\s*(?:fälschlich(?:erweise)?,?\s*)?",
        r"une (?:version (?:précéd|antéri)\w+|première version)[^.\n]{0,40}?\b(?:indiquait|affirmait|disait)\s+"
        r"(?:par erreur\s+|à tort\s+)?(?:que\s+)?",
        r"una versión (?:anterior|previa)[^.\n]{0,40}?\b(?:decía|afirmaba|indicaba|señalaba)\s+"
        r"(?:erróneamente\s+|por error\s+)?(?:que\s+)?",
    )
)
_LABELS = (
    ("retraction", re.compile(r"\b(?:retract\w*|withdraw\w*|kill(?: notice)?|takedown)\b", re.I)),
    ("clarification", re.compile(r"\b(?:clarif\w+|klarstellung|précision|aclaración)\b", re.I)),
    (
        "correction",
        re.compile(
            r"\b(?:corre[ck]\w*|errat\w+|mis\w+ed|incorrectly|wrong(?:ly)?|mistakenly|in error|berichtig\w*|"
            r"korrektur\w*|korrigier\w*|richtigstell\w+|rectif\w+|corrig\w+|erreur|error|erróne\w+|fälschlich\w*)\b",
            re.I,
        ),
    ),
    ("update", re.compile(r"\b(?:updat\w+|aktualisier\w+|nachtrag|mise à jour|actualiza\w+)\b", re.I)),
)
_DULL = frozenset(
    "the a an of in on at to that this it was were is are and or not by for as how many much from".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it reads: its *kind*, what it is *about*, what the text said before (*was*) and says *now*."""

    text: str
    kind: str = "note"
    about: str | None = None
    was: str | None = None
    now: str | None = None

    def __str__(self) -> str:
        """In one line: ``correction: the number of people hurt, 12 to 19``."""
        change = f"{self.was} to {self.now}" if self.was and self.now else None
        told = ", ".join(part for part in (self.about, change) if part)
        return f"{self.kind}: {told or _short(self.text)}"


def read_note(text: str) -> Note:
    """Read one note.

    >>> str(read_note("Correction: An earlier version misstated the number of people hurt. It was 19, not 12."))
    'correction: the number of people hurt, 12 to 19'
    """
    squeezed = " ".join(text.split())
    kind = next((name for name, label in _LABELS if label.search(squeezed)), "note")
    change = next((found for pattern in _CHANGES if (found := pattern.search(squeezed))), None)
    matter = next((found["about"] for pattern in _MATTERS if (found := pattern.search(squeezed))), None)
    was, now = (change["was"].strip(), change["now"].strip()) if change else (None, None)
    return Note(squeezed, kind, _without_change(matter, now), was, now)


def _without_change(matter: str | None, now: str | None) -> str | None:
    """The matter without the values that follow it: "the toll to 19, not 12" is about the toll."""
    if matter is None:
        return None
    if now:
        matter = re.split(rf"(?:,| to| from| is| was| were)? *{re.escape(now)}\b", matter, maxsplit=1)[0]
        matter = re.sub(r"\s+(?:from\b.*|to|is|was|were|as|at)$", "", matter)
    return matter.strip(" ,:()") or None


def tells_of(note: Note, edit: Edit) -> bool:
    """Whether an edit is what a note tells of: it puts the old value for the new, or most of the matter is about it."""
    before, after = (_words(side.text) if side else set() for side in (edit.before, edit.after))
    if note.was and note.now:
        return bool(_words(note.was) & before - after) or bool(_words(note.now) & after - before)
    if note.about is None:
        return False
    matter = _words(note.about) - _DULL
    near = before | after | _words(edit.context)
    return len(matter & near) * 2 >= len(matter) > 0


def _words(text: str) -> set[str]:
    return {text[start:end].casefold() for start, end in tokenize(text) if text[start].isalnum()}


def _short(text: str) -> str:
    return text if len(text) <= 160 else text[:159].rstrip() + "…"

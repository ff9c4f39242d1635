"""Is the content the same? Exactly, or after named normalisers, or is it another version.

Normalisers only decide; what is kept and shown is the exact text. Each no-op names those that made it one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from comparison.model import FIELDS, Version

_TYPES = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "‒": "-", "‐": "-", "‑": "-", "−": "-", "…": "...",
})  # fmt: skip


def _white_space(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _unicode_form(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _typographic(text: str) -> str:
    return text.translate(_TYPES)


NORMALISERS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("white-space", _white_space),
    ("unicode-form", _unicode_form),
    ("typographic", _typographic),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """What lies between two versions' contents.

    *fields* are those that really differ (empty: the same content). *normalisers* names what had to be
    taken away for the other fields to agree, in the order of `NORMALISERS`; empty where they agree
    character by character.
    """

    fields: tuple[str, ...] = ()
    normalisers: tuple[str, ...] = ()

    @property
    def revised(self) -> bool:
        """Whether this is another version."""
        return bool(self.fields)

    @property
    def exact(self) -> bool:
        """Whether every field is equal character by character."""
        return not self.fields and not self.normalisers

    @property
    def reason(self) -> str | None:
        """The normalisers' names, parted by commas; None where none was needed."""
        return ", ".join(self.normalisers) or None


def difference(before: Version, after: Version) -> Difference:
    """Compare the content of two versions, field by field."""
    fields, used = [], set[str]()
    for name in FIELDS:
        needed = _needed(before.field(name), after.field(name))
        if needed is None:
            fields.append(name)
        else:
            used |= needed
    order = [name for name, _ in NORMALISERS]
    return Difference(tuple(fields), tuple(sorted(used, key=order.index)))


def _needed(one: str, other: str) -> set[str] | None:
    """The normalisers under which two texts agree; None where they do not."""
    used = set[str]()
    for name, normal in NORMALISERS:
        if one == other:
            return used
        before = (one, other)
        one, other = normal(one), normal(other)
        if (one, other) != before:
            used.add(name)
    return used if one == other else None

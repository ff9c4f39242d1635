"""Is the content the same? Exactly, or after named normalisers, or is it another version.

Normalisers only decide; what is kept and shown is the exact text. Each no-op names those that made it one. They
work paragraph by paragraph; where only the bounds between paragraphs were moved, nothing but white space was.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from comparison.model import FIELDS, Version
from pipelines import noise

_IGNORED = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe0e\ufe0f\ufeff]")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_QUOTES = str.maketrans(
    dict.fromkeys("‘’‚‛‹›′´`ʼ＇", "'") | dict.fromkeys("“”„‟«»″＂", '"') | {"…": "...", "‐": "-", "‑": "-", "−": "-"}
)
_INSIDE = re.compile(r"([«„‹])\s+|\s+([»›])")
_RANGE = re.compile(r"(?<=\w)[–‒](?=\w)")
_DASH = re.compile(r"\s*(?:—|―|–|‒|(?<=\s)--?(?=\s)|(?<=\w)--(?=\w))\s*")
_MOJIBAKE = re.compile(
    r"[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{1,3}"
)
_LOST = re.compile(r"\ufffd+|(?<=\w)\?(?=\w)")


def _white_space(text: str) -> str:
    return " ".join(text.split())


def _unicode_form(text: str) -> str:
    return unicodedata.normalize("NFC", _IGNORED.sub("", text).translate(_LIGATURES))


def _encoding_damage(text: str) -> str:
    """UTF-8 that was read as Windows-1252 is read again, as often as it was misread."""
    for _ in range(2):
        text = _MOJIBAKE.sub(_reread, text)
    return text


def _reread(match: re.Match[str]) -> str:
    """The character whose bytes a run of mojibake is; the run itself where it is none."""
    raw = b"".join(_byte(sign) for sign in match.group())
    for end in range(len(raw), 1, -1):
        try:
            return raw[:end].decode("utf-8") + match.group()[end:]
        except UnicodeDecodeError:
            continue
    return match.group()


def _byte(sign: str) -> bytes:
    """The byte that Windows-1252 shows as *sign*; its five gaps are shown as control characters."""
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign.encode("latin-1") if sign < "\u0100" else b"?"


def _typographic(text: str) -> str:
    """Quotes and dashes of one style. A hyphen inside a word stays apart from a dash between words."""
    tight = _INSIDE.sub(lambda match: match.group(1) or match.group(2), text)
    return _DASH.sub(" - ", _RANGE.sub("-", tight)).translate(_QUOTES)


BY_CHARACTER: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("white-space", _white_space),
    ("unicode-form", _unicode_form),
    ("encoding-damage", _encoding_damage),
    ("typographic", _typographic),
)
BY_LINE: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("time-stamp", noise.is_stamp),
    ("counter", noise.is_counter),
    ("read-more", noise.is_pointer),
)
NORMALISERS = (*(name for name, _ in BY_CHARACTER), "date-form", *(name for name, _ in BY_LINE))


@dataclass(frozen=True, slots=True)
class Difference:
    """What lies between two versions' contents.

    *fields* are those that really differ (empty: the same content). *normalisers* names what had to be taken
    away for the other fields to agree, in the order of `NORMALISERS`; empty where they agree character by
    character.
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
        needed = _needed(name, before.field(name), after.field(name))
        if needed is None:
            fields.append(name)
        else:
            used |= needed
    return Difference(tuple(fields), tuple(sorted(used, key=NORMALISERS.index)))


def _needed(name: str, one: str, other: str) -> set[str] | None:
    """The normalisers under which a field of two versions agrees; None where it does not."""
    if one == other:
        return set()
    if name == "published":
        return {"date-form"} if one and other and (one.startswith(other) or other.startswith(one)) else None
    if name != "text":
        return _line_needs(one, other)
    return _text_needs(one.split("\n\n"), other.split("\n\n"))


def _text_needs(one: Sequence[str], other: Sequence[str]) -> set[str] | None:
    """As `_needed`, for paragraphs: line by line, lines of noise left out only where they stand in the way."""
    used = _lines_need(one, other)
    if used is not None:
        return used
    if len(one) != len(other) and (used := _line_needs(" ".join(one), " ".join(other))) is not None:
        return used | {"white-space"}
    taken = set[str]()
    for name, is_noise in BY_LINE:
        left = [line for line in one if not is_noise(_white_space(line))]
        right = [line for line in other if not is_noise(_white_space(line))]
        if (left, right) != (one, other):
            taken.add(name)
        one, other = left, right
        used = _lines_need(one, other)
        if used is not None:
            return used | taken
    return None


def _lines_need(one: Sequence[str], other: Sequence[str]) -> set[str] | None:
    """The normalisers under which every line agrees with its counterpart."""
    used = set[str]()
    for left, right in zip_longest(one, other):
        needed = _line_needs(left, right) if left is not None and right is not None else None
        if needed is None:
            return None
        used |= needed
    return used


def _line_needs(one: str, other: str) -> set[str] | None:
    used = set[str]()
    for name, normal in BY_CHARACTER:
        if one == other:
            return used
        left, right = normal(one), normal(other)
        if _differ_less(one, other, left, right):
            used.add(name)
        one, other = left, right
    if one == other:
        return used
    return used | {"encoding-damage"} if _lost(one, other) or _lost(other, one) else None


def _differ_less(one: str, other: str, left: str, right: str) -> bool:
    """Whether a normaliser did something to one side that it did not do to the other."""
    return (one == left) != (other == right) or left == right or (one != left and other != right)


def _lost(damaged: str, whole: str) -> bool:
    """Whether *damaged* is *whole* with characters beyond ASCII (or typographic ones) lost on the way."""
    if not _LOST.search(damaged):
        return False
    chunks = [re.escape(chunk) for chunk in _LOST.split(damaged)]
    return re.fullmatch(r"(?:[^\x00-\x7f]|['\"-]){1,4}".join(chunks), whole) is not None

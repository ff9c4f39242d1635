"""Many witnesses of one text: what each version kept, edited, moved or cut of every paragraph, and what it added."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from comparison.compare import compare
from comparison.model import Comparison, Edit, Span, Version
from comparison.passages import is_break, paragraphs
from comparison.tokens import count_words

State = Literal["kept", "edited", "moved", "cut"]
CUT = 0.8  # share of a paragraph's words that are gone where it counts as cut


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one base paragraph in one version: its *state*, and the edits that fall in it."""

    state: State
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Own:
    """A passage that a version added; *below* is the base paragraph that it stands in or under, -1 above all."""

    below: int
    edit: Edit


@dataclass(frozen=True, slots=True)
class Witness:
    """One version against the base: a state for each base paragraph, and the version's own passages."""

    version: Version
    comparison: Comparison
    paragraphs: tuple[Kept, ...]
    own: tuple[Own, ...]


@dataclass(frozen=True, slots=True)
class Collation:
    """A base text, its paragraphs, and every witness in the order given."""

    base: Version
    paragraphs: tuple[Span, ...]
    witnesses: tuple[Witness, ...]

    def table(self) -> list[list[State]]:
        """A row for each base paragraph, a state for each version."""
        return [[witness.paragraphs[row].state for witness in self.witnesses] for row in range(len(self.paragraphs))]

    def as_dict(self) -> dict[str, Any]:
        """The collation as JSON holds it."""
        return {
            "base": self.base.as_dict(),
            "paragraphs": [span.as_dict() for span in self.paragraphs],
            "witnesses": [_witness_dict(witness) for witness in self.witnesses],
        }


def _witness_dict(witness: Witness) -> dict[str, Any]:
    return {
        "similarity": round(witness.comparison.similarity, 4),
        "contained": round(witness.comparison.contained, 4),
        "paragraphs": [
            {"state": kept.state, "edits": [edit.as_dict() for edit in kept.edits]} for kept in witness.paragraphs
        ],
        "own": [{"below": own.below, "edit": own.edit.as_dict()} for own in witness.own],
    }


def collate(base: Version, versions: Sequence[Version]) -> Collation:
    """Compare every version with *base* (the wire's text, or any) and lay the answers out paragraph by paragraph.

    A paragraph is ``cut`` where at least four fifths of its words are gone, ``moved`` where most of it stands
    elsewhere (edited or not), ``edited`` where an edit falls in it, else ``kept``. A version's own passages are whole
    sentences or more.

    >>> wire = Version("The ferry sank at noon.\\n\\nRescuers saved 40 people.")
    >>> collate(wire, [wire, Version("The ferry sank at noon."), Version("The ferry sank at ten.")]).table()
    [['kept', 'kept', 'edited'], ['kept', 'cut', 'cut']]
    """
    spans = tuple(Span(part.start, part.end, part.text) for part in paragraphs(base.text))
    return Collation(base, spans, tuple(_witness(base, spans, version) for version in versions))


def _witness(base: Version, spans: Sequence[Span], version: Version) -> Witness:
    comparison = compare(base, version)
    edits = [edit for edit in comparison.edits if edit.field == "text"]
    falling: list[list[Edit]] = [[] for _ in spans]
    own: list[Own] = []
    starts = [span.start for span in spans]
    for edit in edits:
        if edit.before is None and edit.whole:
            own.append(Own(_below(spans, starts, edit), edit))
        for number in _rows(spans, starts, edit):
            falling[number].append(edit)
    rows = tuple(_kept(span, edits) for span, edits in zip(spans, falling, strict=True))
    return Witness(version, comparison, rows, tuple(own))


def _below(spans: Sequence[Span], starts: Sequence[int], edit: Edit) -> int:
    """The base paragraph that an insertion stands in or under."""
    row = bisect_right(starts, edit.place) - 1
    text = edit.after.text if edit.after else ""
    opens = row >= 0 and edit.place == spans[row].start and is_break(text[len(text.rstrip()) :])
    return row - 1 if opens else row


def _rows(spans: Sequence[Span], starts: Sequence[int], edit: Edit) -> Iterator[int]:
    """The base paragraphs that an edit falls in; white space around a paragraph is no part of it."""
    if edit.before is None:
        row = bisect_right(starts, edit.place) - 1
        reach = 0 if edit.whole else 1  # words put on at the end of a paragraph belong to it
        if row >= 0 and edit.place < spans[row].end + reach and _below(spans, starts, edit) == row:
            yield row
        elif row < 0 and spans and not edit.whole:
            yield 0
        return
    row = max(0, bisect_right(starts, edit.before.start) - 1)
    while row < len(spans) and spans[row].start < edit.before.end:
        if _words(spans[row], edit.before):
            yield row
        row += 1


def _words(span: Span, other: Span) -> str:
    """What two spans of one text have in common."""
    low, high = max(span.start, other.start), min(span.end, other.end)
    return span.text[low - span.start : high - span.start] if low < high else ""


def _kept(span: Span, edits: Sequence[Edit]) -> Kept:
    """What became of a paragraph, by the edits that fall in it."""
    if not edits:
        return Kept("kept")
    total = max(1, count_words(span.text))
    gone = sum(count_words(_words(span, e.before)) for e in edits if e.op == "delete" and e.before)
    moved = sum(count_words(_words(span, e.before)) for e in edits if e.op == "move" and e.before)
    state: State = "cut" if gone >= CUT * total else "moved" if moved > total / 2 else "edited"
    return Kept(state, tuple(edits))

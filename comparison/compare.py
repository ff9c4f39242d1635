"""Compares two versions: ``compare(before, after)`` says what a careful sub-editor would mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from comparison.align import align
from comparison.change import Change
from comparison.kinds import classify
from comparison.model import FIELDS, Comparison, Edit, Level, Op, Span, Version
from comparison.regions import Field
from comparison.script import Draft, merged
from comparison.tokens import Lexicon, count_words, normal

MOST_EDITS = 4000  # of one field; more are told at a coarser level
LONGEST_PHRASE = 20_000  # signs of both sides; what is longer is no phrase but whole passages
LONGEST_MARK = 12  # signs, blanks included
AROUND = 40  # signs of context on either side of an edit
LONGEST = 120  # signs of an edit that the context shows


def compare(before: Version, after: Version) -> Comparison:
    """What lies between two versions: edits of every field, and how much of the words they share.

    Offsets count code points of the exact texts given. Spans of one side are disjoint, save that an edit inside a
    moved passage lies within the move's span, and what no edit covers is equal on both sides, sign by sign.

    >>> result = compare(Version("The fire killed 12 people."), Version("The fire killed 19 people."))
    >>> [(edit.op, edit.before.text, edit.after.text) for edit in result.edits]
    [('replace', '12', '19')]
    """
    edits: list[Edit] = []
    level: Level = "token"
    for name in FIELDS:
        old, new = before.field(name), after.field(name)
        if old != new:
            field = Field(old, new, Lexicon(), whole=name != "text")
            found = align(field)
            if len(found) > MOST_EDITS:
                field.level, found = "paragraph", merged(found, MOST_EDITS // 10)
            edits += _edits(_pair_moves(found), old, new, name, after.lang or before.lang)
            level = field.level if name == "text" else level
    similarity, contained = _shares(before.text, after.text, [edit for edit in edits if edit.field == "text"])
    return Comparison(before, after, similarity, contained, tuple(edits), level)


def _pair_moves(found: Sequence[Draft]) -> list[Draft]:
    """*found* with each ``out`` and ``in`` joined to a move, in order of the text after."""
    gone = {draft.passage: draft.before for draft in found if draft.op == "out"}
    if gone:
        found = [
            Draft("move", gone[draft.passage], draft.after, True) if draft.op == "in" else draft
            for draft in found
            if draft.op != "out"
        ]
    return sorted(found, key=_read_at)


def _read_at(draft: Draft) -> tuple[int, bool, int]:
    """Where a reader of the text after meets an edit, a move before the edits inside it."""
    return draft.after[0], draft.op != "move", draft.before[0]


def _edits(found: Sequence[Draft], before: str, after: str, name: str, lang: str | None) -> Iterator[Edit]:
    """Drafts as edits, with their kinds."""
    for draft in found:
        (b0, b1), (a0, a1) = draft.before, draft.after
        old, new = before[b0:b1], after[a0:a1]
        op: Op = draft.op  # type: ignore[assignment]
        whole = (draft.whole and not _is_mark(old + new)) or len(old) + len(new) > LONGEST_PHRASE
        kinds = classify(Change(op, name, old, new, before, after, b0, b1, a0, a1, whole, lang))
        yield Edit(
            op,
            None if op == "insert" else Span(b0, b1, old),
            None if op == "delete" else Span(a0, a1, new),
            kinds.kinds,
            kinds.material,
            _context(after, a0, a1) if op == "insert" else _context(before, b0, b1),
            name,
            kinds.reason,
            b0,
            whole,
        )


def _is_mark(text: str) -> bool:
    """Whether a passage is but a sign or two, a bullet or a rule, and so no passage to a reader."""
    return len(text) <= LONGEST_MARK and not any(map(str.isalnum, text))


def _context(text: str, start: int, end: int) -> str:
    """An edit in its surroundings, on one line, cut at words."""
    low, high = max(0, start - AROUND), end + AROUND
    ahead, behind = text[low:start], text[end:high]
    shown = text[start:end] if end - start <= LONGEST else f"{text[start : start + LONGEST]}..."
    opening = closing = ""
    if low:
        ahead, opening = ahead.partition(" ")[2], "... "
    if high < len(text):
        behind, closing = behind.rpartition(" ")[0], " ..."
    return opening + " ".join(f"{ahead}{shown}{behind}".split()) + closing


def _shares(before: str, after: str, edits: Sequence[Edit]) -> tuple[float, float]:
    """Similarity and containment: the words that nothing covers but a move or a change of case and style."""
    if before == after:
        return 1.0, 1.0
    gone = come = 0
    for edit in edits:
        if edit.op != "move" and not _restyled(edit):
            gone += count_words(edit.before.text) if edit.before else 0
            come += count_words(edit.after.text) if edit.after else 0
    one = count_words(before)
    other = max(one - gone + come, come)
    matched = max(0, one - gone)
    if not one or not other:
        return 0.0, 0.0
    return min(1.0, 2 * matched / (one + other)), min(1.0, matched / min(one, other))


def _restyled(edit: Edit) -> bool:
    """Whether an edit leaves its words what they are: case, quotes, dashes and Unicode form aside, they match."""
    return bool(edit.before and edit.after and normal(edit.before.text) == normal(edit.after.text))

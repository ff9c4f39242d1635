"""Outlet by paragraph: a collation as the rows and cells of a page, each edited paragraph with its own small diff."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from comparison.collate import Collation, Kept, collate
from comparison.model import Comparison, Edit, Op, Span, Version
from reports.model import ArticleReport, Cell, Matrix, MatrixRow


def matrix_of(reference: ArticleReport, articles: Sequence[ArticleReport]) -> Matrix:
    """The latest revision of every article but *reference*, against the latest of that."""
    others = [article for article in articles if article is not reference]
    base = reference.latest
    found = collate(base.version, [article.latest.version for article in others])
    rows = tuple(_row(found, number, article) for number, article in enumerate(others))
    return Matrix(reference, base.number, tuple(span.text for span in found.paragraphs), rows)


def _row(found: Collation, number: int, article: ArticleReport) -> MatrixRow:
    witness = found.witnesses[number]
    cells = tuple(
        _cell(span, kept, article.latest.version.lang)
        for span, kept in zip(found.paragraphs, witness.paragraphs, strict=True)
    )
    own = tuple(
        part.strip()
        for held in witness.own
        for part in (held.edit.after.text if held.edit.after else "").split("\n\n")
        if part.strip()
    )
    return MatrixRow(article, cells, own)


def _cell(span: Span, kept: Kept, lang: str | None) -> Cell:
    if kept.state in ("kept", "cut"):
        return Cell(kept.state)
    local = within(span, kept, lang)
    return Cell(kept.state, local.after.text, local if local.edits else None)


def within(span: Span, kept: Kept, lang: str | None = None) -> Comparison:
    """What a version made of one paragraph, as a comparison of that paragraph alone.

    A move of the paragraph itself is left out (its cell says so); a sentence moved out of it reads as removed here.
    """
    edits: list[Edit] = []
    after = ""
    place = 0
    for low, high, added, edit in _local(span, kept):
        after += span.text[place:low]
        old = Span(low, high, span.text[low:high]) if high > low else None
        new = Span(len(after), len(after) + len(added), added) if added else None
        op: Op = "replace" if old and new else "delete" if old else "insert"
        edits.append(Edit(op, old, new, edit.kinds, edit.material, reason=edit.reason, place=low))
        after += added
        place = high
    after += span.text[place:]
    return Comparison(Version(span.text, lang=lang), Version(after, lang=lang), 0.0, 0.0, tuple(edits))


def _local(span: Span, kept: Kept) -> Iterator[tuple[int, int, str, Edit]]:
    """Where in the paragraph each edit takes away, and what it puts there; none inside what was taken away."""
    place = 0
    for edit in sorted(kept.edits, key=lambda held: (_start(held), held.op != "move")):
        low, high = _clipped(span, edit)
        if low < place or (edit.op == "move" and kept.state == "moved"):
            continue
        added = edit.after.text if edit.after and edit.op != "move" and _start(edit) >= span.start else ""
        if high > low or added:
            yield low, high, added, edit
            place = high


def _start(edit: Edit) -> int:
    return edit.before.start if edit.before else edit.place


def _clipped(span: Span, edit: Edit) -> tuple[int, int]:
    """Where the edit's old side begins and ends within the paragraph."""
    start = _start(edit)
    end = edit.before.end if edit.before else start
    low = min(max(start - span.start, 0), len(span.text))
    return low, min(max(end - span.start, low), len(span.text))

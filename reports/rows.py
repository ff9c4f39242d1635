"""A report's edits as flat rows, for formats that are tables: one edit each, with where and when it was found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from comparison.model import Comparison, Span
from reports.attention import clip
from reports.brief import Report, text_hash
from reports.model import ArticleReport, Collection, RevisionView, StoryReport

SHORT = 80  # code points of a passage that may be passed on where whole paragraphs came, went or were cut
COLUMNS = (
    "outlet", "url", "relation", "before_revision", "revision", "first_seen", "without_note", "op", "kinds", "material",
    "field", "before_start", "before_end", "before", "after_start", "after_end", "after", "note", "text_sha256",
    "page_sha256",
)  # fmt: skip


def articles_of(report: Report) -> tuple[ArticleReport, ...]:
    """The articles that a report is about."""
    return report.articles if isinstance(report, StoryReport | Collection) else (report,)


def edits(report: Report, *, safe: bool = False) -> Iterator[dict[str, Any]]:
    """The edits between revisions, then those of copies against the reference. *safe* shortens long passages."""
    for article in articles_of(report):
        views = {revision.number: revision for revision in article.revisions}
        for step in article.steps:
            told = (article, "revision", step.before, step.unnoted, views[step.after])
            yield from _rows(told, step.comparison, f"r{step.after}", safe)
        if article.copy is not None:
            told = (article, "copy", article.copy_of or 0, False, article.latest)
            yield from _rows(told, article.copy, "copy", safe)


def _rows(
    told: tuple[ArticleReport, str, int, bool, RevisionView],
    comparison: Comparison,
    place: str,
    safe: bool,
) -> Iterator[dict[str, Any]]:
    article, relation, before, unnoted, view = told
    for number, edit in enumerate(comparison.edits, 1):
        note = article.noted.get(f"{article.anchor}-{place}-e{number}")
        values = (
            article.outlet, article.address, relation, before, view.number, view.first_seen, unnoted, edit.op,
            " ".join(edit.kinds), edit.material, edit.field, *_side(edit.before, safe), *_side(edit.after, safe),
            f"{note.status}: {note.text}" if note else None, text_hash(view), view.page,
        )  # fmt: skip
        yield dict(zip(COLUMNS, values, strict=True))


def _side(span: Span | None, safe: bool) -> tuple[int | None, int | None, str | None]:
    if span is None:
        return None, None, None
    return span.start, span.end, clip(span.text, SHORT) if safe else span.text

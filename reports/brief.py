"""A report without full texts: each article's revisions with their hashes, each edit as a passage with its context.

What the formats have in common that tell of changes in few words (Markdown, feeds, pages that may be passed on): no
passage is longer than `reports.attention.clip` leaves it, so no text can be put together from them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from comparison.model import Edit
from reports.attention import Attention, Snippet, article_attention, attention, foremost, snippet
from reports.finding import article_finding, count, coverage_line, story_finding
from reports.marks import FIELD_NAMES, OPS
from reports.model import ArticleReport, Collection, Happening, RevisionView, Step, StoryReport

Report = StoryReport | ArticleReport | Collection


@dataclass(frozen=True, slots=True)
class Passage:
    """One edit: *what* it did in words, where, and the words that went and came in their context."""

    what: str
    field: str
    material: bool
    shown: Snippet


@dataclass(frozen=True, slots=True)
class Brief:
    """What stands above the articles: a finding in a sentence, how closely was looked, what needs attention."""

    kind: str
    title: str
    finding: str
    watched: str
    items: tuple[Attention, ...]
    articles: tuple[ArticleReport, ...]
    as_of: str
    zone: str
    program: str


def brief_of(report: Report) -> Brief:
    """The head of a report, for formats that tell of it in few words."""
    finding, watched, items = _head(report)
    articles = report.articles if isinstance(report, StoryReport | Collection) else (report,)
    kinds = {StoryReport: "Story", ArticleReport: "Article", Collection: "Articles that changed last"}
    kind, chosen = kinds[type(report)], foremost(items)
    return Brief(kind, report.title, finding, watched, chosen, articles, report.as_of, report.zone, report.program)


def _head(report: Report) -> tuple[str, str, tuple[Attention, ...]]:
    if isinstance(report, StoryReport):
        items = attention(report)
        return story_finding(report, items), coverage_line(report), items
    if isinstance(report, ArticleReport):
        items = article_attention(report)
        return article_finding(report, items), "", items
    revisions = sum(article.revisions_count for article in report.articles)
    found = f"{count(len(report.articles), 'article')} in {count(revisions, 'revision')}, the latest change first."
    return found[:1].upper() + found[1:], "", ()


def passages(step: Step) -> list[Passage]:
    """The edits of a step, in their order."""
    return [_passage(step, edit) for edit in step.comparison.edits]


def _passage(step: Step, edit: Edit) -> Passage:
    kinds = [kind for kind in edit.kinds if kind != "headline"]
    field = FIELD_NAMES.get(edit.field, "Text")
    return Passage(", ".join(kinds) or OPS[edit.op], field, edit.material, snippet(step.comparison, edit))


def text_hash(revision: RevisionView) -> str:
    """The SHA-256 of a revision's text as it was extracted: who holds the text can tell that it is the same."""
    return hashlib.sha256(revision.version.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened to an article: a first revision, an edited one, or an event."""

    article: ArticleReport
    at: str
    what: str
    revision: RevisionView | None = None
    step: Step | None = None
    event: Happening | None = None


def moments(article: ArticleReport) -> Iterator[Moment]:
    """All that happened to an article, in order of time."""
    found = [Moment(article, article.revisions[0].first_seen, "first seen", article.revisions[0])]
    numbered = {revision.number: revision for revision in article.revisions}
    for step in article.steps:
        what = f"revision {step.after}" + (", edited without a note" if step.unnoted else "")
        found.append(Moment(article, step.at, what, numbered.get(step.after), step))
    found += [Moment(article, held.at, held.kind, event=held) for held in article.happenings]
    return iter(sorted(found, key=lambda moment: moment.at))

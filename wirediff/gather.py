"""Reading the archive into the values that reports are made from."""

from __future__ import annotations

import json
from itertools import pairwise
from statistics import median
from typing import cast

from comparison.model import Comparison, Level
from crawler.clock import parse, stamp_now
from reports.branch import Branch
from reports.health import Day
from reports.heed import Heed
from reports.matrix import matrix_of
from reports.model import (
    ArticleReport,
    Coverage,
    Happening,
    RevisionView,
    Step,
    StoryReport,
    Trouble,
    anchor_of,
)
from reports.noted import Noted
from storage import looks, queries, triage
from storage.archive import Archive
from wirediff import questions
from wirediff.config import Config

DAYS = 30  # of health that a report shows
UNNOTED = "edited without a note"


def program() -> str:
    """The program's name and version, as reports say it."""
    from importlib.metadata import version

    return f"wirediff {version('wirediff')}"


def heed_of(config: Config) -> Heed:
    """What ``[material]`` says, as reports and alerts rank by it."""
    return Heed(frozenset(config.material.ignore), frozenset(config.material.always))


def article_report(archive: Archive, article: queries.Article, zone: str, *, of_story: bool = False) -> ArticleReport:
    """One article with its whole history. Within a story the latest revision's diff to the reference is read too."""
    held = queries.revisions_of(archive, article.id)
    views = tuple(_revision(archive, revision) for revision in held)
    events = looks.events_of(archive, article.id)
    seen = looks.looks_of(archive, article.id)
    unnoted = {event.revision for event in events if event.kind == UNNOTED}
    copy, copy_of = _copy(archive, held[-1].id, views[-1]) if of_story else (None, None)
    return ArticleReport(
        outlet=article.outlet,
        name=article.name,
        address=article.address,
        state=article.state,
        first_seen=views[0].first_seen,
        last_seen=article.last_seen,
        revisions=views,
        steps=_steps(archive, held, views, unnoted),
        happenings=tuple(Happening(e.kind, e.happened_at, e.detail) for e in events if e.kind != UNNOTED),
        coverage=coverage(seen),
        troubles=tuple(_trouble(failure) for failure in looks.failures(seen)),
        copy=copy,
        copy_of=copy_of,
        addresses=queries.addresses_of(archive, article.id),
        why=article.why if of_story else "",
        licence=article.licence,
        agency=article.agency,
        credited=bool(article.credited or article.agency),
        as_of=stamp_now(),
        zone=zone,
        program=program(),
        questions=() if of_story else questions.of_article(article.id),
        notes=tuple(noted(note, held[-1].number, of_story=of_story) for note in triage.notes_of(archive, article.id)),
    )


def noted(note: triage.Note, latest: int, *, of_story: bool) -> Noted:
    """A note as reports show it; a difference from the dispatch has its place in a story, at the latest revision."""
    place, edit = "", note.edit
    if edit and edit.relation == "revision":
        place = f"r{edit.revision}-e{edit.count}"
    elif edit and of_story and edit.revision == latest:
        place = f"copy-e{edit.count}"
    number = edit.revision if edit else note.revision
    return Noted(
        note.id, note.made_at, note.status, note.text, note.who, place, note.words, number, note.relation,
        found=edit is not None,
    )  # fmt: skip


def _revision(archive: Archive, held: queries.Revision) -> RevisionView:
    return RevisionView(
        held.number, held.first_seen, held.last_seen, queries.version(archive, held.id), held.words, held.page,
        held.extractor,
    )  # fmt: skip


def _steps(
    archive: Archive, held: tuple[queries.Revision, ...], views: tuple[RevisionView, ...], unnoted: set[int | None]
) -> tuple[Step, ...]:
    steps = []
    for place in range(1, len(held)):
        diff = queries.diff_between(archive, held[place - 1].id, held[place].id)
        if diff is None:
            continue
        before, after = views[place - 1], views[place]
        found = _comparison(diff, before, after)
        steps.append(Step(before.number, after.number, after.first_seen, found, held[place].id in unnoted))
    return tuple(steps)


def _comparison(diff: queries.Diff, before: RevisionView, after: RevisionView) -> Comparison:
    level = cast(Level, diff.level)
    return Comparison(before.version, after.version, diff.similarity, diff.contained, diff.edits, level)


def _copy(archive: Archive, revision: int, view: RevisionView) -> tuple[Comparison | None, int | None]:
    diff = queries.copy_diff(archive, revision)
    if diff is None:
        return None, None
    base = _revision(archive, queries.revision(archive, diff.before))
    return _comparison(diff, base, view), base.number


def _trouble(held: looks.Failures) -> Trouble:
    return Trouble(held.outlet, held.address, held.outcome, held.reason, held.times, held.first, held.last)


def coverage(seen: tuple[looks.Look, ...]) -> Coverage | None:
    """How often an article was looked at, and the gaps between."""
    if not seen:
        return None
    times = [look.fetched_at for look in seen]
    moments = [parse(time) for time in times]
    gaps = [(later - sooner).total_seconds() for sooner, later in pairwise(moments)]
    longest = max(range(len(gaps)), key=gaps.__getitem__) if gaps else None
    outcomes = {look.outcome: 0 for look in seen}
    for look in seen:
        outcomes[look.outcome] += 1
    return Coverage(
        looks=len(seen),
        first=times[0],
        last=times[-1],
        usual_gap=median(gaps) if gaps else None,
        longest_gap=None if longest is None else gaps[longest],
        longest_gap_from="" if longest is None else times[longest],
        longest_gap_to="" if longest is None else times[longest + 1],
        outcomes=tuple(sorted(outcomes.items(), key=lambda held: -held[1])),
    )


def health(archive: Archive, outlet: str | None = None) -> tuple[Day, ...]:
    """What came of the looks at an outlet, or at each, day by day, the latest first."""
    return tuple(Day(**row) for row in looks.health_days(archive, DAYS, outlet))


def story_report(archive: Archive, story: queries.Story, zone: str) -> StoryReport | None:
    """A story with its articles in order of time; None where no article of it has a revision."""
    rows = queries.articles_of(archive, story.id)
    articles = tuple(article_report(archive, row, zone, of_story=True) for row in rows)
    if not articles:
        return None
    articles = tuple(sorted(articles, key=lambda article: article.first_seen))
    reference = _reference(archive, story, articles)
    return StoryReport(
        id=story.id,
        title=story.title or reference.title,
        as_of=stamp_now(),
        articles=articles,
        reference=reference,
        agency=story.agency,
        evidence=tuple(str(fact) for fact in json.loads(story.evidence or "[]")),
        matrix=matrix_of(reference, articles) if len(articles) > 1 else None,
        tree=_tree(archive, story.id),
        zone=zone,
        program=program(),
        archive=archive.path.name,
        questions=questions.of_story(story.id),
    )


def _tree(archive: Archive, story: int) -> tuple[Branch, ...]:
    """The story's family tree; each version named by its article and number."""
    from pipelines.descent import tree_of

    members = tree_of(archive, story)
    names = {m.held.node.key: (anchor_of(m.held.node.outlet, m.held.url), m.held.node.number) for m in members}
    return tuple(
        Branch(
            *names[held.node.key], held.first_seen, found.relation, found.confidence, found.rewritten,
            tuple(names[key] for key in found.parents),
            tuple((*names[key], share) for key, share in found.alternatives if key not in found.parents),
            found.evidence,
        )
        for held, found in members
    )  # fmt: skip


def _reference(archive: Archive, story: queries.Story, articles: tuple[ArticleReport, ...]) -> ArticleReport:
    """The article whose revision the story is compared with; the one seen first where none is named."""
    if story.reference is not None:
        wanted = queries.article(archive, queries.revision(archive, story.reference).article)
        for article in articles:
            if (article.outlet, article.address) == (wanted.outlet, wanted.address):
                return article
    return articles[0]

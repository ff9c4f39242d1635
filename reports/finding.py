"""The first sentence of a report: what was found, in numbers that the page below proves."""

from __future__ import annotations

from statistics import median

from reports.attention import GONE, Attention
from reports.model import ArticleReport, Collection, StoryReport
from reports.when import span

NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: ``three outlets``, ``1 revision`` as ``one revision``, figures from 13 up."""
    said = NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"
    return f"{said} {one if number == 1 else many or one + 's'}"


def story_finding(story: StoryReport, items: tuple[Attention, ...]) -> str:
    """One sentence on a story."""
    outlets = len({article.outlet for article in story.articles})
    whose = f"this dispatch, credited to {story.agency}," if story.agency else "this story"
    revisions = sum(len(article.revisions) for article in story.articles)
    begin = f"{count(outlets, 'outlet')} carried {whose} in {count(revisions, 'revision')}"
    return _sentence(begin, *_told(story, [item.label for item in items]))


def _told(story: StoryReport, labels: list[str]) -> list[str]:
    """What was found of a story, the gravest first."""
    name = story.reference.name if story.reference else ""
    late = labels.count("Old text still live")
    removed = sum(article.state in GONE for article in story.articles)
    silent = sum(any(step.unnoted for step in article.steps) for article in story.articles)
    differ = labels.count("Differs")
    told = []
    if "Withdrawn, still live" in labels:
        told.append(f"{name}'s own text is gone while copies stand")
    if late:
        told.append(f"{count(late, 'revision')} of {name}'s text had not reached every copy")
    if removed:
        told.append(f"{count(removed, 'article was', 'articles were')} removed")
    if silent:
        told.append(f"{count(silent, 'article was', 'articles were')} materially edited without a note")
    if "No credit" in labels and len(told) < 3:
        told.append("the dispatch was run without a credit")
    if differ and len(told) < 2:
        told.append(f"{count(differ, 'difference')} in numbers, quotes, negation or attribution")
    return told or ["nothing in it calls for attention"]


def coverage_line(story: StoryReport) -> str:
    """How closely the articles were watched: the usual gap between two looks, and the longest with its outlet."""
    held = [(article.name, article.coverage) for article in story.articles if article.coverage]
    usual = [found.usual_gap for _, found in held if found.usual_gap is not None]
    longest = max(held, key=lambda named: named[1].longest_gap or 0, default=None)
    if not usual or longest is None:
        return "each article was looked at once"
    gap = span(longest[1].longest_gap)
    return f"looked at usually every {span(median(usual))}, at the longest after {gap} ({longest[0]})"


def article_finding(article: ArticleReport, items: tuple[Attention, ...]) -> str:
    """One sentence on an article."""
    edits = sum(len(step.comparison.edits) for step in article.steps)
    begin = f"{count(len(article.revisions), 'revision')} of this article"
    if edits:
        material = count(article.material_count, "of them", "of them")
        begin += f", with {count(edits, 'edit')} between them, {material} material"
    unnoted = sum(step.unnoted for step in article.steps)
    silent = f"{count(unnoted, 'revision')} materially edited without a note" if unnoted else ""
    removed = "it was removed" if any(item.label == "Removed" for item in items) else ""
    return _sentence(begin, silent, removed)


def outlet_finding(outlet: Collection) -> str:
    """One sentence on an outlet."""
    revisions = sum(article.revisions_count for article in outlet.articles)
    begin = f"{count(len(outlet.articles), 'article')} in {count(revisions, 'revision')}"
    silent = sum(any(step.unnoted for step in article.steps) for article in outlet.articles)
    gone = sum(article.state in GONE for article in outlet.articles)
    warned = sum(bool(day.warning) for day in outlet.days)
    return _sentence(
        begin,
        f"{count(silent, 'of them was', 'of them were')} materially edited without a note" if silent else "",
        f"{count(gone, 'is no longer there', 'are no longer there')}" if gone else "",
        f"on {count(warned, 'day')} its pages could not be read as before" if warned else "",
    )


def _sentence(*parts: str) -> str:
    said = "; ".join(part for part in parts if part)
    return f"{said[:1].upper()}{said[1:]}."

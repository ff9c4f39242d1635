"""The first sentence of a report: what was found, in numbers that the page below proves."""

from __future__ import annotations

from collections.abc import Sequence

from reports.attention import GONE, Attention
from reports.model import ArticleReport, StoryReport

NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)

PHRASES = {
    "Withdrawn, still live": ("the wire's own text is gone while {} still standing", "copy is", "copies are"),
    "Old text still live": (
        "{} not reached every copy",
        "revision of the wire has",
        "revisions of the wire have",
    ),
}


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: ``three outlets``, ``1 revision`` as ``one revision``, figures from 13 up."""
    said = NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"
    return f"{said} {one if number == 1 else many or one + 's'}"


def story_finding(story: StoryReport, items: tuple[Attention, ...]) -> str:
    """One sentence on a story."""
    outlets = len({article.outlet for article in story.articles})
    revisions = sum(len(article.revisions) for article in story.articles)
    begin = count(outlets, "outlet carried", "outlets carried")
    whose = f"this dispatch, credited to {story.agency}," if story.agency else "this story"
    sentence = f"{begin} {whose} in {count(revisions, 'revision')}"
    removed = sum(article.state in GONE for article in story.articles)
    silent = sum(any(step.unnoted for step in article.steps) for article in story.articles)
    return _ended(
        sentence,
        items,
        (
            f"{count(removed, 'article was', 'articles were')} removed" if removed else "",
            f"{count(silent, 'article was', 'articles were')} materially edited without a note" if silent else "",
        ),
    )


def article_finding(article: ArticleReport, items: tuple[Attention, ...]) -> str:
    """One sentence on an article."""
    edits = sum(len(step.comparison.edits) for step in article.steps)
    material = sum(len(step.material) for step in article.steps)
    sentence = f"{count(len(article.revisions), 'revision')} of this article"
    if edits:
        sentence += f", with {count(edits, 'edit')} between them, {count(material, 'of them', 'of them')} material"
    unnoted = sum(step.unnoted for step in article.steps)
    if unnoted:
        sentence += f"; {count(unnoted, 'revision')} materially edited without a note"
    if any(item.label == "Removed" for item in items):
        sentence += "; it was removed"
    return f"{sentence[0].upper()}{sentence[1:]}."


def _ended(sentence: str, items: tuple[Attention, ...], extra: Sequence[str]) -> str:
    counts: dict[str, int] = {}
    for item in items:
        counts[item.label] = counts.get(item.label, 0) + 1
    said = [
        phrase.format(count(counts[label], one, many))
        for label, (phrase, one, many) in PHRASES.items()
        if label in counts
    ]
    said += [phrase for phrase in extra if phrase]
    tail = f"; {'; '.join(said)}" if said else "; nothing in it calls for attention"
    return sentence[0].upper() + sentence[1:] + tail + "."

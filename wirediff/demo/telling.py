"""Reading the demo's archive for what it shows: the story, the articles in other languages, the totals, the check."""

from __future__ import annotations

from pathlib import Path

from reports.html import render
from reports.model import ArticleReport, StoryReport
from storage import queries
from storage.archive import Archive
from wirediff import gather
from wirediff.demo import setup
from wirediff.demo.run import Days
from wirediff.demo.script import OUTLETS, STORY
from wirediff.demo.show import Shown
from wirediff.demo.truth import check

ZONE = "UTC"


def tell(days: Days) -> Shown:
    """Everything that there is to show of *days*; the report is written on the way."""
    with Archive(days.folder / setup.ARCHIVE, read_only=True) as archive:
        found = queries.find_story(archive, STORY)
        story = gather.story_report(archive, found, ZONE) if found else None
        articles = [gather.article_report(archive, row, ZONE) for row in queries.all_articles(archive)]
        return Shown(
            days=days,
            story=story,
            others=[one for one in articles if not _same_language(one, story)],
            totals=_totals(articles),
            truth=check(archive, OUTLETS),
            config=days.folder / setup.CONFIG,
            report=_write(days.folder / setup.REPORT, story),
        )


def _same_language(article: ArticleReport, story: StoryReport | None) -> bool:
    mine = (article.latest.version.lang or "")[:2]
    theirs = (story.articles[0].latest.version.lang or "")[:2] if story else ""
    return not mine or not theirs or mine == theirs


def _totals(articles: list[ArticleReport]) -> dict[str, int]:
    return {
        "outlets": len({article.outlet for article in articles}),
        "articles": len(articles),
        "versions": sum(len(article.revisions) for article in articles),
        "edits": sum(len(step.comparison.edits) for article in articles for step in article.steps),
        "material": sum(article.material_count for article in articles),
    }


def _write(path: Path, story: StoryReport | None) -> Path | None:
    if story is None:
        return None
    path.write_text(render(story), "utf-8")
    return path

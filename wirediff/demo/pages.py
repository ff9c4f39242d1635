"""Pages as the invented outlets serve them: one template an outlet, as unlike each other as real ones are."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from crawler.clock import stamp
from wirediff.demo.noise import long_date, noise
from wirediff.demo.timeline import Article, Outlet, Revision

TEMPLATES = Path(__file__).parent / "templates"
CHARSETS = {"gazette": "windows-1252", "dongwan": "gbk"}  # two outlets that never came to UTF-8


@cache
def environment() -> Environment:
    """The template engine: all values escaped, a missing one is a mistake."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    env.filters["iso"] = stamp
    env.filters["long_date"] = long_date
    return env


def charset(outlet: Outlet) -> str:
    """The encoding in which the outlet serves its pages."""
    return CHARSETS.get(outlet.id, "utf-8")


def article_page(outlet: Outlet, article: Article, revision: Revision, now: datetime, count: int, *, stub: bool) -> str:
    """The page of *article* in the state *revision*; *count* numbers the answers of a lively outlet."""
    age = now - revision.modified if outlet.lively else timedelta(0)
    seed = f"{outlet.id} {count}" if outlet.lively else outlet.id
    url = outlet.url(article.path_at(now))
    return environment().get_template(outlet.template(now)).render(
        outlet=outlet, text=revision.text, published=article.published, modified=revision.modified, url=url,
        ld=linked_data(outlet, article, revision, url, stub=stub), stub=stub, age=age,
        noise=noise(seed, outlet.most_read, age),
    )  # fmt: skip


def linked_data(outlet: Outlet, article: Article, revision: Revision, url: str, *, stub: bool) -> dict[str, Any]:
    """The article as schema.org tells it; only some templates print it."""
    text = revision.text
    authors = [{"@type": "Person", "name": text.byline}] if text.byline else []
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": url,
        "headline": text.title,
        "description": text.standfirst,
        "datePublished": stamp(article.published),
        "dateModified": stamp(revision.modified),
        "inLanguage": outlet.lang,
        "isAccessibleForFree": not stub,
        "author": authors,
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet.name, "url": outlet.home},
    }


def front_page(outlet: Outlet, now: datetime) -> str:
    """The outlet's front page: what its feed lists, as links."""
    items = []
    for article in outlet.listed(now):
        revision = article.revision(now)
        assert revision is not None
        items.append((revision.text.title, article.path_at(now)))
    return environment().get_template("_front.html").render(outlet=outlet, items=items)


def error_page(outlet: Outlet, status: int) -> str:
    """A page for what is not, no longer, or not now there."""
    return environment().get_template("_error.html").render(outlet=outlet, status=status)

"""How the outlets announce their articles: RSS, Atom, JSON feed, a Google News sitemap; and their robots.txt."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from email.utils import format_datetime
from typing import NamedTuple
from xml.sax.saxutils import escape

from crawler.clock import stamp
from wirediff.demo.timeline import Outlet


class Item(NamedTuple):
    """One article in a feed."""

    title: str
    url: str
    published: datetime
    modified: datetime
    summary: str


def announce(outlet: Outlet, now: datetime) -> tuple[str, str]:
    """(media type, document) of the outlet's feed."""
    media_type, write = WRITERS[outlet.feed]
    return media_type, write(outlet, list(items(outlet, now)))


def items(outlet: Outlet, now: datetime) -> Iterator[Item]:
    """What the feed lists, the newest first."""
    for article in outlet.listed(now):
        revision = article.revision(now)
        assert revision is not None
        text = revision.text
        yield Item(
            text.title, outlet.url(article.path_at(now)), article.published, revision.modified,
            text.standfirst or text.paragraphs[0].text[:160],
        )  # fmt: skip


def rss(outlet: Outlet, listed: list[Item]) -> str:
    """RSS 2.0."""
    entries = "".join(
        f"<item><title>{escape(i.title)}</title><link>{escape(i.url)}</link><guid>{escape(i.url)}</guid>"
        f"<pubDate>{format_datetime(i.published)}</pubDate><description>{escape(i.summary)}</description></item>"
        for i in listed
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{escape(outlet.name)}</title>'
        f"<link>{outlet.home}</link><description>{escape(outlet.name)}</description>{entries}</channel></rss>"
    )


def atom(outlet: Outlet, listed: list[Item]) -> str:
    """Atom 1.0."""
    updated = stamp(max((i.modified for i in listed), default=datetime.fromisoformat("2025-09-01T00:00:00Z")))
    entries = "".join(
        f'<entry><id>{escape(i.url)}</id><title>{escape(i.title)}</title><link href="{escape(i.url)}"/>'
        f"<published>{stamp(i.published)}</published><updated>{stamp(i.modified)}</updated>"
        f"<summary>{escape(i.summary)}</summary></entry>"
        for i in listed
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>{outlet.home}</id><title>{escape(outlet.name)}</title><updated>{updated}</updated>{entries}</feed>"
    )


def json_feed(outlet: Outlet, listed: list[Item]) -> str:
    """JSON Feed 1.1."""
    entries = [
        {"id": i.url, "url": i.url, "title": i.title, "summary": i.summary,
         "date_published": stamp(i.published), "date_modified": stamp(i.modified)}
        for i in listed
    ]  # fmt: skip
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": outlet.name, "home_page_url": outlet.home}
    return json.dumps(feed | {"items": entries}, ensure_ascii=False, indent=1)


def news_sitemap(outlet: Outlet, listed: list[Item]) -> str:
    """A sitemap with the Google News extension."""
    entries = "".join(
        f"<url><loc>{escape(i.url)}</loc><lastmod>{stamp(i.modified)}</lastmod><news:news><news:publication>"
        f"<news:name>{escape(outlet.name)}</news:name><news:language>{outlet.lang}</news:language>"
        f"</news:publication><news:publication_date>{stamp(i.published)}</news:publication_date>"
        f"<news:title>{escape(i.title)}</news:title></news:news></url>"
        for i in listed
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{entries}</urlset>'
    )


WRITERS: dict[str, tuple[str, Callable[[Outlet, list[Item]], str]]] = {
    "rss": ("application/rss+xml", rss),
    "atom": ("application/atom+xml", atom),
    "json": ("application/feed+json", json_feed),
    "news-sitemap": ("application/xml", news_sitemap),
}


def robots(outlet: Outlet) -> str:
    """The outlet's robots.txt."""
    rules = "".join(f"Disallow: {path}\n" for path in outlet.forbidden) or "Disallow:\n"
    sitemap = f"\nSitemap: {outlet.url(outlet.feed_path)}\n" if outlet.feed == "news-sitemap" else ""
    return f"# {outlet.name}\nUser-agent: *\n{rules}{sitemap}"

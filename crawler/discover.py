"""Where an outlet's feeds and sitemaps are: read out of its home page and robots.txt, guessed by custom. Pure.

`wirediff add` fetches what these functions name, through the same gate as everything else, and keeps what can be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import html as lxml_html
from protego import Protego

from crawler.addresses import address_key, host_key
from crawler.entries import tidy
from crawler.robots import decoded

FEED_TYPES = re.compile(r"application/((rss|atom|rdf)\+xml|feed\+json|xml|json)|text/xml", re.I)
COMMON_FEEDS = (
    "/feed",
    "/rss",
    "/feed/",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/index.xml",
    "/feeds/all",
    "/feed.json",
)
COMMON_SITEMAPS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml", "/sitemap.xml", "/sitemap_index.xml")
FEEDISH = re.compile(r"(?:^|[/._-])(?:rss|feeds?|atom)(?:[/._-]|$)|\.rss$", re.I)
COMMENTS = re.compile(r"comment|kommentar|reply|/podcast", re.I)
LARGEST = 3 * 2**20  # bytes of a home page that are read
MOST = 20


@dataclass(frozen=True)
class Found:
    """A source that a page names: its address and title."""

    address: str
    title: str = ""


def feeds_in(page: bytes, base: str) -> list[Found]:
    """The feeds that a page announces (``<link rel="alternate">``), then those that it merely links to, once each.

    Feeds of comments are left out.
    """
    root = _root(page)
    if root is None:
        return []
    base = urljoin(base, _first(root.xpath("//base/@href")))
    announced = [link for link in root.iter("link") if _announces(link)]
    linked = [link for link in root.iter("a") if FEEDISH.search(_path(link.get("href") or ""))]
    named = [_found(link, base) for link in (*announced, *linked)]
    return _once(found for found in named if found and not COMMENTS.search(found.address + found.title))


def common_feeds(home: str) -> list[str]:
    """Where feeds are by custom, for an outlet whose page announces none."""
    return [urljoin(home, path) for path in COMMON_FEEDS]


def sitemaps_in(robots: bytes, base: str) -> list[str]:
    """The sitemaps that robots.txt names, news sitemaps first."""
    named = [_joined(base, line) for line in Protego.parse(decoded(robots)).sitemaps]
    return sorted(dict.fromkeys(one for one in named if one), key=lambda one: "news" not in one.lower())[:MOST]


def common_sitemaps(home: str) -> list[str]:
    """Where sitemaps are by custom, news sitemaps first."""
    return [urljoin(home, path) for path in COMMON_SITEMAPS]


def looks_like_article(address: str) -> bool:
    """Whether an address is rather one article's than an outlet's front: a long slug, a number or a date in it.

    >>> looks_like_article("https://outlet.example/news/2026/11/harbour-strike-ends-after-a-week")
    True
    >>> looks_like_article("https://outlet.example/news/")
    False
    """
    path = _path(address).strip("/")
    last = path.rpartition("/")[2]
    return last.count("-") >= 3 or bool(re.search(r"\d{4,}", path)) or last.endswith((".html", ".htm", ".php"))


def _root(page: bytes) -> lxml_html.HtmlElement | None:
    try:
        return lxml_html.fromstring(page[:LARGEST])
    except (ValueError, lxml_html.etree.ParserError):
        return None


def _announces(link: lxml_html.HtmlElement) -> bool:
    rels = (link.get("rel") or "").lower().split()
    kind = link.get("type") or ""
    return ("alternate" in rels and bool(FEED_TYPES.match(kind)) and not link.get("hreflang")) or "feed" in rels


def _found(link: lxml_html.HtmlElement, base: str) -> Found | None:
    address = _joined(base, link.get("href") or "")
    title = link.get("title") or (link.text_content() if link.tag == "a" else "")
    return Found(address, " ".join(title.split())[:200]) if address else None


def _joined(base: str, href: str) -> str:
    try:
        address = urljoin(base, tidy(href))
    except ValueError:
        return ""
    return address if address.startswith(("http://", "https://")) else ""


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _first(texts: Sequence[str]) -> str:
    return str(texts[0]) if texts else ""


def _once(found: Iterable[Found]) -> list[Found]:
    by_key: dict[str, Found] = {}
    for one in found:
        by_key.setdefault(address_key(one.address), one)
    return list(by_key.values())[:MOST]


def same_outlet(address: str, home: str) -> bool:
    """Whether an address is of the same host as *home*, or of one below or above it."""
    one, other = host_key(address), host_key(home)
    return bool(one and other) and (one == other or one.endswith("." + other) or other.endswith("." + one))

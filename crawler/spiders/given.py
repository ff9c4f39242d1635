"""Spiders for Scrapy's own command line: one address, or a few, of one outlet, given as strings.

``scrapy crawl feed -a url=https://outlet.example/feed -a outlet=outlet -a match="Orla Quay" -O found.jsonl``
"""

from __future__ import annotations

from typing import Any, Literal

from crawler.addresses import host_key
from crawler.items import Kind, Visit
from crawler.outlets import FollowedStory, Outlet
from crawler.spiders.base import OutletSpider


class GivenSpider(OutletSpider):
    """Takes *url* (several parted by blanks), *outlet* (its id; the host's name by default) and *match* (words or
    phrases parted by commas; without them everything that a source names is wanted).
    """

    def __init__(self, *args: Any, url: str = "", outlet: str = "", match: str = "", **kwargs: Any) -> None:
        if url:
            words = tuple(word.strip() for word in match.split(",") if word.strip())
            kwargs.setdefault("visits", self._visits(url, outlet))
            kwargs.setdefault("stories", [FollowedStory("given", match=words)] if words else [])
            names = {visit.outlet for visit in kwargs["visits"]}
            follow: Literal["stories", "all"] = "stories" if words else "all"
            kwargs.setdefault("outlets", [Outlet(name, follow=follow) for name in names])
        super().__init__(*args, **kwargs)

    def _visits(self, urls: str, outlet: str) -> list[Visit]:
        return [Visit(0, url, outlet or host_key(url) or url, self.kind, "given by hand") for url in urls.split()]


class PageSpider(GivenSpider):
    """Articles by their addresses."""

    name = "page"


class FeedSpider(GivenSpider):
    """RSS, Atom and JSON feeds."""

    name = "feed"
    kind: Kind = "feed"


class SitemapSpider(GivenSpider):
    """Sitemaps, indexes of them, and news sitemaps."""

    name = "sitemap"
    kind: Kind = "sitemap"


class SearchSpider(GivenSpider):
    """Searches: an address template with ``{query}`` in it, or ``gdelt``; *match* is what is searched for."""

    name = "search"
    kind: Kind = "search"

"""Keeps the archive's outlets and their sources in step with the configuration.

A source (feed, sitemap, search) that the configuration no longer names stops being visited; its articles go
on, since they are what is followed. An outlet that the configuration no longer names stops whole, and comes
back as it was. An outlet that only a search found was never configured, and goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from crawler import searches
from crawler.addresses import address_key
from crawler.clock import stamp
from crawler.following import outlet_of
from crawler.outlets import FollowedStory, Outlet
from storage import sources as kept
from storage import visits
from storage.archive import Archive


class Source(NamedTuple):
    """An address that the configuration wants visited."""

    outlet: str
    kind: str
    address: str
    why: str

    @property
    def key(self) -> str:
        """What tells it from others: an article's address in any spelling, a source's exact one."""
        return address_key(self.address) if self.kind == "article" else self.address


def plan_sources(archive: Archive, outlets: Sequence[Outlet], stories: Sequence[FollowedStory], now: datetime) -> int:
    """Write *outlets* and their sources into the archive; how many addresses were new."""
    with archive.transaction():
        moment = stamp(now.replace(microsecond=0))
        kept.keep_outlets(archive, map(_row, outlets), moment)
        wanted = list(sources(outlets, stories))
        new = sum(
            visits.plan(archive, one.outlet, one.address, one.kind, one.why, due=moment, key=one.key) for one in wanted
        )
        kept.keep_sources(archive, (one[:3] for one in wanted), moment)
        return new


def _row(outlet: Outlet) -> dict[str, Any]:
    names = ("id", "name", "home", "lang", "licence", "agency", "paused")
    return {name: getattr(outlet, name) for name in names}


def sources(outlets: Iterable[Outlet], stories: Sequence[FollowedStory]) -> Iterator[Source]:
    """Every address that the configuration names, with its outlet."""
    outlets = list(outlets)
    for outlet in outlets:
        yield from (Source(outlet.id, "feed", address, "configured feed") for address in outlet.feeds)
        yield from (Source(outlet.id, "sitemap", address, "configured sitemap") for address in outlet.sitemaps)
        yield from _searches(outlet, stories)
        yield from (Source(outlet.id, "article", address, "given by hand") for address in outlet.articles)
    for story in stories:
        for address in story.wire:
            yield Source(outlet_of(address, outlets), "article", address, f"wire address of {story.id}")


def _searches(outlet: Outlet, stories: Sequence[FollowedStory]) -> Iterator[Source]:
    """A search is asked once for every story; one that has no place for words is asked as it stands."""
    asked: set[str] = set()
    for template in outlet.searches:
        for story in stories:
            for address in searches.addresses(template, story.match):
                if address not in asked:
                    asked.add(address)
                    yield Source(outlet.id, "search", address, f"search for {story.id}")

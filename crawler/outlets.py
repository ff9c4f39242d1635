"""What is known of outlets and of stories to follow: frozen values that the configuration makes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal


@dataclass(frozen=True)
class Outlet:
    """A publisher that is watched. *pace* is the least time between two requests to one of its hosts."""

    id: str
    name: str = ""
    home: str = ""
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    searches: tuple[str, ...] = ()  # RSS search templates with {query}, "gdelt", "commoncrawl:" and a host
    articles: tuple[str, ...] = ()  # addresses given by hand
    lang: str | None = None
    licence: Literal["full", "excerpt", "none", "unknown"] = "unknown"
    agency: str | None = None  # the agency's name, where the outlet is one
    follow: Literal["stories", "all"] = "stories"
    pace: timedelta | None = None
    render: bool = False  # its scripts write the text: a browser reads its pages
    paused: bool = False


@dataclass(frozen=True)
class FollowedStory:
    """A story to follow: found by its wire's addresses, by words in titles and texts, and by shared text."""

    id: str
    name: str = ""
    wire: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    since: str | None = None


@dataclass(frozen=True)
class Rhythm:
    """When to look again: tight while an article is young or was just edited, thinning out with age and quiet."""

    first: timedelta = timedelta(minutes=15)
    slow_after: timedelta = timedelta(hours=6)
    days_after: timedelta = timedelta(days=3)
    stop_after: timedelta = timedelta(days=40)
    feeds: timedelta = timedelta(minutes=15)


@dataclass(frozen=True)
class Policy:
    """How to fetch: who asks, how fast, how much, and which named hosts may be reached on loopback.

    *hosts* maps a host name to "address:port" (for replays and the demo); identity stays the real address.
    """

    contact: str = ""
    hosts: tuple[tuple[str, str], ...] = ()
    obey_robots: bool = True
    obey_noarchive: bool = True
    refuse_reserved: bool = False
    pace: timedelta = timedelta(seconds=5)
    timeout: timedelta = timedelta(seconds=60)
    max_body: int = 10 * 2**20
    batch_deadline: timedelta = timedelta(minutes=15)
    batch_size: int = 2000
    new_a_day: int = 5000
    browser: str = ""  # the Chromium that renders; "": the first that is found

"""What an outlet shows at a moment: articles with their steps, outlets with their articles.

Everything is a pure function of the virtual time, so that the server and the truth check cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Literal

from wirediff.demo.text import Edit, Expected, Text

BEGIN = datetime(2025, 9, 2, 10, 0, tzinfo=UTC)  # a Tuesday, as the texts say
Feed = Literal["rss", "atom", "json", "news-sitemap"]
Validator = Literal["etag", "last-modified", "none"]


def at(clock: str) -> datetime:
    """``"27:05"``: so many hours and minutes after the story began."""
    hours, minutes = clock.split(":")
    return BEGIN + timedelta(hours=int(hours), minutes=int(minutes))


@dataclass(frozen=True)
class Edited:
    """The outlet changes its article; *silent*: without a word, and without a new time of change."""

    at: datetime
    edits: tuple[Edit, ...]
    silent: bool = False


@dataclass(frozen=True)
class Relocated:
    """The article gets another address; the old one redirects."""

    at: datetime
    path: str


@dataclass(frozen=True)
class Removed:
    """The article is gone: 410 from then on."""

    at: datetime


@dataclass(frozen=True)
class Metered:
    """The paywall's meter has run out: a stub stands where the article was, until it is reset."""

    at: datetime
    until: datetime


Step = Edited | Relocated | Removed | Metered


@dataclass(frozen=True)
class Revision:
    """One version that an outlet really had, with the edits that made it of the one before."""

    number: int
    at: datetime
    text: Text
    modified: datetime
    edits: tuple[Expected, ...] = ()
    silent: bool = False


@dataclass(frozen=True)
class Article:
    """An article and what becomes of it. *follows* names the dispatch that it carries, "" for none of ours.

    *rewritten*: its text is a machine's rewording. *refused*: its outlet's robots.txt forbids it.
    """

    path: str
    published: datetime
    text: Text
    steps: tuple[Step, ...] = ()
    follows: str = ""
    rewritten: bool = False
    refused: bool = False
    ignored: bool = False  # listed by its outlet, matched by no followed story

    @cached_property
    def revisions(self) -> tuple[Revision, ...]:
        """Every version in its order."""
        found = [Revision(1, self.published, self.text, self.published)]
        for step in self.steps:
            if isinstance(step, Edited):
                found.append(_revised(found[-1], step))
        return tuple(found)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Every address in its order; the last is the present one."""
        return (self.path, *(step.path for step in self.steps if isinstance(step, Relocated)))

    def revision(self, now: datetime) -> Revision | None:
        """The version in force; None before it is published."""
        past = [revision for revision in self.revisions if revision.at <= now]
        return past[-1] if past else None

    def path_at(self, now: datetime) -> str:
        """The address in force."""
        moves = [step.path for step in self.steps if isinstance(step, Relocated) and step.at <= now]
        return moves[-1] if moves else self.path

    def removed(self, now: datetime) -> bool:
        """Whether it has been taken down."""
        return any(isinstance(step, Removed) and step.at <= now for step in self.steps)

    def metered(self, now: datetime) -> bool:
        """Whether a stub stands in its place."""
        return any(isinstance(step, Metered) and step.at <= now < step.until for step in self.steps)


def _revised(before: Revision, step: Edited) -> Revision:
    text, expected = before.text, list[Expected]()
    for edit in step.edits:
        expected.append(edit.expected(text))
        text = edit.apply(text)
    modified = before.modified if step.silent else step.at
    return Revision(before.number + 1, step.at, text, modified, tuple(expected), step.silent)


@dataclass(frozen=True)
class Outlet:
    """An invented outlet: its page's template, how it announces its articles, and its habits as a server.

    *lively*: counters, time stamps and teasers change on every fetch. *outage*: from, until; a 503 with Retry-After.
    *redesigned*: from then on its template is ``NAME-new``.
    """

    id: str
    name: str
    articles: tuple[Article, ...]
    feed: Feed
    lang: str = "en"
    validator: Validator = "none"
    lively: bool = False
    forbidden: tuple[str, ...] = ()
    outage: tuple[datetime, datetime] | None = None
    redesigned: datetime | None = None
    follow: Literal["stories", "all"] = "all"
    licence: Literal["full", "excerpt", "none", "unknown"] = "full"
    agency: str | None = None
    most_read: tuple[str, ...] = field(default=())

    @property
    def host(self) -> str:
        """The name under which it is known; it exists nowhere but here."""
        return f"{self.id}.example"

    @property
    def home(self) -> str:
        """Its front page."""
        return f"http://{self.host}/"

    @property
    def feed_path(self) -> str:
        """Where it announces its articles."""
        names = {
            "rss": "/rss.xml",
            "atom": "/atom.xml",
            "json": "/feed.json",
            "news-sitemap": "/news-sitemap.xml",
        }
        return names[self.feed]

    def url(self, path: str) -> str:
        """The full address of *path*."""
        return f"http://{self.host}{path}"

    def template(self, now: datetime) -> str:
        """The page template in force."""
        new = self.redesigned is not None and now >= self.redesigned
        return f"{self.id}-new.html" if new else f"{self.id}.html"

    def down(self, now: datetime) -> timedelta | None:
        """How long the outage lasts from *now* on; None where there is none."""
        if self.outage and self.outage[0] <= now < self.outage[1]:
            return self.outage[1] - now
        return None

    def restless(self, now: datetime) -> str:
        """Why its pages change at *now* though no article does; "" where they do not."""
        if self.redesigned is not None and now >= self.redesigned:
            return "template redesign"
        return "counters and clocks" if self.lively else ""

    def listed(self, now: datetime) -> list[Article]:
        """What its feed lists, the newest first."""
        shown = [a for a in self.articles if a.published <= now and not a.removed(now)]
        return sorted(shown, key=lambda article: article.published, reverse=True)

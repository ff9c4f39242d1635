"""Every key that ``wirediff.toml`` may hold: how it is read, which value it fills, what it means.

This one list reads the file, checks it, writes the commented file of ``wirediff init`` and makes the
reference in ``docs/configuration.md``: a new key is one line here and a field in the dataclass that it fills.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from comparison.model import KINDS
from crawler.outlets import FollowedStory, Outlet, Policy, Rhythm
from wirediff.config import readers as r
from wirediff.config.units import duration, size
from wirediff.config.values import WHEN, Alert, Config, Materiality


@dataclass(frozen=True)
class Key:
    """One key. *field* is the field that it fills (its own name where empty), *example* a value in TOML."""

    name: str
    read: r.Reader
    example: str
    help: str
    field: str = ""
    required: bool = False

    @property
    def fills(self) -> str:
        """The name of the dataclass's field."""
        return self.field or self.name


@dataclass(frozen=True)
class Section:
    """A table of settings, or one entry of an array of tables: its keys fill one value."""

    name: str
    help: str
    fills: type[Any]
    keys: tuple[Key, ...]

    def default(self, key: Key) -> Any:
        """The value where nothing is said."""
        return next(field.default for field in fields(self.fills) if field.name == key.fills)


PROJECT = Section("project", "The archive, and who answers for the crawl.", Config, (
    Key("database", r.filled, '"wirediff.db"', "the archive, one SQLite file; a relative path starts here"),
    Key("timezone", r.timezone, '"Europe/Vienna"', "how times are shown; they are stored in UTC"),
))  # fmt: skip
CONTACT = Section("project", "", Policy, (
    Key("contact", r.contact, '"standards@newsroom.example"',
        "a mail address or page for the User-Agent: crawl refuses to start without one"),
))  # fmt: skip
RHYTHM = Section("crawl", "When to look again, and with what manners.", Rhythm, (
    Key("every", r.some_time, '"15m"', "between two visits of a young or just edited article", "first"),
    Key("slow_after", r.some_time, '"6h"', "quiet for so long: visit every few hours"),
    Key("days_after", r.some_time, '"3d"', "quiet for so long: visit every few days"),
    Key("stop_after", r.some_time, '"40d"', "quiet for so long: stop looking"),
    Key("feeds_every", r.some_time, '"15m"', "between two visits of a feed, sitemap or search", "feeds"),
))  # fmt: skip
MANNERS = Section("crawl", "", Policy, (
    Key("pace", duration, '"5s"', "the least time between two requests to one host"),
    Key("timeout", r.some_time, '"60s"', "give a page up after so long"),
    Key("max_body", size, '"10 MiB"', "the largest page that is read"),
    Key("obey_robots", r.flag, "true", "do as robots.txt says (RFC 9309)"),
    Key("obey_noarchive", r.flag, "true", "of a page that says noarchive keep what was read, not the page"),
    Key("refuse_reserved", r.flag, "false", "refuse pages that reserve text and data mining (TDMRep)"),
    Key("browser", r.filled, '"/usr/bin/chromium"', "the Chromium for render = true; found by itself if left out"),
    Key("new_a_day", r.count, "5000", "new addresses that one outlet, and one feed or sitemap, may bring within a day"),
    Key("batch_size", r.count, "2000", "visits in one child process"),
    Key("batch_deadline", r.some_time, '"15m"', "a child process that takes longer is ended"),
))  # fmt: skip
MATERIAL = Section("material", "Which edits matter.", Materiality, (
    Key("ignore", r.each(r.one_of(*KINDS)), '["noise", "typography", "spelling"]',
        "kinds that are no news on their own"),
    Key("always", r.each(r.one_of(*KINDS)), '["number", "name", "quote"]',
        "kinds that matter, however small the edit"),
))  # fmt: skip
SECTIONS = (PROJECT, CONTACT, RHYTHM, MANNERS, MATERIAL)

OUTLET = Section("outlet", "A publisher to watch.", Outlet, (
    Key("id", r.identifier, '"harbor-times"', "a short name of its own, used everywhere", required=True),
    Key("name", r.text, '"Harbor Times"', "the name that reports show"),
    Key("home", r.address, '"https://harbor.example/"', "the front page"),
    Key("feeds", r.each(r.address), '["https://harbor.example/feed.xml"]', "RSS, Atom or JSON feeds"),
    Key("sitemaps", r.each(r.address), '["https://harbor.example/news.xml"]', "news sitemaps"),
    Key("searches", r.each(r.search), '["https://harbor.example/search.rss?q={query}"]',
        'search feeds, {query} for the words of a story; or "gdelt", "commoncrawl:harbor.example"'),
    Key("articles", r.each(r.address), '["https://harbor.example/flood"]', "articles given by hand"),
    Key("lang", r.language, '"en"', "its language, where the pages do not say"),
    Key("licence", r.one_of("full", "excerpt", "none", "unknown"), '"full"',
        "what it may run of the wire's text"),
    Key("agency", r.filled, '"Meridian Press"', "the agency's name, where the outlet is one"),
    Key("follow", r.one_of("stories", "all"), '"stories"', "only what the stories match, or everything"),
    Key("pace", duration, '"10s"', "its own least time between two requests"),
    Key("render", r.flag, "false", "true: its text is written by scripts; a browser reads its pages"),
    Key("paused", r.flag, "false", "true: kept, not visited"),
))  # fmt: skip
STORY = Section("story", "A story to follow across outlets.", FollowedStory, (
    Key("id", r.identifier, '"river-flood"', "a short name of its own", required=True),
    Key("name", r.text, '"The flood on the river"', "the name that reports show"),
    Key("wire", r.each(r.address), '["https://wire.example/flood"]', "the dispatch, where it is known"),
    Key("match", r.each(r.filled), '["flood barrier", "Merrow"]', "words in the title or text of a copy"),
    Key("since", r.moment, "2026-08-31", "nothing older than this day"),
))  # fmt: skip
ALERT = Section("alert", "Who is told of what, and when.", Alert, (
    Key("to", r.secret, '"${WIREDIFF_DESK}"',
        "https:// (JSON), smtp:// (mail) or an Apprise URL; ${NAME} is taken from the environment", required=True),
    Key("when", r.each(r.one_of(*WHEN)), '["correction-missing", "removal"]', "what is worth a message"),
    Key("cadence", r.cadence, '"daily 08:00"', '"now", "hourly", or "daily HH:MM" in the configured zone'),
    Key("story", r.each(r.identifier), '["river-flood"]', "only these stories (all, where it is left out)", "stories"),
    Key("outlet", r.each(r.identifier), '["harbor-times"]', "only these outlets", "outlets"),
    Key("kinds", r.each(r.one_of(*KINDS)), '["number", "quote"]', "of edits, only those with one of these kinds"),
    Key("material", r.flag, "true", "false: also edits that are not material"),
))  # fmt: skip
TABLES = (OUTLET, STORY, ALERT)
HOSTS_HELP = "Named hosts that are really on this machine (replays, the demo); they keep their own identity."


def settings() -> dict[str, tuple[Section, Key]]:
    """Every setting by its dotted name, "crawl.pace"."""
    return {f"{section.name}.{key.name}": (section, key) for section in SECTIONS for key in section.keys}


def variable(name: str) -> str:
    """The environment's variable of a setting: WIREDIFF_DB, WIREDIFF_CONTACT, WIREDIFF_CRAWL_PACE."""
    short = {"project.database": "WIREDIFF_DB"}
    return short.get(name, "WIREDIFF_" + name.removeprefix("project.").replace(".", "_").upper())

"""What the configuration is once it was read: frozen values, of which outlets and policies belong to the crawler."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from crawler.outlets import FollowedStory, Outlet, Policy, Rhythm

NEVER_IGNORED = ("number", "name", "quote", "negation", "attribution", "headline")
WHEN = (
    "correction-missing",
    "removal",
    "return",
    "undisclosed-edit",
    "headline",
    "correction",
    "new-copy",
    "trouble",
)


@dataclass(frozen=True)
class Materiality:
    """Which kinds of edits matter. *ignore* are no news on their own; *always* are, however small they are."""

    ignore: tuple[str, ...] = ("noise", "typography", "spelling")
    always: tuple[str, ...] = (*NEVER_IGNORED, "date", "correction")


@dataclass(frozen=True)
class Alert:
    """Who is told of what, and when. *to* may hold ``${NAME}``: `wirediff.config.secrets.reveal` fills it in."""

    to: str
    when: tuple[str, ...] = WHEN
    cadence: str = "daily 08:00"


@dataclass(frozen=True)
class Origin:
    """Where a value comes from: *source* is "wirediff.toml:12", "WIREDIFF_DB", "flag" or "default"."""

    value: Any
    source: str


@dataclass(frozen=True)
class Config:
    """Everything that a reader may set.

    *database* is the archive's path, *timezone* how times are shown, *path* the nearest file that was read (None
    without one). *origins* tells of each setting ("crawl.pace", "outlet.harbor.feeds") where its value comes from.
    """

    database: Path = Path("wirediff.db")
    timezone: str = "UTC"
    policy: Policy = Policy()
    rhythm: Rhythm = Rhythm()
    material: Materiality = Materiality()
    outlets: tuple[Outlet, ...] = ()
    stories: tuple[FollowedStory, ...] = ()
    alerts: tuple[Alert, ...] = ()
    path: Path | None = None
    origins: Mapping[str, Origin] = field(default_factory=lambda: MappingProxyType({}), compare=False, repr=False)

    def outlet(self, name: str) -> Outlet | None:
        """The outlet with that id."""
        return next((outlet for outlet in self.outlets if outlet.id == name), None)

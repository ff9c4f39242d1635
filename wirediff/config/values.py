"""What the configuration is once it was read: frozen values, most of which are the crawler's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from crawler.outlets import FollowedStory, Outlet, Policy, Rhythm

NEVER_IGNORED = ("number", "name", "quote", "negation", "attribution", "headline")
WHEN = (
    "correction-missing", "removal", "return", "undisclosed-edit",
    "headline", "correction", "material-edit", "uncredited-copy", "new-copy", "trouble",
)  # fmt: skip


@dataclass(frozen=True)
class Materiality:
    """Which kinds of edits matter: *ignore* are no news on their own, *always* matter however small."""

    ignore: tuple[str, ...] = ("noise", "typography", "spelling")
    always: tuple[str, ...] = (*NEVER_IGNORED, "date", "correction")


@dataclass(frozen=True)
class Alert:
    """Who is told of what, and when. *to* may hold ``${NAME}``, which `reveal` fills in on delivery.

    *stories*, *outlets* and *kinds* narrow it; where they are empty everything fits. *material* false also tells of
    edits that are not material.
    """

    to: str
    when: tuple[str, ...] = WHEN
    cadence: str = "daily 08:00"
    stories: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    material: bool = True


@dataclass(frozen=True)
class Origin:
    """A value and where it comes from: *source* is "wirediff.toml:12", "WIREDIFF_DB", "flag" or "default".

    *written* is the text of the file where it names a secret (``${NAME}``).
    """

    value: Any
    source: str
    written: Any = None

    @property
    def shown(self) -> Any:
        """What may be shown."""
        return self.value if self.written is None else self.written


@dataclass(frozen=True)
class Config:
    """Everything that a reader may set.

    *database* is the archive's path, *timezone* how times are shown, *path* the nearest file that was read
    (None without one). *origins* tells of each setting ("crawl.pace", "outlet.harbor.feeds") its origin.
    """

    database: Path = Path("wirediff.db")
    timezone: str = "UTC"
    policy: Policy = field(default_factory=Policy)
    rhythm: Rhythm = field(default_factory=Rhythm)
    material: Materiality = field(default_factory=Materiality)
    outlets: tuple[Outlet, ...] = ()
    stories: tuple[FollowedStory, ...] = ()
    alerts: tuple[Alert, ...] = ()
    path: Path | None = None
    origins: Mapping[str, Origin] = field(default_factory=lambda: MappingProxyType({}), compare=False, repr=False)

    def outlet(self, name: str) -> Outlet | None:
        """The outlet with that id."""
        return next((outlet for outlet in self.outlets if outlet.id == name), None)

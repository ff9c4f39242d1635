"""What a batch's child process is told, over its standard input: the configuration that its parent decided by.

A child does not read ``wirediff.toml`` itself: a file that is just being edited, or holds a mistake, must not stop a
watch that runs by its last good state.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from crawler.outlets import FollowedStory, Outlet, Policy, Rhythm
from wirediff.config import Config, Materiality

BY_HAND = "a batch is started by wirediff crawl or wirediff watch, not by hand"


class NoJob(Exception):
    """Standard input described no job."""


@dataclass(frozen=True)
class Job:
    """One batch: its archive, its number (what it fetches is in the archive), and the configuration in force."""

    archive: Path
    batch: int
    policy: Policy
    rhythm: Rhythm
    material: Materiality
    outlets: tuple[Outlet, ...]
    stories: tuple[FollowedStory, ...]
    log_level: str
    json_log: bool = False
    offset: float | None = None  # of the clock, that what is planned is measured by: see `crawler.clock.steady`
    broker: str = ""  # the URL of the one whose workers make the visits; "": this machine makes them

    @classmethod
    def of(
        cls, config: Config, archive: Path, batch: int, log_level: str = "INFO", *, json_log: bool = False,
        offset: float | None = None, broker: str = "",
    ) -> Job:  # fmt: skip
        """The job of running *batch* by *config*."""
        return cls(
            archive.absolute(),
            batch,
            config.policy,
            config.rhythm,
            config.material,
            config.outlets,
            config.stories,
            log_level,
            json_log,
            offset,
            broker,
        )

    def dump(self) -> bytes:
        """The job as its child reads it."""
        return pickle.dumps(self)

    @classmethod
    def read(cls, stream: BinaryIO) -> Job:
        """The job that the parent process wrote (`NoJob` where there is none); only ever read from one's own parent."""
        try:
            job = pickle.load(stream)  # noqa: S301 - written by the process that started this one
        except (pickle.UnpicklingError, EOFError, ValueError) as error:
            raise NoJob(BY_HAND) from error
        if not isinstance(job, cls):
            raise NoJob(BY_HAND)
        return job

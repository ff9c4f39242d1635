"""What `crawl` and `watch` share: who may start, who is there already, what is written to the log."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.render.browser import trouble
from storage.archive import Archive
from storage.state import has_story
from wirediff.cli.common import MISTAKE, NOTHING, Failure
from wirediff.config import Config, ConfigError, Mistake, load
from wirediff.config.errors import did_you_mean
from wirediff.dispatch import Dispatcher
from wirediff.locks import SCHEDULE, Busy, hold
from wirediff.logs import set_up

NO_CONTACT = (
    "no contact: outlets must be able to reach whoever crawls them. Set it in wirediff.toml,\n"
    '  [project]\n  contact = "you@newsroom.example"\n'
    "or in the environment: WIREDIFF_CONTACT=you@newsroom.example"
)
CACHE = 2048  # kibibytes of the archive that a schedule remembers: it lives for months, and reads little
LIST_STORIES = "wirediff stories lists them"
NOTHING_TO_VISIT = (
    "nothing to visit: wirediff.toml names no outlet and no story's wire. Add one: wirediff add https://outlet.example/"
)


def configured(config_path: Path | None) -> Config:
    """The configuration in force, of somebody who can be reached; a `ConfigError` otherwise."""
    config = load(config_path)
    if not config.policy.contact.strip():
        raise ConfigError(Mistake(str(config.path or "wirediff.toml"), 0, NO_CONTACT))
    return config


def check_outlets(config: Config, outlets: tuple[str, ...]) -> None:
    """Refuse an outlet that is not configured."""
    known = [outlet.id for outlet in config.outlets]
    for name in outlets:
        if name not in known:
            raise Failure(f"{name} is no outlet of the configuration: {did_you_mean(name, known)}", MISTAKE)


def check_story(dispatcher: Dispatcher, story: str | None) -> None:
    """Refuse a story that nobody follows and the archive does not know."""
    followed = [one.id for one in dispatcher.config.stories]
    if story is not None and story not in followed and not has_story(dispatcher.archive, story):
        raise Failure(f"{story} is no story: {did_you_mean(story, followed) if followed else LIST_STORIES}", MISTAKE)


def leave_on_sigterm() -> None:
    """Until something better is in place, SIGTERM ends the program in order, as it does while it waits for a lock."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


@contextmanager
def dispatching(
    config: Config, path: Path, what: str, log_level: str, *, json_log: bool = False, broker: str = ""
) -> Iterator[Dispatcher]:
    """A dispatcher of the archive at *path*, its only one; a `Failure` where another runs."""
    if missing := trouble(config.outlets, config.policy):
        raise Failure(missing, MISTAKE)
    set_up(log_level, as_json=json_log)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    try:
        with hold(path, SCHEDULE, what), Archive(path) as archive:
            archive.db.execute(f"PRAGMA cache_size = -{CACHE}")
            dispatcher = Dispatcher(archive, config, log_level, json_log=json_log, broker=broker)
            dispatcher.begin(wait=(config.policy.timeout.total_seconds() + 60))
            yield dispatcher
    except Busy as busy:
        raise Failure(f"{path} is being crawled already ({busy}): one crawl at a time", NOTHING) from busy

"""Scrapy's settings: those that ``scrapy list``, ``crawl``, ``shell`` and ``parse`` read, and a batch's.

All manners come from `crawler.manners`: by the policy of ``wirediff.toml`` for Scrapy's own commands, by that of its
job for a batch, which reads no file. Scrapy's commands archive nothing unless told: ``-s WIREDIFF_DB=wirediff.db``.
"""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING, Any

from crawler.manners import settings_for as manners_for
from crawler.outlets import Policy
from wirediff.config import ConfigError, load

if TYPE_CHECKING:
    from scrapy.settings import Settings

    from wirediff.job import Job

PROJECT: dict[str, Any] = {
    "BOT_NAME": "wirediff",
    "SPIDER_MODULES": ["crawler.spiders"],
    "NEWSPIDER_MODULE": "crawler.spiders",
    "ADDONS": {"pipelines.stages.Stages": 100},
    "LOG_LEVEL": "INFO",
}


def settings_for(job: Job) -> Settings:
    """The settings of one batch: its policy, and the archive that its stages write."""
    from scrapy.settings import Settings

    settings = Settings(PROJECT)
    settings.setdict(manners_for(job.policy))
    settings.set("WIREDIFF_DB", str(job.archive))
    settings.set("WIREDIFF_CLOCK_OFFSET", job.offset)
    return settings


@cache
def _by_configuration() -> dict[str, Any]:
    try:
        policy = load().policy
    except ConfigError as error:
        print(f"wirediff: {error}", file=sys.stderr)  # noqa: T201
        policy = Policy()
    return {**PROJECT, **manners_for(policy)}


def __dir__() -> list[str]:
    return [*globals(), *_by_configuration()]


def __getattr__(name: str) -> Any:
    if name.isupper() and name in (settings := _by_configuration()):
        return settings[name]
    raise AttributeError(name)

"""``python -m wirediff.batch``: one crawl of the visits that a batch has in hand, as a child process.

The parent writes a `Job` to standard input and keeps it open: where it ends, the parent is dead, and this process
finishes the fetches under way and ends too, so that it never goes on beside the parent's successor.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlite_utils.utils import sqlite3

from crawler import agenda, clock
from crawler.items import Visit
from storage.archive import Archive, ArchiveError
from storage.batches import keep_stats
from storage.state import last_moment
from wirediff.children import end_with_parent
from wirediff.job import Job, NoJob
from wirediff.locks import BATCH, Busy, hold

LOG = logging.getLogger(__name__)
UNSUITED = 70  # the batch could not be run at all
ODD = timedelta(minutes=1)  # a clock that is put right by less is none that was set


def main() -> int:
    """Run the batch that standard input describes; 0 where the crawl came to its end, whatever it brought."""
    try:
        job = Job.read(sys.stdin.buffer)
    except NoJob as error:
        print(f"wirediff: {error}", file=sys.stderr)  # noqa: T201
        return UNSUITED
    threading.Thread(target=end_with_parent, args=(job.policy.timeout,), name="parent", daemon=True).start()
    try:
        with hold(job.archive, BATCH, f"batch {job.batch}", wait=5):
            run(job)
    except (Busy, ArchiveError, OSError, sqlite3.Error) as error:
        print(f"wirediff: batch {job.batch}: {error}", file=sys.stderr)  # noqa: T201
        return UNSUITED
    return 0


def run(job: Job) -> None:
    """Crawl what the batch has in hand; what a whole crawl could not settle is put off."""
    with Archive(job.archive, create=False) as archive:
        visits = agenda.taken(archive, job.batch)
        behind = clock.not_before(last_moment(archive) or clock.EPOCH)
    if not visits:
        return
    if behind > ODD:
        LOG.warning("the clock is %s behind the last fetch: until it has caught up, times creep on from there", behind)
    stats = _way_of(job)(job, visits)
    with Archive(job.archive, create=False) as archive:
        keep_stats(archive, job.batch, stats)
        archive.checkpoint()
        if stats.get("finish_reason") == "finished" and (
            left := agenda.put_off(archive, job.batch, clock.steady(job.offset), job.rhythm)
        ):
            LOG.error("batch %d: %d visits came to no fetch that could be kept; put off", job.batch, left)


def _way_of(job: Job) -> Callable[[Job, list[Visit]], dict[str, Any]]:
    """Who makes the visits: this process, or the workers of a broker."""
    if not job.broker:
        return crawl
    from wirediff import clustered

    return clustered.crawl


def crawl(job: Job, visits: list[Visit]) -> dict[str, Any]:
    """Run the one spider over *visits*; what Scrapy counted."""
    from scrapy.crawler import AsyncCrawlerProcess

    from crawler.spiders.visits import VisitsSpider
    from wirediff.logs import set_up
    from wirediff.settings import settings_for

    settings = settings_for(job)
    settings.set("LOG_LEVEL", job.log_level)
    settings.set("LOG_INSTALL_ROOT_HANDLER", False)
    greeting = logging.getLogger("scrapy.utils.log")  # Scrapy sets its level, and leaves its filters
    greeting.addFilter(lambda record: record.levelno > logging.INFO)
    set_up(job.log_level, as_json=job.json_log)
    process = AsyncCrawlerProcess(settings)
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    crawler = process.create_crawler(VisitsSpider)
    process.crawl(
        crawler, visits=visits, outlets=job.outlets, stories=job.stories, policy=job.policy, rhythm=job.rhythm
    )
    process.start()
    assert crawler.stats is not None
    return dict(crawler.stats.get_stats())


if __name__ == "__main__":
    sys.exit(main())

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
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from crawler import agenda, clock
from crawler.items import Visit
from storage import sqlite3
from storage.archive import Archive, ArchiveError
from storage.batches import keep_stats
from storage.state import last_moment
from wirediff.children import LOST, end_with_parent
from wirediff.job import Job, NoJob
from wirediff.locks import BATCH, Busy, hold
from wirediff.logs import set_up

if TYPE_CHECKING:
    from pipelines.writing import Writer

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
    heeding = threading.Thread(target=end_with_parent, args=(job.policy.timeout,), name="parent", daemon=True)
    try:
        with hold(job.archive, BATCH, f"batch {job.batch}", wait=5):
            return run(job, heeding.start)
    except (Busy, ArchiveError, OSError, sqlite3.Error) as error:
        print(f"wirediff: batch {job.batch}: {error}", file=sys.stderr)  # noqa: T201
        return UNSUITED


def run(job: Job, forked: Callable[[], object] = lambda: None) -> int:
    """Crawl what the batch has in hand; what a whole crawl could not settle is put off. The exit code.

    The process that writes is forked before any thread is there, and holds the batch's lock too; then *forked* is
    called.
    """
    with Archive(job.archive, create=False) as archive:
        visits = agenda.taken(archive, job.batch)
        behind = clock.not_before(last_moment(archive) or clock.EPOCH)
    if not visits:
        return 0
    if behind > ODD:
        LOG.warning("the clock is %s behind the last fetch: until it has caught up, times creep on from there", behind)
    set_up(job.log_level, as_json=job.json_log)
    writer = None if job.broker else _writer(job)
    forked()
    stats = crawl(job, visits, writer) if writer else _by_workers(job, visits)
    with Archive(job.archive, create=False) as archive:
        keep_stats(archive, job.batch, stats)
        archive.checkpoint()
        if stats.get("finish_reason") == "finished" and (
            left := agenda.put_off(archive, job.batch, clock.steady(job.offset), job.rhythm)
        ):
            LOG.error("batch %d: %d visits came to no fetch that could be kept; put off", job.batch, left)
    return _code(writer) if writer else 0


def _writer(job: Job) -> Writer:
    from pipelines.writing import Writer

    told = SimpleNamespace(outlets=job.outlets, stories=job.stories, policy=job.policy, rhythm=job.rhythm)
    return Writer(job.archive, told, job.offset)


def _code(writer: Writer) -> int:
    """What tells the parent how the process that writes ended: by a signal, as if this one had, or in another way."""
    return LOST + writer.by if writer.by else UNSUITED if writer.lost else 0


def _by_workers(job: Job, visits: list[Visit]) -> dict[str, Any]:
    """Let the workers of a broker make the visits."""
    from wirediff import clustered

    return clustered.crawl(job, visits)


def crawl(job: Job, visits: list[Visit], writer: Writer) -> dict[str, Any]:
    """Run the one spider over *visits*, and let *writer* keep what it brings; what Scrapy counted."""
    from scrapy.crawler import AsyncCrawlerProcess

    from crawler.spiders.visits import VisitsSpider
    from wirediff.settings import settings_for

    settings = settings_for(job)
    settings.set("LOG_LEVEL", job.log_level)
    settings.set("LOG_INSTALL_ROOT_HANDLER", False)
    greeting = logging.getLogger("scrapy.utils.log")  # Scrapy sets its level, and leaves its filters
    greeting.addFilter(lambda record: record.levelno > logging.INFO)
    process = AsyncCrawlerProcess(settings)
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    crawler = process.create_crawler(VisitsSpider)
    process.crawl(
        crawler,
        visits=visits,
        outlets=job.outlets,
        stories=job.stories,
        policy=job.policy,
        rhythm=job.rhythm,
        writer=writer,
    )
    process.start()
    assert crawler.stats is not None
    return dict(crawler.stats.get_stats())


if __name__ == "__main__":
    sys.exit(main())

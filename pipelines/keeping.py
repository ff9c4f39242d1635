"""What is kept while a crawl goes on, by the one who writes: items in one transaction, each settling its visit."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler import agenda, clock
from crawler.budget import Budget
from crawler.outlets import Policy, Rhythm
from pipelines import descent
from pipelines.archivist import Archivist
from pipelines.arrival import Arrival
from pipelines.desk import Desk
from storage import robots
from storage.archive import Archive
from storage.robots import RobotsCopy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.desk import Extractor
    from pipelines.together import Failures
    from pipelines.writing import Item

CACHE = 16 * 1024  # kibibytes of the archive that a crawl remembers; more would only grow as the archive does
logger = logging.getLogger(__name__)


class Keeping:
    """An archive and its archivist; belongs to the thread that made it.

    *told* has what is known of the crawl, as a spider does: ``outlets``, ``stories``, ``policy``, ``rhythm``. *offset*
    is the clock's, see `crawler.clock.steady`.
    """

    def __init__(self, path: Path, told: Any, offset: float | None, extract: Extractor) -> None:
        self.archive = Archive(path)
        self.archive.db.execute(f"PRAGMA cache_size = -{CACHE}")
        self._offset = offset
        policy = getattr(told, "policy", Policy())
        desk = Desk(
            self.archive,
            extract,
            outlets={outlet.id: outlet for outlet in getattr(told, "outlets", ())},
            stories=tuple(getattr(told, "stories", ())),
            rhythm=getattr(told, "rhythm", None) or Rhythm(),
            obey_noarchive=policy.obey_noarchive,
            refuse_reserved=policy.refuse_reserved,
        )
        self._archivist = Archivist(desk, self._settle)
        self._budget = Budget(self.archive, policy.new_a_day, clock.steady(offset))

    def keep(self, items: Sequence[Item]) -> Failures:
        """Keep items in one transaction; one that cannot be kept is left out of it."""
        with self.archive.transaction():
            failures = [self._kept(item) for item in items]
        for item, failure in zip(items, failures, strict=True):
            if failure is None and isinstance(item, Arrival):
                logger.info("%s %s %s", item.outcome, item.fetched.address, item.reason or "")
        return failures

    def close(self) -> None:
        """Keep the trees of the stories that changed, write the WAL back and close."""
        try:
            descent.settle(self.archive)
        finally:
            self.archive.close()

    def _kept(self, item: Item) -> Exception | None:
        try:
            if isinstance(item, Arrival):
                self._archivist.keep(item)
            elif isinstance(item, RobotsCopy):
                robots.save(self.archive, item)
            else:
                agenda.plan(self.archive, item, clock.steady(self._offset), self._budget)
        except Exception as error:
            if not self.archive.db.conn.in_transaction:
                raise  # SQLite took the whole of it back: a full disk, an error of its own
            return error
        return None

    def _settle(self, arrival: Arrival) -> None:
        if arrival.fetch_id is None or arrival.outcome is None:
            return
        agenda.settle(
            self.archive,
            arrival.fetched,
            fetch_id=arrival.fetch_id,
            outcome=arrival.outcome,
            now=clock.steady(self._offset),
            rhythm=self._archivist.desk.rhythm,
        )

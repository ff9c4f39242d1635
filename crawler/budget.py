"""How many new addresses a day may bring: of one outlet, and by one feed, sitemap or search.

A source that names other addresses every time it is asked would fill the schedule for ever. What goes beyond is left
out, not forgotten: a source that still names it tomorrow is heard then.
"""

from __future__ import annotations

import logging
from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from crawler.clock import stamp
from storage import visits

if TYPE_CHECKING:
    from crawler.items import Discovered
    from storage.archive import Archive

logger = logging.getLogger(__name__)
DAY = timedelta(days=1)


class Budget:
    """What is left of the day's new addresses; *most* for each outlet and each source. Counted anew for each crawl."""

    def __init__(self, archive: Archive, most: int, now: datetime) -> None:
        self._most = most
        self._spent: Counter[str] = Counter()
        self._told: set[str] = set()
        for row in visits.planned_since(archive, stamp((now - DAY).replace(microsecond=0))):
            self._spent.update(dict.fromkeys((row["outlet"], row["why"]), row["addresses"]))

    def allows(self, found: Discovered) -> bool:
        """Whether one more new address is within the budget; where it is not, the log says so once."""
        over = [name for name in (found.outlet, found.why) if self._spent[name] >= self._most]
        for name in set(over) - self._told:
            logger.warning("%s named %d new addresses within a day: no more of it are followed now", name, self._most)
        self._told.update(over)
        return not over

    def spend(self, found: Discovered) -> None:
        """Take note of a new address."""
        self._spent.update((found.outlet, found.why))

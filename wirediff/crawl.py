"""`wirediff crawl`: fetch what is due, round after round while new articles are found; say what came of it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from time import monotonic

from crawler.clock import stamp_now
from storage import visits
from storage.archive import Row
from storage.state import crawled_after, fetches_after, last_fetch
from storage.visits import Selection
from wirediff.dispatch import Dispatcher

SOURCES = frozenset({"feed", "sitemap", "search"})
UNANSWERED = frozenset({"failed", "refused"})
BARREN = UNANSWERED | {"missing", "gone", "held"}  # of a source: it names no articles
SECONDS_BETWEEN_LOOKS = 0.5
RESTS = 50  # times as long as a look takes: counting what is due costs more in a large archive
Seen = Callable[[int, int], None]


@dataclass
class OutletTally:
    """What a crawl brought of one outlet. *sources* and *articles* count outcomes; *troubles* are for the reader."""

    outlet: str
    articles: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)

    @property
    def answered(self) -> bool:
        """Whether any fetch got an answer."""
        return any(outcome not in UNANSWERED for outcome in (*self.articles, *self.sources))

    @property
    def failed(self) -> bool:
        """Whether the outlet cannot be followed: nothing answers, or a source of its articles does not."""
        return not self.answered or any(outcome in BARREN for outcome in self.sources)

    def row(self) -> Row:
        """The tally as ``--json`` shows it."""
        return {
            "outlet": self.outlet, "fetches": self.articles.total() + self.sources.total(), "failed": self.failed,
            "articles": dict(self.articles), "sources": dict(self.sources), "troubles": self.troubles,
        }  # fmt: skip


@dataclass(frozen=True)
class Crawled:
    """A crawl that ended. *left* visits were due and came to no fetch; *trouble* says why it ended before its time."""

    outlets: tuple[OutletTally, ...]
    left: int = 0
    trouble: str | None = None

    @property
    def fetches(self) -> int:
        """How many fetches were kept."""
        return sum(one.articles.total() + one.sources.total() for one in self.outlets)

    @property
    def failed(self) -> tuple[OutletTally, ...]:
        """The outlets that cannot be followed."""
        return tuple(one for one in self.outlets if one.failed)


async def crawl(dispatcher: Dispatcher, selection: Selection, *, everything: bool, seen: Seen) -> Crawled:
    """Run batches until nothing of *selection* is due that this crawl has not looked at; *seen* follows on."""
    archive = dispatcher.archive
    before = last_fetch(archive)
    if everything:
        visits.hasten(archive, stamp_now(), selection)
    selection = replace(selection, after_fetch=before)
    watcher = asyncio.create_task(_follow(dispatcher, selection, before, seen))
    trouble = None
    try:
        while ran := await dispatcher.run(selection):
            if not ran.fetched:
                trouble = f"batch {ran.batch} brought nothing ({ran.ending})"
                break
    finally:
        watcher.cancel()
        with suppress(asyncio.CancelledError):
            await watcher
    return Crawled(tally(crawled_after(archive, before)), dispatcher.due(selection), trouble)


def tally(fetches: Iterable[Row]) -> tuple[OutletTally, ...]:
    """Fetches with their outcomes, counted by outlet."""
    outlets: dict[str, OutletTally] = {}
    for row in fetches:
        one = outlets.setdefault(row["outlet"], OutletTally(row["outlet"]))
        source = row["kind"] in SOURCES
        (one.sources if source else one.articles)[row["outcome"]] += 1
        if row["outcome"] in (BARREN if source else UNANSWERED):
            why = row["reason"] or row["error"] or row["status"]
            one.troubles.append(f"{row['address']}: {row['outcome']}, {why}")
    return tuple(outlets[name] for name in sorted(outlets))


async def _follow(dispatcher: Dispatcher, selection: Selection, before: int, seen: Seen) -> None:
    """Tell *seen* how many fetches were kept, of how many."""
    while True:
        begun = monotonic()
        done = fetches_after(dispatcher.archive, before)
        seen(done, done + visits.in_hand(dispatcher.archive) + dispatcher.due(selection))
        await asyncio.sleep(max(SECONDS_BETWEEN_LOOKS, RESTS * (monotonic() - begun)))

"""Import: documents in order of their times, extracted ahead in other processes, kept by the one writer.

Places are sorted, not pages: a page is read only when its turn comes, so an import takes as much memory for a million
documents as for a thousand. Documents are committed by the batch; nothing is reported before that.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from time import monotonic

from crawler.addresses import address_key
from crawler.items import Fetched
from pipelines import descent, extracting, ladder
from pipelines.archivist import Archivist
from pipelines.arrival import Arrival
from pipelines.desk import Desk
from pipelines.documents import Given, Place, Unread, files_of, kind_of, places_in, read_place
from pipelines.extracting import Reading
from pipelines.foreign import places_of
from pipelines.pool import ExtractionPool
from pipelines.warc import places_in_warc, read_warc_place
from storage import history

AHEAD = 16  # pages on their way through the extracting processes
COMMIT_EVERY, COMMIT_WITHIN = 100, 2.0  # documents; seconds for which others wait to write
Seen = Callable[[int, int], None]


@dataclass
class Tally:
    """What an import did: outcomes of fresh documents, those known already, those that could not be read."""

    outcomes: Counter[str] = field(default_factory=Counter)
    known: int = 0
    unread: list[Unread] = field(default_factory=list)


def find(paths: Iterable[Path], given: Given, tally: Tally) -> list[Place]:
    """The documents of *paths* in order of their times; what cannot be read goes to the tally."""
    found = []
    for path, places in _sources(paths, given):
        try:
            for place in places:
                if isinstance(place, Unread):
                    tally.unread.append(place)
                else:
                    found.append(place)
        except OSError as error:
            tally.unread.append(Unread(str(path), error.strerror or str(error)))
    return sorted(
        found,
        key=lambda place: (place.fetched_at.removesuffix("Z"), str(place.path), place.line, place.offset),
    )


def _sources(paths: Iterable[Path], given: Given) -> Iterator[tuple[Path, Iterator[Place | Unread]]]:
    """The files of *paths* and their documents; what another tracker kept is one source as a whole."""
    for path in paths:
        if (foreign := places_of(path, given)) is not None:
            yield path, foreign
            continue
        for file in files_of([path]):
            plain = places_in(file, given, saved=path.is_dir())
            yield file, places_in_warc(file) if kind_of(file) == "warc" else plain


def read_all(places: Iterable[Place], given: Given, tally: Tally) -> Iterator[Fetched]:
    """The fetches at *places*; what cannot be read goes to the tally."""
    for place in places:
        try:
            yield read_warc_place(place, given.outlet) if kind_of(place.path) == "warc" else read_place(place, given)
        except (ValueError, OSError, KeyError, RecursionError) as error:
            tally.unread.append(Unread(place.name, str(error)))


def keep_all(
    fetches: Iterable[Fetched], total: int, desk: Desk, pool: ExtractionPool, tally: Tally, seen: Seen
) -> None:
    """Send every fetch through the stages; *seen* hears how many of the *total* are done."""
    archivist, done = Archivist(desk), 0
    stream = _extracted_ahead(fetches, desk, pool)
    while (first := next(stream, None)) is not None:
        with desk.archive.transaction():
            done += _keep_some(chain([first], stream), archivist, tally)
        seen(done, total)
    descent.settle(desk.archive)


def _keep_some(stream: Iterator[Arrival], archivist: Archivist, tally: Tally) -> int:
    """Keep arrivals as they come, for as long as one transaction may last; how many they were."""
    fresh, count, end = [], 0, monotonic() + COMMIT_WITHIN
    for arrival in islice(stream, COMMIT_EVERY):
        count += 1
        if archivist.keep(arrival, later=True):
            arrival.fetched.body = arrival.extraction = None  # kept: a batch is no heap of pages
            fresh.append(arrival)
        if monotonic() > end:
            break
    archivist.catch_up()
    tally.outcomes.update(arrival.outcome or "held" for arrival in fresh)
    tally.known += count - len(fresh)
    return count


def _extracted_ahead(fetches: Iterable[Fetched], desk: Desk, pool: ExtractionPool) -> Iterator[Arrival]:
    """Arrivals in the order of *fetches*, each extracted while the ones before it are kept."""
    waiting: deque[tuple[Fetched, Reading | None]] = deque()
    for fetched in fetches:
        coming = any(one.address == fetched.address and one.body_hash == fetched.body_hash for one, _ in waiting)
        waiting.append((fetched, None if coming or _known(desk, fetched) else _start(fetched, desk, pool)))
        if len(waiting) > AHEAD:
            yield _arrival(*waiting.popleft())
    while waiting:
        yield _arrival(*waiting.popleft())


def _known(desk: Desk, fetched: Fetched) -> bool:
    """Whether this very page was kept before: most likely it will not have to be read again."""
    found = desk.archive.value("SELECT 1 FROM pages WHERE hash = ?", (fetched.body_hash,))
    return found is not None and ladder.climbs()


def _start(fetched: Fetched, desk: Desk, pool: ExtractionPool) -> Reading | None:
    """Begin to read a page, as far as needed by what the archive knows of its address."""
    known = history.last_sight(desk.archive, fetched.outlet, address_key(fetched.address))
    return extracting.start(fetched, pool, known)


def _arrival(fetched: Fetched, reading: Reading | None) -> Arrival:
    return extracting.arrival_of(fetched, reading.result() if reading else None)

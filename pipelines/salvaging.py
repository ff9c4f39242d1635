"""Read evidence that was saved into a new archive: what is derived is derived anew, fetch by fetch in their order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress

from pipelines import descent
from pipelines.archivist import Archivist
from pipelines.arrival import Arrival, Verdict
from pipelines.desk import Desk
from pipelines.evidence import fetched_of
from pipelines.reading import Reader
from pipelines.rights import read_already
from storage.history import in_order
from storage.pages import PageDamaged

AHEAD = 16  # pages on their way through the extracting processes
COMMIT_EVERY = 100
LOST = "page-lost"
Seen = Callable[[int, int], None]


def read_all(desk: Desk, seen: Seen) -> None:
    """Read every fetch of the archive that has no reading yet."""
    unread = "SELECT id FROM fetches WHERE id NOT IN (SELECT fetch FROM readings)"
    fetches = in_order(desk.archive, [row["id"] for row in desk.archive.rows(unread)])
    archivist, done = Archivist(desk), 0
    for batch in (fetches[at : at + COMMIT_EVERY] for at in range(0, len(fetches), COMMIT_EVERY)):
        with desk.archive.transaction():
            for arrival in _ahead(batch, desk):
                archivist.read(arrival)
        done += len(batch)
        seen(done, len(fetches))
    descent.settle(desk.archive)


def _ahead(fetches: list[int], desk: Desk) -> Iterator[Arrival]:
    """The fetches, while the pages of the next ones are being extracted."""
    coming: deque[Arrival] = deque()
    for fetch in fetches:
        arrival = _arrival(fetch, desk)
        _start(arrival, desk)
        coming.append(arrival)
        if len(coming) > AHEAD:
            yield coming.popleft()
    yield from coming


def _arrival(fetch: int, desk: Desk) -> Arrival:
    with suppress(PageDamaged):
        fetched = fetched_of(desk.archive, fetch)
        lost = fetched.body is None and fetched.body_hash is not None and fetched.kind == "article"
        return Arrival(fetched, fetch_id=fetch, verdict=Verdict("held", LOST, 0.0) if lost else None)
    fetched = fetched_of(desk.archive, fetch, with_page=False)
    return Arrival(fetched, fetch_id=fetch, verdict=Verdict("held", LOST, 0.0))


def _start(arrival: Arrival, desk: Desk) -> None:
    fetched = arrival.fetched
    is_page = fetched.kind == "article" and read_already(fetched) is None
    if is_page and fetched.body and isinstance(desk.extract, Reader):
        desk.extract.ahead(fetched.body, fetched.headers, fetched.final_address)

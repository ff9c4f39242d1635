"""The worker's stage: read a page's text, in a process that can be killed, unless nothing of it can be new."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import TYPE_CHECKING

from pipelines.arrival import Arrival, Extraction, Repeat
from pipelines.ladder import climbs, is_audited
from pipelines.rights import read_already

if TYPE_CHECKING:
    from crawler.items import Fetched
    from pipelines.pool import ExtractionPool

Reading = Future[Extraction | Repeat]


def start(fetched: Fetched, pool: ExtractionPool, known: bytes | None = None) -> Reading | None:
    """Begin to read a page, no further than needed where its sight is *known*; None where there is nothing to read."""
    if fetched.kind != "article" or not fetched.body or fetched.status == 304:
        return None
    if (there := read_already(fetched)) is not None:
        done: Reading = Future()
        done.set_result(there)
        return done
    believed = known if known and climbs() and not is_audited(fetched) else None
    return pool.submit(fetched.body, fetched.headers, fetched.final_address, believed)


def arrival_of(fetched: Fetched, read: Extraction | Repeat | None) -> Arrival:
    """The fetch with what was read of its page."""
    if isinstance(read, Repeat):
        return Arrival(fetched, sight=read.sight)
    return Arrival(fetched, read)


async def extract_arrival(fetched: Fetched, pool: ExtractionPool, known: bytes | None = None) -> Arrival:
    """The fetch with what was read of its page, once that is done."""
    reading = start(fetched, pool, known)
    if reading is None:
        return Arrival(fetched)
    read: Extraction | Repeat = await asyncio.wrap_future(reading)
    return arrival_of(fetched, read)

"""The worker's stage: read a page's text, in a process that can be killed, unless nothing of it can be new."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import TYPE_CHECKING

from pipelines.arrival import Arrival, Extraction
from pipelines.documents import DOCUMENT, read_document

if TYPE_CHECKING:
    from crawler.items import Fetched
    from pipelines.pool import ExtractionPool


def start(fetched: Fetched, pool: ExtractionPool) -> Future[Extraction] | None:
    """Begin to extract a page; None where there is nothing to read."""
    if fetched.kind != "article" or not fetched.body or fetched.status == 304:
        return None
    if fetched.headers.get("content-type") == DOCUMENT:
        done: Future[Extraction] = Future()
        done.set_result(read_document(fetched.body))
        return done
    return pool.submit(fetched.body, fetched.headers, fetched.final_address)


async def extract_arrival(fetched: Fetched, pool: ExtractionPool) -> Arrival:
    """The fetch with what was extracted of it."""
    future = start(fetched, pool)
    if future is None:
        return Arrival(fetched)
    extraction: Extraction = await asyncio.wrap_future(future)
    return Arrival(fetched, extraction)

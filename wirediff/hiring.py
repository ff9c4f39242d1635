"""`wirediff worker`: a small process that has the work done by a child, and by another one when that ended.

A crash, a leak or a hang of a crawl ends with its child.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from asyncio.subprocess import PIPE
from contextlib import suppress

from wirediff.children import GRACE
from wirediff.labour import Hired

LOG = logging.getLogger(__name__)
LONGEST = 60.0  # seconds until another child is started in place of those that fail at once


async def employ(hired: Hired) -> None:
    """Go on for ever; cancelled, let the child finish what is under way."""
    wait = 1.0
    while True:
        began = asyncio.get_running_loop().time()
        code = await _child(hired)
        if code == 0:
            continue
        lasted = asyncio.get_running_loop().time() - began
        wait = min(2 * wait, LONGEST) if lasted < wait else 1.0
        LOG.warning("the worker's crawl ended with %d: another one in %.0f s", code, wait)
        await asyncio.sleep(wait)


async def _child(hired: Hired) -> int:
    """One child's life; how it ended."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "wirediff.labour", stdin=PIPE, stdout=sys.stderr.fileno(), start_new_session=True
    )
    assert process.stdin is not None
    with suppress(ConnectionError):  # it died at once: its end tells
        process.stdin.write(hired.dump())
        await process.stdin.drain()
    try:
        return await process.wait()
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), GRACE.total_seconds())
        except TimeoutError:
            process.kill()
        raise

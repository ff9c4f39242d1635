"""Many arrivals in one transaction, each acknowledged once that is on the disk.

A commit waits for the disk. While one is under way others come: they are taken together next. So a slow disk makes
groups larger, a lone arrival waits for nobody, and nothing is told to be kept before it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
MOST = 50  # in one group
Failures = Sequence[BaseException | None]  # one for each item: what it failed of


class Together(Generic[Item]):
    """Hands items to *work* in groups; belongs to one event loop."""

    def __init__(self, work: Callable[[list[Item]], Awaitable[Failures]]) -> None:
        self._work = work
        self._waiting: list[tuple[Item, asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None

    async def __call__(self, item: Item) -> None:
        """Wait until the group of *item* is done; raises what the item, or its whole group, failed of."""
        await self.soon(item)

    def soon(self, item: Item) -> asyncio.Future[None]:
        """Put *item* behind those that wait; what comes of it."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())
        return done

    async def rest(self) -> None:
        """Wait until nothing waits."""
        while self._task is not None and not self._task.done():
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            try:
                failures = await self._work([item for item, _ in group])
            except BaseException as error:
                failures = [error] * len(group)
            for (_, done), failure in zip(group, failures, strict=True):
                _settle(done, failure)


def _settle(done: asyncio.Future[None], failure: BaseException | None) -> None:
    if done.done():
        return  # who waited was cancelled
    if failure is None:
        done.set_result(None)
    else:
        done.set_exception(failure)

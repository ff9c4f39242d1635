"""The archivist of a round: a thread beside the one that speaks to the broker, with an archive of its own."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.keeping import Keeping
from pipelines.pool import ExtractionPool
from pipelines.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.together import Failures
    from pipelines.writing import Item
    from storage.archive import Archive


class Keeper:
    """One thread, one archive; see `pipelines.keeping.Keeping` for what it is *told*."""

    archive: Archive

    def __init__(self, path: Path, told: Any, offset: float | None = None) -> None:
        self._about = path, told, offset
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="archivist")
        self._pool = ExtractionPool(1)

    async def open(self) -> None:
        """Open the archive in the thread that will write it."""
        self._keeping: Keeping = await self.run(Keeping, *self._about, Reader(self._pool))
        self.archive = self._keeping.archive

    async def run(self, work: Any, *args: Any) -> Any:
        """Do *work* in the thread that writes."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *args)

    def keep(self, items: Sequence[Item]) -> Failures:
        """Keep items, in that thread."""
        return self._keeping.keep(items)

    async def close(self) -> None:
        """Keep the trees of the stories that changed, write the WAL back and close."""
        try:
            await self.run(self._keeping.close)
        finally:
            await asyncio.to_thread(self._pool.close)
            self._thread.shutdown()

"""Independent parts of a campaign side by side: most of their time is waiting for a disk, a clock, another process."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import TypeVar

Part, Result = TypeVar("Part"), TypeVar("Result")


def spread(work: Callable[[Part], Result], parts: Iterable[Part]) -> Iterator[Result]:
    """What *work* makes of each part, as it comes, in two forks of this process for each processor.

    *work* is a function of a module, or a partial of one. To be called before this process has threads.
    """
    forks = 2 * (os.cpu_count() or 1)
    with ProcessPoolExecutor(forks, mp_context=multiprocessing.get_context("fork")) as pool:
        try:
            for done in as_completed([pool.submit(work, part) for part in parts]):
                yield done.result()
        finally:
            pool.shutdown(cancel_futures=True)

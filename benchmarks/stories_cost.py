"""What the story stage costs an article, in a small archive and in a large one.

    python -m benchmarks.stories_cost                # 10,000 and 100,000 articles: some minutes
    python -m benchmarks.stories_cost --quick        # 2,000 and 20,000
    python -m benchmarks.stories_cost --json

Two archives are filled in bulk, through storage, with the marks of invented articles. Then the stage itself
(`pipelines.story.join`) runs on the last articles of each, of which three in ten are edited copies, a hundred to a
transaction as an import keeps them, in the two archives by turns: what else the machine does meanwhile slows both.
Times are of the processor.

small_ms, large_ms  the mean time for one article at each size, its share of the transaction's end included
median_ms           the median time at the larger size
growth              large_ms over small_ms: 1 is no growth
candidates_per_s    articles a second whose candidates are found at the larger size (read, fingerprint, look-up, index),
                    by two processes at once, each on an archive of that size

Exits with 1 where growth is over 1.2, the median over 5 ms, or candidates under 1,000 a second.
"""

from __future__ import annotations

import argparse
import itertools
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice, repeat
from multiprocessing import get_context
from pathlib import Path

from benchmarks.stories_corpus import Piece, pieces
from benchmarks.stories_planting import plant, plant_marks, weed
from comparison.reuse import marks
from pipelines import story
from pipelines.desk import Desk
from pipelines.extract import extract
from storage import links
from storage.archive import Archive

BATCH, BEFORE = 100, 400  # articles in a transaction; articles before the measured ones that can be copied
GROWTH, MEDIAN, RATE, PROCESSES = 1.2, 5.0, 1000, 2


def measured(sizes: tuple[int, int], window: int, seed: int) -> dict[str, float]:
    """The stage's times for the last *window* articles of each size, and what follows from them."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = (Path(folder) / f"{size}.db" for size in sizes)
        with Archive(small) as one, Archive(large) as other:
            desks = [Desk(one, extract), Desk(other, extract)]
            streams = [_filled(desk, size, window, seed) for desk, size in zip(desks, sizes, strict=True)]
            spent: tuple[list[float], list[float]] = [], []
            for _ in range(window // BATCH):
                for desk, stream, times in zip(desks, streams, spent, strict=True):
                    times.extend(_timed(desk, islice(stream, BATCH)))
        rate = _rate(large, window, seed + 1)
    return {
        "small_ms": statistics.fmean(spent[0]),
        "large_ms": statistics.fmean(spent[1]),
        "median_ms": statistics.median(spent[1]),
        "growth": statistics.fmean(spent[1]) / statistics.fmean(spent[0]),
        "candidates_per_s": rate,
    }


def _filled(desk: Desk, size: int, window: int, seed: int) -> Iterator[Piece]:
    """What is left to keep once an archive holds all articles but the last *window*."""
    stream = pieces(size, seed)
    _fill(desk.archive, islice(stream, size - window - BEFORE))
    _timed(desk, islice(stream, BEFORE))
    print(f"{size:,} articles planted", file=sys.stderr)
    return stream


def _fill(archive: Archive, found: Iterable[Piece]) -> None:
    """Plant what is only looked up: marks and stories."""
    for batch in _batches(found, 1000):
        with archive.transaction():
            plant_marks(archive, batch)
    with archive.transaction():
        weed(archive)


def _batches(found: Iterable[Piece], size: int) -> Iterator[list[Piece]]:
    stream = iter(found)
    while batch := list(islice(stream, size)):
        yield batch


def _timed(desk: Desk, found: Iterable[Piece]) -> list[float]:
    """Plant articles and run the stage on them: milliseconds for each, its share of the transaction's end added."""
    spent: list[float] = []
    for batch in _batches(found, BATCH):
        some = []
        with desk.archive.transaction():
            for arrival in [plant(desk.archive, piece) for piece in batch]:
                began = time.process_time()
                story.join(arrival, desk)
                some.append(time.process_time() - began)
            began = time.process_time()
        end = (time.process_time() - began) / len(batch)
        spent += [1000 * (one + end) for one in some]
    return spent


def _rate(path: Path, count: int, seed: int) -> float:
    """Articles a second that two processes at once fingerprint, look up and index, by the slower one's time."""
    paths = [path, path.with_suffix(".too.db")]
    shutil.copyfile(*paths)
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        seconds = list(pool.map(_candidates, paths, repeat(count), (seed, seed + 1)))
    return PROCESSES * count / max(seconds)


def _candidates(path: Path, count: int, seed: int) -> float:
    """The seconds of a processor for so many articles that are nowhere but in the index."""
    spent = 0.0
    with Archive(path) as archive:
        archive.db.execute("PRAGMA foreign_keys = OFF")
        numbers = itertools.count(1 + archive.value("SELECT max(id) FROM articles"))
        for batch in _batches(pieces(count, seed), BATCH):
            began = time.process_time()
            with archive.transaction():
                for piece, number in zip(batch, numbers, strict=False):
                    found = marks("\n\n".join(piece.paragraphs))
                    known = story.candidates(archive, number, found)
                    links.index(archive, number, found.all, known)
            spent += time.process_time() - began
    return spent


def missed(found: dict[str, float]) -> list[str]:
    """The bars that these figures miss."""
    held = {
        f"growth is over {GROWTH}": found["growth"] > GROWTH,
        f"the median is over {MEDIAN} ms": found["median_ms"] > MEDIAN,
        f"candidates are under {RATE} a second": found["candidates_per_s"] < RATE,
    }
    return [bar for bar, fails in held.items() if fails]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="2,000 and 20,000 articles")
    parser.add_argument("--json", action="store_true", help="one object")
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    sizes, window = ((2_000, 20_000), 1000) if options.quick else ((10_000, 100_000), 2000)
    found = measured(sizes, window, options.seed)
    lines = (f"{name:<17} {value:10.3f}" for name, value in found.items())
    print(json.dumps(found) if options.json else "\n".join(lines))
    for bar in missed(found):
        print(bar, file=sys.stderr)
    return 1 if missed(found) else 0


if __name__ == "__main__":
    raise SystemExit(main())

"""What the story stage costs an article, in a small archive and in a large one.

    python -m benchmarks.stories_cost                # 10,000 and 100,000 articles: some minutes
    python -m benchmarks.stories_cost --quick        # 2,000 and 20,000
    python -m benchmarks.stories_cost --json

The archive is filled in bulk, through storage, with the marks of invented articles; on the last ones before each of
the two sizes, of which three in ten are edited copies, the stage itself (`pipelines.story.join`) runs, a hundred to a
transaction as an import keeps them, and is measured alone. Times are of one processor.

small_ms, large_ms  the mean time for one article at each size, its share of the transaction's end included
median_ms           the median time at the larger size
growth              large_ms over small_ms: 1 is no growth
candidates_per_s    articles a second whose candidates are found at the larger size (read, fingerprint, look-up, index),
                    on one core of the two that are allowed

Exits with 1 where growth is over 1.2, the median over 5 ms, or candidates under 1,000 a second on two cores.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from benchmarks.stories_corpus import Piece, pieces
from benchmarks.stories_planting import plant, plant_marks, weed
from comparison.reuse import fingerprint
from pipelines import story
from pipelines.desk import Desk
from pipelines.extract import extract
from storage import links
from storage.archive import Archive

BATCH, BEFORE = 100, 400  # articles in a transaction; articles before the measured ones that can be copied
GROWTH, MEDIAN, RATE, CORES = 1.2, 5.0, 1000, 2


def measured(sizes: tuple[int, int], window: int, seed: int) -> dict[str, float]:
    """The stage's times for *window* articles before each size, and what follows from them."""
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "archive.db") as archive:
        desk, stream = Desk(archive, extract), pieces(sizes[1], seed)
        spent, done = [], 0
        for size in sizes:
            _fill(archive, islice(stream, size - window - BEFORE - done))
            _timed(desk, islice(stream, BEFORE))
            spent.append(_timed(desk, islice(stream, window)))
            done = size
            print(f"{size:,} articles: {statistics.fmean(spent[-1]):.2f} ms", file=sys.stderr)
        rate = _candidates(archive, pieces(window, seed + 1))
    small, large = spent
    return {
        "small_ms": statistics.fmean(small),
        "large_ms": statistics.fmean(large),
        "median_ms": statistics.median(large),
        "growth": statistics.fmean(large) / statistics.fmean(small),
        "candidates_per_s": rate,
    }


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


def _candidates(archive: Archive, found: Iterable[Piece]) -> float:
    """Articles a second, on one core, that are fingerprinted, looked up and indexed."""
    spent, count = 0.0, 0
    number = 1 + archive.value("SELECT max(id) FROM articles")
    archive.db.execute("PRAGMA foreign_keys = OFF")  # these articles are nowhere but in the index
    for batch in _batches(found, BATCH):
        began = time.process_time()
        with archive.transaction():
            for piece in batch:
                print_ = fingerprint("\n\n".join(piece.paragraphs))
                known = story.candidates(archive, number + count, print_)
                links.index(archive, number + count, print_.sample | print_.pairs, known)
                count += 1
        spent += time.process_time() - began
    return count / spent


def missed(found: dict[str, float]) -> list[str]:
    """The bars that these figures miss."""
    held = {
        f"growth is over {GROWTH}": found["growth"] > GROWTH,
        f"the median is over {MEDIAN} ms": found["median_ms"] > MEDIAN,
        f"candidates are under {RATE} a second": CORES * found["candidates_per_s"] < RATE,
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

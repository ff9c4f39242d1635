"""What an article costs in a small archive and in a large one: taken in, looked at again, compared with candidates.

    python -m benchmarks.growth                  # 10,000 and 100,000 articles
    python -m benchmarks.growth --quick          # 2,000 and 20,000
    python -m benchmarks.growth --sizes 10000 1000000

The archive is filled in bulk, through storage, with invented articles of which three in ten are edited copies; the last
ones before each size go the whole way as an import's do (the archivist, a hundred to a transaction), and alone are
measured. Times are of one processor, in milliseconds an article.

ingest, revisit   a new article; the same one again, byte for byte
growth            the larger size's over the smaller's: 1 is no growth

Where anything grows by more than 1.3 times, the exit code is 1. (Candidates alone: `benchmarks.stories_cost`.)
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path

from benchmarks.stories_corpus import Piece, pieces
from benchmarks.stories_planting import plant, plant_marks
from crawler import clock
from pipelines.archivist import Archivist
from pipelines.arrival import Arrival
from pipelines.desk import Desk
from pipelines.documents import fetched_from
from pipelines.extract import extract
from storage.archive import Archive

BAR, BATCH, WARM = 1.3, 100, 200


def main() -> int:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sizes", nargs=2, type=int, default=(10_000, 100_000))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--window", type=int, default=500, help="articles measured at each size")
    options = parser.parse_args()
    sizes = (2000, 20_000) if options.quick else tuple(options.sizes)
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder) / "archive.db", sizes, options.window)
    print(json.dumps(found, indent=1))
    return 0 if max(found["growth"].values()) <= BAR else 1


def measured(path: Path, sizes: tuple[int, ...], window: int) -> dict[str, dict[str, float]]:
    """Milliseconds at each size, and how they grew."""
    spent: dict[str, list[float]] = {"ingest": [], "revisit": []}
    with Archive(path) as archive:
        archivist, stream, done = Archivist(Desk(archive, extract)), pieces(max(sizes), 5), 0
        for size in sizes:
            fill(archive, islice(stream, size - done - window - WARM))
            list(kept(archivist, islice(stream, WARM), timedelta()))
            some = list(islice(stream, window))
            spent["ingest"].append(statistics.fmean(kept(archivist, some, timedelta())))
            spent["revisit"].append(statistics.fmean(kept(archivist, some, timedelta(days=1))))
            done = size
            print(f"{size:,}: {spent['ingest'][-1]:.2f} and {spent['revisit'][-1]:.2f} ms", file=sys.stderr)
    return {
        "articles": dict(zip(("small", "large"), sizes, strict=True)),
        **{name: dict(zip(("small", "large"), every, strict=True)) for name, every in spent.items()},
        "growth": {name: round(large / small, 2) for name, (small, large) in spent.items()},
    }


def fill(archive: Archive, some: Iterable[Piece]) -> None:
    """Keep articles in bulk."""
    stream = iter(some)
    while batch := list(islice(stream, 5000)):
        with archive.transaction():
            for piece in batch[: len(batch) // 5]:
                plant(archive, piece)
            plant_marks(archive, batch[len(batch) // 5 :])


def kept(archivist: Archivist, some: Iterable[Piece], later: timedelta) -> Iterator[float]:
    """Milliseconds of processor time an article, as an import keeps them."""
    stream = iter(some)
    while batch := list(islice(stream, BATCH)):
        arrivals = [arrival(piece, later) for piece in batch]
        begun = time.process_time()
        with archivist.desk.archive.transaction():
            for one in arrivals:
                archivist.keep(one, later=True)
            archivist.catch_up()
        yield from [1000 * (time.process_time() - begun) / len(batch)] * len(batch)


def arrival(piece: Piece, later: timedelta) -> Arrival:
    """A piece as a document, fetched *later* than it was seen."""
    at = clock.stamp(clock.parse(piece.seen) + later)
    document = {"url": piece.url, "outlet": piece.outlet, "fetched_at": at, "text": "\n\n".join(piece.paragraphs)}
    return Arrival(fetched_from(document))


if __name__ == "__main__":
    sys.exit(main())

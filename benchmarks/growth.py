"""What an article costs in a small archive and in a large one: taken in, looked at again, compared with candidates.

    python -m benchmarks.growth                  # 10,000 and 100,000 articles
    python -m benchmarks.growth --quick          # 2,000 and 20,000
    python -m benchmarks.growth --sizes 10000 1000000

Two archives are filled in bulk (`benchmarks.planting`) with invented articles; some more, of which three in ten are
edited copies of each other, go the whole way as an import's do (the archivist, a hundred to a transaction), in the two
archives by turns, and alone are measured. Times are of one processor, in milliseconds an article, the median of the
hundreds.

ingest, revisit   a new article; the same one again, byte for byte
candidates        the marks of a new article, and who shares them: a part of ingest
growth            the larger size's over the smaller's: 1 is no growth

Where anything grows by more than 1.3 times, the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path

from benchmarks.planting import planted
from benchmarks.stories_corpus import Piece, pieces
from comparison.reuse import marks
from crawler import clock
from pipelines import story
from pipelines.archivist import Archivist
from pipelines.arrival import Arrival
from pipelines.desk import Desk
from pipelines.documents import fetched_from
from pipelines.extract import extract
from storage.archive import Archive
from storage.links import NOBODY

BAR, BATCH, WARM = 1.3, 100, 200
BEYOND = 10**8  # the first number of an article that goes the whole way


def main() -> int:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sizes", nargs=2, type=int, default=(10_000, 100_000))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--window", type=int, default=1000, help="articles measured at each size")
    parser.add_argument("--nth", type=int, default=5, help="one planted article in so many has its text, too")
    options = parser.parse_args()
    sizes = (2000, 20_000) if options.quick else (options.sizes[0], options.sizes[1])
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder), sizes, options.window, options.nth)
    print(json.dumps(found, indent=1))
    return 0 if max(found["growth"].values()) <= BAR else 1


def measured(folder: Path, sizes: tuple[int, int], window: int, nth: int) -> dict[str, dict[str, float]]:
    """Milliseconds at each size, and how they grew."""
    with Archive(folder / "small.db") as small, Archive(folder / "large.db") as large:
        for archive, size in zip((small, large), sizes, strict=True):
            begun = time.monotonic()
            planted(archive, size, nth=nth)
            print(f"{size:,} articles planted in {time.monotonic() - begun:.0f} s", file=sys.stderr)
        spent = by_turns([Archivist(Desk(archive, extract)) for archive in (small, large)], window)
    middle = {name: [round(statistics.median(every), 3) for every in both] for name, both in spent.items()}
    return {
        "articles": dict(zip(("small", "large"), sizes, strict=True)),
        **{name: dict(zip(("small", "large"), both, strict=True)) for name, both in middle.items()},
        "growth": {name: round(larger / smaller, 2) for name, (smaller, larger) in middle.items()},
    }


def by_turns(archivists: list[Archivist], window: int) -> dict[str, list[list[float]]]:
    """Milliseconds an article, of every hundred, for each archivist, by what was done."""
    spent: dict[str, list[list[float]]] = {
        name: [[] for _ in archivists] for name in ("candidates", "ingest", "revisit")
    }
    stream = (replace(piece, number=BEYOND + piece.number) for piece in pieces(WARM + window, 6))
    warm = list(islice(stream, WARM))
    for archivist in archivists:
        kept(archivist, warm, timedelta())
    while some := list(islice(stream, BATCH)):
        for place, archivist in enumerate(archivists):
            spent["candidates"][place].append(looked_up(archivist.desk.archive, some))
            spent["ingest"][place].append(kept(archivist, some, timedelta()))
            spent["revisit"][place].append(kept(archivist, some, timedelta(days=1)))
    return spent


def looked_up(archive: Archive, some: list[Piece]) -> float:
    """Milliseconds of processor time an article that its candidates take to be found."""
    texts = ["\n\n".join(piece.paragraphs) for piece in some]
    begun = time.process_time()
    with archive.transaction():
        for text in texts:
            story.candidates(archive, NOBODY, marks(text))
    return 1000 * (time.process_time() - begun) / len(some)


def kept(archivist: Archivist, some: list[Piece], later: timedelta) -> float:
    """Milliseconds of processor time an article, as an import keeps them."""
    arrivals = [arrival(piece, later) for piece in some]
    begun = time.process_time()
    with archivist.desk.archive.transaction():
        for one in arrivals:
            archivist.keep(one, later=True)
        archivist.catch_up()
    return 1000 * (time.process_time() - begun) / len(some)


def arrival(piece: Piece, later: timedelta) -> Arrival:
    """A piece as a document, fetched *later* than it was seen."""
    at = clock.stamp(clock.parse(piece.seen) + later)
    document = {"url": piece.url, "outlet": piece.outlet, "fetched_at": at, "text": "\n\n".join(piece.paragraphs)}
    return Arrival(fetched_from(document))


if __name__ == "__main__":
    sys.exit(main())

"""Stories and trees on Spark beside the local code: are they the same, and does the cost grow with the articles?

    python -m benchmarks.spark --into FOLDER                     # 20,000, 60,000 and 200,000 invented articles
    python -m benchmarks.spark --into FOLDER --sizes 2000 6000
    python -m benchmarks.spark --into FOLDER --texts docs.jsonl  # documents, as `wirediff import` takes them
    WIREDIFF_DATA=... python -m benchmarks.spark --into FOLDER --real

Articles go through the local story stage into an archive, one after the other, with a copy of it at each size; each
copy is exported into a lake, which `wirediff lake stories` reads. Then every row of stories, their articles, links,
diffs with their edits, trees and updates is compared. FOLDER keeps all of it: what is there is not made again.

differing     rows that stand on one side only, all tables together: 0 is the bar
local_s       processor time of the local stage and the trees (one process)
export_s      of `wirediff export --parquet`
spark_s       of `wirediff lake stories`, with all its processes and its start
growth        what a further article costs on Spark between the last two sizes, over between the first two (at most 1.3)

Needs the extra spark, and Java. Exits with 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from benchmarks.processor import timed
from benchmarks.stories_corpus import Piece, pieces
from benchmarks.stories_planting import plant
from benchmarks.stories_real import data_folder, real_articles
from pipelines import descent, story
from pipelines.desk import Desk
from pipelines.extract import extract
from storage.archive import Archive
from wirediff.lake.results import RESULTS, rows

GROWTH = 1.3
BATCH = 100  # articles in a transaction
Figures = dict[str, Any]


def plant_all(stream: Iterator[Piece], sizes: Sequence[int], folder: Path) -> None:
    """The local stage over a stream of articles, with a copy of the archive and its trees at each size."""
    folder.mkdir(parents=True, exist_ok=True)
    if all((folder / f"{size}.local.json").exists() for size in sizes):
        return
    run, done, spent = folder / "run.db", 0, 0.0
    for left in folder.glob("run.db*"):
        left.unlink()
    for size in sizes:
        with Archive(run) as archive:
            desk = Desk(archive, extract)
            while batch := list(islice(stream, min(BATCH, size - done))):
                began = time.process_time()
                with archive.transaction():
                    for piece in batch:
                        story.join(plant(archive, piece), desk)
                spent, done = spent + time.process_time() - began, done + len(batch)
            archive.checkpoint()
        spent_here = _settled(run, folder / f"{size}.db") + spent
        _write(folder / f"{size}.local.json", {"articles": done, "local_s": spent_here})


def _settled(run: Path, copy: Path) -> float:
    """A copy of the archive with its trees; the seconds that these took."""
    shutil.copyfile(run, copy)
    with Archive(copy) as archive:
        began = time.process_time()
        descent.settle(archive)
        return time.process_time() - began


def import_all(texts: Path, folder: Path) -> str:
    """Documents through `wirediff import`; the archive's name."""
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"{texts.stem}.db"
    if not archive.exists():
        _wirediff("import", texts, "--db", archive)
    with Archive(archive, read_only=True) as held:
        count = held.value("SELECT count(*) FROM articles")
    _write(folder / f"{texts.stem}.local.json", {"articles": count})
    return texts.stem


def compared(name: str, folder: Path) -> Figures:
    """Export an archive, run Spark over its lake, and compare what was found with what the archive says."""
    done = folder / f"{name}.spark.json"
    archive, lake, found = folder / f"{name}.db", folder / f"{name}.lake", folder / f"{name}.found"
    if not done.exists():
        shutil.rmtree(found, ignore_errors=True)
        exported = _wirediff("export", "--parquet", lake, "--db", archive)
        told = _wirediff("lake", "stories", lake, "-o", found, "--set", "spark.driver.memory=4g")
        _write(done, {"export_s": exported, "spark_s": told} | differing(archive, found))
    return json.loads((folder / f"{name}.local.json").read_text()) | json.loads(done.read_text())


def differing(path: Path, found: Path) -> Figures:
    """How many rows stand on one side only, by table and in all."""
    by_table: dict[str, int] = {}
    with Archive(path, read_only=True) as archive:
        for name in RESULTS:
            local = Counter(map(_as_told, rows(archive, name)))
            local.subtract(_as_told(row) for batch in _batches(found / name) for row in batch)
            by_table[name] = sum(map(abs, local.values()))
    return {"differing": sum(by_table.values()), "by_table": by_table}


def _batches(folder: Path) -> Iterator[list[dict[str, Any]]]:
    for path in sorted(folder.glob("*.parquet")):
        for batch in pq.ParquetFile(path).iter_batches():
            yield batch.to_pylist()


def _as_told(row: dict[str, Any]) -> int:
    """A row but for when it was worked out."""
    return hash(json.dumps({name: value for name, value in row.items() if name != "joined_at"}, sort_keys=True))


def growth(found: Sequence[Figures]) -> float | None:
    """What a further article costs at the large end, over what it costs at the small one."""
    if len(found) < 3:
        return None
    steps = [
        (after["spark_s"] - before["spark_s"]) / (after["articles"] - before["articles"])
        for before, after in pairwise(found)
    ]
    return steps[-1] / steps[0]


def _wirediff(*args: str | Path) -> float:
    """Run a command; its processor time."""
    _, spent, code, told = timed([sys.executable, "-m", "wirediff", *map(str, args)], Path.cwd(), os.environ)
    if code:
        raise subprocess.CalledProcessError(code, args[0], stderr=told)
    print(told.strip().splitlines()[-1] if told.strip() else "", file=sys.stderr)
    return spent


def _write(path: Path, told: Figures) -> None:
    part = path.with_suffix(".part")
    part.write_text(json.dumps(told))
    part.replace(path)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--into", type=Path, required=True, help="where all that is made is kept")
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000, 60_000, 200_000])
    parser.add_argument("--texts", type=Path, nargs="+", help="JSON Lines of documents instead")
    parser.add_argument("--real", action="store_true", help="the public text sets of $WIREDIFF_DATA instead")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="one object a line")
    options = parser.parse_args()
    if options.texts:
        names = [import_all(path, options.into) for path in options.texts]
    elif options.real:
        if (data := data_folder()) is None:
            print("skipped: set WIREDIFF_DATA to the folder of real data", file=sys.stderr)
            return 0
        real = [one.piece for one in real_articles(data)]
        names = [str(len(real))]
        plant_all(iter(real), [len(real)], options.into)
    else:
        names = [str(size) for size in sorted(options.sizes)]
        plant_all(pieces(max(options.sizes), options.seed), sorted(options.sizes), options.into)
    found = [compared(name, options.into) for name in names]
    grown = None if options.texts or options.real else growth(found)
    for one in found:
        told = {name: round(value, 1) if isinstance(value, float) else value for name, value in one.items()}
        print(json.dumps(told) if options.json else "  ".join(f"{name} {value}" for name, value in told.items()))
    if grown is not None:
        print(json.dumps({"growth": grown}) if options.json else f"growth {grown:.3f}")
    return int(any(one["differing"] for one in found) or (grown or 0) > GROWTH)


if __name__ == "__main__":
    raise SystemExit(main())

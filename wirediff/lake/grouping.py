"""Stories and trees of any number of lakes, on Spark: the same as the local code finds, one revision after the other.

The collection is parted so that no two articles that the local index makes candidates are in two parts, and the local
code runs on each part. One thing only connects the parts: a mark that stands in many stories is stock, wherever these
are. When that came to be is supposed first (from articles that share rare marks), and told by the stories found: where
it was otherwise, the parts that it touches are done again, until what was supposed is what was found. By induction over
the look-ups in their order, each then saw what it would have seen in one archive, so that the results are the same.
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
from pyspark.sql import functions as F  # noqa: N812 - its usual name

from storage.links import STOCK
from wirediff.lake import candidates, parting
from wirediff.lake.appending import LakeError
from wirediff.lake.replay import HOMES, Words, replayed
from wirediff.lake.results import RESULTS
from wirediff.lake.said import said
from wirediff.lake.united import Shelf, united, with_texts

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

TOGETHER = 2_000  # articles in a part, about
ROUNDS = 20  # until what was supposed is what was found: two or three are usual
TOLD = pa.schema([("part", pa.int64()), ("table", pa.string()), ("row", pa.string())])
TOLD_DDL = "part long, table string, row string"
Seen = Callable[[str], None]


class Grouped(NamedTuple):
    """What an analysis did: what it read, how many stories of several articles it found, and in how many rounds.

    *replayed* of all parts were replayed, the later rounds' among them.
    """

    articles: int
    revisions: int
    stories: int
    rounds: int
    parts: int
    replayed: int


def group(spark: SparkSession, lakes: Sequence[Path], into: Path, seen: Seen, together: int = TOGETHER) -> Grouped:
    """Write the results of some lakes into a new folder, a folder of Parquet files for each table.

    *together* is about how many articles are replayed in one archive.
    """
    if into.exists():
        raise LakeError(f"{into} is there already: name a new folder, or remove it")
    part = into.with_name(f".{into.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    (part / "work").mkdir(parents=True)
    try:
        found = _Grouping(Shelf(spark, part / "work"), lakes, seen, together).run(part)
        shutil.rmtree(part / "work")
        part.rename(into)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return found


class _Grouping:
    def __init__(self, shelf: Shelf, lakes: Sequence[Path], seen: Seen, together: int) -> None:
        self._shelf, self._spark, self._seen = shelf, shelf.spark, seen
        self._all = united(shelf, lakes)
        self._count = self._all.articles.count()
        self._parts = max(1, math.ceil(self._count / together))
        looked_up = candidates.postings(self._all.revisions, self._all.articles, self._all.fingerprints)
        self._looked_up = shelf.keep(looked_up)
        self._held = shelf.keep(candidates.holders(self._looked_up))
        self._words, self._named = said(self._all)
        self._texts = shelf.keep(with_texts(self._all))
        self._signs: DataFrame | None = None
        self._replayed = 0

    def run(self, into: Path) -> Grouped:
        """Suppose, replay, compare; then write."""
        stock, done = self._shelf.keep(self._supposed()), None
        for count in range(1, ROUNDS + 1):
            done = self._round(stock, done)
            found = self._shelf.keep(self._found(done))
            wrong = _differing(stock, found)
            self._seen(f"round {count}: {self._replayed} parts replayed, {wrong} marks supposed otherwise than found")
            if not wrong:
                return self._written(done, into, count)
            stock = found
        raise LakeError(f"the stories did not settle in {ROUNDS} rounds: please report it")

    def _written(self, done: DataFrame, into: Path, rounds: int) -> Grouped:
        for name, result in RESULTS.items():
            rows = done.where(F.col("table") == name).select(F.from_json("row", result.ddl).alias("row"))
            rows.select("row.*").write.parquet(str(into / name))
        self._all.articles.write.parquet(str(into / "articles"))
        self._all.revisions.write.parquet(str(into / "revisions"))
        stories = self._spark.read.parquet(str(into / "stories")).where("articles > 1").count()
        return Grouped(self._count, self._all.revisions.count(), stories, rounds, self._parts, self._replayed)

    def _supposed(self) -> DataFrame:
        """When marks became stock, where articles that share enough rare marks are one story."""
        none = self._spark.createDataFrame([], "mark long, stock long")
        rare = self._held.where(F.size("holders") <= STOCK)
        home = F.col("piece").cast("string").alias("home")
        homes = self._pieces(candidates.sharing(self._looked_up, rare, none)).select(
            "article", F.lit(0).alias("moved"), home
        )
        return candidates.stock_since(self._looked_up, self._held, homes)

    def _found(self, done: DataFrame) -> DataFrame:
        """When marks became stock, as the replayed stories tell."""
        homes = done.where(F.col("table") == HOMES)
        told = homes.select(F.from_json("row", "article long, moved long, home string").alias("row")).select("row.*")
        return candidates.stock_since(self._looked_up, self._held, told)

    def _pieces(self, links: DataFrame) -> DataFrame:
        return parting.piece_of(self._all.articles, links)

    def _round(self, stock: DataFrame, before: DataFrame | None) -> DataFrame:
        """The results of every part: replayed, or taken from the round before where nothing that it knows changed."""
        shared = candidates.sharing(self._looked_up, self._held, stock).unionByName(self._named)
        parts = self._shelf.keep(parting.parts(self._pieces(shared), self._parts))
        known = self._shelf.keep(parting.knowledge(self._looked_up, self._held, parts, stock))
        signs = self._shelf.keep(parting.signatures(parts, known))
        same = signs.limit(0) if self._signs is None else signs.join(self._signs, ["part", "sign"])
        other = signs.join(same, "part", "left_anti").select("part")
        self._signs, self._replayed = signs, self._replayed + other.count()
        fresh = self._replay(parts.join(other, "part"), known.join(other, F.col("whose") == F.col("part")).drop("part"))
        return self._shelf.keep(
            fresh if before is None else fresh.unionByName(before.join(same.select("part"), "part"))
        )

    def _replay(self, parts: DataFrame, known: DataFrame) -> DataFrame:
        """The local code on every part."""
        texts = self._texts.join(parts.select(F.col("article").alias("id"), "part"), "id")
        replay = _replaying(self._words)
        return texts.groupBy("part").cogroup(known.groupBy("whose")).applyInArrow(replay, TOLD_DDL)


def _replaying(words: Words) -> Callable[[pa.Table, pa.Table], pa.Table]:
    """What a worker does with a part: its revisions and what it knows come in, its results go out."""

    def replay(revisions: pa.Table, knowledge: pa.Table) -> pa.Table:
        if not revisions.num_rows:
            return TOLD.empty_table()
        part = revisions["part"][0].as_py()
        told = list(replayed(str(part), revisions.to_pylist(), knowledge.to_pylist(), words))
        tables, rows = [table for table, _ in told], [row for _, row in told]
        return pa.table([[part] * len(told), tables, rows], schema=TOLD)

    return replay


def _differing(one: DataFrame, other: DataFrame) -> int:
    """How many marks became stock at another time, or in one of both only."""
    both = one.withColumnRenamed("stock", "supposed").join(other, "mark", "full")
    return int(both.where("not supposed <=> stock").count())

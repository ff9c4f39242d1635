"""Any number of lakes as one collection: what several archives say is said once, and each article has one history.

The revisions of an article that several archives followed are put in the order of their times, and what repeats the one
before is the same one, seen longer. Revisions and articles get numbers that grow with their times.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pyspark.sql import Window
from pyspark.sql import functions as F  # noqa: N812 - its usual name

from storage.tombstones import ADDRESS
from wirediff.lake.appending import files_of, manifests
from wirediff.lake.tables import TABLES

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

DDL = {"text": "string", "integer": "long", "real": "double", "texts": "array<string>", "integers": "array<long>"}


class Collection(NamedTuple):
    """*articles* have an ``id``, *revisions* an ``at``; the other tables are as `tables` describes them."""

    articles: DataFrame
    revisions: DataFrame
    paragraphs: DataFrame
    fingerprints: DataFrame
    outlets: DataFrame
    given: DataFrame
    decisions: DataFrame


class Shelf:
    """Keeps frames as files, so that none is worked out twice, nor otherwise the second time."""

    def __init__(self, spark: SparkSession, folder: Path) -> None:
        self.spark, self._folder, self._count = spark, folder, 0

    def keep(self, frame: DataFrame) -> DataFrame:
        """The frame, worked out."""
        self._count += 1
        path = str(self._folder / f"{self._count:03}")
        frame.write.parquet(path)
        return self.spark.read.schema(frame.schema).parquet(path)


def table(spark: SparkSession, lakes: Sequence[Path], name: str) -> DataFrame:
    """The rows of a table in all lakes, with the ``archive`` that says them."""
    ddl = ", ".join(f"{column} {DDL[kind]}" for column, kind in TABLES[name].columns.items())
    frames = []
    for lake, archive in manifests(lakes):
        files = [str(lake / path) for path in files_of(lake, archive) if path.startswith(f"{name}/")]
        if files:
            reading = spark.read.schema(f"{ddl}, archive string, month string").option("basePath", str(lake / name))
            frames.append(reading.parquet(*files))
    empty = spark.createDataFrame([], f"{ddl}, archive string, month string")
    return reduce(lambda one, other: one.unionByName(other), frames, empty)


def united(shelf: Shelf, lakes: Sequence[Path]) -> Collection:
    """One collection of all that some lakes hold."""

    def read(name: str) -> DataFrame:
        return table(shelf.spark, lakes, name)

    alive = _alive(_articles(read("articles")), read("tombstones"))
    articles = shelf.keep(numbered(alive, "id", "first_seen", "key"))
    told = _revisions(read("revisions").join(articles.select(F.col("key").alias("article")), "article"))
    revisions = shelf.keep(numbered(told, "at", "moment", "made_by", "key"))
    outlets = read("outlets").groupBy("id").agg(*(F.max(name).alias(name) for name in ("name", "lang", "agency")))
    return Collection(
        articles,
        revisions,
        read("paragraphs").select("hash", "text").dropDuplicates(["hash"]),
        read("fingerprints").select("content", "marks").dropDuplicates(["content"]),
        outlets,
        read("given").select("article", "other").distinct(),
        read("decisions").select("made_at", "kind", "subject", "detail", "who").distinct(),
    )


def numbered(frame: DataFrame, name: str, *by: str) -> DataFrame:
    """The rows with numbers from 1 on, not one by one, that grow with *by*; to be kept before it is used twice."""
    return frame.orderBy(*by).withColumn(name, F.monotonically_increasing_id() + 1)


def _articles(rows: DataFrame) -> DataFrame:
    """One row for each article: where and in what state it was seen last, under all its addresses."""
    newest = F.struct("last_seen", "archive", "outlet", "address", "state")
    told = rows.groupBy("key").agg(
        F.max(newest).alias("newest"),
        F.min("first_seen").alias("first_seen"),
        F.max("last_seen").alias("last_seen"),
        F.array_sort(F.array_distinct(F.flatten(F.collect_list("addresses")))).alias("addresses"),
    )
    names = ("newest.outlet", "newest.address", "newest.state")
    return told.select("key", *names, "first_seen", "last_seen", "addresses")


def _alive(articles: DataFrame, tombstones: DataFrame) -> DataFrame:
    """The articles that were forgotten in none of the archives: what one forgot does not come back through another."""
    named = articles.select("key", F.explode("addresses").alias("told"))
    name = F.concat_ws("\x1f", F.lit(ADDRESS), F.get_json_object("told", "$[0]"))
    gone = named.withColumn("hash", F.sha2(name, 256)).join(tombstones, "hash")
    return articles.join(gone.select("key"), "key", "left_anti")


def _revisions(rows: DataFrame) -> DataFrame:
    """The revisions of each article, numbered anew; what repeats the one before only says that it was seen longer."""
    by_time = Window.partitionBy("article").orderBy("moment", "made_by")
    once = rows.withColumn("nth", F.row_number().over(Window.partitionBy("article", "made_by").orderBy("archive")))
    told = once.where("nth = 1").withColumn("before", F.lag("content").over(by_time))
    run = told.withColumn("run", F.sum((~F.col("before").eqNullSafe(F.col("content"))).cast("int")).over(by_time))
    seen = run.withColumn("last_seen", F.max("last_seen").over(Window.partitionBy("article", "run")))
    fresh = seen.where("not before <=> content").withColumn("number", F.row_number().over(by_time))
    again = Window.partitionBy("article", "content").orderBy("moment", "made_by")
    nth = (F.row_number().over(again) - 1).cast("string")
    said = F.concat_ws("\x1f", F.col("article"), F.col("content"), nth)
    named = fresh.withColumn("key", F.substring(F.sha2(said, 256), 1, 32))
    return named.drop("archive", "month", "digest", "nth", "before", "run")


def with_texts(collection: Collection) -> DataFrame:
    """Every revision with its paragraphs as ``texts``, and the columns of its article and outlet."""
    told = collection.revisions.select("at", F.posexplode("paragraphs").alias("place", "hash"))
    texts = (
        told.join(collection.paragraphs, "hash")
        .groupBy("at")
        .agg(F.sort_array(F.collect_list(F.struct("place", "text"))).alias("texts"))
    )
    article = collection.articles.select(
        F.col("key").alias("article"), "id", "outlet", "address", "state", "addresses",
        F.col("first_seen").alias("article_first_seen"), F.col("last_seen").alias("article_last_seen"),
    )  # fmt: skip
    outlet = collection.outlets.select(
        F.col("id").alias("outlet"), F.col("name").alias("outlet_name"), F.col("lang").alias("outlet_lang"), "agency"
    )
    whole = collection.revisions.join(texts, "at", "left").join(article, "article").join(outlet, "outlet", "left")
    empty = F.array().cast("array<string>")
    return whole.withColumn("texts", F.coalesce("texts.text", empty)).drop("paragraphs")

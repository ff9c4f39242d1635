"""Parts of a collection that can be replayed apart, and what the index of each would know of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
from pyspark.sql import functions as F  # noqa: N812 - its usual name

from storage.links import NOBODY
from wirediff.lake.pieces import pieces

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def piece_of(articles: DataFrame, links: DataFrame) -> DataFrame:
    """The piece of every article, connected by *links* (``article``, ``other``): ``article``, ``piece``."""
    found = links.toArrow()
    ones, others = (found[name].to_numpy() for name in ("article", "other"))
    linked, least = pieces(ones, others)
    spark = articles.sparkSession
    told = spark.createDataFrame(
        pa.table({"article": pa.array(linked, pa.int64()), "least": pa.array(least, pa.int64())})
    )
    every = articles.select(F.col("id").alias("article")).join(told, "article", "left")
    return every.select("article", F.coalesce("least", "article").alias("piece"))


def parts(piece: DataFrame, count: int) -> DataFrame:
    """The part of every article, of *count* parts, so that no piece is parted: ``article``, ``part``."""
    return piece.select("article", F.pmod(F.xxhash64("piece"), F.lit(count)).alias("part"))


def knowledge(looked_up: DataFrame, held: DataFrame, part: DataFrame, stock: DataFrame) -> DataFrame:
    """What each part's index knows of others: ``whose``, ``at``, ``mark``, ``holder`` (`NOBODY`: it is stock)."""
    mine = (
        looked_up.join(part, "article")
        .groupBy("part", "mark")
        .agg(F.max("at").alias("last"), F.count_distinct("article").alias("many"))
    )
    known = mine.join(stock, "mark").where("stock <= last").withColumn("holder", F.lit(NOBODY).cast("long"))
    one = held.select("mark", F.explode("holders").alias("one"))
    theirs = one.select("mark", "one.since", "one.article").join(part.withColumnRenamed("part", "home"), "article")
    near = mine.where("many > 1").join(theirs, "mark").where("part <> home and since < last")
    live = near.join(stock, "mark", "left").where("stock is null or since < stock")
    whose = F.col("part").alias("whose")
    return known.select(whose, F.col("stock").alias("at"), "mark", "holder").unionByName(
        live.select(whose, F.col("since").alias("at"), "mark", F.col("article").alias("holder"))
    )


def signatures(part: DataFrame, known: DataFrame) -> DataFrame:
    """A name for all that each part is made of and knows: ``part``, ``sign``."""
    mine = part.groupBy("part").agg(F.count("*").alias("articles"), F.bit_xor(F.xxhash64("article")).alias("who"))
    told = known.groupBy("whose").agg(
        F.count("*").alias("facts"), F.bit_xor(F.xxhash64("at", "mark", "holder")).alias("what")
    )
    both = mine.join(told, mine["part"] == told["whose"], "left")
    return both.select("part", F.concat_ws(" ", "articles", "who", "facts", "what").alias("sign"))

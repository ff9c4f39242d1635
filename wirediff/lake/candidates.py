"""Which articles must be looked at together, found as the local index finds candidates, for all articles at once.

The local index counts the marks that a text shares with each article before it. A mark has `HOLDERS` holders at most,
the first ones, and is stock from the first look-up on at which they stand in more than `STOCK` stories. All that
follows here from marks and times alone; when a mark became stock follows from stories, which are not known yet: see
`grouping`.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pyspark.sql import Window
from pyspark.sql import functions as F  # noqa: N812 - its usual name

from pipelines.story import FEW_HOLDERS, FEW_MARKS, LEAST, LEAST_RARE
from storage.links import HOLDERS, STOCK

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

Held = Sequence[Any]  # since, article, moved, home


def postings(revisions: DataFrame, articles: DataFrame, fingerprints: DataFrame) -> DataFrame:
    """Every look-up of a mark that several articles have: ``mark``, ``at``, ``article``, how many ``marks`` it had."""
    ids = articles.select(F.col("key").alias("article"), "id")
    texts = revisions.select("at", "article", "content").join(ids, "article").join(fingerprints, "content")
    told = texts.select(
        "at", F.col("id").alias("article"), F.size("marks").alias("marks"), F.explode("marks").alias("mark")
    )
    shared = told.groupBy("mark").agg(F.min("article").alias("one"), F.max("article").alias("other"))
    return told.join(shared.where("one <> other").select("mark"), "mark")


def holders(looked_up: DataFrame) -> DataFrame:
    """The first articles that have each mark, with the time since when: ``mark``, ``holders`` (since, article)."""
    first = looked_up.groupBy("mark", "article").agg(F.min("at").alias("since"))
    place = F.row_number().over(Window.partitionBy("mark").orderBy("since"))
    kept = first.withColumn("place", place).where(F.col("place") <= HOLDERS)
    return kept.groupBy("mark").agg(F.sort_array(F.collect_list(F.struct("since", "article"))).alias("holders"))


def stock_since(looked_up: DataFrame, held: DataFrame, homes: DataFrame) -> DataFrame:
    """When marks became stock: ``mark``, ``stock`` (the look-up at which it was found out).

    *homes* tells in which story each article was since when: ``article``, ``moved``, ``home``.
    """
    heavy = held.where(F.size("holders") > STOCK)
    one = heavy.select("mark", F.explode("holders").alias("one")).select("mark", "one.since", "one.article")
    told = one.join(homes, "article").groupBy("mark")
    moves = told.agg(F.collect_list(F.struct("since", "article", "moved", "home")).alias("moves"))
    late = heavy.select("mark", F.col("holders")[STOCK]["since"].alias("from"))
    looks = (
        looked_up.join(late, "mark")
        .where("at > from")
        .groupBy("mark")
        .agg(F.sort_array(F.collect_set("at")).alias("looks"))
    )
    found = moves.join(looks, "mark").select("mark", F.udf(first_stock, "long")("moves", "looks").alias("stock"))
    return found.where("stock is not null")


def first_stock(moves: Sequence[Held], looks: Sequence[int]) -> int | None:
    """The first look-up at which those who have a mark stand in more than `STOCK` stories; None where there is none.

    *moves*: since when an article has the mark, the article, and since when it was in which story.
    """
    since = {article: at for at, article, _, _ in moves}
    steps: list[tuple[int, int, str | None]] = [(at, article, None) for article, at in since.items()]
    steps += [(at, who, home) for _, who, at, home in moves]
    steps.sort(key=itemgetter(0))
    holding, home_of, place = set[int](), dict[int, str](), 0
    for look in looks:
        while place < len(steps) and steps[place][0] < look:
            _, article, home = steps[place]
            if home is None:
                holding.add(article)
            else:
                home_of[article] = home
            place += 1
        if len(holding) > STOCK and len({home_of.get(article) for article in holding}) > STOCK:
            return look
    return None


def sharing(looked_up: DataFrame, held: DataFrame, stock: DataFrame) -> DataFrame:
    """The pairs that the local index makes candidates: ``article``, ``other``, an earlier one."""
    live = looked_up.join(held, "mark").join(stock, "mark", "left").where("stock is null or at < stock")
    mine = F.expr("filter(holders, one -> one.since < at and one.article <> article)").alias("found")
    told = live.select("at", "article", "marks", mine).where("size(found) > 0")
    pairs = told.select(
        "at", "article", "marks", F.size("found").alias("many"), F.explode("found.article").alias("other")
    )
    counts = pairs.groupBy("at", "article", "marks", "other").agg(
        F.count("*").alias("shared"), F.sum((F.col("many") <= FEW_HOLDERS).cast("int")).alias("rare")
    )
    least = F.when(F.col("marks") >= FEW_MARKS, LEAST).otherwise(LEAST - 1)
    enough = (F.col("shared") >= least) | (F.col("rare") >= LEAST_RARE)
    return counts.where(enough).select("article", "other").distinct()

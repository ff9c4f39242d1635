"""What readers and configurations said of articles: whoever they named together is looked at together."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyspark.sql import functions as F  # noqa: N812 - its usual name

from storage.decided import APART, TOGETHER
from wirediff.lake.replay import Words

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from wirediff.lake.united import Collection

Name = tuple[str, str]  # an outlet, and the key of an address


def said(collection: Collection) -> tuple[Words, DataFrame]:
    """All words, and the pairs of articles that they name together: ``article``, ``other``."""
    decisions = [row.asDict() for row in collection.decisions.orderBy("made_at", "subject", "detail").collect()]
    given = [(row["article"], row["other"]) for row in collection.given.collect()]
    named = [_names(row["detail"]) for row in decisions if row["kind"] in (TOGETHER, APART)]
    by_key = _by_key(collection, {one for pair in given for one in pair})
    by_name = _by_name(collection, {name for names in named for name in names})
    pairs = [(by_key[one], by_key[other]) for one, other in given if one in by_key and other in by_key]
    for names in named:
        known = [by_name[name] for name in names if name in by_name]
        pairs += [(known[0], other) for other in known[1:]]
    spark = collection.articles.sparkSession
    return Words(tuple(decisions), tuple(given)), spark.createDataFrame(pairs, "article long, other long")


def _names(detail: str) -> list[Name]:
    told = json.loads(detail)
    return [(outlet, key) for outlet, key in [*told["articles"], *told["others"]]]


def _by_key(collection: Collection, keys: Iterable[str]) -> dict[str, int]:
    wanted = collection.articles.sparkSession.createDataFrame([(key,) for key in keys], "key string")
    return {row["key"]: row["id"] for row in collection.articles.join(wanted, "key").select("key", "id").collect()}


def _by_name(collection: Collection, names: Iterable[Name]) -> dict[Name, int]:
    wanted = collection.articles.sparkSession.createDataFrame(list(names), "outlet string, name string")
    told = collection.articles.select("id", "outlet", F.explode("addresses").alias("address"))
    keys = told.select("id", "outlet", F.get_json_object("address", "$[0]").alias("name"))
    return {(row["outlet"], row["name"]): row["id"] for row in keys.join(wanted, ["outlet", "name"]).collect()}

"""``wirediff lake``: Spark finds over two lakes what one archive finds, to the letter; and what it finds is an archive.

Needs the extra ``spark`` and Java; is skipped, saying so, where they are missing. One small session serves all.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from benchmarks.stories_corpus import Piece, pieces
from storage.archive import Archive
from tests.wires import DISPATCH, FOLLOW_UP, REWRITTEN
from wirediff.cli import cli
from wirediff.lake.results import RESULTS, rows

pytest.importorskip("pyspark", reason="needs the extra spark: pip install 'wirediff[spark]'")
pytest.importorskip("pandas", reason="needs the extra spark: pip install 'wirediff[spark]'")
if shutil.which("java") is None:
    pytest.skip("needs Java: apt-get install openjdk-17-jre-headless", allow_module_level=True)

from wirediff.lake.candidates import first_stock
from wirediff.lake.grouping import Grouped, group
from wirediff.lake.session import session

SMALL = {  # as little compiling as there can be: the data are small
    "spark.default.parallelism": "1",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}
WIRE, COPY, SPUN = "https://northwire.example/silo", "https://harbor.example/silo", "https://tide.example/silo"
EVENT = "https://northwire.example/search"
COPIED = {piece.source for piece in pieces(90, 8)}
FORGOTTEN = next(piece.url for piece in pieces(90, 8) if piece.source is None and piece.number not in COPIED)
BOTH = {WIRE, FORGOTTEN}  # followed by both archives
NOTICE = (  # so many stories have it that it says nothing of two
    "Readers of this paper can write to the editor in Granite Bay, to Ines Valdemar in Kestrup, to Tobias Renn in "
    "Lindum, to Paul Oskarsen in Brenholt, to Karla Whitmore in Velden and to Aksel Morken at Port Alder, who answer "
    "every letter that has a name and 1 address under it, as they have since 1931 and will until 2031."
)


def document(url: str, when: str, text: tuple[str, ...], title: str = "A title of its own") -> dict[str, str]:
    outlet = url.split("/")[2]
    return {"url": url, "outlet": outlet, "fetched_at": when, "title": title, "text": "\n\n".join(text)}


def of_piece(piece: Piece) -> dict[str, str]:
    notice = (NOTICE,) if piece.number % 3 == 0 else ()
    return document(piece.url, piece.seen, (*piece.paragraphs, *notice), piece.paragraphs[0][:40])


def documents() -> list[dict[str, str]]:
    """Ninety invented articles, of which some are copies and a third has a notice; a dispatch and what became of it."""
    edited = (DISPATCH[0].replace("four dock workers", "five dock workers"), *DISPATCH[1:])
    told = [
        document(WIRE, "2020-01-01T00:10:30Z", DISPATCH, "Silo fire kills four"),
        document(COPY, "2020-01-01T00:20:30Z", DISPATCH[:6], "Blast at Port Alder"),
        document(WIRE, "2020-01-01T00:30:30Z", edited, "Silo fire kills five"),
        document(SPUN, "2020-01-01T00:40:30Z", REWRITTEN, "Four die in blast"),
        document(EVENT, "2020-01-03T00:50:30Z", FOLLOW_UP, "Police search offices"),
    ]
    return sorted([*told, *map(of_piece, pieces(90, 8))], key=lambda one: one["fetched_at"])


def wirediff(*args: str | Path) -> Result:
    return CliRunner().invoke(cli, [*map(str, args)], catch_exceptions=False, standalone_mode=False)


def imported(path: Path, some: list[dict[str, str]]) -> Path:
    source = path.with_suffix(".jsonl")
    source.write_text("\n".join(map(json.dumps, some)))
    assert wirediff("import", source, "--db", path).return_value == 0
    return path


class Stand:
    """One archive of all documents; two of the documents of some outlets each, in two lakes; what Spark found there."""

    def __init__(self, folder: Path) -> None:
        told = documents()
        north = [one for one in told if sum(one["outlet"].encode()) % 2 or one["url"] in BOTH]
        south = [one for one in told if one not in north or one["url"] in BOTH]
        self.whole = imported(folder / "whole.db", [one for one in told if one["url"] != FORGOTTEN])
        self.lakes = [folder / "north", folder / "south"]
        dbs = [imported(lake.with_suffix(".db"), some) for lake, some in zip(self.lakes, (north, south), strict=True)]
        forgotten = wirediff("forget", FORGOTTEN, "--reason", "asked to", "--db", dbs[0])  # the other still has it
        assert forgotten.return_value == 0
        for lake, db in zip(self.lakes, dbs, strict=True):
            assert wirediff("export", "--parquet", lake, "--db", db).return_value == 0
        self.found = folder / "found"
        spark = session("local[2]", SMALL)
        try:
            self.done: Grouped = group(spark, self.lakes, self.found, lambda told: None, together=25)
        finally:
            spark.stop()

    def local(self, name: str) -> Counter[str]:
        with Archive(self.whole, read_only=True) as archive:
            return Counter(as_told(row) for row in rows(archive, name))

    def there(self, name: str) -> Counter[str]:
        return Counter(as_told(row) for row in pq.read_table(self.found / name).to_pylist())


def as_told(row: dict[str, Any]) -> str:
    return json.dumps({name: value for name, value in row.items() if name != "joined_at"}, sort_keys=True)


def test_spark_finds_over_two_lakes_what_one_archive_finds_and_that_is_an_archive(tmp_path: Path) -> None:
    stand = Stand(tmp_path)  # one session, and one test: each start of Spark takes seconds

    assert stand.done.parts == 4
    assert stand.done.articles == 93
    assert stand.done.stories > 5
    for name in RESULTS:
        assert stand.local(name) == stand.there(name), name
        assert stand.there(name), name
    a_story_becomes_an_archive(stand, tmp_path / "silo.db")
    a_period_becomes_an_archive(stand, tmp_path / "period.db")


def a_story_becomes_an_archive(stand: Stand, db: Path) -> None:
    done = wirediff("lake", "archive", *stand.lakes, "--found", stand.found, "--story", COPY, "--db", db)

    assert done.return_value == 0
    assert wirediff("verify", "--db", db).return_value == 0
    (story,) = [json.loads(line) for line in wirediff("stories", "--json", "--db", db).stdout.splitlines()]
    assert {one["url"] for one in story["articles"]} == {WIRE, COPY, SPUN}
    assert wirediff("report", WIRE, "-o", db.with_suffix(".html"), "--db", db).return_value == 0
    tree = json.loads(wirediff("tree", WIRE, "--json", "--db", db).stdout)
    whole = json.loads(wirediff("tree", WIRE, "--json", "--db", stand.whole).stdout)
    assert tree["nodes"] == whole["nodes"]
    assert WIRE in wirediff("search", "harbour master", "--json", "--db", db).stdout


def a_period_becomes_an_archive(stand: Stand, db: Path) -> None:
    period = ("--since", "2020-01-01T00:00:00Z", "--until", "2020-01-01T00:30:00Z")

    assert wirediff("lake", "archive", *stand.lakes, "--found", stand.found, *period, "--db", db).return_value == 0

    assert wirediff("verify", "--db", db).return_value == 0
    with Archive(db, read_only=True) as archive:
        first = archive.value("SELECT max(first_seen) FROM stories")
        told = {as_told(row) for row in rows(archive, "story_articles")}
    assert first < "2020-01-01T00:30:00Z"
    assert told < set(stand.local("story_articles"))


def test_a_mark_is_stock_from_the_look_up_on_that_finds_it_in_too_many_stories() -> None:
    alone = [(at, at, at, f"story {at}") for at in range(1, 20)]
    together = [(at, at, at, f"story {min(at, 3)}") for at in range(1, 20)]

    assert first_stock(alone, range(1, 30)) == 18
    assert first_stock(together, range(1, 30)) is None
    assert first_stock([*together[:3], *((at, at, 25, f"story {at}") for at in range(4, 20))], range(1, 30)) == 26

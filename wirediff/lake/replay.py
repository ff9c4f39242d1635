"""The local code on a part of a collection: articles that can share stories only among themselves, in order of time.

Every revision goes through the story stage of `pipelines.story` into an archive of its own, a file that lives as long
as this takes; then trees are settled as they are locally. What the index would know of articles elsewhere comes along
as *knowledge*: since when somebody else has a mark, since when it is stock.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.items import Fetched
from pipelines import descent, story
from pipelines.arrival import Arrival, Extraction
from pipelines.desk import Desk
from pipelines.diff import compared
from storage import derived, links
from storage.archive import Archive, Row
from wirediff.lake import results

HOMES = "homes"
WATCH = """
CREATE TEMP TABLE homes (article INTEGER, moved INTEGER, story INTEGER);

CREATE TEMP TABLE now (at INTEGER);

INSERT INTO now VALUES (0);

CREATE TEMP TRIGGER put AFTER INSERT ON main.story_articles BEGIN
    INSERT INTO homes SELECT new.article, at, new.story FROM now; END;

CREATE TEMP TRIGGER moved AFTER UPDATE OF story ON main.story_articles WHEN old.story <> new.story BEGIN
    INSERT INTO homes SELECT new.article, at, new.story FROM now; END
"""
REVISION = (
    "first_seen", "last_seen", "title", "standfirst", "byline", "credit", "published", "modified", "lang", "extractor",
    "content", "words",
)  # fmt: skip


@dataclass(frozen=True)
class Words:
    """What readers and configurations said, of any part: decisions as rows, pairs of articles that were *given*."""

    decisions: tuple[Row, ...] = ()
    given: tuple[tuple[str, str], ...] = ()


def replayed(part: str, revisions: Sequence[Row], knowledge: Sequence[Row], words: Words) -> Iterator[tuple[str, str]]:
    """The results of a part, as `results.told` yields them, and where each article was since when (`HOMES`).

    *revisions* are rows of the collection with their article's columns and their texts; *knowledge* has ``at``,
    ``mark`` and ``holder``: an article elsewhere, or `links.NOBODY` where the mark is stock.
    """
    with _opened() as archive, archive.transaction():
        _Replay(archive, words).run(revisions, knowledge)
        descent.settle(archive)
        for article, moved, home in archive.db.conn.execute("SELECT article, moved, story FROM homes"):
            yield HOMES, json.dumps({"article": article, "moved": moved, "home": f"{part}:{home}"})
        yield from results.told(archive)


@contextmanager
def _opened() -> Iterator[Archive]:
    with TemporaryDirectory() as folder, Archive(Path(folder) / "part.db") as archive:
        archive.db.execute("PRAGMA foreign_keys = OFF")
        for statement in WATCH.split(";\n\n"):
            archive.db.execute(statement)
        yield archive


class _Replay:
    """One replay into one archive."""

    def __init__(self, archive: Archive, words: Words) -> None:
        self._archive, self._desk = archive, Desk(archive, _no_page)
        self._given = words.given
        self._ids: dict[str, int] = {}
        for row in words.decisions:
            archive.insert("decisions", row)

    def run(self, revisions: Sequence[Row], knowledge: Sequence[Row]) -> None:
        told = sorted(knowledge, key=lambda row: (row["at"], row["mark"]))
        place = 0
        for row in sorted(revisions, key=lambda row: row["at"]):
            stop = place
            while stop < len(told) and told[stop]["at"] <= row["at"]:
                stop += 1
            self._learn(told[place:stop])
            place = stop
            self._join(row)

    def _learn(self, knowledge: Sequence[Row]) -> None:
        """Let the index know of others what it knows by now."""
        conn = self._archive.db.conn
        stock = [(row["mark"],) for row in knowledge if row["holder"] == links.NOBODY]
        conn.executemany("DELETE FROM fingerprints WHERE hash = ?", stock)
        rows = [(row["mark"], -row["holder"]) for row in knowledge]  # never an article's own number
        conn.executemany("INSERT OR IGNORE INTO fingerprints (hash, article) VALUES (?, ?)", rows)

    def _join(self, row: Row) -> None:
        archive = self._archive
        archive.write("UPDATE now SET at = ?", (row["at"],))
        if row["article"] not in self._ids:
            self._meet(row)
        revision = self._keep(row)
        compared(self._desk, revision)
        for one, other in self._given:
            if row["article"] in (one, other) and one in self._ids and other in self._ids:
                links.keep_link(archive, self._ids[one], self._ids[other], {"kind": "given", "score": 1.0})
        fetched = Fetched(row["address"], row["outlet"], row["first_seen"])
        article = self._ids[row["article"]]
        story.join(Arrival(fetched, article=article, revision=revision, made_revision=True), self._desk)

    def _meet(self, row: Row) -> None:
        """The article, its outlet and its addresses."""
        archive, outlet = self._archive, row["outlet"]
        known = {"id": outlet, "name": row["outlet_name"] or "", "lang": row["outlet_lang"], "agency": row["agency"]}
        archive.insert("outlets", known, or_ignore=True)
        names = {"key": row["article"], "outlet": outlet, "address": row["address"], "state": row["state"]}
        times = {"first_seen": row["article_first_seen"], "last_seen": row["article_last_seen"]}
        self._ids[row["article"]] = archive.insert("articles", {"id": row["id"]} | names | times)
        for told in row["addresses"] or ():
            key, address, via, first_seen, last_seen = json.loads(told)
            values: Row = {"key": key, "outlet": outlet, "article": row["id"], "address": address, "via": via}
            archive.insert("addresses", values | {"first_seen": first_seen, "last_seen": last_seen}, or_ignore=True)

    def _keep(self, row: Row) -> int:
        """The revision, the fetch that brought it, and what that was read as."""
        archive, article = self._archive, self._ids[row["article"]]
        fetch = {
            "key": row["made_by"], "fetched_at": row["first_seen"], "moment": row["moment"], "outlet": row["outlet"],
            "address": row["address"], "final_address": row["address"],
        }  # fmt: skip
        names = ", ".join(fetch)
        made_by = archive.write(f"INSERT INTO fetches ({names}) VALUES (?, ?, ?, ?, ?, ?)", (*fetch.values(),))  # noqa: S608
        told = {name: row[name] for name in REVISION} | {"article": article, "made_by": made_by}
        revision = derived.keep_revision(archive, told, row["article"], row["texts"])
        reading = {"fetch": made_by, "article": article, "moment": row["moment"], "outcome": "new"}
        derived.keep_reading(archive, reading | {"revision": revision, "canonical": row["canonical"]})
        return revision


def _no_page(body: bytes, headers: Mapping[str, str], address: str) -> Extraction:
    raise NotImplementedError(f"a lake has no pages ({address}, {len(body)} bytes, {len(headers)} headers)")

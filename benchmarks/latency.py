"""How long a reader waits in a large archive: named views and search, each for one story, outlet or day.

    python -m benchmarks.latency                     # 100,000 articles
    python -m benchmarks.latency --articles 1000000
    python -m benchmarks.latency --quick             # 5,000

The archive is filled in bulk, through storage, with invented articles at 1,000 outlets, three in ten of them edited
copies; some more, each at four outlets, go the whole way, twice. Each question is asked many times, of another story,
outlet, day or word each time. Beside it stands what fetching the same rows by primary key costs: for every row of the
answer its article, its newest revision and, where the view tells it, the text's paragraphs.

p95_ms     the 95th percentile of the question, all rows read; over the 95th percentile of the fetching
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.growth import arrival
from benchmarks.stories_corpus import Piece, edited, pieces
from benchmarks.stories_planting import plant
from pipelines import descent
from pipelines.archivist import Archivist
from pipelines.desk import Desk
from pipelines.extract import extract
from storage.archive import Archive
from storage.search import search

BAR, OUTLETS, ASKED = 5.0, 1000, 60
WHOLE = 10**8  # the first number of an article that goes the whole way
STORY, OUTLET = "story = ?", "outlet = ?"
VIEWS = {
    "revision_texts": (OUTLET, "first_seen BETWEEN ? AND ? || 'T99'"),
    "headline_variants": (STORY, OUTLET),
    "undisclosed_edits": (OUTLET,),
    "removed": (OUTLET,),
    "cut_paragraphs": (STORY, OUTLET),
    "wire_copies": (STORY, OUTLET),
    "unlicensed_full_text": (STORY, OUTLET),
    "still_running_old_version": (STORY, OUTLET),
    "outlet_health": (OUTLET, "day = ?"),
}
TEXT = "SELECT p.text FROM revision_paragraphs rp JOIN paragraphs p ON p.id = rp.paragraph WHERE rp.revision = ?"
Ask = Callable[[], list[Any]]


def main() -> int:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--whole", type=int, default=400, help="articles that go the whole way")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    number = 5000 if options.quick else options.articles
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "archive.db") as archive:
        fill(archive, number, options.whole)
        found = {name: waited(archive, name, asks) for name, asks in questions(archive)}
    print(json.dumps({"articles": number, "p95_ms": found}, indent=1))
    return 0 if all(one["times"] <= BAR for one in found.values()) else 1


def fill(archive: Archive, number: int, whole: int) -> None:
    """Plant *number* articles, and take *whole* in by all stages."""
    stream = (replace(piece, outlet=f"o{place % OUTLETS}.example") for place, piece in enumerate(pieces(number, 5)))
    while batch := list(islice(stream, 5000)):
        with archive.transaction():
            for piece in batch:
                plant(archive, piece)
    archivist, rng = Archivist(Desk(archive, extract)), random.Random(5)
    for four in _by_four(pieces(whole // 4, 6, copies=0)):
        with archive.transaction():
            for piece, text in four:
                for later in range(2):
                    words = text if not later else edited(text, rng)
                    archivist.keep(arrival(replace(piece, paragraphs=words), timedelta(days=later)), later=True)
            archivist.catch_up()
    descent.settle(archive)
    archive.db.execute("PRAGMA optimize")


def _by_four(some: Iterator[Piece]) -> Iterator[list[tuple[Piece, tuple[str, ...]]]]:
    """Each piece at four outlets."""
    for place, piece in enumerate(some):
        copies = [f"o{(4 * place + one) % OUTLETS}.example" for one in range(4)]
        numbered = replace(piece, number=WHOLE + piece.number)
        yield [(replace(numbered, outlet=outlet), piece.paragraphs) for outlet in copies]


def questions(archive: Archive) -> Iterator[tuple[str, list[Ask]]]:
    """Every question's name, and many forms of it."""
    rng = random.Random(7)
    stories = [
        row["story"] for row in archive.rows("SELECT story FROM story_articles GROUP BY story HAVING count(*) > 1")
    ]
    days = [row["day"] for row in archive.rows("SELECT DISTINCT substr(first_seen, 1, 10) AS day FROM articles")]
    for view, every in VIEWS.items():
        for which in every:
            column = which.split()[0]
            of = {"story": stories, "outlet": [f"o{one}.example" for one in range(OUTLETS)]}.get(column, days)
            some = [(value,) * which.count("?") for value in rng.choices(of, k=ASKED)]
            sql = f"SELECT * FROM {view} WHERE {which}"
            yield (
                f"{view} by {column if column in {'story', 'outlet'} else 'day'}",
                [_rows(archive, sql, one) for one in some],
            )
    texts = archive.rows("SELECT text FROM paragraphs WHERE id % ? = 1 LIMIT ?", (max(1, len(days)), ASKED))
    phrases = [" ".join(row["text"].split()[:2]) for row in texts]
    outlets = [search(archive, f'"{phrase}"', limit=1)[0].carriers[0].outlet for phrase in phrases]
    yield "search of a phrase", [_search(archive, phrase, None) for phrase in phrases]
    yield "search by outlet", [_search(archive, *one) for one in zip(phrases, outlets, strict=True)]


def _rows(archive: Archive, sql: str, values: tuple[Any, ...]) -> Ask:
    return lambda: archive.rows(sql, values)


def _search(archive: Archive, phrase: str, outlet: str | None) -> Ask:
    def ask() -> list[Any]:
        hits = search(archive, f'"{phrase}"', outlet=outlet)
        return [{"url": carrier.url, "text": hit.text} for hit in hits for carrier in hit.carriers]

    return ask


def waited(archive: Archive, name: str, asks: list[Ask]) -> dict[str, float]:
    """Milliseconds of the question and of fetching, at the 95th percentile, and how many times as long it is."""
    asked, fetched, many = list[float](), list[float](), list[int]()
    for ask in asks:
        rows, seconds = _timed(ask)
        keys = _keys(archive, rows)
        asked.append(seconds)
        fetched.append(_timed(lambda keys=keys: _fetch(archive, keys))[1])  # type: ignore[misc]
        many.append(len(rows))
    mine, other = (statistics.quantiles(every, n=20)[-1] * 1000 for every in (asked, fetched))
    found = {"question": round(mine, 3), "fetching": round(other, 3), "rows": round(statistics.fmean(many), 1)}
    found["times"] = round(mine / other, 1)
    print(f"{name}: {found}", file=sys.stderr)
    return found


def _timed(ask: Ask) -> tuple[list[Any], float]:
    begun = time.perf_counter()
    rows = ask()
    return rows, time.perf_counter() - begun


def _keys(archive: Archive, rows: list[Any]) -> list[tuple[int, int, bool]]:
    """The article and the newest revision of each row, and whether it tells a text; one at least."""
    found = []
    for row in rows or [{}]:
        key = archive.row(
            "SELECT a.id, max(r.id) AS revision FROM articles a JOIN revisions r ON r.article = a.id "
            "WHERE a.address = ?",
            (row.get("url"),),
        ) or {}  # fmt: skip
        found.append((key.get("id") or 1, key.get("revision") or 1, "text" in row))
    return found


def _fetch(archive: Archive, keys: list[tuple[int, int, bool]]) -> list[Any]:
    found: list[Any] = []
    for article, revision, has_text in keys:
        found += archive.rows("SELECT * FROM articles WHERE id = ?", (article,))
        found += archive.rows("SELECT * FROM revisions WHERE id = ?", (revision,))
        if has_text:
            found += archive.rows(TEXT, (revision,))
    return found


if __name__ == "__main__":
    sys.exit(main())

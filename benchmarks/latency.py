"""What a question costs in a large archive: named views and search, each for one story, outlet or day.

    python -m benchmarks.latency                     # 100,000 articles
    python -m benchmarks.latency --articles 1000000 --nth 5
    python -m benchmarks.latency --quick             # 5,000

The archive is filled in bulk (`benchmarks.planting`) with invented articles at 1,000 outlets; some more, each at four
outlets, go the whole way, twice. Each question is asked many times, of another story, outlet, day or word each time.
Beside it stands what fetching the same rows by primary key costs: for every row of the answer its article, its newest
revision and, where the view tells it, the text's paragraphs.

p95_ms     the 95th percentile of the question, all rows read; over the 95th percentile of the fetching, in milliseconds
           of one processor. A question without a bar is of no one story, outlet or day.
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
from pathlib import Path
from typing import Any

from benchmarks.growth import arrival
from benchmarks.planting import planted
from benchmarks.stories_corpus import Piece, edited, pieces
from pipelines import descent
from pipelines.archivist import Archivist
from pipelines.desk import Desk
from pipelines.extract import extract
from storage.archive import Archive
from storage.search import search

BAR, OUTLETS, ASKED, ASKED_OF_DAYS = 5.0, 1000, 60, 12  # a day has more than a thousand articles
EVERYWHERE = "search everywhere"
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
TOLD = "SELECT DISTINCT sa.story FROM diffs d JOIN revisions r ON r.id = d.after "
TOLD += "JOIN story_articles sa ON sa.article = r.article WHERE d.relation = 'copy'"
Ask = Callable[[], list[Any]]


def main() -> int:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--whole", type=int, default=400, help="articles that go the whole way")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="", metavar="WORD", help="the questions with that in their name")
    parser.add_argument("--nth", type=int, default=1, help="one article in so many has its text, too")
    options = parser.parse_args()
    number = 5000 if options.quick else options.articles
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "archive.db") as archive:
        fill(archive, number, options.whole, options.nth)
        asked = (one for one in questions(archive) if options.only in one[0])
        found = {name: waited(archive, name, asks) for name, asks in asked}
    print(json.dumps({"articles": number, "p95_ms": found}, indent=1))
    return 0 if all(one["times"] <= BAR for name, one in found.items() if name != EVERYWHERE) else 1


def fill(archive: Archive, number: int, whole: int, nth: int = 1) -> None:
    """Plant *number* articles, and take *whole* in by all stages."""
    planted(archive, number, outlets=OUTLETS, nth=nth)
    print(f"{number:,} articles planted", file=sys.stderr)
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
        copies = [_outlet((4 * place + one) % OUTLETS) for one in range(4)]
        numbered = replace(piece, number=WHOLE + piece.number)
        yield [(replace(numbered, outlet=outlet), piece.paragraphs) for outlet in copies]


def _outlet(number: int) -> str:
    return f"paper{number}.example"


def questions(archive: Archive) -> Iterator[tuple[str, list[Ask]]]:
    """Every question's name, and many forms of it."""
    rng = random.Random(7)
    stories = [row["story"] for row in archive.rows(TOLD)]
    days = [row["day"] for row in archive.rows("SELECT DISTINCT substr(first_seen, 1, 10) AS day FROM articles")]
    for view, every in VIEWS.items():
        for which in every:
            column = which.split()[0]
            of = {"story": stories, "outlet": [_outlet(one) for one in range(OUTLETS)]}.get(column, days)
            some = [(value,) * which.count("?") for value in rng.choices(of, k=ASKED_OF_DAYS if of is days else ASKED)]
            sql = f"SELECT * FROM {view} WHERE {which}"
            yield (
                f"{view} by {column if column in {'story', 'outlet'} else 'day'}",
                [_rows(archive, sql, one) for one in some],
            )
    carried = [_carried(archive, place) for place in rng.sample(range(1000), ASKED)]
    yield EVERYWHERE, [_search(archive, phrase, None) for _, phrase in carried]
    yield "search by outlet", [_search(archive, phrase, outlet) for outlet, phrase in carried]


def _carried(archive: Archive, place: int) -> tuple[str, str]:
    """An outlet and the first two words of a paragraph of its own, *place* thousandths through the archive."""
    last = archive.value("SELECT max(id) FROM paragraph_parts")
    sql = "SELECT a.outlet, p.text FROM placements l JOIN articles a ON a.id = l.article "
    sql += "JOIN paragraphs p ON p.id = l.paragraph WHERE l.paragraph >= ? LIMIT 1"
    outlet, text = archive.db.conn.execute(sql, (last * place // 1000,)).fetchone()
    return outlet, " ".join(text.split()[:2])


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
    begun = time.process_time()
    rows = ask()
    return rows, time.process_time() - begun


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

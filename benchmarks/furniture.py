"""How much furniture is learned away, and whether a sentence is lost: 40 invented outlets with 10 articles each.

Each outlet has furniture of ten kinds around and inside its texts, one wording each; every page shows most of them.
Run it with `python -m benchmarks.furniture`; `--show` prints what stayed and what was lost.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks import invented
from pipelines.archivist import Archivist
from pipelines.arrival import Arrival
from pipelines.desk import Desk
from pipelines.documents import fetched_from
from pipelines.extract import extract
from storage.archive import Archive

SKIPPED = 0.15  # of the pieces on a page, so that not every page shows all
SHARED = 4  # articles of each third outlet that are follow-ups of one story and share its background
BACKGROUND = "The granary was built in 1887 from stone of the old fort, and a storm closed it twice, in 1931 and 1974."


def main() -> None:
    """Serve, keep, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--outlets", type=int, default=40)
    parser.add_argument("--articles", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "archive.db") as archive:
        served = _serve(Archivist(Desk(archive, extract)), args.outlets, args.articles, args.seed)
        _report(archive, served, args.show)


def _serve(archivist: Archivist, outlets: int, articles: int, seed: int) -> dict[str, tuple[list[str], dict[str, str]]]:
    """Keep every page; by address, the article's paragraphs and its furniture (text to kind)."""
    served, dice = {}, random.Random(seed)
    for number in range(articles):
        for house in (invented.outlet(index, seed) for index in range(outlets)):
            one = _with_background(invented.article(house, number, seed), house, number)
            pieces = [piece for piece in house.pieces if dice.random() > SKIPPED]
            html, furniture = invented.page(house, one, dice, pieces)
            kinds = dict(zip(furniture, (piece.kind for piece in pieces), strict=True))
            served[one.address] = (list(one.paragraphs), kinds)
            when = f"2026-03-{number + 1:02}T{house.number % 24:02}:00:00Z"
            archivist.keep(Arrival(fetched_from({"url": one.address, "html": html, "fetched_at": when})))
    return served


def _with_background(one: invented.Article, house: invented.Outlet, number: int) -> invented.Article:
    """Follow-ups of one story share a sentence of background, and the thing that they are about."""
    if house.number % 3 or number >= SHARED:
        return one
    thing = next(thing for thing in invented.THINGS if thing in one.title)
    told = [*one.paragraphs]
    told.insert(1, f"Number {number}: nobody thought of the granary before the storm of 1974 struck the fort.")
    told.insert(3, BACKGROUND)
    return invented.Article(one.address, one.title.replace(thing, "granary"), one.byline, tuple(told))


def _report(archive: Archive, served: dict[str, tuple[list[str], dict[str, str]]], show: bool) -> None:
    total, stayed, lost, exact = Counter[str](), Counter[str](), 0, 0
    rows = archive.rows("SELECT url, revision, text FROM revision_texts")
    for row in rows:
        meant, furniture = served[row["url"]]
        kept = row["text"].split("\n\n")
        missing = [text for text in meant if text not in kept]
        extra = [text for text in kept if text not in meant]
        total.update(furniture.values())
        stayed.update(kind for text, kind in furniture.items() if any(text in line for line in extra))
        lost, exact = lost + len(missing), exact + (kept == meant)
        if show and (missing or extra):
            print(row["url"], *(f"\n  lost   {text}" for text in missing), *(f"\n  stayed {text}" for text in extra))
    gone = 1 - sum(stayed.values()) / sum(total.values())
    print(
        f"{len(rows)} revisions of {len(served)} articles, {sum(total.values())} pieces of furniture: {gone:.2%} gone"
    )
    print(f"{lost} paragraphs lost; bounds exact in {exact} of {len(rows)}")
    for kind in total:
        print(f"  {kind:20} {1 - stayed[kind] / total[kind]:7.1%} of {total[kind]} gone")
    pieces = archive.value("SELECT count(*) FROM furniture")
    print(f"{pieces} pieces learned")


if __name__ == "__main__":
    main()

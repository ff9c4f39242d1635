"""Does a rebuild that is killed again and again give the same archive? 10,000 revisions, imported and derived anew.

    python -m benchmarks.rebuild [--quick] [--revisions 10000] [--kills 5] [--folder PLACE]

Invented articles, ten revisions each (one word edited in each), are imported through the command line; some of them are
copied by a second outlet. ``wirediff rebuild`` is then killed with SIGKILL, with its children, each time it has come
some articles further, and at last let run to its end. Everything that is derived is compared with what was there
before, ids left out (`storage.portrait`). Exit code 1: something differs.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks import invented
from benchmarks.noise import edited
from crawler.clock import stamp
from storage.archive import Archive
from storage.portrait import Portrait, differences, portrait

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
A_HISTORY = 10  # revisions of an article
OUTLETS = 20
COPIED = 0.1  # of the articles run at a second outlet too
WIREDIFF = (sys.executable, "-m", "wirediff")


def documents(revisions: int, seed: int) -> Iterator[dict[str, str]]:
    """The pages of that many revisions, one a minute, all articles in turn."""
    dice = random.Random(f"rebuild {seed}")
    houses = [invented.outlet(number, seed) for number in range(OUTLETS)]
    number = max(revisions // A_HISTORY, 1)
    articles = [invented.article(houses[place % OUTLETS], place, seed) for place in range(number)]
    for place in range(OUTLETS, number):
        if dice.random() < COPIED:  # the next outlet runs the text of the article before
            own, other = articles[place], articles[place - 1]
            articles[place] = invented.Article(own.address, other.title, own.byline, other.paragraphs)
    for turn in range(min(A_HISTORY, revisions)):
        for place in range(number):
            article = articles[place] = edited(articles[place], dice) if turn else articles[place]
            house = houses[place % OUTLETS]
            html, _ = invented.page(house, article, dice, [one for one in house.pieces if dice.random() < 0.8])
            at = BEGIN + timedelta(minutes=turn * number + place)
            yield {"url": article.address, "outlet": house.host, "fetched_at": stamp(at), "html": html}


def plant(folder: Path, revisions: int, seed: int) -> Path:
    """An archive of that many revisions, made by ``wirediff import``."""
    pages, path = folder / "pages.jsonl", folder / "archive.db"
    with pages.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in documents(revisions, seed))
    subprocess.run([*WIREDIFF, "import", str(pages), "--db", str(path)], check=True)
    return path


def killed(path: Path, after: int) -> bool:
    """Start a rebuild and kill it once *after* articles are done; whether it was still running then."""
    child = subprocess.Popen(
        [*WIREDIFF, "rebuild", "--db", str(path)], start_new_session=True, stderr=subprocess.DEVNULL
    )
    while child.poll() is None and _done(path) < after:
        time.sleep(0.05)
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
    return child.wait() == -signal.SIGKILL


def _done(path: Path) -> int:
    """How many articles the rebuild that is under way has done."""
    with Archive(path, create=False) as archive:
        return int(archive.value("SELECT articles FROM rebuilds ORDER BY id DESC LIMIT 1") or 0)


def drawn(path: Path) -> Portrait:
    """What the archive has derived."""
    with Archive(path, create=False) as archive:
        return portrait(archive)


def campaign(path: Path, kills: int) -> tuple[int, list[tuple[str, str, str]]]:
    """Rebuild with that many kills on the way: how many fell while it ran, and what differs in the end."""
    before = drawn(path)
    articles = len(before["articles"])
    fell = sum(killed(path, articles * (number + 1) // (kills + 1)) for number in range(kills))
    subprocess.run([*WIREDIFF, "rebuild", "--db", str(path)], check=True)
    return fell, differences(before, drawn(path))


def main() -> None:
    """Plant, kill, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="200 revisions, 2 kills")
    parser.add_argument("--revisions", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, help="where the archive is made, and stays")
    args = parser.parse_args()
    if args.quick:
        args.revisions, args.kills = 200, 2
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        path = plant(args.folder or Path(folder), args.revisions, args.seed)
        planted = time.monotonic()
        fell, found = campaign(path, args.kills)
        rows = {part: len(lines) for part, lines in drawn(path).items()}
    ended = time.monotonic()
    print(f"{rows['revisions']} revisions imported in {planted - began:.0f} s, rebuilt in {ended - planted:.0f} s")
    print(f"{fell} of {args.kills} kills fell while it ran; {len(found)} rows differ of {sum(rows.values())}: {rows}")
    for part, sign, line in found[:20]:
        print(f"  {part} {sign} {line[:300]}")
    sys.exit(1 if found or fell < args.kills else 0)


if __name__ == "__main__":
    main()

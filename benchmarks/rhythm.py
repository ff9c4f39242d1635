"""What the rhythm of visits sees of articles whose every version and its time is known, and what it costs.

    WIREDIFF_DATA=... python benchmarks/rhythm.py

Reads ``rev_18f/posts.jsonl.xz`` (its path is taken too): JSON lines with ``revisions``, each with a ``time``. Every
post is visited from its first version on, by the default rhythm and by fixed intervals; a version is seen where a
visit falls into its life. Nothing is fetched, and no clock but the simulated one is asked.
"""

from __future__ import annotations

import bisect
import json
import lzma
import os
import statistics
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from crawler.clock import parse
from crawler.outlets import Rhythm
from crawler.rhythm import Past, next_due

SPAN = timedelta(days=40)
Step = Callable[[datetime, datetime, datetime | None, str], datetime | None]  # now, born, last change, outcome


def by_rhythm(now: datetime, born: datetime, change: datetime | None, outcome: str) -> datetime | None:
    """The next visit by the default rhythm."""
    return next_due(Past(f"https://post.example/{born}", outcome, born, last_change=change), Rhythm(), now).due


def every(interval: timedelta) -> Step:
    """Visits at a fixed interval, for as long as the rhythm would watch an article that is never edited."""
    return lambda now, born, _change, _outcome: now + interval if now + interval < born + SPAN else None


def visits(versions: list[datetime], step: Step) -> Iterator[tuple[datetime, int]]:
    """Every visit of a post: its time and the version that it finds."""
    now: datetime | None = versions[0]
    change, last = None, 0
    while now is not None:
        found = bisect.bisect_right(versions, now) - 1
        yield now, found
        outcome, change = ("revised", now) if found != last else ("unchanged", change)
        now, last = step(now, versions[0], change, outcome), found


def measure(posts: list[list[datetime]], step: Step) -> tuple[float, float, float]:
    """Visits a post, the share of versions of the first 40 days that were seen, the median delay in hours."""
    count, seen, due, delays = 0, 0, 0, list[float]()
    for versions in posts:
        first: dict[int, datetime] = {}
        for now, found in visits(versions, step):
            count += 1
            first.setdefault(found, now)
        young = [number for number, time in enumerate(versions) if time < versions[0] + SPAN]
        due += len(young)
        seen += sum(number in first for number in young)
        delays += [(first[n] - versions[n]).total_seconds() / 3600 for n in young if n and n in first]
    return count / len(posts), seen / due, statistics.median(delays)


def main() -> int:
    """Print a table."""
    named = [*sys.argv[1:], os.environ.get("WIREDIFF_DATA", "")][0]
    path = Path(named) / "rev_18f" / "posts.jsonl.xz" if Path(named).is_dir() else Path(named)
    if not path.is_file():
        print("skipped: name posts.jsonl.xz, or set WIREDIFF_DATA to the folder of data", file=sys.stderr)
        return 0
    with lzma.open(path, "rt", encoding="utf-8") as file:
        posts = [sorted(parse(one["time"]) for one in json.loads(line)["revisions"]) for line in file]
    print("rhythm\tvisits a post\tversions seen\tmedian delay, h")
    for name, step in [
        ("default", by_rhythm),
        *((f"every {h} h", every(timedelta(hours=h))) for h in (0.25, 1, 6, 24)),
    ]:
        count, share, delay = measure(posts, step)
        print(f"{name}\t{count:.0f}\t{share:.1%}\t{delay:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

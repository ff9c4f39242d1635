"""What it takes to follow 1,000, 20,000 and 200,000 outlets: machines, broker, storage and cost, on paper.

    python -m benchmarks.capacity                              # the tables of docs/scaling.md
    python -m benchmarks.capacity --set articles_a_day=40 --set cores=16
    python -m benchmarks.capacity --write                      # into docs/scaling.md

Everything follows from the inputs, which the first table lists with where each comes from: measured by a benchmark, or
supposed. What is supposed is about the world (how much outlets publish, how often nothing changed, what a core costs)
and should be set to one's own. How often an article is looked at is asked of `crawler.rhythm`, as `watch` asks.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from crawler.outlets import Rhythm
from crawler.rhythm import Past, next_due

PAGE = Path(__file__).parents[1] / "docs" / "scaling.md"
BEGIN, END = "<!-- capacity: python -m benchmarks.capacity -->", "<!-- end of capacity -->"
SIZES = (1_000, 20_000, 200_000)
DAY, YEAR = 86_400, 365
SUPPOSED = "supposed"


def _of(value: float, unit: str, source: str) -> float:
    return field(default=value, metadata={"unit": unit, "source": source})


@dataclass(frozen=True)
class Inputs:
    """What the tables follow from; each with its unit and source."""

    articles_a_day: float = _of(15, "an outlet, on average", SUPPOSED)
    sources: float = _of(2, "feeds and sitemaps an outlet, each every 15 minutes", SUPPOSED)
    unchanged: float = _of(0.7, "of looks answered by 304, or with the same bytes", SUPPOSED)
    edited: float = _of(0.4, "further revisions an article", SUPPOSED)
    first_ms: float = _of(49, "of a worker's core for a page with news", "`benchmarks.cluster`")
    alike_ms: float = _of(8.3, "more of it for other bytes that show the same", "`benchmarks.cluster`")
    look_ms: float = _of(4.1, "of a worker's core for a look that a 304 answers", "`benchmarks.cluster`")
    broker_ms: float = _of(1.2, "of the broker's core for a visit", "`benchmarks.cluster`")
    keep_first_ms: float = _of(6.7, "of the archivist for a new article or revision", "`benchmarks.cluster`")
    keep_alike_ms: float = _of(4.0, "of the archivist for other bytes that show the same", "`benchmarks.cluster`")
    keep_look_ms: float = _of(1.3, "of the archivist for the same bytes again", "`benchmarks.cluster`")
    page_kb: float = _of(3.6, "a page that came, packed", "`benchmarks.size`")
    text_kb: float = _of(2.6, "a revision, with edits and search", "`benchmarks.size`")
    look_kb: float = _of(0.61, "a look, whatever it found", "`benchmarks.cluster`")
    visit_kb: float = _of(0.07, "a visit, from the dispatcher to a worker", "`benchmarks.cluster`")
    result_kb: float = _of(0.32, "an answer without a page, back", "`benchmarks.cluster`")
    whole_kb: float = _of(71, "an answer with its page and what was read of it", "`benchmarks.cluster`")
    busy: float = _of(0.6, "of a core that is planned for: the rest is for peaks and losses", SUPPOSED)
    cores: float = _of(8, "cores a machine", SUPPOSED)
    machine_cost: float = _of(0.35, "an hour of a machine", SUPPOSED)
    gb_cost: float = _of(0.02, "a gigabyte and month, kept twice at that", SUPPOSED)


@dataclass(frozen=True)
class Need:
    """What a number of outlets takes. Rates are a second, on average over a day."""

    outlets: int
    visits: float
    firsts: float
    reads: float
    worker_cores: float
    broker_cores: float
    archivist_cores: float
    archivists: int
    machines: int
    messages: float
    broker_mb: float
    storage_tb: float
    cost_a_year: float
    cost_a_million: float


@cache
def looks_at_an_article() -> int:
    """How often an article that is never edited is looked at, until it is left alone."""
    born = now = datetime(2026, 3, 2, tzinfo=UTC)
    due: datetime | None = born
    count = 0
    while due is not None:
        count, now = count + 1, due
        due = next_due(Past("https://outlet.example/article", "unchanged", born), Rhythm(), now).due
    return count


def need(outlets: int, given: Inputs) -> Need:
    """What that many outlets take."""
    firsts = outlets * given.articles_a_day / DAY
    looks = firsts * (looks_at_an_article() - 1)
    sources = outlets * given.sources / Rhythm().feeds.total_seconds()
    visits = firsts + looks + sources
    reads = firsts + looks * (1 - given.unchanged)
    news = firsts * (1 + given.edited)
    work = (news * given.first_ms + (reads - news) * given.alike_ms + (visits - news) * given.look_ms) / 1000
    keeping = news * given.keep_first_ms + (reads - news) * given.keep_alike_ms + (visits - reads) * given.keep_look_ms
    workers, archivist = work / given.busy, keeping / 1000 / given.busy
    broker = visits * given.broker_ms / 1000 / given.busy
    machines = math.ceil((workers + broker + archivist) / given.cores)
    whole = reads * given.whole_kb + (visits - reads) * given.result_kb
    kept = visits * given.look_kb + reads * given.page_kb + news * given.text_kb
    storage = kept * DAY * YEAR / 1e9
    cost = machines * given.machine_cost * 24 * YEAR + storage * 1000 * given.gb_cost * 12 * 2
    millions = visits * DAY * YEAR / 1e6
    return Need(
        outlets, visits, firsts, reads, workers, broker, archivist, math.ceil(archivist), machines, 2 * visits,
        (visits * given.visit_kb + whole) / 1000, storage, cost, cost / millions,
    )  # fmt: skip


def largest_outlet(pace: float, given: Inputs) -> float:
    """How many articles a day an outlet may publish that is asked once in *pace* seconds, `busy` of the time."""
    return (DAY / pace * given.busy - given.sources * DAY / Rhythm().feeds.total_seconds()) / looks_at_an_article()


def limits(given: Inputs) -> Iterator[tuple[str, float, str]]:
    """What is full, `busy` of its time, from how many outlets on, and what to do then: all grows with the outlets."""
    some = need(SIZES[-1], given)
    cores = some.worker_cores + some.broker_cores + some.archivist_cores
    for name, taken, remedy in (
        (f"one machine of {given.cores:g} cores", cores / given.cores, "workers on another machine"),
        ("one archivist", some.archivist_cores, "several archives, each with its own part of the outlets: see above"),
        ("one broker", some.broker_cores, "a broker for each archive"),
    ):
        yield name, some.outlets / taken, remedy


def tables(given: Inputs) -> Iterator[str]:
    """The tables in Markdown."""
    yield from ("| input | value | of what | from |", "|---|---|---|---|")
    for one in fields(given):
        value = getattr(given, one.name)
        yield f"| `{one.name}` | {value:g} | {one.metadata['unit']} | {one.metadata['source']} |"
    yield f"| | {looks_at_an_article()} | looks at an article that is never edited | `crawler.rhythm` |"
    needs = [need(outlets, given) for outlets in SIZES]
    yield ""
    yield f"| outlets | {' | '.join(f'{one.outlets:,}' for one in needs)} |"
    yield f"|---|{'---|' * len(needs)}"
    for name, told in (
        ("visits a day", lambda one: f"{one.visits * DAY:,.0f}"),
        ("visits a second", lambda one: f"{one.visits:,.0f}"),
        ("pages read a second", lambda one: f"{one.reads:,.1f}"),
        ("cores of workers", lambda one: f"{one.worker_cores:,.1f}"),
        ("cores of the broker", lambda one: f"{one.broker_cores:,.2f}"),
        ("cores of archivists", lambda one: f"{one.archivist_cores:,.2f}"),
        ("archivists, an archive each", lambda one: f"{one.archivists:,}"),
        ("machines", lambda one: f"{one.machines:,}"),
        ("messages a second through the broker", lambda one: f"{one.messages:,.0f}"),
        ("MB a second through the broker", lambda one: f"{one.broker_mb:,.1f}"),
        ("TB a year", lambda one: f"{one.storage_tb:,.2f}"),
        ("cost a year", lambda one: f"{one.cost_a_year:,.0f}"),
        ("cost of a million visits", lambda one: f"{one.cost_a_million:,.2f}"),
    ):
        yield f"| {name} | {' | '.join(map(told, needs))} |"
    yield from ("", "| what is full | from so many outlets on | what to do then |", "|---|---|---|")
    for name, outlets, remedy in limits(given):
        yield f"| {name} | {outlets:,.0f} | {remedy} |"
    yield from ("", "| one request in | articles a day that an outlet may publish |", "|---|---|")
    for pace in (10, 5, 2, 1):
        yield f"| {pace} s | {largest_outlet(pace, given):,.0f} |"


def written(page: str, given: Inputs) -> str:
    """The page with the tables between its marks."""
    head, rest = page.split(BEGIN)
    _, tail = rest.split(END)
    return "\n".join([f"{head}{BEGIN}", "", *tables(given), "", f"{END}{tail}"])


def main() -> int:
    """Print the tables, or write them into the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="another value of an input")
    parser.add_argument("--write", action="store_true", help=f"into docs/{PAGE.name}")
    options = parser.parse_args()
    names = {one.name for one in fields(Inputs)}
    given = Inputs()
    for told in options.set:
        name, _, value = told.partition("=")
        try:
            given = replace(given, **{name: float(value)})
        except (TypeError, ValueError):
            print(f"--set {told}: NAME=VALUE, NAME one of {', '.join(sorted(names))}", file=sys.stderr)
            return 2
    if options.write:
        PAGE.write_text(written(PAGE.read_text(), given))
    else:
        print("\n".join(tables(given)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

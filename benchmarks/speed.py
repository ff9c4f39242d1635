"""How fast a visit is, whole way through the archive, beside the parts that it is made of, in one run.

    python -m benchmarks.speed DATA            # DATA: a folder with .html files, read with all its subfolders
    python -m benchmarks.speed DATA --quick    # a tenth of the visits
    python -m benchmarks.speed DATA --only not-modified same    # some of the rows below; each takes its bare run along
    python -m benchmarks.speed DATA --only peers --peers FOLDER # environments news-please/ and newspaper4k/ in it

first         `wirediff import` of every page, over trafilatura with metadata on all cores
same, token   `wirediff crawl` again: the same bytes, another token in each; over Scrapy that only downloads them
not-modified  the same, answered by 304
token_gain    token over the same with every page extracted (WIREDIFF_READ_ALL)
peers         first visits over other libraries; they read a sample, and are taken to use all cores perfectly

The archive of the revisits is filled once, by a crawl; all addresses are plain HTTP, for Scrapy alone speaks that too.
Seconds are from a process's start to its end, bytecode at hand; with BY_PROCESSOR=1 in the environment they are
processor time of all its processes, which says less (a core that idles costs nothing) and is true on a busy machine
too. Figures are ratios,
the median of --rounds runs, taken in turns; where a bar is missed, the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.processor import timed
from benchmarks.speed_server import TAG
from crawler import agenda
from crawler.clock import stamp
from crawler.items import Discovered
from pipelines.ladder import READ_ALL
from storage.archive import Archive

BARS = {"first": 0.7, "same": 0.6, "token": 0.4, "not-modified": 0.8, "token_gain": 3.0}
PEERS = {
    "news-please": "from newsplease import NewsPlease as N; f = lambda h: N.from_html(h, url='http://a.example/')",
    "newspaper4k": "import newspaper; "
    "f = lambda h: newspaper.article('http://a.example/', input_html=h, fetch_images=False)",
}
PEER = """
import sys, glob
{}
for path in sorted(glob.glob(sys.argv[1] + "/*.html"))[:: int(sys.argv[2])][: int(sys.argv[3])]:
    try: f(open(path, encoding="utf-8", errors="replace").read())
    except Exception: pass
"""
BY_PROCESSOR = bool(os.environ.get("BY_PROCESSOR"))
PEER_PAGES = 60  # that they read; a whole folder takes them a quarter of an hour
REVISITS = (("304", "not-modified"), ("same", "same"), ("token", "token"), ("token", "token_full"))
ROWS = (*BARS, "peers")
ARCHIVE = "archive.db"
HOSTS, START = 100, datetime(2026, 3, 2, 6, tzinfo=UTC)


def main() -> int:
    """Measure, print, say whether the bars are reached."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data", type=Path, help="a folder of pages")
    parser.add_argument("--visits", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="a tenth of the visits, one round")
    parser.add_argument("--peers", type=Path, help="a folder of virtual environments")
    parser.add_argument("--only", nargs="+", choices=ROWS, default=ROWS, metavar="ROW", help=", ".join(ROWS))
    options = parser.parse_args()
    visits, rounds = (options.visits // 10, 1) if options.quick else (options.visits, options.rounds)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), pages_of(options.data), visits, frozenset(options.only), options.peers)
        bench.run(rounds)
    found = ratios(bench.spent)
    print(json.dumps({"visits": visits, "seconds": bench.spent, "ratios": found}, indent=1))
    return 0 if all(found[name] >= bar for name, bar in BARS.items() if name in found) else 1


def ratios(seconds: Mapping[str, list[float]]) -> dict[str, float]:
    """What the figures are: how many times as fast as the other."""
    spent = {name: statistics.median(every) for name, every in seconds.items()}
    beside = {
        "first": ("trafilatura", "first"), "same": ("scrapy", "same"), "token": ("scrapy", "token"),
        "not-modified": ("scrapy 304", "not-modified"), "token_gain": ("token_full", "token"),
    } | {name: (name, "first") for name in PEERS}  # fmt: skip
    return {
        name: round(spent[other] / spent[mine], 2)
        for name, (other, mine) in beside.items()
        if other in spent and mine in spent
    }


def pages_of(data: Path) -> list[bytes]:
    """The pages of a folder, those that are compressed as gzip too; large enough to be pages."""
    import gzip

    paths = sorted(path for path in data.rglob("*") if path.name.endswith((".html", ".html.gz")))
    bodies = (gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in paths)
    found = [body for body in bodies if len(body) > 5000]
    return found or sys.exit(f"no pages in {data}")


class Bench:
    """The runs of some *rows*, in *folder*; *spent* has the seconds of each, by what ran."""

    def __init__(self, folder: Path, pages: list[bytes], visits: int, rows: frozenset[str], peers: Path | None) -> None:
        self.spent: dict[str, list[float]] = defaultdict(list)
        self._folder, self._visits, self._rows, self._peers = folder, visits, rows, peers
        self._pages = pages[:visits]

    def run(self, rounds: int) -> None:
        """Everything, in turns."""
        served = self._folder / "pages"
        served.mkdir()
        for number, body in enumerate(self._pages):
            (served / f"{number:05}.html").write_bytes(body)
        write_documents(self._folder / "pages.jsonl", self._pages)
        again = [(mode, name) for mode, name in REVISITS if self._wants(name)]
        if again:
            fill(self._folder, self._visits)
        for _ in range(rounds):
            if self._rows & {"first", "peers"}:
                self._first_visits()
            self._revisits(again)
        if "peers" in self._rows and self._peers:
            self._ask_peers(self._peers)

    def _wants(self, name: str) -> bool:
        return name in self._rows or ("token_gain" in self._rows and name in {"token", "token_full"})

    def _first_visits(self) -> None:
        """Everything from pages to an archive, and from pages to texts."""
        (self._folder / "first.db").unlink(missing_ok=True)
        run(self.spent["first"], "-m", "wirediff", "import", "pages.jsonl", "--db", "first.db", where=self._folder)
        if "first" in self._rows:
            pages = str(self._folder / "pages")
            bare = ("-m", "benchmarks.speed_bare", "trafilatura", pages, str(len(self._pages)))
            run(self.spent["trafilatura"], *bare, where=Path(__file__).parents[1])

    def _ask_peers(self, peers: Path) -> None:
        """Others' ways from a sample of the pages to texts, as if they read all."""
        every = max(1, len(self._pages) // PEER_PAGES)
        sample = len(range(0, len(self._pages), every)[:PEER_PAGES])
        for name, loading in PEERS.items():
            if not (python := peers / name / "bin" / "python").exists():
                print(f"no {python}: {name} is not measured", file=sys.stderr)
                continue
            ask = [str(python), "-c", PEER.format(loading), str(self._folder / "pages"), str(every)]
            start, read = (peer_seconds([*ask, str(many)], self._folder) for many in (0, sample))
            self.spent[name].append(start + (read - start) * len(self._pages) / sample)

    def _revisits(self, again: list[tuple[str, str]]) -> None:
        """Visit everything again in every way, an hour apart."""
        if again:
            shutil.copy(self._folder / "filled.db", self._folder / ARCHIVE)
        for hour, (mode, name) in enumerate(again, 1):
            with serving(self._folder / "pages", mode) as port:
                configure(self._folder, port)
                everything = {READ_ALL: "1"} if name == "token_full" else {}
                crawl(self._folder, self.spent[name], START + timedelta(hours=hour), **everything)
                if mode != "token" or not self._wants("same"):
                    bare_scrapy(self.spent["scrapy 304" if mode == "304" else "scrapy"], port, self._visits, mode)


def peer_seconds(line: list[str], where: Path) -> float:
    """What a library took."""
    clock, processor, _, _ = timed(line, where, surroundings())
    return processor if BY_PROCESSOR else clock / len(os.sched_getaffinity(0))


def fill(folder: Path, visits: int) -> None:
    """An archive that has seen everything once, and has validators for it."""
    with serving(folder / "pages", "304") as port:
        configure(folder, port)
        plan(folder, visits)
        crawl(folder, [], START)
    (folder / ARCHIVE).rename(folder / "filled.db")


def plan(folder: Path, visits: int) -> None:
    """Let so many articles of all hosts be due."""
    with Archive(folder / ARCHIVE) as archive, archive.transaction():
        for one in range(visits):
            host = f"h{one % HOSTS}.example"
            agenda.plan(archive, Discovered(f"http://{host}/article-of-the-day-{one}", host, "planted"), START)


def write_documents(path: Path, pages: list[bytes]) -> None:
    """The pages as documents of an import."""
    with path.open("w") as file:
        for number, body in enumerate(pages):
            at = stamp(START + timedelta(seconds=number))
            row = {"url": f"https://h{number % HOSTS}.example/{number}", "fetched_at": at}
            file.write(json.dumps({**row, "html": body.decode("utf-8", "replace")}) + "\n")


def configure(folder: Path, port: int) -> None:
    """All hosts on the loopback."""
    hosts = "\n".join(f'"h{one}.example" = "127.0.0.1:{port}"' for one in range(HOSTS))
    project = '[project]\ndatabase = "archive.db"\ncontact = "speed@wirediff.example"\n\n[crawl]\npace = "0s"\n'
    (folder / "wirediff.toml").write_text(f"{project}\n[network.hosts]\n{hosts}\n")


@contextmanager
def serving(pages: Path, mode: str) -> Iterator[int]:
    """The server's port, as long as the block lasts."""
    line = [sys.executable, "-m", "benchmarks.speed_server", str(pages), mode]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]) as server:
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline())
        finally:
            server.kill()


def crawl(folder: Path, into: list[float], when: datetime, **environment: str) -> None:
    """Visit everything once."""
    run(into, "-m", "wirediff", "crawl", "--all", where=folder, WIREDIFF_CLOCK=stamp(when), **environment)


def bare_scrapy(into: list[float], port: int, visits: int, mode: str) -> None:
    """Only receive the same answers."""
    tag = [TAG.decode()] if mode == "304" else []
    line = ("-m", "benchmarks.speed_bare", "scrapy", str(port), str(visits), *tag)
    run(into, *line, where=Path(__file__).parents[1])


def run(into: list[float], *line: str, where: Path, **environment: str) -> None:
    """Run Python, and note how long that took."""
    clock, processor, code, told = timed([sys.executable, *line], where, surroundings() | environment)
    if code not in (0, 3):
        sys.exit(f"{' '.join(line)}: {told[-2000:]}")
    into.append(processor if BY_PROCESSOR else clock)
    what = " ".join([*line[1:4], *environment.values()])
    print(f"{clock:7.1f} s, {processor:.1f} of a processor  {what}", file=sys.stderr)


def surroundings() -> dict[str, str]:
    """The environment, with modules compiled once as on any machine in use."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


if __name__ == "__main__":
    sys.exit(main())

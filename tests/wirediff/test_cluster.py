"""A cluster as it is used: workers in processes of their own, a real broker, outlets on loopback that watch them."""

from __future__ import annotations

import contextlib
import os
import random
import re
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from benchmarks import replay
from benchmarks.captures import read
from crawler.clock import parse, stamp
from crawler.cluster.framing import pack
from crawler.items import Discovered, Fetched
from pipelines.cluster.answers import Answer, Told
from storage.archive import Archive
from tests.wirediff.cluster_hosts import Hosts, missing
from tests.wirediff.cluster_stand import Crew, Server, Watchful, children, cluster, content, kill, needs_broker
from tests.wirediff.newsstand import START, WIREDIFF, configure, environment, run
from wirediff.config import load
from wirediff.demo.run import living

DISPATCH = (
    "The ferry Aurora ran aground off Cape Lund on Tuesday with {people} people on board, the harbour police said.",
    "Lifeboats from three villages took everybody ashore within two hours, and nobody was seriously hurt.",
    "Inspector Marta Holm said that the ship had left its course {miles} miles before the rocks, in clear weather.",
    "The owner, Nordlinje, said that it would pay for the journey and {promise} until the cause was known.",
)


class Sites:
    """Outlets that each carry a dispatch in their own words, some articles of their own, and change them in rounds."""

    def __init__(self, outlets: int, articles: int) -> None:
        self.hosts = [f"h{number}.example" for number in range(outlets)]
        self.articles = articles
        self.round = 0

    def __call__(self, host: str, path: str) -> tuple[int, str, bytes]:
        if path == "/feed":
            return 200, "application/rss+xml", self._feed(host).encode()
        if path.startswith("/a") and path[2:].isdigit():
            return 200, "text/html", self._page(host, int(path[2:])).encode()
        return 404, "text/html", b"not here"

    def _feed(self, host: str) -> str:
        items = "".join(
            f"<item><title>News {number}</title><link>http://{host}/a{number}</link>"
            "<pubDate>Sun, 01 Mar 2026 11:30:00 GMT</pubDate></item>"
            for number in range(self.articles)
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{host}</title>{items}</channel></rss>'

    def _page(self, host: str, number: int) -> str:
        version = (self.round + number) // 2  # each article changes every other round
        where = self.hosts.index(host)
        told = [text.format(people=40 + version, miles=3 + version, promise="sail no more") for text in DISPATCH]
        if number:
            told = [f"Part {part} of the {version}th writing has {_words(where, number, part)}." for part in range(5)]
        body = "".join(f"<p>{text}</p>" for text in told)
        token = f"<meta name='csrf' content='{self.round}x{where}x{number}'>" if number % 2 else ""
        title = "Ferry runs aground off Cape Lund" if not number else f"Report {number} of {host}"
        return f"<html><head><title>{title}</title>{token}</head><body><article><h1>{title}</h1>{body}</article></html>"


def _words(*seed: int) -> str:
    """Two dozen words that no other text has."""
    source = random.Random(repr(seed))
    lengths = [source.randint(2, 4) for _ in range(24)]
    return " ".join("".join(source.choice("bdfgklmnprst") + source.choice("aeiou") for _ in range(n)) for n in lengths)


def at_round(number: int) -> str:
    return stamp(parse(START) + timedelta(hours=2 * number))


def crawled(folder: Path, sites: Sites, rounds: int, *options: str) -> dict[str, list[str]]:
    """What an archive holds after some rounds."""
    for sites.round in range(rounds):
        done = run("crawl", "--all", "-v", *options, cwd=folder, WIREDIFF_CLOCK=at_round(sites.round), seconds=280)
        assert done.returncode == 0, done.stderr
    return content(folder / "wirediff.db")


@contextlib.contextmanager
def places(tmp_path: Path, sites: Sites, **options: str) -> Iterator[tuple[Watchful, Path, Path]]:
    """The outlets, and two folders with a configuration for them."""
    folders = tmp_path / "alone", tmp_path / "together"
    with Watchful(sites) as outlets:
        for folder in folders:
            folder.mkdir()
            configure(folder, dict.fromkeys(sites.hosts, outlets.address), **options)
        yield outlets, *folders


@needs_broker
def test_workers_bring_what_one_process_brings_and_a_forged_answer_brings_nothing(tmp_path: Path) -> None:
    sites = Sites(3, 3)
    with places(tmp_path, sites) as (outlets, alone, together), cluster(together, 2) as (server, crew):
        forge(server.url)
        expected = crawled(alone, sites, 2)
        outlets.visits.clear()
        assert crawled(together, sites, 2, "--broker", server.url) == expected
        assert not outlets.too_soon(0)
        assert "Traceback" not in crew.log()
    assert len(expected["revisions"]) == 3 * (3 + 1)


def forge(url: str) -> None:
    """Put answers to visits that nobody gave out among the broker's."""
    import redis

    page = Fetched("http://h0.example/a0", "h0", START, status=200, body=b"<p>forged</p>", visit=1)
    forged = Answer(1, "guessed", "nobody", (Discovered("http://evil.example/", "h0", "forged"),), (Told(page),))
    with redis.Redis.from_url(url) as client:
        for message in (pack(forged), b"", b"no message"):
            client.xadd("wirediff:results", {"m": message})


@needs_broker
def test_a_worker_and_a_crawl_say_what_is_wrong_with_a_brokers_address(tmp_path: Path) -> None:
    configure(tmp_path, {"h0.example": "127.0.0.1:9"})
    for command in ("worker", "crawl"):
        done = run(command, "--broker", "amqp://desk:secret@broker.example/", cwd=tmp_path)
        assert done.returncode == 2
        assert "amqp://***@broker.example/: a broker's address is redis://host:port/number" in done.stderr
        assert "secret" not in done.stderr


# ------------------------------------------------------------ the long form

PACE = 0.5
HURRY = {"pace": PACE, "timeout": 5}
DATA = os.environ.get("WIREDIFF_DATA")


def differing(one: Path, other: Path, *without: str) -> dict[str, list[str]]:
    """What two archives hold that is not the same, apart from tables that time or chance has a part in."""
    found, expected = content(one, *without), content(other, *without)
    return {name: sorted({*rows} ^ {*expected[name]}) for name, rows in found.items() if rows != expected[name]}


@pytest.fixture(params=["one machine", "a machine each"])
def hosts(request: pytest.FixtureRequest) -> Iterator[Hosts | None]:
    """Where four workers are."""
    if request.param == "one machine":
        yield None
    elif reason := missing():
        pytest.skip(reason)
    else:
        with Hosts(4) as hosts:
            yield hosts


@needs_broker
@pytest.mark.campaign
def test_four_workers_bring_the_demo_as_one_process_does(tmp_path: Path, hosts: Hosts | None) -> None:
    """Its pages carry another token at every look; how often is looked depends on the time that a round takes."""
    alone, together = tmp_path / "alone", tmp_path / "together"
    with living(alone, lambda *_: None):
        pass

    def told(rounds: int, *_: object) -> None:
        if hosts and not rounds:
            for _, address in load(together / "wirediff.toml").policy.hosts:
                hosts.reach(port_of(address))

    with cluster(tmp_path, 4, hosts) as (server, crew), living(together, told, server.url):
        assert "Traceback" not in crew.log()
    assert differing(together / "wirediff.db", alone / "wirediff.db", "looks", "pages", "visits") == {}


@needs_broker
@pytest.mark.campaign
@pytest.mark.skipif(DATA is None, reason="no folder of captures: WIREDIFF_DATA")
def test_four_workers_bring_the_replayed_pages_as_one_process_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hosts: Hosts | None
) -> None:
    histories = read(Path(DATA or ""), ["rev_newssniffer", "rev_fundus", "pages_fundus"])
    alone, together = tmp_path / "alone", tmp_path / "together"
    assert replay.run(alone, histories, validators=True, most=3)["wrong"] == []

    def served(address: str) -> None:
        if hosts:
            hosts.reach(port_of(address))

    with cluster(tmp_path, 4, hosts) as (server, crew):
        monkeypatch.setenv("WIREDIFF_BROKER", server.url)
        assert replay.run(together, histories, validators=True, most=3, served=served)["wrong"] == []
        assert "Traceback" not in crew.log()
    assert differing(together / "archive.db", alone / "archive.db") == {}


def port_of(address: str) -> int:
    return int(address.rpartition(":")[2])


class Havoc:
    """Kills workers, brokers and archivists, and cuts *hosts* off, each as often as *counts* says, in no order.

    *done* counts what it did.
    """

    def __init__(
        self, counts: dict[str, int], outlets: Watchful, server: Server, crew: Crew, hosts: Hosts | None = None
    ) -> None:
        self._source = random.Random(7)
        self._todo = [name for name, count in counts.items() for _ in range(count)]
        self._source.shuffle(self._todo)
        self._outlets, self._server, self._crew, self._hosts = outlets, server, crew, hosts
        self.done: Counter[str] = Counter()

    @property
    def over(self) -> bool:
        return not self._todo

    @property
    def requests(self) -> int:
        """How many came so far."""
        return sum(map(len, self._outlets.visits.values()))

    def go_on(self, crawl: subprocess.Popen[bytes]) -> None:
        """Until *crawl* ends: let some requests come, or nothing for a while; then do what is next."""
        while crawl.poll() is None:
            wanted, end = self.requests + self._source.randint(0, 4), time.monotonic() + self._source.uniform(5, 25)
            while crawl.poll() is None and self.requests <= wanted and time.monotonic() < end:
                time.sleep(0.05)
            if self._todo and crawl.poll() is None and self._do(self._todo[-1], crawl):
                self.done[self._todo.pop()] += 1

    def _do(self, what: str, crawl: subprocess.Popen[bytes]) -> bool:
        if what == "worker":
            return self._crew.kill(self._source.randrange(4), whole=self._source.random() < 0.3)
        if what == "broker":
            self._server.restart(forgetful=self._source.random() < 0.5)
            return True
        return self._cut_off() if what == "host" else kill(children(crawl.pid))

    def _cut_off(self) -> bool:
        """For less than a lease, or for longer than it takes until another worker has the outlets."""
        assert self._hosts is not None
        number = self._source.randrange(4)
        self._hosts.cut(number)
        time.sleep(self._source.uniform(1, 20))
        self._hosts.mend(number)
        return True


@needs_broker
@pytest.mark.campaign
def test_nothing_is_lost_or_doubled_and_no_host_hurried_whoever_is_killed(tmp_path: Path) -> None:
    """How many workers, brokers and archivists are killed is said by HAVOC in the environment: "200 20 50"."""
    wanted = map(int, os.environ.get("HAVOC", "200 20 50").split())
    survived(tmp_path, dict(zip(("worker", "broker", "archivist"), wanted, strict=True)))


@needs_broker
@pytest.mark.campaign
def test_a_machine_that_is_cut_off_loses_and_doubles_nothing_and_hurries_no_host(tmp_path: Path) -> None:
    """Workers that the broker does not hear go on to hear the outlets; some are killed besides."""
    if reason := missing():
        pytest.skip(reason)
    with Hosts(4) as hosts:
        survived(tmp_path, {"host": 30, "worker": 10, "archivist": 5}, hosts)


def survived(folder: Path, counts: dict[str, int], hosts: Hosts | None = None) -> None:
    """Havoc in some rounds brings what one process brings in as many."""
    sites = Sites(8, 8)
    with places(folder, sites) as (outlets, alone, together), cluster(together, 4, hosts) as (server, crew):
        if hosts:
            hosts.reach(outlets.port)
        hurried(together / "wirediff.toml")
        havoc = Havoc(counts, outlets, server, crew, hosts)
        while not havoc.over or sites.round < 2:
            _round(together, sites.round, server.url, havoc)
            sites.round += 1
            print(f"round {sites.round}: {dict(havoc.done)}, {havoc.requests} requests", flush=True)  # noqa: T201
            assert not outlets.too_soon(PACE)
        assert havoc.done == counts
        crawled(alone, sites, sites.round)
        assert differing(together / "wirediff.db", alone / "wirediff.db") == {}
        assert "Traceback" not in crew.log() + (together / "crawl.log").read_text()


def hurried(toml: Path) -> None:
    """Let hosts be asked at a pace, and whoever dies be missed soon: a lease lasts as long as a request may."""
    told = toml.read_text()
    for name, seconds in HURRY.items():
        told, count = re.subn(f"^{name} = .*", f'{name} = "{seconds}s"', told, flags=re.MULTILINE)
        assert count == 1
    toml.write_text(told)


def _round(folder: Path, number: int, url: str, havoc: Havoc) -> None:
    """Visit everything once, by as many crawls as that takes."""
    now, later, options = at_round(number), stamp(parse(at_round(number)) + timedelta(minutes=30)), ["--all"]
    while options or due(folder / "wirediff.db", later):
        with (folder / "crawl.log").open("ab") as log:
            line = [*WIREDIFF, "crawl", *options, "--broker", url]
            env = environment(WIREDIFF_CLOCK=now)
            havoc.go_on(subprocess.Popen(line, cwd=folder, env=env, stderr=log, stdout=log))
        now, options = later, []


def due(path: Path, now: str) -> int:
    sql = "SELECT count(*) FROM visits WHERE stopped IS NULL AND due_at <= ?"
    with Archive(path, read_only=True) as archive:
        return int(archive.value(sql, (now,)))

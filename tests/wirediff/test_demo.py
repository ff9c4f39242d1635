"""The demo: a script that holds together, outlets that behave, a check that misses nothing, and the whole of it."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from comparison.model import Edit, Span
from crawler.feeds import read_feed
from crawler.sitemaps import read_sitemap
from pipelines.extract import extract
from storage.archive import Archive
from tests.pages import PAGES, unanswered
from wirediff.config import load
from wirediff.demo import feeds, pages, setup
from wirediff.demo.answers import Answer, Asked, answer
from wirediff.demo.script import GAZETTE, HARBOR, LAKESIDE, METRO, OUTLETS, ROUNDS, SENTINEL, TRIBUNE, VALLEY, WIRE
from wirediff.demo.server import Clock, serving
from wirediff.demo.text import Expected, Move, ScriptError, Split
from wirediff.demo.text import load as load_text
from wirediff.demo.timeline import Article, Outlet, at
from wirediff.demo.truth import check
from wirediff.demo.truth.edits import tells

VISITED = [(outlet, a) for outlet in OUTLETS for a in outlet.articles if not a.refused and not a.ignored]
END = at(ROUNDS[-1])
each_article = pytest.mark.parametrize(
    ("outlet", "article"), VISITED, ids=[f"{outlet.id}{article.path}" for outlet, article in VISITED]
)


def moments(article: Article) -> Iterator[tuple[datetime, int]]:
    """The times at which the demo looks at an article and finds it in full, with the version in force."""
    for now in map(at, ROUNDS):
        revision = article.revision(now)
        if revision and not article.removed(now) and not article.metered(now):
            yield now, revision.number


@pytest.mark.parametrize(
    ("outlet", "article"), VISITED, ids=lambda value: getattr(value, "id", getattr(value, "path", ""))
)
def test_every_version_that_an_outlet_has_is_seen_by_some_round(outlet: Outlet, article: Article) -> None:
    seen = {number for now, number in moments(article) if outlet.down(now) is None}
    assert seen == {revision.number for revision in article.revisions}


@pytest.mark.parametrize(
    ("outlet", "article"), VISITED, ids=lambda value: getattr(value, "id", getattr(value, "path", ""))
)
def test_every_page_reads_as_the_script_has_it_paragraph_by_paragraph(outlet: Outlet, article: Article) -> None:
    for now, number in moments(article):
        if outlet.down(now) is None:
            text = article.revisions[number - 1].text
            given = answer(outlet, Asked(article.path_at(now)), now, 3)
            read = extract(given.body, {"content-type": given.media_type}, outlet.url(article.path_at(now)))
            assert (read.title, list(read.paragraphs)) == (text.title, [p.text for p in text.paragraphs])


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.id)
def test_every_outlet_announces_its_articles_in_its_own_format(outlet: Outlet) -> None:
    now = at("8:30")
    _, document = feeds.announce(outlet, now)
    read = read_sitemap if outlet.feed == "news-sitemap" else read_feed
    found = read(document.encode(), outlet.home)
    entries = found if isinstance(found, list) else found.entries
    assert {entry.address for entry in entries} == {outlet.url(a.path_at(now)) for a in outlet.listed(now)}
    assert all(entry.title and entry.published for entry in entries)


def test_a_lively_outlet_never_serves_the_same_page_twice_and_a_quiet_one_always_does() -> None:
    lively, quiet = VALLEY.articles[0].path, WIRE.articles[0].path
    assert answer(VALLEY, Asked(lively), at("1:00"), 1).body != answer(VALLEY, Asked(lively), at("1:00"), 2).body
    assert answer(WIRE, Asked(quiet), at("1:00"), 1).body == answer(WIRE, Asked(quiet), at("1:30"), 2).body


@pytest.mark.parametrize("outlet", [WIRE, HARBOR], ids=["etag", "last-modified"])
def test_validators_bring_304_until_the_article_changes(outlet: Outlet) -> None:
    path = outlet.articles[0].path
    first = answer(outlet, Asked(path), at("1:00"), 1)
    again = Asked(path, first.headers.get("ETag"), first.headers.get("Last-Modified"))
    assert answer(outlet, again, at("2:00"), 2).status == 304
    assert answer(outlet, again, at("4:00"), 3).status == 200
    assert answer(outlet, Asked(path, "something", "no date"), at("1:00"), 4).status == 200


def test_a_removal_a_new_address_an_outage_and_a_stub_are_served_as_such() -> None:
    assert answer(GAZETTE, Asked(GAZETTE.articles[0].path), at("10:00"), 1).status == 410
    moved = answer(TRIBUNE, Asked(TRIBUNE.articles[0].path), at("5:00"), 1)
    assert (moved.status, moved.headers["Location"]) == (301, TRIBUNE.url(TRIBUNE.articles[0].paths[-1]))
    down = answer(SENTINEL, Asked(SENTINEL.articles[0].path), at("5:00"), 1)
    assert (down.status, int(down.headers["Retry-After"]) > 60) == (503, True)
    stub = answer(LAKESIDE, Asked(LAKESIDE.articles[0].path), at("10:00"), 1)
    assert (stub.what, stub.revision) == ("stub", None)
    assert b"a trawler found them" not in stub.body


def test_a_redesign_leaves_the_article_as_it_was_and_little_else() -> None:
    path = SENTINEL.articles[0].path
    old, new = (answer(SENTINEL, Asked(path), at(clock), 1).body.decode() for clock in ("27:00", "47:00"))
    assert "posttext" in old
    assert "posttext" not in new
    assert all(p.text in new for p in SENTINEL.articles[0].text.paragraphs)


def test_an_edit_of_the_script_says_what_a_reader_would_report() -> None:
    text = load_text("ferry")
    assert Split("night", "It capsized").apply(text).body.replace("\n\nIt capsized", " It capsized") == text.body
    moved = Move("captain", after="wait")
    assert moved.expected(text).before == text["captain"].text
    with pytest.raises(ScriptError, match="no paragraph 'capitan'"):
        Move("capitan", after="wait").apply(text)


def told(op: str, before: str, after: str, *kinds: str) -> Edit:
    """An edit of the text with these words."""
    return Edit(op, Span(0, len(before), before), Span(0, len(after), after), kinds)  # type: ignore[arg-type]


def test_an_edit_counts_only_in_its_own_words_and_under_its_kind() -> None:
    number = Expected("replace", "14", "41", "number")
    assert tells(told("replace", "14", "41", "number"), number)
    assert not tells(told("replace", "14", "41", "wording"), number)
    assert not tells(told("replace", "14", "44", "number"), number)
    sentence = "waited 14 minutes after the first alarm before he"
    assert not tells(told("replace", sentence, sentence.replace("14", "41"), "number"), number)
    assert not tells(told("delete", "14", ""), number)


def test_an_empty_archive_has_nothing_of_the_truth_and_every_miss_is_named(tmp_path: Path) -> None:
    with Archive(tmp_path / "empty.db") as archive:
        truth = check(archive, OUTLETS)
    missed = {point.what for point in truth.wrong}
    assert all(f"{o.name}: version {r.number} of {a.path}" in missed for o, a in VISITED for r in a.revisions)
    assert truth.as_dict()["holds"] is False


def test_the_folder_s_configuration_is_valid_and_another_s_folder_is_left_alone(tmp_path: Path) -> None:
    hosts = {outlet.host: f"127.0.0.1:{9000 + n}" for n, outlet in enumerate(OUTLETS)}
    config = load(setup.prepare(tmp_path / "demo", OUTLETS, hosts, every="10m", whole=True))
    assert dict(config.policy.hosts) == hosts
    assert {outlet.id for outlet in config.outlets} == {outlet.id for outlet in OUTLETS}
    (tmp_path / "wirediff.toml").write_text("[project]\n")
    with pytest.raises(setup.NotOurs, match="name another folder"):
        setup.prepare(tmp_path, OUTLETS, hosts, every="10m", whole=True)


def test_the_outlets_answer_on_loopback_at_the_virtual_time() -> None:
    clock = Clock(at("0:00"), speed=0)
    log: list[dict[str, object]] = []
    with serving([METRO], clock, log.append) as hosts:
        port = int(hosts["metro.example"].rpartition(":")[2])
        path = METRO.articles[0].path
        assert [_get(port, path).status, _stepped(clock, "0:40", port, path).status] == [404, 200]
        headline = METRO.articles[0].revisions[1].text.title
        assert headline in _stepped(clock, "4:00", port, path).body.decode()
    assert [entry["revision"] for entry in log] == [None, 1, 2]


def _stepped(clock: Clock, to: str, port: int, path: str) -> Answer:
    clock.step(at(to))
    return _get(port, path)


def _get(port: int, path: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return Answer(response.status, response.read())
    finally:
        connection.close()


def _free(count: int) -> int:
    """The first of so many ports in a row that nobody uses."""
    for first in random.Random(os.getpid()).sample(range(11_000, 30_000, count), 100):
        with ExitStack() as held, suppress(OSError):
            for port in range(first, first + count):
                held.enter_context(socket.socket()).bind(("127.0.0.1", port))
            return first
    raise OSError("no free ports")


def test_serving_logs_what_was_served_until_it_is_told_to_stop(tmp_path: Path) -> None:
    port = _free(11)
    command = [
        sys.executable,
        "-m",
        "wirediff",
        "demo",
        str(tmp_path / "d"),
        "--serve",
        "--port",
        str(port),
        "--speed",
        "0",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("serving 11 outlets")
        body = _get(port, "/rss.xml").body
        process.send_signal(signal.SIGTERM)
        assert process.wait(300) == 0
    served = [json.loads(line) for line in (tmp_path / "d" / "served.jsonl").read_text().splitlines()]
    assert [entry["address"] for entry in served] == ["http://wire.example/rss.xml"]
    assert served[0]["body_hash"] == hashlib.sha256(body).hexdigest()
    assert load(tmp_path / "d" / "wirediff.toml").outlets


def test_a_stranger_s_folder_is_refused_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "wirediff.db").write_text("something of mine")
    done = subprocess.run(
        [sys.executable, "-m", "wirediff", "demo", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 4
    assert "name another folder" in done.stderr
    assert (tmp_path / "wirediff.db").read_text() == "something of mine"


def test_the_front_page_leads_to_the_feed() -> None:
    assert 'type="application/atom+xml"' in pages.front_page(VALLEY, END)
    assert 'type="application/feed+json"' in pages.front_page(METRO, END + timedelta(hours=1))


@pytest.mark.campaign
def test_three_days_are_crawled_and_the_archive_tells_the_truth(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "wirediff", "demo", str(tmp_path / "demo"), "--json"],
        capture_output=True, text=True, check=False, timeout=400,
    )  # fmt: skip
    outcome = json.loads(done.stdout)
    assert outcome["truth"]["wrong"] == []
    assert done.returncode == 0
    assert (tmp_path / "demo" / "report.html").read_text().startswith("<!doctype html>")
    assert unanswered(PAGES, tmp_path / "demo") == []

"""``wirediff add`` on a real site on loopback: what it finds, what it shows, what it writes."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from crawler.outlets import FollowedStory, Outlet
from wirediff.cli import cli
from wirediff.config import ConfigError, load
from wirediff.discovery import Finding
from wirediff.proposal import Wish, propose

SENTENCES = [
    "The flood barrier at Merrow failed on Tuesday night after two of its nine gates stayed open.",
    "Crews had reported a broken motor in the spring, the harbour office said in a statement.",
    "About 1,400 people left their homes along the lower river before the water came.",
    "Engineers worked until dawn to lower the last gate by hand, and nobody was hurt.",
    "The council meets on Thursday to hear why the repair was put off twice since May.",
]
ARTICLE = (
    '<html lang="en"><head><title>Flood barrier fails at Merrow - Harbor Times</title>'
    '<meta property="og:site_name" content="Harbor Times"></head><body><nav><a href="/">Home</a></nav>'
    "<article><h1>Flood barrier fails at Merrow</h1>"
    + "".join(f"<p>{text} {text}</p>" for text in SENTENCES)
    + "</article>"
    "</body></html>"
)
HOME = (
    '<html lang="en"><head><title>Harbor</title><meta property="og:site_name" content="Harbor Times">'
    '<link rel="alternate" type="application/rss+xml" title="News" href="/news.rss">'
    '<link rel="alternate" type="application/rss+xml" title="Broken" href="/broken.rss"></head>'
    "<body><p>Welcome to the paper of the harbour.</p></body></html>"
)
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Harbor Times</title><item>'
    "<title>Flood barrier fails at Merrow</title><link>http://harbor.example/2026/flood-barrier-fails-at-merrow</link>"
    "</item></channel></rss>"
)
SITEMAP = (
    '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>'
    "<loc>http://harbor.example/2026/flood-barrier-fails-at-merrow</loc><news:news><news:title>Flood</news:title>"
    "<news:publication_date>2026-03-01</news:publication_date></news:news></url></urlset>"
)
PATH = "/2026/flood-barrier-fails-at-merrow"
SITE = {
    "/": ("text/html", HOME),
    "/news.rss": ("application/rss+xml", FEED),
    "/broken.rss": ("text/html", "<html>no feed</html>"),
    "/robots.txt": ("text/plain", "User-agent: *\nDisallow: /private\nSitemap: http://harbor.example/news.xml\n"),
    "/news.xml": ("text/xml", SITEMAP),
    PATH: ("text/html", ARTICLE),
}
QUIET = {"/": ("text/html", "<html><body><p>Nothing here.</p></body></html>")}
YOUNG = {
    "/": ("text/html", '<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>'),
    "/rss": ("application/rss+xml", '<rss version="2.0"><channel><title>Young</title></channel></rss>'),
}
SITES = {"harbor": SITE, "quiet": QUIET, "young": YOUNG}


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        pages = SITES[(self.headers["Host"] or "").split(".")[0]]
        kind, body = pages.get(self.path, ("text/html", ""))
        raw = body.encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, port: int) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "wirediff.toml"
    path.write_text(
        '[project]\ncontact = "desk@newsroom.example"  # ours\n[crawl]\npace = "0s"\n'
        "[network.hosts]\n" + "".join(f'"{name}.example" = "127.0.0.1:{port}"\n' for name in SITES)
    )
    return path


def add(*args: str) -> Result:
    return CliRunner().invoke(cli, ["add", *args], catch_exceptions=False, standalone_mode=False)


def told(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_site_s_feeds_and_news_sitemaps_are_found_and_its_text_is_shown(config: Path) -> None:
    before = config.read_text()
    result = add("http://harbor.example/", "--yes", "--json")

    assert load().outlets == (
        Outlet(
            id="harbor.example",
            name="Harbor Times",
            home="http://harbor.example/",
            feeds=("http://harbor.example/news.rss",),
            sitemaps=("http://harbor.example/news.xml",),
            lang="en",
            follow="all",
        ),
    )
    assert "no story is followed, so all its articles are" in result.stderr
    assert config.read_text().startswith(before + "\n# added on ")
    sample = told(result)["sample"]
    assert sample["url"] == f"http://harbor.example{PATH}"
    assert sample["title"] == "Flood barrier fails at Merrow"
    assert [part for part in SENTENCES if part not in sample["text"]] == []


def test_a_feed_that_a_site_announces_may_be_empty_as_yet(config: Path) -> None:
    add("http://young.example/", "-y")
    assert load().outlets[0].feeds == ("http://young.example/rss",)


def test_a_feed_s_own_address_will_do(config: Path) -> None:
    shown = add("http://harbor.example/news.rss", "--id", "harbor", "--name", "The Harbor", "--follow", "all", "-y")

    found = load().outlets[0]
    assert (found.id, found.name, found.home, found.follow) == ("harbor", "The Harbor", "http://harbor.example/", "all")
    assert SENTENCES[0] in shown.stdout
    assert '[[outlet]]\nid = "harbor"\n' in shown.stdout


def test_an_article_s_text_is_shown_and_it_becomes_a_story_s_dispatch(config: Path) -> None:
    shown = add(f"http://harbor.example{PATH}", "--story", "flood", "-y")

    assert SENTENCES[0] in shown.stdout
    assert load().stories == (
        FollowedStory("flood", "Flood barrier fails at Merrow", wire=(f"http://harbor.example{PATH}",)),
    )
    assert load().outlets == (Outlet("harbor.example", "Harbor Times", home="http://harbor.example/", lang="en"),)


def test_words_that_copies_hold_go_to_the_story_and_to_it_alone(config: Path) -> None:
    story = ["--story", "flood", "-y"]
    assert "copies are found by words" in add(f"http://harbor.example{PATH}", *story).stderr
    add(f"http://harbor.example{PATH}", *story, "--match", "flood Merrow", "--match", "barrier")
    assert load().stories[0].match == ("flood Merrow", "barrier")
    with pytest.raises(click.BadParameter, match="name it with --story"):
        add("http://harbor.example/", "--match", "flood", "-y")


def text_after(finding: Finding, wish: Wish = Wish()) -> str:  # noqa: B008 - frozen
    return propose(load(), finding, wish).text(Path("wirediff.toml").read_text())


def test_an_article_joins_its_outlet_and_once_only(config: Path) -> None:
    before = config.read_text() + '[[outlet]]\nid = "harbor"\nhome = "http://harbor.example/"\n'
    config.write_text(before)
    finding = Finding("http://harbor.example/", article="http://harbor.example/a")

    assert text_after(finding) == before + 'articles = ["http://harbor.example/a"]\n'
    config.write_text(text_after(finding))
    assert propose(load(), finding, Wish()).changes == ()


def test_an_outlet_beside_a_story_keeps_to_stories_until_the_reader_says_otherwise(config: Path) -> None:
    finding = Finding("http://harbor.example/", feeds=("http://harbor.example/news.rss",))
    assert 'follow = "all"' in text_after(finding)
    assert 'follow = "stories"' in text_after(finding, Wish(follow="stories"))
    config.write_text(config.read_text() + '[[story]]\nid = "flood"\nmatch = ["Merrow"]\n')
    assert "follow" not in text_after(finding)


def test_a_story_that_is_followed_gets_another_dispatch(config: Path) -> None:
    story = '[[story]]\nid = "flood"\nwire = ["http://harbor.example/a"]\n'
    config.write_text(f'{config.read_text()}{story}[[outlet]]\nid = "harbor.example"\n')
    finding = Finding("http://harbor.example/", article="http://harbor.example/b")

    assert 'wire = ["http://harbor.example/a", "http://harbor.example/b"]\n' in text_after(finding, Wish(story="flood"))


def test_a_site_that_is_there_already_is_named_with_its_line(config: Path) -> None:
    config.write_text('[[outlet]]\nid = "harbor"\nfeeds = ["http://harbor.example/rss"]\n')
    finding = Finding("http://harbor.example/", feeds=("http://harbor.example/news.rss",))

    with pytest.raises(ConfigError, match=r"wirediff\.toml:2: http://harbor.example/ stands here already, as harbor"):
        propose(load(), finding, Wish())
    assert 'id = "second"' in text_after(finding, Wish(outlet="second"))


def test_what_a_site_calls_itself_cannot_break_the_file(config: Path) -> None:
    name = 'A "paper"\u0085\n# \\ of [[outlet]]'
    finding = Finding("http://harbor.example/", name, "not a language", also=("http://harbor.example/\x00#",))
    config.write_text(text_after(finding))

    assert load().outlets[0].name == name
    assert load().outlets[0].lang is None


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("http://harbor.example/absent-2026.html", "answered 404, no page: check the address"),
        ("http://harbor.example/private/2026-a-b-c", "was not fetched: robots"),
        ("http://quiet.example/", "no feed and no sitemap was found"),
        ("http://127.0.0.1:9/2026.html", "was not fetched: "),
    ],
)
def test_where_nothing_can_be_found_the_reason_is_told(config: Path, address: str, message: str) -> None:
    before = config.read_text()

    with pytest.raises(Exception, match=message):
        add(address, "-y")
    assert config.read_text() == before


def test_nothing_is_written_where_nobody_agrees(config: Path) -> None:
    before = config.read_text()

    with pytest.raises(Exception, match="nothing was written, since nobody is here to agree: say --yes"):
        add(f"http://harbor.example{PATH}")
    assert config.read_text() == before


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["ftp://harbor.example/"], "is no web address"),
        (["http://harbor.example/", "--id", "A B"], "is no id"),
        (["http://harbor.example/", "--story", "!"], "is no id"),
        (["http://harbor.example/", "--id", "harbor"], r"an outlet harbor stands already at wirediff\.toml:10"),
    ],
)
def test_a_mistake_is_told_before_anything_is_fetched(config: Path, args: list[str], message: str) -> None:
    config.write_text(config.read_text() + '[[outlet]]\nid = "harbor"\n')

    with pytest.raises(Exception, match=message):
        add(*args)


def test_without_a_contact_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(ConfigError, match="no contact"):
        add("http://harbor.example/", "-y")

"""Lists of outlets in and out: OPML as feed readers write it, CSV as spreadsheets do."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import etree

from crawler.outlets import Outlet
from wirediff.cli import cli
from wirediff.cli.common import Failure
from wirediff.config import load
from wirediff.exchange.outlet_lists import read_csv, read_opml, write_csv, write_opml

OPML = """<?xml version="1.0"?><opml version="1.1"><head><title>mine</title></head><body>
<outline text="Papers"><outline type="rss" text="Harbor Times" htmlUrl="https://harbor.example/"
 xmlUrl="https://harbor.example/news.xml"/>
<outline text="Harbor sport" htmlUrl="https://harbor.example/" XMLURL="https://harbor.example/sport.xml"/></outline>
<outline text="Broken" xmlUrl="feed:nothing"/>
<outline text="Tide" xmlUrl="http://tide.example/rss?a=1&amp;b=2" language="en"/></body></opml>"""
OUTLETS = (
    Outlet(id="harbor", name="=HYPERLINK(1)", home="https://harbor.example/", feeds=("https://harbor.example/a.xml",)),
    Outlet(id="tide", name="Tide, \"the\" 潮", sitemaps=("https://tide.example/n.xml", "https://tide.example/m.xml"),
           lang="zh", agency="Tide Press", licence="full", follow="all"),
    Outlet(id="two", feeds=("https://two.example/1", "https://two.example/2")),
)  # fmt: skip


def wirediff(*args: str) -> Result:
    return CliRunner().invoke(cli, args, catch_exceptions=False, standalone_mode=False)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_feed_reader_s_list_becomes_outlets_by_host_and_what_is_broken_is_told_by_its_line(here: Path) -> None:
    Path("mine.opml").write_text(OPML)
    done = wirediff("outlet", "import", "mine.opml", "--follow", "all")
    assert done.return_value == 3
    assert "mine.opml:5: " in done.stderr
    assert "is no web address" in done.stderr
    assert "2 added, 0 there already, 1 could not be used" in done.stderr
    harbor, tide = load().outlets
    assert harbor.feeds == ("https://harbor.example/news.xml", "https://harbor.example/sport.xml")
    assert (harbor.name, tide.feeds, tide.lang, tide.follow) == (
        "Harbor Times", ("http://tide.example/rss?a=1&b=2",), "en", "all",
    )  # fmt: skip


def test_importing_the_same_list_twice_changes_nothing(here: Path) -> None:
    Path("mine.opml").write_text(OPML)
    wirediff("outlet", "import", "mine.opml")
    before = Path("wirediff.toml").read_text()
    assert "0 added, 2 there already" in wirediff("outlet", "import", "mine.opml").stderr
    assert Path("wirediff.toml").read_text() == before


def test_a_table_comes_back_as_it_went_out() -> None:
    assert tuple(read_csv(write_csv(OUTLETS)).outlets) == OUTLETS


def test_no_cell_of_a_table_is_a_formula() -> None:
    lines = write_csv(OUTLETS).decode().splitlines()
    assert "'=HYPERLINK(1)" in lines[1]


def test_feeds_come_back_from_opml_as_they_went_out() -> None:
    found = read_opml(write_opml(OUTLETS)).outlets
    assert [outlet.feeds for outlet in found] == [outlet.feeds for outlet in OUTLETS if outlet.feeds]


def test_opml_with_characters_that_xml_forbids_still_parses() -> None:
    strange = Outlet(id="x", name="a\x00\x1b\ufffe<&\"'", feeds=("https://x.example/f",))
    assert etree.fromstring(write_opml([strange])) is not None


@pytest.mark.parametrize("body", ["", "not xml", "<html><body/></html>", "\x00\xff"])
def test_what_is_no_list_is_refused_in_one_sentence(body: str) -> None:
    Path("list.opml").write_text(body)
    with pytest.raises(Failure, match="it is no OPML file"):
        wirediff("outlet", "import", "list.opml")
    Path("list.csv").write_text(body)
    with pytest.raises(Failure, match="first line must name columns"):
        wirediff("outlet", "import", "list.csv")


def test_an_entity_of_a_list_is_not_read_from_the_disk() -> None:
    Path("secret").write_text("hush")
    body = f'<!DOCTYPE opml [<!ENTITY x SYSTEM "{Path("secret").resolve().as_uri()}">]><opml><body>'
    body += '<outline text="&x;" xmlUrl="https://a.example/f"/></body></opml>'
    assert all("hush" not in outlet.name for outlet in read_opml(body.encode()).outlets)

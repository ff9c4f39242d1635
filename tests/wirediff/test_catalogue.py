"""The outlet catalogue: its files are in order, its words find what they mean, and what it offers can be crawled."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result

from comparison.agencies import AGENCIES
from tests.wirediff.newsstand import START, Newsstand, run
from wirediff.catalogue import Entry, called, entries, find, sources
from wirediff.cli import cli
from wirediff.config import load
from wirediff.config.readers import address, identifier, language

TEN = ("irishtimes", "rte", "orf", "cbc", "spiegel", "npr", "lefigaro", "haaretz", "nos", "upi")


def wirediff(*args: str) -> Result:
    return CliRunner().invoke(cli, args, catch_exceptions=False, standalone_mode=False)


def repeated(values: list[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


def test_it_holds_the_outlets_of_many_countries_and_the_agencies() -> None:
    assert len([entry for entry in entries() if entry.country and entry.addresses]) >= 150
    assert len({entry.country for entry in entries() if entry.country}) >= 25
    assert {entry.agency for entry in entries() if entry.agency} >= {"AP", "Reuters", "AFP", "dpa", "Xinhua"}


def test_no_id_name_home_or_address_stands_twice() -> None:
    assert repeated([entry.id for entry in entries()]) == []
    assert repeated([entry.name for entry in entries()]) == []
    assert repeated([entry.home for entry in entries()]) == []
    assert repeated([one for entry in entries() for one in entry.addresses]) == []


def test_every_entry_is_what_the_configuration_takes() -> None:
    assert [entry.id for entry in entries() if not _fits(entry)] == []


def _fits(entry: Entry) -> bool:
    written = (entry.home, *entry.addresses)
    read = tuple(address(one) for one in written)
    return (identifier(entry.id), read) == (entry.id, written) and language(entry.lang or "en") in {"en", entry.lang}


def test_every_source_that_is_named_is_told_and_every_agency_is_one_that_credits_know() -> None:
    assert all(urlsplit(source.url).scheme == "https" for source in sources().values())
    named = {listed.source for entry in entries() for listed in (*entry.feeds, *entry.sitemaps, *entry.members)}
    assert named == set(sources().values())
    agencies = {agency.name for agency in AGENCIES}
    assert {entry.agency for entry in entries() if entry.agency} <= agencies
    assert {member.what for entry in entries() for member in entry.members} <= agencies


@pytest.mark.parametrize(
    ("word", "first"),
    [("bbc", "bbc"), ("AP", "ap"), ("associated press", "ap"), ("le monde", "lemonde"), ("guardain", "guardian"),
     ("theguardian.com", "guardian"), ("Faz", "faz"), ("süddeutsche", "sueddeutsche")],
)  # fmt: skip
def test_a_word_finds_what_it_means_first(word: str, first: str) -> None:
    assert find(word)[0].id == first


def test_a_country_or_an_agency_finds_all_that_belong_to_it() -> None:
    assert {entry.country for entry in find("New Zealand")} == {"NZ"}
    assert {"cp", "theglobeandmail"} <= {entry.id for entry in find("CP")}
    assert called("independent") is not None
    assert find("no such paper anywhere") == []


def test_an_unknown_name_is_a_mistake_that_names_what_it_may_have_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("add", "guardain", "--yes", cwd=tmp_path)
    assert done.returncode == 2
    assert "did you mean guardian?" in done.stderr
    assert not list(tmp_path.iterdir())
    assert run("outlet", "find", "zzzzzz", cwd=tmp_path).returncode == 4


def test_ten_outlets_of_the_catalogue_are_crawled_without_editing_a_file_and_count_as_verified_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`init`, ten times `add NAME`, `crawl`: commands alone; that their hosts are doubles stands in the user's file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WIREDIFF_CLOCK", START)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "mine"))
    offered = [entry for entry in entries() if entry.id in TEN]
    with Newsstand("/flood") as stand:
        stand.feeds = {_path(feed.what) for entry in offered for feed in entry.feeds}
        stand.sitemaps = {_path(sitemap.what) for entry in offered for sitemap in entry.sitemaps}
        hosts = {urlsplit(address).hostname or "" for entry in offered for address in entry.addresses}
        _double(hosts, stand.address, tmp_path / "mine" / "wirediff")
        assert run("init", "--contact", "desk@newsroom.example", cwd=tmp_path).returncode == 0
        for name in TEN:
            assert wirediff("add", name, "--yes").return_value == 0
        assert {outlet.id: set(outlet.feeds + outlet.sitemaps) for outlet in load().outlets} == {
            entry.id: set(entry.addresses) for entry in offered
        }
        done = run("crawl", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    rows = {row["outlet"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert {name for name in TEN if rows[name]["sources"] and rows[name]["articles"] == {"new": 1}} == set(TEN)
    found = json.loads(wirediff("outlet", "find", "upi", "--json").stdout.splitlines()[0])
    assert [one["verified"] for one in found["feeds"]] == [True]


def _path(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _double(hosts: set[str], address: str, folder: Path) -> None:
    """The user's own configuration: these hosts are on this machine, and need no pauses."""
    folder.mkdir(parents=True)
    mapped = "".join(f'"{host}" = "{address}"\n' for host in hosts)
    (folder / "wirediff.toml").write_text(f'[crawl]\npace = "0s"\n[network.hosts]\n{mapped}')

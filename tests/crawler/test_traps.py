"""Addresses without end cost a bounded number of visits, and no article is taken for one of them."""

import os
import re
from pathlib import Path

import pytest

from crawler import agenda
from crawler.addresses import address_key
from crawler.budget import Budget
from crawler.clock import parse
from crawler.items import Discovered, Visit
from crawler.outlets import Outlet
from crawler.traps import trap
from storage.archive import Archive

NOW = parse("2026-11-24T12:00:00Z")
HOST = "http://endless.example"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/a/b" * 4, "repeats"), ("/x/x/x/x", "repeats"), ("/en/a/b/c/a/b/c/a/b/c/a/b/c", "repeats"),
        ("/" + "/".join(map(str, range(30))), "deep"), ("/s?" + "&".join(f"a{n}=1" for n in range(40)), "parameters"),
        ("/calendar/2031/05", "calendar"), ("/calendar?month=2029-01", "calendar"), ("/events/1432/7/1", "calendar"),
        ("/2026/11/24/flood", None), ("/2027/06/next-year", None), ("/x/x/x", None), ("/news/2050-climate-goals", None),
        ("/story-1432-1234", None), ("/a/b/a/b/a/b", None), ("/s?id=1&b=2", None), ("", None), ("/1789/07/14/", None),
    ],
)  # fmt: skip
def test_what_smells_of_a_trap_is_not_followed(path, why):
    assert trap(HOST + path, NOW) == why


def test_no_address_of_a_real_feed_is_taken_for_a_trap():
    folder = os.environ.get("WIREDIFF_DATA")
    if not folder:
        pytest.skip("WIREDIFF_DATA is not set: no real addresses")
    files = [one for one in Path(folder).glob("pages_*/**/*") if one.is_file()][:2000]
    named = (re.findall(rb"https?://[\w./?=&%~+;:-]{8,400}", one.read_bytes())[:3000] for one in files)
    addresses = {address.decode() for some in named for address in some}
    assert len(addresses) > 1000
    assert [one for one in addresses if trap(one, NOW)] == []


@pytest.mark.parametrize(
    "address",
    ["/a;jsessionid=8F3A", "/a?PHPSESSID=8f3a", "/a?jsessionid=1", "/a?ASPSESSIONIDQQ=x", "/a?CFID=1&CFTOKEN=2"],
)
def test_an_article_is_one_article_whatever_session_it_was_handed_out_in(address):
    assert address_key(HOST + address) == address_key(HOST + "/a")


def found(number, source="feed", outlet="endless"):
    return Discovered(f"{HOST}/{number}", outlet, f"feed {HOST}/{source}")


def test_an_outlet_and_a_source_bring_so_many_new_addresses_a_day_and_more_tomorrow(tmp_path):
    with Archive(tmp_path / "a.db") as archive:
        budget = Budget(archive, 3, NOW)
        assert [agenda.plan(archive, found(n), NOW, budget) for n in (1, 2, 2, 3, 4)] == [
            True,
            True,
            False,
            True,
            False,
        ]
        again = Budget(archive, 3, NOW)
        assert not agenda.plan(archive, found(5, source="other"), NOW, again)
        assert not agenda.plan(archive, found(6, outlet="elsewhere"), NOW, again)
        assert agenda.plan(archive, found(7, source="other", outlet="elsewhere"), NOW, again)
        tomorrow = parse("2026-11-25T12:00:01Z")
        assert agenda.plan(archive, found(4), tomorrow, Budget(archive, 3, tomorrow))


def test_what_is_known_is_heard_of_beyond_the_budget(tmp_path):
    with Archive(tmp_path / "a.db") as archive:
        agenda.plan(archive, found(1), NOW, budget := Budget(archive, 1, NOW))
        said = Discovered(f"{HOST}/1", "endless", f"feed {HOST}/feed", {"title": "Flood"})
        agenda.plan(archive, said, NOW, budget)

        assert archive.value("SELECT claims FROM visits") == '{"title": "Flood"}'


def test_a_crawl_does_not_follow_a_feed_into_a_calendar(crawl, server):
    links = [f"{HOST}/calendar/{year}/01" for year in range(2030, 2900)] + [f"{HOST}/news/flood"]
    items = "".join(f"<item><title>x</title><link>{link}</link></item>" for link in links)
    server.on("endless.example", "/feed", f"<rss><channel>{items}</channel></rss>")
    outlet = Outlet("endless", follow="all")
    crawled = crawl([Visit(1, f"{HOST}/feed", "endless", "feed")], outlets=[outlet])

    assert [one.address for one in crawled.discovered] == [f"{HOST}/news/flood"]

"""Feeds, sitemaps and searches: read into entries, whatever they are; the wanted ones are discovered."""

import base64
import gzip
import io
import json
import lzma
import os
import tarfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler.clock import now, stamp
from crawler.entries import Entry, Unreadable, moment
from crawler.feeds import read_feed
from crawler.following import story_of, young
from crawler.items import Visit
from crawler.outlets import FollowedStory, Outlet
from crawler.searches import addresses, gdelt, read_search
from crawler.sitemaps import inflated, read_sitemap

BASE = "https://outlet.example/feed"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
NEWS = "xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'"
MAP = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"


def rss(*items, head=""):
    return f"<?xml version='1.0'?>{head}<rss version='2.0'><channel>{''.join(items)}</channel></rss>".encode()


def item(link, title="Title", more=""):
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def test_an_rss_feed_gives_address_title_time_and_summary():
    more = "<pubDate>Tue, 24 Nov 2026 13:00:00 +0100</pubDate><description>&lt;b&gt;Two&lt;/b&gt; words</description>"
    assert read_feed(rss(item("/a b", "A &amp; B", more + "<guid>7</guid>")), BASE) == [
        Entry("https://outlet.example/a%20b", "A & B", "2026-11-24T12:00:00Z", "Two words", "7")
    ]


def test_an_atom_feed_tells_published_from_updated():
    body = b"""<feed xmlns='http://www.w3.org/2005/Atom'><entry><title type='html'>A &lt;i&gt;B&lt;/i&gt;</title>
    <link rel='alternate' href='https://outlet.example/a'/><id>urn:1</id><published>2026-11-24T01:00:00Z</published>
    <updated>2026-11-24T02:00:00Z</updated></entry></feed>"""
    (found,) = read_feed(body, BASE)
    assert (found.address, found.title) == ("https://outlet.example/a", "A B")
    assert (found.published, found.modified) == ("2026-11-24T01:00:00Z", "2026-11-24T02:00:00Z")


def test_a_json_feed_is_read():
    feed = {"items": [{"id": "1", "url": "/a", "title": "T", "date_published": "2026-11-24T12:00:00Z"}, {"id": 2}, 3]}
    found = read_feed(b"\xef\xbb\xbf" + json.dumps(feed).encode(), BASE)
    assert found == [Entry("https://outlet.example/a", "T", "2026-11-24T12:00:00Z", "", "1")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1251"])
def test_a_feed_in_an_old_encoding_is_read(encoding):
    title = "Привет" if encoding == "windows-1251" else "Über"
    body = f"<?xml version='1.0' encoding='{encoding}'?><rss version='2.0'><channel>{item('/a', title)}</channel></rss>"
    assert read_feed(body.encode(encoding), BASE)[0].title == title


@pytest.mark.parametrize(
    "body",
    [
        b"", b" ", b"{", b"[]", b'{"items": 3}', b"[" * 100_000, b"<html><p>Not found", b"%PDF-1.4", b"\0" * 99,
        b"\xff\xfe", gzip.compress(rss(item("/a"))),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_unreadable_and_never_an_empty_one(body):
    with pytest.raises(Unreadable):
        read_feed(body, BASE)


BOMB = "".join(f"<!ENTITY b{n + 1} '{f'&b{n};' * 10}'>" for n in range(9))
BOMBS = {
    "laughs": f"<!DOCTYPE r [<!ENTITY b0 'ha'>{BOMB}]>",
    "external": "<!DOCTYPE r [<!ENTITY b9 SYSTEM 'file:///etc/hostname'>]>",
    "parameter": "<!DOCTYPE r [<!ENTITY % p SYSTEM 'http://127.0.0.1/x'> %p;]>",
    "behind a comment": "<!-- --><!DOCTYPE r [<!ENTITY b9 'x'>]>",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-7"])
@pytest.mark.parametrize("head", BOMBS.values(), ids=BOMBS)
def test_entities_are_never_expanded(head, encoding):
    body = f"<rss version='2.0'><channel>{item('/a', '&b9;')}</channel></rss>"
    text = f"<?xml version='1.0' encoding='{encoding}'?>{head}{body}"
    began = time.process_time()
    for read in (read_feed, read_sitemap):
        try:
            found = read(text.encode(encoding), BASE)
        except Unreadable:
            continue
        assert "ha" not in str(found) and len(str(found)) < 2000
    assert time.process_time() - began < 5


def test_an_entity_that_is_only_quoted_does_no_harm():
    assert read_feed(rss(item("/a", more="<description><![CDATA[<!ENTITY x>]]></description>")), BASE)


def test_of_a_million_items_the_newest_are_read_in_bounded_time():
    early = item("/old", more="<pubDate>Tue, 24 Nov 2020 12:00:00 GMT</pubDate>")
    body = rss(
        *(item(f"/{n}", more="<pubDate>Tue, 24 Nov 2026 12:00:00 GMT</pubDate>") for n in range(2000)), early * 100_000
    )
    began = time.process_time()
    found = read_feed(body, BASE)
    assert len(found) == 2000 and "https://outlet.example/old" not in {one.address for one in found}
    assert time.process_time() - began < 30


@pytest.mark.parametrize("said", ["9999-12-31T23:59:59Z", "0001-01-01", "yesterday", "", "99999999999999", None, 7])
def test_a_time_that_cannot_be_is_none(said):
    assert moment(said) is None


def test_a_news_sitemap_gives_its_publication_date_and_title():
    body = f"""<urlset {MAP} {NEWS} xmlns:i='http://www.google.com/schemas/sitemap-image/1.1'><url>
    <i:image><i:loc>https://outlet.example/i.png</i:loc><i:title>picture</i:title></i:image>
    <loc>https://outlet.example/a</loc><lastmod>2026-11-24</lastmod><n:news><n:publication><n:name>O</n:name>
    </n:publication><n:publication_date>2026-11-23T10:00:00+01:00</n:publication_date><n:title>T &amp; U</n:title>
    </n:news></url></urlset>"""
    sitemap = read_sitemap(body.encode(), BASE)
    (found,) = sitemap.entries
    assert sitemap.news and (found.address, found.title) == ("https://outlet.example/a", "T & U")
    assert (found.published, found.modified) == ("2026-11-23T09:00:00Z", "2026-11-24T00:00:00Z")


def test_an_index_names_the_lately_changed_sitemaps_first():
    parts = "".join(f"<sitemap><loc>https://o.example/{n}</loc>{when}</sitemap>" for n, when in
                    enumerate(("", "<lastmod>2026-01-01</lastmod>", "<lastmod>2026-11-01</lastmod>")))  # fmt: skip
    children = read_sitemap(f"<sitemapindex {MAP}>{parts}</sitemapindex>".encode(), BASE).children
    assert [address[-1] for address, _ in children] == ["2", "1", "0"]


def test_a_compressed_sitemap_is_inflated_with_a_bound():
    body = f"<urlset {MAP}><url><loc>https://o.example/a</loc></url></urlset>".encode()
    assert read_sitemap(gzip.compress(body), BASE).entries
    with pytest.raises(Unreadable, match="more than 1 MiB"):
        inflated(gzip.compress(b"\0" * 300_000_000, 1), most=2**20)
    with pytest.raises(Unreadable):
        inflated(b"\x1f\x8b broken")


def test_a_search_is_asked_by_a_storys_words():
    assert addresses("https://s.example/?q={query}&f=rss", ["a b", "c"]) == [
        "https://s.example/?q=%22a+b%22+OR+c&f=rss"
    ]
    (asked,) = addresses("gdelt", ["a b", "c"])
    assert asked.startswith(gdelt.API) and "query=%28%22a+b%22+OR+c%29" in asked and "format=json" in asked
    assert addresses("gdelt", []) == addresses("https://s.example/{query}", []) == []


def test_a_search_engines_own_redirects_are_unwrapped():
    link = "https://s.example/click?id=1&amp;url=https%3a%2f%2fother.example%2fa"
    assert read_search(rss(item(link)), "https://s.example/?q=a").entries[0].address == "https://other.example/a"


def test_an_address_that_google_news_packs_into_its_own_is_unpacked_where_it_can_be():
    packed = base64.urlsafe_b64encode(b"\x08\x13\x22\x19https://other.example/a-b\xd2\x01\x00").decode().rstrip("=")
    base = "https://news.google.com/rss/search?q=a"
    for link, found in ((packed, "https://other.example/a-b"), ("CBMi" + "A" * 20, None), ("CBMiA", None)):
        own = f"https://news.google.com/rss/articles/{link}?oc=5"
        assert read_search(rss(item(own)), base).entries[0].address == (found or own)


def test_gdelts_answer_is_read_and_its_complaints_are_told():
    found = {"articles": [{"url": "https://o.example/a", "title": "T", "seendate": "20261124T120000Z"}]}
    assert read_search(json.dumps(found).encode(), gdelt.API + "?x").entries == (
        Entry("https://o.example/a", "T", "2026-11-24T12:00:00Z"),
    )
    assert read_search(b"{}", gdelt.API + "?x").entries == ()
    with pytest.raises(Unreadable, match="too short"):
        read_search(b"The specified phrase is too short.", gdelt.API + "?x")


STORY = FollowedStory(
    "s", wire=("https://wire.example/orla?utm_source=x",), match=("Orla Quay", "ميناء", "港口", "Zürich")
)


@pytest.mark.parametrize(
    ("entry", "wanted"),
    [
        (Entry("https://o.example/1", "Strike at ORLA Quay ends"), True),
        (Entry("https://o.example/1", "The quay", summary="of Orla"), True),
        (Entry("https://o.example/2026/orla-quay-strike"), True),
        (Entry("https://o.example/1", "Orlando quayside"), False),
        (Entry("https://o.example/1", "Orla"), False),
        (Entry("https://www.wire.example/orla/"), True),
        (Entry("https://o.example/1", "إضراب في ميناء"), True),
        (Entry("https://o.example/1", "旧港口罢工结束"), True),
        (Entry("https://o.example/zurich-tagt"), True),
        (Entry("https://o.example/%"), False),
    ],
)
def test_a_story_is_followed_by_words_and_by_its_wires_addresses(entry, wanted):
    assert story_of(entry, [STORY], NOW) == ("s" if wanted else None)


def test_what_is_older_than_the_story_is_not_of_it():
    story = FollowedStory("s", match=("orla",), since="2026-11-20")
    assert story_of(Entry("https://o.example/1", "Orla", "2026-11-19T00:00:00Z"), [story], NOW) is None
    assert story_of(Entry("https://o.example/1", "Orla", "2026-11-21T00:00:00Z"), [story], NOW) == "s"
    assert story_of(Entry("https://o.example/1", "Orla", "2027-11-21T00:00:00Z"), [story], NOW) == "s"


def test_an_outlet_followed_whole_is_followed_from_now_on():
    assert young(Entry("https://o.example/1", published="2026-11-23T00:00:00Z"), NOW, undated=False)
    assert not young(Entry("https://o.example/1", modified="2026-01-01T00:00:00Z"), NOW, undated=True)
    assert young(Entry("https://o.example/1"), NOW, undated=True)


@pytest.fixture(scope="module")
def crawled(server, crawl):
    on, host = server.on, "https://outlet.example"
    on(
        "outlet.example",
        "/feed",
        rss(item("/orla-quay", "Orla Quay"), item("/other", "Other"), item("javascript:1", "Orla Quay")),
    )
    on("outlet.example", "/broken", "<p>moved")
    on("outlet.example", "/gone", "", 410)
    on("outlet.example", "/same", "", 304)
    on("outlet.example", "/index", f"<sitemapindex {MAP}>" + "".join(
        f"<sitemap><loc>{host}/{name}</loc>{when}</sitemap>"
        for name, when in {"index": "", "map": "", "map.gz": f"<lastmod>{stamp(now())}</lastmod>",
                           "old": "<lastmod>2001-01-01</lastmod>"}.items()
    ) + "</sitemapindex>")  # fmt: skip
    recent, long_ago = (f"<lastmod>{stamp(now() - timedelta(days=days))}</lastmod>" for days in (1, 30))
    urls = [f"<url><loc>{host}/{name}</loc>{when}</url>" for name, when in
            (("recent", recent), ("old-one", long_ago), ("undated", ""), ("orla-quay-2", long_ago))]  # fmt: skip
    on("outlet.example", "/map", f"<urlset {MAP}>{''.join(urls)}</urlset>")
    on(
        "outlet.example",
        "/map.gz",
        gzip.compress(f"<urlset {MAP}>{urls[0].replace('recent', 'zipped')}</urlset>".encode()),
    )
    on(
        "search.example",
        "*",
        rss(item("https://found.example/orla-quay", "Orla Quay"), item("https://found.example/x", "X")),
    )
    seen = {"articles": [{"url": f"https://world.example/{slug}", "title": slug, "seendate": "20261124T120000Z"}
                         for slug in ("orla-quay", "other")]}  # fmt: skip
    on("api.gdeltproject.org", "*", json.dumps(seen), Content_Type="application/json")
    visits = [Visit(1, f"{host}/{name}", "part", "feed") for name in ("feed", "broken", "gone")]
    visits += [
        Visit(2, f"{host}/index", "whole", "sitemap"),
        Visit(3, "https://search.example/?q={query}", "web", "search"),
    ]
    visits += [
        Visit(4, f"{host}/same", "part", "feed", etag='"1"'),
        Visit(5, "https://x.example/{query}", "web", "search"),
        Visit(6, "gdelt", "web", "search"),
    ]
    return crawl(visits, outlets=[Outlet("part"), Outlet("whole", follow="all"), Outlet("web")], stories=[STORY])


def test_every_source_has_an_outcome_with_its_hash_and_without_its_body(crawled):
    feed = crawled["https://outlet.example/feed"]
    assert (feed.kind, feed.status, feed.body, feed.error) == ("feed", 200, None, None)
    assert len(feed.body_hash) == 64
    assert crawled["https://outlet.example/broken"].error.startswith("unreadable: ")
    assert (crawled["https://outlet.example/gone"].status, crawled["https://outlet.example/gone"].error) == (410, None)
    assert crawled["https://outlet.example/same"].status == 304


def test_a_feed_leads_to_a_storys_articles_with_what_it_claims(crawled):
    (found,) = [one for one in crawled.discovered if one.outlet == "part"]
    assert found.address == "https://outlet.example/orla-quay"
    assert found.claims == {"title": "Orla Quay", "source": "https://outlet.example/feed", "story": "s"}


def test_an_index_is_followed_down_each_sitemap_once_and_what_is_new_is_wanted(crawled, server):
    asked = [path for path in server.paths("outlet.example") if "map" in path or "index" in path]
    assert sorted(asked) == ["/index", "/index", "/map", "/map.gz"]
    found = {one.address.rpartition("/")[2] for one in crawled.discovered if one.outlet == "whole"}
    assert found == {"recent", "zipped", "orla-quay-2"}


def test_a_search_leads_to_outlets_that_nobody_listed(crawled, server):
    (found,) = [one for one in crawled.discovered if one.address.startswith("https://found.example")]
    assert found.outlet == "found.example"
    (asked,) = server.paths("search.example")
    assert asked.startswith("/?q=%22Orla+Quay%22+OR+")
    assert {one.visit for one in crawled.fetched if one.kind == "search"} == {3, 5, 6}


def test_gdelt_is_asked_as_it_is_documented_and_leads_to_the_world_s_outlets(crawled, server):
    (found,) = [one for one in crawled.discovered if one.address.startswith("https://world.example")]
    assert (found.outlet, found.claims["published"]) == ("world.example", "2026-11-24T12:00:00Z")
    (path,) = server.paths("api.gdeltproject.org")
    asked = parse_qs(urlsplit(path).query)
    assert path.startswith("/api/v2/doc/doc?") and asked["mode"] == ["artlist"] and asked["format"] == ["json"]
    assert asked["query"][0].startswith('("Orla Quay" OR ')


def test_a_search_without_words_to_search_for_is_refused(crawl):
    found = crawl([Visit(1, "gdelt", "web", "search"), Visit(2, "https://search.example/{query}", "web", "search")])
    assert found.refused() == {"nothing-to-search-for": 2}


def test_a_reference_to_no_character_does_no_harm():
    body = f"<urlset {MAP}><url><loc>https://o.example/&#xD800;a&#0;&#99999999;</loc></url></urlset>".encode()
    assert read_sitemap(body, BASE).entries[0].address == "https://o.example/a"
    assert read_feed(rss(item("/a", "B&#xDFFF;C&#56320;")), BASE)[0].title == "BC"


def test_real_feeds_and_sitemaps_never_crash_the_readers():
    folder = os.environ.get("WIREDIFF_DATA")
    if not folder:
        pytest.skip("WIREDIFF_DATA is not set: no real feeds")
    files = {str(path): path.read_bytes() for path in Path(folder).glob("feeds_*/**/*") if path.is_file()}
    with (
        lzma.open(Path(folder) / "feeds_feedparser.tar.xz") as stream,
        tarfile.open(fileobj=io.BytesIO(stream.read())) as tar,
    ):
        files |= {member.name: tar.extractfile(member).read() for member in tar if member.isfile()}
    assert len(files) > 2000
    for body in files.values():
        for read in (read_feed, read_sitemap):
            try:
                read(body, BASE)
            except Unreadable as error:
                assert str(error)

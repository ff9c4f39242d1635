"""Where an outlet's feeds and sitemaps are, and a few addresses fetched at once through the gate."""

from datetime import timedelta

import pytest

from crawler.discover import (
    common_feeds,
    common_sitemaps,
    feeds_in,
    looks_like_article,
    same_outlet,
    sitemaps_in,
)
from crawler.fetch_once import fetch
from crawler.outlets import Policy

HOME = "https://outlet.example/"


def test_announced_feeds_come_first_then_linked_ones_each_once_and_none_of_comments():
    page = b"""<html><head><link rel="alternate" type="application/rss+xml" title="News &amp; more" href="/rss">
    <link rel="alternate" type="application/atom+xml" href="https://outlet.example/comments/feed">
    <link rel="alternate" hreflang="de" type="application/xml" href="/de"><link rel="stylesheet" href="/feed.css">
    <link rel="alternate" type="application/feed+json" href="feed.json"></head>
    <body><a href="/rss/">RSS</a><a href="/feeds/sport.rss">Sport</a><a href="javascript:x">feed</a>
    <a href="/feeding">x</a>"""
    found = feeds_in(page, HOME)
    assert [one.address for one in found] == [HOME + "rss", HOME + "feed.json", HOME + "feeds/sport.rss"]
    assert found[0].title == "News & more" and found[2].title == "Sport"


@pytest.mark.parametrize("page", [b"", b"\0", b"<", b"\xff" * 100, b"<a href='http://[/feed'>x</a>", b"<p>" * 5000])
def test_a_page_without_feeds_names_none(page):
    assert feeds_in(page, HOME) == []


def test_robots_txt_names_sitemaps_the_news_first():
    news = b"Sitemap: https://outlet.example/news.xml\n"
    robots = b"Sitemap: /sitemap.xml\n" + news + news + b"Sitemap: x:y"
    assert sitemaps_in(robots, HOME + "robots.txt") == [HOME + "news.xml", HOME + "sitemap.xml"]


def test_guesses_stay_at_the_outlet():
    guesses = common_feeds(HOME + "section/") + common_sitemaps(HOME)
    assert all(same_outlet(one, HOME) and one.count("/") >= 3 for one in guesses)
    assert not same_outlet("https://other.example/", HOME) and same_outlet("https://news.outlet.example/", HOME)


def test_an_article_is_told_from_a_front_by_its_address():
    assert looks_like_article(HOME + "2026/11/24/harbour") and looks_like_article(HOME + "a-strike-at-the-quay")
    assert not looks_like_article(HOME) and not looks_like_article(HOME + "world/europe")


def test_a_few_addresses_are_fetched_at_once_through_the_same_gate(server, private):
    server.on("outlet.example", "/", b"\xff<p>home", Content_Type="text/html")
    server.on("outlet.example", "/feed", "", 302, Location=f"http://127.0.0.1:{private.port}/")
    policy = Policy("desk@outlet.example", (("outlet.example", f"127.0.0.1:{server.port}"),), pace=timedelta(0))
    home, feed, robots, other = fetch([HOME, HOME + "feed", HOME + "robots.txt", "file:///etc/hostname"], policy)
    assert (home.status, home.body, home.headers["content-type"]) == (200, b"\xff<p>home", "text/html")
    assert (feed.refused, robots.status, other.refused) == ("private-address", 404, "scheme")
    assert private.connections == 0


def test_a_crawl_that_cannot_run_is_told_as_a_failure_of_each_address():
    policy = Policy("desk@outlet.example", (("outlet.example", "10.0.0.1:80"),))
    (failed,) = fetch([HOME], policy)
    assert failed.error.startswith("crawl: ") and "loopback" in failed.error

"""Feeds and sitemaps that hang or fill whoever reads them cost themselves, and nothing else."""

import os
import signal
import time
from contextlib import suppress

import pytest

from crawler.entries import Unreadable
from crawler.items import Visit
from crawler.reading import AT_ONCE, SourceReader, read_source

BASE = "https://outlet.example/feed"
ITEM = "<item><title>T</title><link>https://outlet.example/{}</link></item>"
LARGE = ("<rss><channel>" + "".join(map(ITEM.format, range(3000))) + "</channel></rss>").encode()
ENDLESS = b"<rss " + b" ".join(b'a%d="1"' % number for number in range(300_000)) + b"></rss>"


@pytest.fixture(scope="module")
def reader():
    with SourceReader(seconds=1.0) as reader:
        yield reader


def test_a_large_feed_is_read_in_a_process_of_its_own(reader):
    assert len(LARGE) > AT_ONCE
    found = reader.read("feed", LARGE, BASE)

    assert found == read_source("feed", LARGE, BASE)
    assert len(found.entries) == 2000


def test_a_feed_that_takes_for_ever_is_unreadable_and_the_next_one_is_read(reader):
    began = time.process_time()
    with pytest.raises(Unreadable, match="longer than"):
        reader.read("feed", ENDLESS, BASE)

    assert reader.read("feed", LARGE, BASE).entries
    assert time.process_time() - began < 1


def test_whoever_reads_may_die_and_is_replaced(reader):
    reader.read("feed", LARGE, BASE)
    os.kill(reader._apart._child.pid, signal.SIGKILL)
    with pytest.raises(Unreadable, match="ended the process"):
        reader.read("feed", LARGE, BASE)

    assert reader.read("feed", LARGE, BASE).entries


def test_a_sitemap_that_fills_the_memory_is_unreadable():
    body = b"https://outlet.example/a\n" * 400_000
    with SourceReader(memory=48 << 20) as tight, pytest.raises(Unreadable, match=r"memory|process"):
        tight.read("sitemap", body, BASE)


def test_what_is_no_source_is_unreadable_there_too(reader):
    with pytest.raises(Unreadable, match="entities"):
        reader.read("feed", b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + LARGE, BASE)


@pytest.mark.parametrize("piece", [b"<![CDATA[", b"<!--", b"<?x ", b"&#x41;", b"<!DOCTYPE a>", b"]]>"])
def test_what_opens_a_thousand_times_and_never_closes_is_read_in_one_pass(piece):
    began = time.process_time()
    with suppress(Unreadable):
        read_source("feed", b"<rss><channel>" + piece * 100_000, BASE)
    assert time.process_time() - began < 3


def test_a_crawl_reads_a_large_feed_while_it_goes_on(crawl, server):
    server.on("outlet.example", "/feed", lambda answer: answer.say(LARGE))
    server.on("outlet.example", "/robots.txt", "User-agent: *\nAllow: /\n")
    crawled = crawl([Visit(1, "http://outlet.example/feed", "outlet.example", "feed")])

    assert crawled["http://outlet.example/feed"].error is None

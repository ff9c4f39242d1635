"""Hostile pages, feeds, sitemaps, robots.txt files: made by Hypothesis, by mutation of good and broken ones, by hand.

Where ``WIREDIFF_DATA`` names a folder of real data, what is broken there is mutated too.
"""

from __future__ import annotations

import itertools
import os
import random
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.bar.sample import article

KINDS = ("page", "feed", "sitemap", "robots")
FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>x</title><item><title>Flood</title>
<link>http://sample.example/1</link><pubDate>Sun, 01 Mar 2026 11:30:00 GMT</pubDate><guid>1</guid></item>
</channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">a &amp;lt;b></title><link href="/1"/>
<updated>2026-03-01T00:00:00Z</updated><id>tag:x</id><content type="xhtml"><div>x</div></content></entry></feed>"""
JSON_FEED = (
    b'{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","url":"http://sample.example/1","title":"x"}]}'
)
SITEMAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://sample.example/1</loc>
<lastmod>2026-03-01</lastmod></url></urlset>"""
INDEX = b"<sitemapindex><sitemap><loc>http://sample.example/m</loc><lastmod>x</lastmod></sitemap></sitemapindex>"
ROBOTS = b"User-agent: *\nDisallow: /a*b$\nAllow: /a\nCrawl-delay: 1\nSitemap: http://sample.example/m\n"
PIECES = (
    b"<", b">", b"&", b"\0", b"\xff\xfe", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"&a;",
    b"&#xD800;", b"&#0;", b"&#99999999;", b"</", b"/>", b"<script>", b"<svg>", b"<math>", b"<template>", b"<table>",
    b"<p>" * 40, b"<div>" * 200, b"</div>" * 200, b"\r\n" * 50, b"\xf0\x9f\x92\xa9", b"\xc3\x28", b"\xed\xa0\x80",
    b"%00", b"http://", b"javascript:", b"\x1b[31m", "\u202e".encode(), b"9" * 400, b"-1", b"1e999", b"a" * 3000,
    b"charset=utf-7", b"<meta charset=x-user-defined>", b"<base href=//[>", b"<?xml version='1.0' encoding='utf-16'?>",
    b"{", b"[", b'"', b"*" * 100, b"$", b"colspan=99999999", b"<td rowspan=65535 colspan=65535>", b"=" * 100,
)  # fmt: skip


def inputs(kind: str, count: int, part: int, parts: int, monsters: int | None = None) -> Iterator[bytes]:
    """*count* inputs of a kind, those of a *part* of all: a fifth grown by Hypothesis, others mutated.

    Its share of the *monsters* made by hand (None: all of them) and of the good and broken ones comes first.
    """
    chance = random.Random(f"{kind} {part}")
    by_hand = itertools.islice(itertools.islice(MONSTERS[kind](), monsters), part, None, parts)
    made = itertools.chain(by_hand, _mutated(_seeds(kind), chance, part, parts))
    for number in range(count):
        yield next(made) if number % 5 else _grown(kind, chance)


def _seeds(kind: str) -> list[bytes]:
    own = {
        "page": [article(number, 1) for number in range(4)], "feed": [FEED, ATOM, JSON_FEED],
        "sitemap": [SITEMAP, INDEX], "robots": [ROBOTS],
    }[kind]  # fmt: skip
    return own + _found(kind)


def _found(kind: str) -> list[bytes]:
    """Real inputs, broken ones among them."""
    folder = Path(os.environ.get("WIREDIFF_DATA", "/nowhere"))
    archives = {"feed": "feeds_feedparser.tar.xz", "robots": "robots_protego.tar.xz"}
    folders = {
        "page": ("pages_newspaper", "warc_resiliparse"),
        "sitemap": ("feeds_usp",),
        "feed": ("feeds_trafilatura",),
    }
    found = []
    if kind in archives and (folder / archives[kind]).is_file():
        with tarfile.open(folder / archives[kind]) as tar:
            members = [one for one in tar if one.isfile() and one.size < 200_000][:800]
            found += [file.read() for one in members if (file := tar.extractfile(one))]
    for name in folders.get(kind, ()):
        paths = [one for one in sorted((folder / name).rglob("*")) if one.is_file() and one.stat().st_size < 300_000]
        found += [one.read_bytes() for one in paths[:200]]
    return found


def _mutated(seeds: list[bytes], chance: random.Random, part: int, parts: int) -> Iterator[bytes]:
    """A part of the seeds as they are, then all of them changed ever more."""
    yield from seeds[part::parts]
    while True:
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.choice((1, 1, 2, 4, 8, 16))):
            _mutate(data, chance, seeds)
        yield bytes(data)


def _mutate(data: bytearray, chance: random.Random, seeds: list[bytes]) -> None:
    at = chance.randrange(len(data) + 1)
    end = min(len(data), at + chance.randrange(1, 60))
    match chance.randrange(7):
        case 0:
            data[at:at] = chance.choice(PIECES)
        case 1:
            del data[at:end]
        case 2:
            data[at:end] = chance.randbytes(end - at)
        case 3:
            data[at:at] = data[at:end] * chance.choice((2, 10, 200))
        case 4 if at < len(data):
            data[at] ^= 1 << chance.randrange(8)
        case 5:
            other = chance.choice(seeds)
            cut = chance.randrange(len(other) + 1)
            data[at:] = other[cut : cut + 100_000]
        case _:
            del data[at:]


def _grown(kind: str, chance: random.Random) -> bytes:
    """A document that Hypothesis grows: nested elements of the right names with anything in them."""
    from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings

    grown: list[bytes] = []

    @seed(chance.randrange(2**32))
    @settings(
        max_examples=3, database=None, phases=[Phase.generate], deadline=None, verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(_document(kind))
    def grow(document: bytes) -> None:
        grown.append(document)

    grow()
    return grown[-1]


def _document(kind: str) -> object:
    from hypothesis import strategies as st

    text = st.one_of(st.text(max_size=60), st.binary(max_size=40).map(lambda one: one.decode("latin-1")))
    if kind == "robots":
        names = st.sampled_from(
            ["User-agent", "Disallow", "Allow", "Crawl-delay", "Sitemap", "user agent", "", "\ufeff"]
        )
        line = st.builds(
            lambda name, sep, value: f"{name}{sep}{value}", names, st.sampled_from([":", " :", " ", ""]), text
        )
        return st.lists(line, max_size=30).map(lambda lines: "\n".join(lines).encode("utf-8", "replace"))
    names = {
        "page": ("p", "div", "article", "h1", "table", "tr", "td", "script", "a", "meta", "svg", "template", "x:y"),
        "feed": ("rss", "channel", "item", "title", "link", "pubDate", "guid", "entry", "content", "feed", "updated"),
        "sitemap": ("urlset", "url", "loc", "lastmod", "sitemapindex", "sitemap", "news:title"),
    }[kind]
    tag = st.sampled_from(names)
    attributes = st.one_of(st.just(""), st.builds(lambda name, value: f" {name}='{value}'", text, text))
    tree = st.recursive(
        text,
        lambda inner: st.builds(
            lambda name, said, parts, ends: f"<{name}{said}>{''.join(parts)}" + (f"</{name}>" if ends else ""),
            tag, attributes, st.lists(inner, max_size=5), st.booleans(),
        ),
        max_leaves=25,
    )  # fmt: skip
    return tree.map(lambda one: one.encode("utf-8", "replace"))


def _pages() -> Iterator[bytes]:
    """Pages that took parsers seconds and minutes, or their lives."""
    yield b"<p>" + b"words and more words. " * 450_000
    yield b"<br>" * 300_000
    yield b"<table>" + b"<tr><td>1</td><td>2</td></tr>" * 100_000
    yield b"<div " + b" ".join(b'a%d="1"' % number for number in range(80_000)) + b">x</div>"
    yield b"<p " + b" ".join(b'a%d="1"' % number for number in range(300_000)) + b">x</p>"
    yield b"<div>" * 1_000_000
    yield b"<a href=/x>" * 200_000
    yield b"<table><tr>" + b"<td colspan=99999999 rowspan=99999999>x" * 2000
    yield b"<p>" + b"x" * 9_000_000
    yield ("<p>" + "字" * 2_000_000).encode()
    yield b"<p>a</p>" * 400_000
    yield b"<span>a</span>" * 300_000
    yield b"<!--" * 300_000
    yield b"<![CDATA[" * 200_000
    yield b"&" * 2_000_000
    yield b"<script>" + b"{" * 3_000_000
    yield b'<script type="application/ld+json">' + b"[" * 500_000 + b"</script>"
    yield b'<script type="application/ld+json">' + b'{"a":' * 200_000 + b"</script>"
    yield b"<ul>" + b"<ul><li>" * 100_000
    yield b"<b><i>" * 100_000
    yield b"<p>" + b"\xf0\x9f\x91\xa8\xe2\x80\x8d" * 300_000
    yield b"<title>" + b"t" * 3_000_000
    yield b"<meta name=author content='" + b"by " * 500_000 + b"'>"
    yield b"\0" * 5_000_000
    yield os.urandom(3_000_000)


def _feeds() -> Iterator[bytes]:
    item = b"<item><title>x</title><link>http://sample.example/1</link></item>"
    yield b"<rss><channel>" + item * 100_000
    yield b"<rss><channel>" + b"<item>" * 500_000
    yield b"<rss><channel><item><title>" + b"&lt;" * 1_000_000
    yield b"<feed>" + b"<entry><content type='html'>" * 100_000
    yield b'{"items":[' * 200_000
    yield b'{"items":' + b"[" * 500_000
    yield b"<rss><channel><item><pubDate>" + b"9" * 1_000_000 + b"</pubDate></item></channel></rss>"
    yield b"<rss>" + b"<a:b xmlns:a='x'>" * 50_000
    yield b"<rss " + b" ".join(b'a%d="1"' % number for number in range(100_000)) + b"></rss>"
    yield b"<!DOCTYPE x [" + b"<!ENTITY a 'aaaaaaaaaa'>" * 1000 + b"]><rss>&a;</rss>"
    yield b"\xff\xfe" + b"<\0" * 1_000_000
    yield b" " * 9_000_000
    yield b"<rss><channel><item><link>" + b"http://" * 500_000


def _sitemaps() -> Iterator[bytes]:
    url = b"<url><loc>http://sample.example/1</loc><lastmod>2026-03-01</lastmod></url>"
    yield b"<urlset>" + url * 120_000
    yield b"<urlset>" + b"<url>" * 1_000_000
    yield b"<sitemapindex>" + b"<sitemap><loc>http://sample.example/m</loc></sitemap>" * 100_000
    yield b"<urlset " + b" ".join(b'a%d="1"' % number for number in range(100_000)) + b"/>"
    yield b"<urlset>" + b"<url><loc>" + b"a" * 9_000_000
    yield b"http://sample.example/1\n" * 400_000
    yield b"\n" * 9_000_000
    yield b"<urlset>" + b"<x:y xmlns:x='z'>" * 100_000
    yield b"\x1f\x8b" + os.urandom(100_000)
    yield b"<urlset>" + b"&amp;" * 1_800_000


def _robots() -> Iterator[bytes]:
    yield b"User-agent: *\nDisallow: /" + b"*a" * 5000 + b"$\n"
    yield b"User-agent: *\n" + b"Disallow: /" + b"*" * 400_000
    yield b"User-agent: *\n" + b"".join(b"Disallow: /%d*x*y$\n" % number for number in range(25_000))
    yield b"User-agent: wirediff\n" * 25_000 + b"Disallow: /"
    yield b"\xef\xbb\xbf" * 100_000
    yield b"Crawl-delay: nan\nUser-agent: *\nCrawl-delay: " + b"9" * 100_000
    yield b"<html>" * 80_000
    yield b"\r" * 500_000
    yield b"Disallow: /%" * 40_000
    yield os.urandom(600_000)
    yield b"User-agent: *\nDisallow: /" + b"%41" * 150_000 + b"\nAllow: *a*a*a*a*a*a*a*a*a*a*a*a*b"


MONSTERS: dict[str, Callable[[], Iterator[bytes]]] = {
    "page": _pages, "feed": _feeds, "sitemap": _sitemaps, "robots": _robots,
}  # fmt: skip

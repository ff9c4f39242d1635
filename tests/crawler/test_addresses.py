"""One key for all spellings of an address; never one for two articles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.addresses import PLAIN, address_key, host_key

SAME = [
    "https://outlet.example/news/story",
    "http://outlet.example:80/news/story/",
    "HTTPS://WWW.Outlet.Example:443/news/story#top",
    "https://m.outlet.example/news/story?utm_source=feed&utm_medium=rss&fbclid=x",
    "https://amp.outlet.example/news/story",
    "https://outlet.example/news/story/amp/",
    "https://outlet.example/news/story?amp=1",
    "https://outlet.example/news/story?outputType=amp",
    "https://outlet-example.cdn.ampproject.org/c/s/outlet.example/news/story",
    "https://www.google.com/amp/s/outlet.example/news/story",
    " https://outlet.example./news/%73tory\n",
]
DIFFERENT = [
    *[
        "https://outlet.example/story.php?12345",
        "https://outlet.example/story.php?12346",
        "https://outlet.example/story.php",
    ],
    *["https://outlet.example/?cid=1", "https://outlet.example/?cid=2", "https://outlet.example/?source=1"],
    *[
        "https://outlet.example/News",
        "https://outlet.example/news",
        "https://news.outlet.example/",
        "https://outlet.example/",
    ],
    *[
        "https://outlet.example:8080/",
        "https://outlet.example/camp",
        "https://outlet.example/c",
        "https://m.example/camp",
    ],
    *["https://a.example/?u=https://b.example/", "https://b.example/", "file:abc", "file:abd", ""],
]


def test_all_spellings_of_one_address_have_one_key():
    assert {address_key(one) for one in SAME} == {"outlet.example/news/story"}


def test_addresses_that_may_differ_have_keys_of_their_own():
    assert len({address_key(one) for one in DIFFERENT}) == len(DIFFERENT)


def test_the_order_of_a_query_does_not_matter():
    assert address_key("https://o.example/?b=2&a=1") == address_key("https://o.example/?a=1&b=2")


@pytest.mark.parametrize(
    "address", ["http://", "http://[::1", "https://o.example:99999/", "https://o.example:x/", "http://\ud800/"]
)
def test_a_broken_address_is_a_key_all_the_same(address):
    assert isinstance(address_key(address), str)


PIECES = st.lists(
    st.sampled_from([*"aB1/?&=.#;ü ", "/amp", ".amp", "amp.", ".html", "index.html", "amp=1", "utm_x=1", "www.", "%41"])
)


@given(st.text(max_size=60) | PIECES.map("".join).map("https://o.example/".__add__))
def test_every_text_has_a_key_and_the_key_of_an_address_is_stable(text):
    key = address_key(text)
    if text.startswith("https://o.example/"):
        assert key.startswith("o.example/")
        assert address_key(f"https://{key}") == key


def test_a_host_is_folded_and_none_is_empty():
    assert host_key("https://www.outlet.example/a") == host_key("http://amp.outlet.example") == "outlet.example"
    assert host_key("not an address") == ""


LABELS = st.sampled_from(["www", "m", "amp", "a-b", "outlet", "example", "google", "co"])
STEPS = st.sampled_from(
    ["a", "amp", "m", "index.html", "story.amp.html", "amp.html", "x.amp", "-", "~", "123", "a..", "_"]
)


@given(st.lists(LABELS, min_size=2, max_size=4), st.lists(STEPS, max_size=4), st.sampled_from(["", "/"]))
def test_a_plain_address_has_the_key_that_the_long_way_finds(host, path, end):
    plain = f"https://{'.'.join(host)}/{'/'.join(path)}{end}"
    assert address_key(plain) == address_key(f" {plain}#")
    assert PLAIN.fullmatch("https://outlet.example/a-b/c.html") and not PLAIN.fullmatch("https://outlet.example/a//b")

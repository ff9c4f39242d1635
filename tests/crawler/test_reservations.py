"""What an origin reserves in its tdmrep.json: read as the protocol has it, asked for once, refused where configured."""

import json

import pytest

from crawler.reservations import read
from storage.archive import Archive

HOST = "http://outlet.example"
RULES = [
    {"location": "/open/*", "tdm-reservation": 0},
    {"location": "/news/*.html$", "tdm-reservation": 1, "tdm-policy": "https://outlet.example/policy.json"},
    {"location": "/*/b?q=*", "tdm-reservation": "1"},
    {"location": "/caf%C3%A9", "tdm-reservation": 1},
]


@pytest.mark.parametrize(
    ("path", "reserved"),
    [
        ("/news/a.html", True), ("/news/a.html?x", False), ("/news/a.htm", False), ("/open/news/a.html", False),
        ("/a/b?q=1", True), ("/a/b", False), ("/caf%C3%A9/x", True), ("/café", True), ("/", False), ("", False),
    ],
)  # fmt: skip
def test_the_first_rule_that_fits_holds(path, reserved):
    assert read(json.dumps(RULES)).hold(HOST + path) is reserved


@pytest.mark.parametrize(
    "text", ["", "{", "null", "[1, null]", '{"location": "/"}', '[{"tdm-reservation": 1}]', "[" * 100_000]
)
def test_a_file_that_cannot_be_read_reserves_nothing(text):
    assert not read(text).hold(HOST + "/")


def test_a_hostile_pattern_takes_one_pass():
    rules = json.dumps([{"location": "/" + "*a" * 900 + "$", "tdm-reservation": 1}] * 1000)

    assert not read(rules).hold(HOST + "/" + "a" * 1900 + "b")


def reserving(server, host):
    server.on(host, "/.well-known/tdmrep.json", json.dumps([{"location": "/a", "tdm-reservation": 1}]))
    for path in ("/a", "/b"):
        server.on(host, path, "<p>text")
    return f"http://{host}"


def test_what_an_origin_reserves_is_asked_once_and_recorded_with_each_fetch(crawl, server, tmp_path):
    database, home = tmp_path / "a.db", reserving(server, "mined.example")
    Archive(database).close()
    for _ in range(2):
        found = crawl([f"{home}/a", f"{home}/b"], settings={"WIREDIFF_DB": str(database)})

    assert [found[home + path].claims for path in ("/a", "/b")] == [{"tdm-reservation": "1"}, {}]
    assert server.paths("mined.example", reserved=True).count("/.well-known/tdmrep.json") == 1


def test_it_is_not_sent_for_where_the_policy_refuses_it(crawl, server, tmp_path):
    database, home = tmp_path / "a.db", reserving(server, "unmined.example")
    Archive(database).close()
    found = crawl([f"{home}/a", f"{home}/b"], settings={"WIREDIFF_DB": str(database)}, refuse_reserved=True)

    assert found[f"{home}/a"].refused == "tdm-reserved"
    assert found[f"{home}/b"].status == 200
    assert "/a" not in server.paths("unmined.example")

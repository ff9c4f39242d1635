"""robots.txt as RFC 9309 has it: what each kind of answer means, over a hostile server and in the table of rules."""

import os
import time
from datetime import UTC, datetime, timedelta

import pytest

from crawler.clock import stamp
from crawler.robots import LARGEST, Rules, decoded, heard, is_fresh, rules_of
from storage.archive import Archive
from storage.robots import RobotsCopy, load, save

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
UNKNOWN = "robots-unreachable"
FORBID = "User-agent: *\nDisallow: /\n"
TABLE = {
    "plain": "robots", "other-robot": None, "named": "robots", "html": None, "bom": "robots", "latin": "robots",
    "empty": None, "404": None, "401": None, "403": None, "410": None, "429": UNKNOWN,
    "500": UNKNOWN, "503": UNKNOWN, "503-open": UNKNOWN, "599": UNKNOWN,
    "slow": UNKNOWN, "reset": UNKNOWN, "cut": UNKNOWN, "garbage": UNKNOWN,
    "redirect": "robots", "far": None, "private": UNKNOWN, "elsewhere": "robots", "huge": "robots",
    "beyond": None, "endless": "robots", "zipped": "robots",
}  # fmt: skip


def endless(handler):
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.wfile.write(FORBID.encode())
    while True:
        handler.wfile.write(b"# and so on\n" * 5000)


def robots_of(kind, private):
    """What the host of each kind answers for its robots.txt."""
    long = "# nothing\n" * (LARGEST // 10 + 10)
    return {
        "plain": (FORBID,), "other-robot": ("User-agent: other\nDisallow: /\n",),
        "named": ("User-agent: *\nAllow: /\n\nUser-agent: WireDiff\nDisallow: /page\n",),
        "html": ("<!doctype html><title>Not found</title><p>Disallow: /",),
        "bom": (b"\xef\xbb\xbf" + FORBID.encode(),), "latin": (b"# \xe4\xf6\xfc\n" + FORBID.encode(),), "empty": ("",),
        "503-open": ("User-agent: *\nAllow: /\n", 503), "slow": (lambda _: time.sleep(10),),
        "reset": (lambda handler: handler.hang_up(),),
        "garbage": (lambda handler: handler.wfile.write(b"\0\0\r\n\r\n"),),
        "cut": ("User-agent: *\nAllow: /\n", 200, {"Content_Length": 900, "Connection": "close"}),
        "redirect": ("", 301, {"Location": "/1"}), "far": ("", 301, {"Location": "/0"}),
        "private": ("", 301, {"Location": f"http://127.0.0.1:{private.port}/robots.txt"}),
        "elsewhere": ("", 301, {"Location": "https://plain.example/robots.txt"}),
        "huge": (FORBID + long,), "beyond": (long + FORBID,), "endless": (endless,),
        "zipped": (FORBID,),
    }.get(kind) or (FORBID, int(kind))  # fmt: skip


@pytest.fixture(scope="module")
def crawled(server, private, crawl):
    for kind in TABLE:
        body, *more = robots_of(kind, private)
        status, headers = [*more, 200, {}][: len(more)] + [200, {}][len(more) :]
        server.on(f"{kind}.example", "/robots.txt", body, status, **headers)
        server.on(f"{kind}.example", "/page", "text")
        for hop in range(5):
            server.on(f"{kind}.example", f"/{hop}", "", 302, Location=f"/{hop + 1}")
        server.on(f"{kind}.example", "/5", FORBID)
    found = crawl([f"https://{kind}.example/page" for kind in TABLE], timeout=5.0)
    assert len(found.fetched) == len(TABLE)
    return found


@pytest.mark.parametrize(("kind", "refusal"), TABLE.items())
def test_an_answer_for_robots_txt_means(crawled, kind, refusal):
    assert crawled[f"https://{kind}.example/page"].refused == refusal


def test_what_robots_txt_forbids_is_never_asked_for(crawled, server, private):
    for kind, refusal in TABLE.items():
        pages = server.paths(f"{kind}.example").count("/page")
        assert pages == (0 if refusal else 1), kind
    assert private.connections == 0
    assert "Traceback" not in crawled.log


def test_a_good_copy_is_believed_for_a_day_while_nothing_answers(crawl, server, tmp_path):
    path = tmp_path / "archive.db"
    server.on("kept.example", "/page", "text")
    answers = iter([("User-agent: *\nDisallow: /never", 200), ("", 503), ("", 503)])
    server.on("kept.example", "/robots.txt", lambda handler: handler.say(*next(answers)))

    def at(moment):
        env = os.environ | {"WIREDIFF_CLOCK": moment}
        found = crawl(["https://kept.example/page"], settings={"WIREDIFF_DB": str(path)}, env=env)
        return found["https://kept.example/page"].refused, len(server.paths("kept.example", robots=True))

    assert at("2026-11-24T12:00:00Z") == (None, 2)
    assert at("2026-11-25T11:00:00Z") == (None, 4)  # asked, 503: the copy of 23 hours ago
    assert at("2026-11-25T13:00:00Z") == (UNKNOWN, 5)


@pytest.mark.parametrize(
    ("said", "delay"),
    [
        ("3", 3.0),
        ("0.5", 0.5),
        ("0", 0.0),
        ("-5", 0.0),
        ("1e9", 60.0),
        ("nan", 0.0),
        ("inf", 0.0),
        ("soon", 0.0),
        ("", 0.0),
    ],
)
def test_crawl_delay_is_obeyed_within_reason(said, delay):
    assert Rules(f"User-agent: *\nCrawl-delay: {said}\nDisallow: /x").delay == delay


def test_the_longest_match_wins_and_groups_of_one_robot_are_one():
    rules = Rules(
        "User-agent: wirediff\nDisallow: /a\n\nUser-agent: other\nDisallow: /\n\nUser-agent: wirediff\nAllow: /a/b\n"
    )
    assert rules.refusal("https://o.example/a/c") == "robots"
    assert rules.refusal("https://o.example/a/b") is rules.refusal("https://o.example/") is None


def test_patterns_made_to_be_slow_are_not():
    rules = Rules("User-agent: *\n" + f"Disallow: /{'*a' * 200}b\n" * 200)
    began = time.process_time()
    assert rules.refusal("https://o.example/" + "a" * 1900) is None
    assert time.process_time() - began < 10  # seconds; a matcher that tries everything needs years


def test_only_the_first_512_kib_count_and_no_cut_line():
    body = b"Disallow: /page\n" * (LARGEST // 16 + 100)
    assert decoded(body).endswith("/page\n") and len(decoded(body)) <= LARGEST


def test_a_failed_try_keeps_the_good_copy():
    good = heard("https://o.example", None, 200, FORBID.encode(), NOW)
    failed = heard("https://o.example", good, None, b"", NOW + timedelta(hours=2))
    assert (failed.body, failed.good_at, failed.status) == (good.body, good.good_at, None)
    assert is_fresh(good, NOW + timedelta(minutes=59)) and not is_fresh(failed, NOW + timedelta(hours=2))


def test_a_copy_from_the_future_is_not_believed():
    copy = RobotsCopy("https://o.example", stamp(NOW), 200, "", stamp(NOW + timedelta(hours=1)))
    assert rules_of(copy, NOW).refusal("https://o.example/") == UNKNOWN


def test_the_archive_keeps_the_latest_copy_of_an_origin(tmp_path):
    with Archive(tmp_path / "archive.db") as archive:
        for status in (200, 503):
            save(archive, RobotsCopy("https://o.example", stamp(NOW), status, FORBID, stamp(NOW)))
        assert load(archive, "https://o.example") == RobotsCopy(
            "https://o.example", stamp(NOW), 503, FORBID, stamp(NOW)
        )
        assert load(archive, "https://other.example") is None

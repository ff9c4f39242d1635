"""How fast one host is asked, and what it takes to be left alone."""

import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from crawler.clock import now, stamp
from crawler.items import Visit
from crawler.outlets import Outlet
from crawler.rest import Resting
from storage.archive import Archive
from storage.robots import RobotsCopy, asked_lately, save

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def slow(handler):
    time.sleep(0.25)
    handler.say("text")


@pytest.fixture(scope="module")
def crawled(server, crawl):
    for host in ("delay", "paced", "slow", "free"):
        server.on(f"{host}.example", "*", slow if host == "slow" else "text")
    server.on("delay.example", "/robots.txt", "User-agent: *\nCrawl-delay: 1\n")
    server.on("tired.example", "/first", "", 429, Retry_After="120")
    server.on("tired.example", "*", "text")
    server.on("busy.example", "/first", "", 503)
    server.on("busy.example", "*", "text")
    visits = [
        Visit(0, f"http://{host}.example/{n}", host) for host in ("delay", "paced", "slow", "free") for n in range(3)
    ]
    visits += [Visit(0, f"http://{host}.example/{n}", host) for host in ("tired", "busy") for n in ("first", 1, 2)]
    paces = {"paced": 0.4, "slow": 0.05, "free": 0, "delay": 0, "tired": 0, "busy": 0}
    outlets = [Outlet(name, pace=timedelta(seconds=pace)) for name, pace in paces.items()]
    return crawl(visits, outlets=outlets, pace=0.2)


def gaps(server, host):
    times = [one.at for one in server.asked if one.host == f"{host}.example"]
    return [after - before for before, after in pairwise(times)]


def test_an_outlets_own_pace_holds_for_its_host(crawled, server):
    assert len(gaps(server, "paced")) == 3
    assert min(gaps(server, "paced")) >= 0.4  # at the far end; robots.txt counts as a request


def test_a_crawl_delay_slows_down_a_fast_pace(crawled, server):
    assert len(gaps(server, "delay")) == 3
    assert min(gaps(server, "delay")) >= 1


def test_a_slow_answer_is_given_five_times_as_long_to_rest(crawled, server):
    assert all(gap >= 0.25 * 6 for gap in gaps(server, "slow")[1:])


def test_one_host_has_one_connection_at_a_time_even_without_a_pace(crawled, server):
    assert server.most["free.example"] == server.most["slow.example"] == 1


def test_a_pace_of_zero_is_taken_at_its_word(crawled, server):
    assert len(gaps(server, "free")) == 3
    assert sum(gaps(server, "free")) < 3


def test_a_host_that_asks_for_rest_gets_no_further_request(crawled, server):
    asked = {address: item for address, item in crawled.by_address.items() if "tired" in address}
    assert server.paths("tired.example") == ["/first"]
    assert asked["http://tired.example/first"].headers["retry-after"] == "120"
    for path in ("1", "2"):
        kept_back = asked[f"http://tired.example/{path}"]
        assert kept_back.error.startswith("asked-to-wait: ") and kept_back.status is None
        assert 110 <= int(kept_back.headers["retry-after"]) <= 120


def test_an_error_of_one_page_keeps_no_other_back(crawled, server):
    assert sorted(server.paths("busy.example")) == ["/1", "/2", "/first"]


@pytest.mark.parametrize(
    ("status", "said", "seconds"),
    [
        (429, "120", 120), (503, "120", 120), (200, "120", 0), (503, "", 0), (503, "junk", 0), (429, "", 300),
        (429, "soon", 300), (429, "-5", 300), (429, "9" * 30, 86400), (429, "315360000", 86400),
        (503, "Tue, 24 Nov 2026 12:01:00 GMT", 60), (503, "Tuesday, 24-Nov-26 12:01:00 GMT", 60),
        (503, "Tue Nov 24 12:01:00 2026", 60), (503, "Tue, 24 Nov 2026 11:00:00 GMT", 0),
        (503, "Tue, 24 Nov 2099 12:00:00 GMT", 86400),
    ],
)  # fmt: skip
def test_retry_after_in_all_its_forms(status, said, seconds):
    resting = Resting()
    resting.hear("o.example", status, said, NOW)
    assert resting.left("o.example") == pytest.approx(seconds, abs=1)
    assert resting.left("other.example") == 0


def test_the_pace_holds_from_one_crawl_to_the_next(crawl, server, tmp_path):
    arrivals = []
    server.on("again.example", "*", lambda handler: (arrivals.append(now()), handler.say("text")))
    path, asked = tmp_path / "archive.db", now().replace(microsecond=0)
    with Archive(path) as archive:
        save(archive, RobotsCopy("http://again.example", stamp(asked), 404, "", stamp(asked)))
    crawl(["http://again.example/1"], settings={"WIREDIFF_DB": str(path)}, pace=4)
    assert server.paths("again.example", robots=True) == ["/1"]
    assert arrivals[0] - asked >= timedelta(seconds=3.9)


def test_only_hosts_asked_lately_are_remembered(tmp_path):
    with Archive(tmp_path / "archive.db") as archive:
        for name, minutes in (("old", 11), ("new", 1)):
            moment = stamp(NOW - timedelta(minutes=minutes))
            save(archive, RobotsCopy(f"https://{name}.example", moment, 404, "", moment))
        assert asked_lately(archive, NOW) == {"new.example": stamp(NOW - timedelta(minutes=1))}


def test_a_crawl_that_ends_gives_back_what_waits_for_its_hosts_pace(crawl, server):
    server.on("long.example", "*", "text")
    found = crawl([f"http://long.example/{n}" for n in range(50)], pace=4, batch_deadline=timedelta(seconds=10))
    assert len(found.fetched) == len(server.paths("long.example")) in range(1, 5)
    assert all(item.status == 200 for item in found.fetched)

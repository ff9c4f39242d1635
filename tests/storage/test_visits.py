"""Visits: planned once, taken by one, settled or given back; and what a clock that was set does to them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import batches, due_times, visits
from storage.archive import Archive
from storage.sources import keep_outlets, keep_sources
from storage.visits import Selection, Settlement

NOON = "2026-03-01T12:00:00Z"
LATER = "2026-03-01T12:15:00Z"
FAR = "2027-03-01T12:00:00Z"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.db") as opened:
        yield opened


def batch(archive: Archive) -> int:
    return batches.begin(archive, NOON, LATER)


def plan(archive: Archive, *names: str, outlet: str = "harbor", due: str = NOON) -> None:
    for name in names:
        visits.plan(archive, outlet, f"https://{outlet}.example/{name}", due=due)


def addresses(rows: list[dict[str, object]]) -> list[str]:
    return [str(row["address"]).rsplit("/", 1)[1] for row in rows]


def fetch(archive: Archive, visit: dict[str, object], status: int = 200) -> int:
    """A row of ``fetches`` for *visit*."""
    count = archive.value("SELECT count(*) FROM fetches")
    return archive.insert("fetches", {
        "key": f"k{count}", "fetched_at": NOON, "moment": 1772366400, "outlet": visit["outlet"],
        "address": visit["address"], "final_address": visit["address"], "status": status,
    })  # fmt: skip


def test_planning_an_address_again_changes_nothing(archive: Archive) -> None:
    assert visits.plan(archive, "harbor", "https://harbor.example/a", due=NOON)
    assert not visits.plan(archive, "harbor", "https://harbor.example/a", due=LATER)
    assert archive.rows("SELECT due_at FROM visits") == [{"due_at": NOON}]


def test_nothing_is_taken_before_it_is_due(archive: Archive) -> None:
    plan(archive, "a", due=LATER)
    assert visits.take(archive, batch(archive), NOON, 10) == []
    assert visits.next_due(archive) == LATER
    assert addresses(visits.take(archive, batch(archive), LATER, 10)) == ["a"]


def test_a_visit_belongs_to_one_batch_however_many_ask(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Archive(path) as archive:
        plan(archive, *map(str, range(60)))
        numbers = [batch(archive) for _ in range(6)]
    taken: list[str] = []

    def take(number: int) -> None:
        with Archive(path) as mine:
            taken.extend(addresses(visits.take(mine, number, NOON, 15)))

    threads = [threading.Thread(target=take, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken, key=int) == list(map(str, range(60)))


def test_outlets_take_turns_and_sources_come_first(archive: Archive) -> None:
    plan(archive, "a", "b", "c")
    plan(archive, "d", outlet="tide")
    visits.plan(archive, "harbor", "https://harbor.example/feed", "feed", due=NOON)
    taken = visits.take(archive, batch(archive), NOON, 3)
    assert sorted(addresses(taken)) == ["a", "d", "feed"]


def test_an_outlet_takes_no_more_of_a_batch_than_its_part(archive: Archive) -> None:
    plan(archive, *"abcdef")
    plan(archive, *"ghi", outlet="tide")
    taken = visits.take(archive, batch(archive), NOON, 100, Selection(share=1, shares={"harbor": 2}))
    assert sorted(addresses(taken)) == ["a", "b", "g"]


def test_a_batch_that_died_gives_everything_back_as_due_as_it_was(archive: Archive) -> None:
    plan(archive, "a", "b")
    number = batch(archive)
    visits.take(archive, number, LATER, 10)
    assert visits.due(archive, LATER) == 0
    assert [row["id"] for row in batches.end_dead(archive, LATER)] == [number]
    assert archive.rows("SELECT due_at, taken_by FROM visits") == [{"due_at": NOON, "taken_by": None}] * 2
    assert archive.row("SELECT ending, visits FROM batches") == {"ending": "died", "visits": 2}


def test_a_settled_visit_is_let_go_with_its_next_time(archive: Archive) -> None:
    plan(archive, "a")
    visit = visits.take(archive, batch(archive), NOON, 1)[0]
    visits.settle(archive, visit["id"], Settlement(fetch(archive, visit), LATER, etag='"x"', body_hash="h"))
    row = visits.find(archive, visit["id"])
    assert row is not None
    assert (row["taken_by"], row["due_at"], row["etag"], row["body_hash"]) == (None, LATER, '"x"', "h")


def test_a_crawl_looks_at_nothing_twice(archive: Archive) -> None:
    plan(archive, "a", "b")
    visit = visits.take(archive, batch(archive), NOON, 1)[0]
    visits.settle(archive, visit["id"], Settlement(fetch(archive, visit), NOON))
    assert visits.due(archive, NOON) == 2
    assert visits.due(archive, NOON, Selection(after_fetch=0)) == 1


def test_a_source_that_claims_another_headline_brings_its_article_forward(archive: Archive) -> None:
    claims = {"title": "Flood in harbor", "published": NOON}
    visits.plan(archive, "harbor", "https://harbor.example/a", claims=claims, due=NOON)
    visit = visits.take(archive, batch(archive), NOON, 1)[0]
    visits.settle(archive, visit["id"], Settlement(fetch(archive, visit), None, "quiet for 40 days"))
    visits.plan(archive, "harbor", "https://harbor.example/a", claims=claims, due=LATER)
    assert visits.due(archive, FAR) == 0
    visits.plan(archive, "harbor", "https://harbor.example/a", claims={"title": "Flood kills two"}, due=LATER)
    assert visits.due(archive, LATER) == 1
    assert '"published"' in archive.value("SELECT claims FROM visits")


def test_a_source_cannot_revive_what_was_stopped_for_another_reason(archive: Archive) -> None:
    visits.plan(archive, "harbor", "https://harbor.example/a", claims={"title": "One"}, due=NOON)
    visit = visits.take(archive, batch(archive), NOON, 1)[0]
    visits.settle(archive, visit["id"], Settlement(fetch(archive, visit), None, "moved to https://harbor.example/b"))
    visits.plan(archive, "harbor", "https://harbor.example/a", claims={"title": "Two"}, due=LATER)
    assert visits.due(archive, FAR) == 0


def test_a_moved_article_is_visited_at_its_new_address_with_its_own_past(archive: Archive) -> None:
    plan(archive, "a")
    visit = visits.take(archive, batch(archive), NOON, 1)[0]
    made = Settlement(fetch(archive, visit), LATER, etag='"x"')
    visits.hand_over(archive, visit, made, "https://harbor.example/b", "harbor.example/b")
    new = archive.row("SELECT * FROM visits WHERE address LIKE '%/b'")
    assert new is not None
    assert (new["created_at"], new["due_at"], new["etag"]) == (visit["created_at"], LATER, '"x"')


def test_a_host_that_asked_for_a_rest_is_left_alone_whole_and_alone(archive: Archive) -> None:
    plan(archive, "a", "b")
    plan(archive, "c", outlet="tide")
    due_times.rest(archive, "https://harbor.example", LATER)
    assert addresses(visits.take(archive, batch(archive), NOON, 10)) == ["c"]


def test_hastening_spares_a_host_that_asked_for_a_rest(archive: Archive) -> None:
    plan(archive, "a", "b")
    for visit, status in zip(visits.take(archive, batch(archive), NOON, 2), (200, 429), strict=True):
        visits.settle(archive, visit["id"], Settlement(fetch(archive, visit, status), LATER))
    visits.hasten(archive, NOON, Selection())
    assert addresses(visits.take(archive, batch(archive), NOON, 10)) == ["a"]


def test_a_story_selects_its_articles_by_every_address_that_they_had(archive: Archive) -> None:
    plan(archive, "old", "other")
    article = archive.insert("articles", {
        "key": "k", "outlet": "harbor", "address": "https://harbor.example/new", "first_seen": NOON, "last_seen": NOON,
    })  # fmt: skip
    archive.insert("addresses", {
        "key": "k", "outlet": "harbor", "article": article, "address": "https://harbor.example/old", "via": "visit",
        "first_seen": NOON, "last_seen": NOON,
    })  # fmt: skip
    story = archive.insert("stories", {"key": "s", "followed": "flood", "first_seen": NOON})
    archive.insert("story_articles", {"article": article, "story": story, "why": "match", "joined_at": NOON})
    for name in (str(story), "flood"):
        assert visits.due(archive, NOON, Selection(story=name)) == 1
    assert visits.due(archive, NOON, Selection(story="quake")) == 0


def test_due_times_follow_a_clock_that_is_set(archive: Archive) -> None:
    plan(archive, "a", due=LATER)
    due_times.shift(archive, -3600, FAR)
    assert visits.next_due(archive) == "2026-03-01T11:15:00Z"
    due_times.shift(archive, 3600, FAR)
    assert visits.next_due(archive) == LATER


def test_what_a_wrong_clock_planned_for_another_age_is_brought_back(archive: Archive) -> None:
    plan(archive, "a", due="2099-01-01T00:00:00Z")
    due_times.bring_back(archive, LATER)
    assert visits.next_due(archive) == LATER


OUTLET = {"id": "harbor", "name": "", "home": "", "lang": None, "licence": "unknown", "agency": None, "paused": False}


def test_a_source_that_the_configuration_drops_stops_and_comes_back(archive: Archive) -> None:
    feed = ("harbor", "feed", "https://harbor.example/feed")
    keep_outlets(archive, [OUTLET], NOON)
    visits.plan(archive, *feed[::2], "feed", due=NOON)
    plan(archive, "a")
    keep_sources(archive, [], NOON)
    assert addresses(visits.take(archive, batch(archive), NOON, 10)) == ["a"]
    keep_sources(archive, [feed], LATER)
    assert addresses(visits.take(archive, batch(archive), LATER, 10)) == ["feed"]


def test_an_outlet_that_the_configuration_drops_stops_whole_and_comes_back(archive: Archive) -> None:
    keep_outlets(archive, [OUTLET], NOON)
    plan(archive, "a")
    plan(archive, "b", outlet="found-by-search")
    keep_outlets(archive, [], NOON)
    assert addresses(visits.take(archive, batch(archive), NOON, 10)) == ["b"]
    keep_outlets(archive, [OUTLET], LATER)
    assert addresses(visits.take(archive, batch(archive), LATER, 10)) == ["a"]


def test_a_source_that_is_dropped_while_a_batch_has_it_in_hand_stays_dropped(archive: Archive) -> None:
    visits.plan(archive, "harbor", "https://harbor.example/feed", "feed", due=NOON)
    visit = visits.take(archive, batch(archive), NOON, 1)[0]
    keep_sources(archive, [], NOON)
    visits.settle(archive, visit["id"], Settlement(fetch(archive, visit), LATER))
    assert visits.due(archive, FAR) == 0


def test_a_paused_outlet_rests(archive: Archive) -> None:
    keep_outlets(archive, [OUTLET | {"paused": True}], NOON)
    plan(archive, "a")
    assert visits.due(archive, NOON) == 0
    assert visits.next_due(archive) is None

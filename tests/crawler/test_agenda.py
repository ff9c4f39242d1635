"""What a fetch makes of its visit: the next time, the validators to ask with, the rest that a host wants."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler import agenda
from crawler.addresses import address_key
from crawler.clock import stamp
from crawler.items import Discovered, Fetched, Visit
from crawler.outlets import FollowedStory, Outlet, Rhythm
from crawler.sources import plan_sources
from storage import batches, due_times, visits
from storage.archive import Archive

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAGE = "https://harbor.example/flood"
VALIDATORS = {"etag": '"v1"', "last-modified": "Sun, 01 Mar 2026 11:00:00 GMT"}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.db") as opened:
        yield opened


def take(archive: Archive, address: str = PAGE, kind: str = "article", now: datetime = NOW) -> Visit:
    """A planned and taken visit."""
    key = address_key(address) if kind == "article" else address
    visits.plan(archive, "harbor", address, kind, due=stamp(now), key=key)
    batch = batches.begin(archive, stamp(now), stamp(now))
    return next(visit for visit in agenda.take(archive, batch, now, 10) if visit.address == address)


def settle(
    archive: Archive, visit: Visit, outcome: str, now: datetime = NOW, article: int | None = None, **came: object
) -> dict[str, object]:
    """Keep a fetch and its reading, settle its visit; the visit's row afterwards."""
    given = {"status": 200, "body": b"page", "kind": visit.kind, **came}
    fetched = Fetched(visit.address, visit.outlet, stamp(now), visit=visit.id, **given)  # type: ignore[arg-type]
    number = archive.value("SELECT count(*) FROM fetches")
    fetch = archive.insert("fetches", {
        "key": str(number), "fetched_at": stamp(now), "moment": int(now.timestamp()), "outlet": "harbor",
        "address": visit.address, "final_address": visit.address, "status": fetched.status,
    })  # fmt: skip
    archive.insert("readings", {"fetch": fetch, "outcome": outcome, "article": article})
    agenda.settle(archive, fetched, fetch_id=fetch, outcome=outcome, now=now, rhythm=Rhythm())
    row = visits.find(archive, visit.id)
    assert row is not None
    return row


def test_an_honest_page_leaves_the_validators_to_ask_with(archive: Archive) -> None:
    row = settle(archive, take(archive), "new", headers=VALIDATORS)
    assert (row["etag"], row["last_modified"]) == tuple(VALIDATORS.values())
    assert row["body_hash"] == Fetched(PAGE, "harbor", "", body=b"page").body_hash
    assert (row["taken_by"], row["failures"]) == (None, 0)


def test_a_block_page_leaves_none_lest_its_copy_pass_for_the_article(archive: Archive) -> None:
    settle(archive, take(archive), "new", headers=VALIDATORS)
    again = take(archive, now=NOW + timedelta(hours=1))
    row = settle(archive, again, "held", body=b"checking your browser", headers={"etag": '"block"'})
    assert row["etag"] == '"v1"'
    assert row["failures"] == 1


def test_after_an_absence_a_whole_page_is_asked_for(archive: Archive) -> None:
    settle(archive, take(archive), "new", headers=VALIDATORS)
    again = take(archive, now=NOW + timedelta(hours=1))
    row = settle(archive, again, "missing", status=404, body=b"no such page", now=NOW + timedelta(hours=1))
    assert (row["etag"], row["last_modified"]) == (None, None)
    assert row["last_change"] == stamp(NOW + timedelta(hours=1))


def test_not_modified_keeps_them(archive: Archive) -> None:
    settle(archive, take(archive), "new", headers=VALIDATORS)
    again = take(archive, now=NOW + timedelta(hours=1))
    row = settle(archive, again, "not-modified", status=304, body=None)
    assert row["etag"] == '"v1"'


def test_a_sitemap_is_always_asked_for_whole_since_an_index_may_stay_while_its_sitemaps_change(
    archive: Archive,
) -> None:
    row = settle(archive, take(archive, "https://harbor.example/map.xml", "sitemap"), "revised", headers=VALIDATORS)
    assert row["etag"] is None


def test_a_host_that_asks_for_a_rest_is_given_it_at_all_its_addresses(archive: Archive) -> None:
    visits.plan(archive, "harbor", "https://harbor.example/other", due=stamp(NOW))
    batch = batches.begin(archive, stamp(NOW), stamp(NOW))
    visits.plan(archive, "harbor", PAGE, due=stamp(NOW))
    asked, kept_back = agenda.take(archive, batch, NOW, 10)
    settle(archive, asked, "failed", status=429, headers={"retry-after": "7200"})
    row = settle(archive, kept_back, "failed", status=None, body=None, error="rests: ", headers={"retry-after": "60"})
    assert str(row["due_at"]) >= stamp(NOW + timedelta(hours=2))


def test_what_a_resting_host_did_not_get_to_is_no_trouble(archive: Archive) -> None:
    visit = take(archive)
    due_times.rest(archive, "https://harbor.example", stamp(NOW + timedelta(hours=2)))
    batch = archive.value("SELECT taken_by FROM visits WHERE id = ?", (visit.id,))
    assert agenda.put_off(archive, batch, NOW, Rhythm()) == 0


def test_what_can_never_be_kept_is_put_off_longer_each_time(archive: Archive) -> None:
    now, waits = NOW, []
    for _ in range(4):
        visit = take(archive, now=now)
        batch = archive.value("SELECT taken_by FROM visits WHERE id = ?", (visit.id,))
        assert agenda.put_off(archive, batch, now, Rhythm()) == 1
        due = datetime.fromisoformat(str(visits.next_due(archive)))
        waits.append(due - now)
        now = due
    assert waits == sorted(set(waits))
    assert waits[-1] > timedelta(hours=12)


MOVED = "https://harbor.example/flood-2"
STOPPED = "SELECT address, stopped FROM visits ORDER BY id"


def article(archive: Archive, key: str) -> int:
    return archive.insert("articles", {
        "key": key, "outlet": "harbor", "address": PAGE, "first_seen": stamp(NOW), "last_seen": stamp(NOW),
    })  # fmt: skip


def test_a_moved_article_is_visited_where_it_went(archive: Archive) -> None:
    row = settle(archive, take(archive), "new", final_address=MOVED)
    assert row["stopped"] == f"moved to {MOVED}"
    new = archive.row("SELECT * FROM visits WHERE stopped IS NULL")
    assert new is not None
    assert (new["address"], new["last_fetch"], new["created_at"]) == (MOVED, row["last_fetch"], row["created_at"])


def test_an_article_that_moves_back_is_not_lost(archive: Archive) -> None:
    settle(archive, take(archive), "new", final_address=MOVED)
    moved = take(archive, MOVED, now=NOW + timedelta(hours=1))
    settle(archive, moved, "unchanged", final_address=PAGE)
    assert archive.rows(STOPPED) == [
        {"address": PAGE, "stopped": None},
        {"address": MOVED, "stopped": f"moved to {PAGE}"},
    ]


def test_an_article_that_only_changed_its_spelling_keeps_its_visit(archive: Archive) -> None:
    settle(archive, take(archive), "new", final_address="https://www.harbor.example/flood/?utm_source=rss")
    assert archive.rows(STOPPED) == [
        {"address": "https://www.harbor.example/flood/?utm_source=rss", "stopped": None}
    ]  # fmt: skip


def test_an_address_that_now_leads_to_another_article_is_no_move(archive: Archive) -> None:
    visit = take(archive)
    first, other = article(archive, "first"), article(archive, "other")
    settle(archive, visit, "new", article=first)
    settle(archive, visit, "unchanged", article=other, final_address=MOVED)
    assert archive.rows(STOPPED) == [{"address": PAGE, "stopped": None}]


def test_an_address_that_leads_to_a_block_page_is_no_move(archive: Archive) -> None:
    settle(archive, take(archive), "held", final_address="https://harbor.example/consent")
    assert archive.rows(STOPPED) == [{"address": PAGE, "stopped": None}]


def test_one_article_listed_in_several_spellings_is_visited_once(archive: Archive) -> None:
    spellings = (PAGE, f"{PAGE}?utm_source=rss", "http://www.harbor.example/flood/")
    new = [agenda.plan(archive, Discovered(address, "harbor", "feed"), NOW) for address in spellings]
    assert new == [True, False, False]


OUTLET = Outlet(
    "harbor", home="https://harbor.example/", feeds=("https://harbor.example/feed",),
    searches=("https://search.example/?q={query}",),
)  # fmt: skip
STORY = FollowedStory("flood", wire=("https://www.harbor.example/dispatch", "https://wire.example/1"), match=("flood",))


def test_the_configuration_s_addresses_become_visits_of_the_outlets_that_they_belong_to(archive: Archive) -> None:
    assert plan_sources(archive, [OUTLET], [STORY], NOW) == 4
    assert plan_sources(archive, [OUTLET], [STORY], NOW) == 0
    planned = {(row["outlet"], row["kind"]): row["address"] for row in archive.rows("SELECT * FROM visits")}
    assert planned == {
        ("harbor", "feed"): "https://harbor.example/feed",
        ("harbor", "search"): "https://search.example/?q=flood",
        ("harbor", "article"): "https://www.harbor.example/dispatch",
        ("wire.example", "article"): "https://wire.example/1",
    }


def test_a_search_for_a_story_that_is_no_longer_followed_stops(archive: Archive) -> None:
    plan_sources(archive, [OUTLET], [STORY], NOW)
    plan_sources(archive, [OUTLET], [], NOW)
    assert archive.value("SELECT stopped FROM visits WHERE kind = 'search'") == visits.NOT_CONFIGURED
    assert archive.value("SELECT count(*) FROM visits WHERE kind = 'article' AND stopped IS NULL") == 2

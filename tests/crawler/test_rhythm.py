"""When to look again: a year of an article in a second, and the hosts that name their own time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import rhythm as rhythms
from crawler.outlets import Rhythm
from crawler.rhythm import DAY, HOUR, Past, next_due, retry_after

BORN = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ARTICLE = Past("https://harbor.example/flood", "unchanged", BORN)


def live(until: datetime, edits: tuple[datetime, ...] = ()) -> list[datetime]:
    """The times of all visits of an article that is edited at *edits*, each fetched as soon as it is due."""
    now, seen, change = BORN, [BORN], None
    while now < until:
        found = next((edit for edit in reversed(edits) if edit <= now), None)
        outcome, change = ("revised", now) if found and (change is None or change < found) else ("unchanged", change)
        past = replace(ARTICLE, outcome=outcome, last_change=change)
        due, _ = next_due(past, Rhythm(), now)
        if due is None:
            break
        assert due > now
        now = due
        seen.append(now)
    return seen


def gaps(times: list[datetime], after: datetime, before: datetime) -> list[timedelta]:
    return [later - earlier for earlier, later in pairwise(times) if after <= earlier and later <= before]


def test_a_young_article_is_looked_at_every_quarter_of_an_hour() -> None:
    first_hours = gaps(live(BORN + DAY), BORN, BORN + 6 * HOUR)
    assert all(15 * MINUTE <= gap <= 16.5 * MINUTE for gap in first_hours)


def test_visits_thin_out_to_hours_then_to_days_then_end() -> None:
    times = live(BORN + 366 * DAY)
    assert all(HOUR <= gap <= 14 * HOUR for gap in gaps(times, BORN + 7 * HOUR, BORN + 3 * DAY))
    assert all(DAY <= gap <= 7.8 * DAY for gap in gaps(times, BORN + 3 * DAY, times[-1]))
    assert BORN + 32 * DAY < times[-1] < BORN + 48 * DAY
    assert len(times) < 60
    assert next_due(ARTICLE, Rhythm(), times[-1]) == (None, "quiet for 40 days")


def test_an_edit_draws_close_looks_again() -> None:
    edit = BORN + 5 * DAY
    times = live(BORN + 60 * DAY, (edit,))
    seen = next(time for time in times if time >= edit)
    assert seen - edit < 3 * DAY
    assert all(gap <= 16.5 * MINUTE for gap in gaps(times, seen, seen + 6 * HOUR))


def test_the_edit_of_an_old_article_draws_closer_looks_but_not_the_closest() -> None:
    seen = BORN + 30 * DAY
    due, _ = next_due(replace(ARTICLE, outcome="revised", last_change=seen), Rhythm(), seen)
    assert due is not None
    assert HOUR < due - seen < 4 * HOUR


def test_an_article_that_never_rests_costs_at_most_a_dozen_looks_a_day_once_it_is_old() -> None:
    now = BORN + 300 * DAY
    due, _ = next_due(replace(ARTICLE, outcome="revised", last_change=now), Rhythm(), now)
    assert due is not None
    assert due - now >= 2 * HOUR


def test_an_old_article_that_is_found_late_is_watched_as_calmly_as_its_age_asks() -> None:
    past = replace(ARTICLE, outcome="new", published=BORN - 900 * DAY)
    due, _ = next_due(past, Rhythm(), BORN)
    assert due is not None
    assert due - BORN >= 7 * DAY


@pytest.mark.parametrize("year", [1970, 9999])
def test_a_claimed_time_of_publication_is_believed_only_where_it_can_be(year: int) -> None:
    past = replace(ARTICLE, outcome="new", published=datetime(year, 1, 1, tzinfo=UTC))
    due, stopped = next_due(past, Rhythm(), BORN)
    assert due is not None
    assert stopped is None
    assert due - BORN < (8 * DAY if year == 1970 else HOUR)


def test_failures_are_tried_ever_more_rarely_up_to_a_day() -> None:
    waits = []
    for failures in range(1, 15):
        due, _ = next_due(replace(ARTICLE, outcome="failed", failures=failures), Rhythm(), BORN)
        assert due is not None
        waits.append(due - BORN)
    assert waits == sorted(waits)
    assert waits[0] < 17 * MINUTE
    assert 24 * HOUR <= waits[-1] <= 26.4 * HOUR


def test_a_missing_article_is_looked_at_several_times_within_hours() -> None:
    now = BORN + 20 * DAY
    looks = 0
    start = now
    for failures in range(1, 6):
        due, _ = next_due(replace(ARTICLE, outcome="missing", failures=failures, last_change=start), Rhythm(), now)
        assert due is not None
        now, looks = due, looks + 1
    assert looks == 5
    assert 2 * HOUR < now - start < 10 * HOUR


def test_a_gone_article_is_looked_at_rarely_and_then_no_more() -> None:
    gone = replace(ARTICLE, outcome="gone", failures=4, last_change=BORN)
    soon, _ = next_due(gone, Rhythm(), BORN)
    late, _ = next_due(gone, Rhythm(), BORN + 30 * DAY)
    assert soon is not None
    assert late is not None
    assert soon - BORN >= DAY
    assert late - (BORN + 30 * DAY) >= 7 * DAY
    assert next_due(gone, Rhythm(), BORN + 41 * DAY) == (None, "gone for 40 days")


@pytest.mark.parametrize("kind", ["feed", "sitemap", "search"])
def test_a_source_is_never_given_up(kind: str) -> None:
    past = Past("https://harbor.example/feed", "failed", BORN, kind=kind, failures=500)
    due, _ = next_due(past, Rhythm(), BORN + 400 * DAY)
    assert due is not None
    assert due - (BORN + 400 * DAY) <= 6.6 * HOUR


def test_a_host_that_asks_for_a_rest_is_obeyed_for_up_to_a_day() -> None:
    asked = [timedelta(seconds=1), 3 * HOUR, 3650 * DAY]
    dues = [
        next_due(replace(ARTICLE, outcome="failed", failures=1, retry_after=wait), Rhythm(), BORN).due for wait in asked
    ]
    short, hours, years = [due - BORN for due in dues if due]
    assert short >= 15 * MINUTE
    assert 3 * HOUR <= hours <= 3.3 * HOUR
    assert 24 * HOUR <= years <= 26.4 * HOUR


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("120", timedelta(seconds=120)),
        ("Sun, 01 Mar 2026 13:00:00 GMT", HOUR),
        ("Sun, 01 Mar 2026 11:00:00 GMT", None),
        ("0", None),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("9" * 400, timedelta(seconds=10**9)),
        ("١٢", None),
        (None, None),
    ],
)
def test_retry_after_is_read_as_seconds_or_a_date(header: str | None, wait: timedelta | None) -> None:
    assert retry_after(header, BORN) == wait


def test_due_times_of_articles_that_appeared_together_spread() -> None:
    dues = {
        next_due(replace(ARTICLE, address=f"https://harbor.example/{number}"), Rhythm(), BORN).due
        for number in range(100)
    }
    assert len(dues) > 50


@given(
    outcome=st.sampled_from(["new", "revised", "unchanged", "not-modified", "held", "missing", "gone", "failed", "x"]),
    kind=st.sampled_from(["article", "feed"]),
    age=st.timedeltas(timedelta(0), 4000 * DAY),
    change=st.none() | st.timedeltas(timedelta(0), 4000 * DAY),
    failures=st.integers(0, 10_000),
    skew=st.timedeltas(-3650 * DAY, 3650 * DAY),
)
def test_whatever_happened_the_next_look_is_later_than_now_and_never_too_late(
    outcome: str, kind: str, age: timedelta, change: timedelta | None, failures: int, skew: timedelta
) -> None:
    now = datetime(2036, 1, 1, tzinfo=UTC)
    born = now - age + skew
    past = Past("https://a.example/", outcome, born, kind, None, now - change if change else None, failures)
    due, stopped = next_due(past, Rhythm(), now)
    assert (due is None) == (stopped is not None)
    if due is not None:
        assert now + 15 * MINUTE <= due <= now + rhythms.longest(Rhythm())
        assert due.microsecond == 0

"""The time of a fetch, where the clock is set back."""

from datetime import timedelta

import pytest

from crawler import clock

NOON = clock.parse("2026-03-01T12:00:00Z")


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch):
    monkeypatch.setattr(clock, "_floor", clock.EPOCH)


def at(monkeypatch, moment):
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_times_creep_on_from_the_last_fetch_until_the_clock_has_caught_up(monkeypatch):
    at(monkeypatch, NOON - timedelta(hours=1))
    assert clock.not_before(NOON) == timedelta(hours=1)
    assert [clock.stamp_now(), clock.stamp_now()] == ["2026-03-01T12:00:00.001Z", "2026-03-01T12:00:00.002Z"]
    at(monkeypatch, NOON + timedelta(seconds=1))
    assert clock.stamp_now() == "2026-03-01T12:00:01Z"


@pytest.mark.parametrize("behind", [timedelta(0), timedelta(days=2), timedelta(days=3650), timedelta(hours=-5)])
def test_a_clock_that_was_wrong_by_days_is_believed_once_it_is_right(monkeypatch, behind):
    at(monkeypatch, NOON - behind)
    assert clock.not_before(NOON) == timedelta(0)
    assert clock.stamp_now() == clock.stamp(NOON - behind)

"""`wirediff crawl` in its own process against outlets on loopback: what it fetches, refuses, and says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from storage.archive import Archive
from tests.wirediff.newsstand import Newsstand, configure, run, value
from wirediff.locks import SCHEDULE, hold

NOWHERE = "127.0.0.1:9"  # nobody listens on the discard port


def test_nobody_crawls_without_a_contact_and_the_mend_is_named(tmp_path: Path) -> None:
    done = run("crawl", cwd=tmp_path)
    assert done.returncode == 2
    assert "contact = " in done.stderr
    assert not list(tmp_path.iterdir())


def test_an_outlet_or_a_story_that_does_not_exist_is_refused_by_name(tmp_path: Path) -> None:
    configure(tmp_path, {"harbor.example": NOWHERE})
    outlet = run("crawl", "--outlet", "harbour", cwd=tmp_path)
    assert outlet.returncode == 2
    assert "did you mean harbor?" in outlet.stderr
    story = run("crawl", "--story", "flood", cwd=tmp_path)
    assert story.returncode == 2
    assert "flood is no story: wirediff stories lists them" in story.stderr


def test_one_crawl_takes_the_feed_and_what_it_names_and_the_next_finds_nothing_due(tmp_path: Path) -> None:
    with Newsstand("/a", "/b") as stand:
        configure(tmp_path, {"harbor.example": stand.address})
        done = run("crawl", "--json", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert [json.loads(line) for line in done.stdout.splitlines()] == [{
            "outlet": "harbor", "fetches": 3, "failed": False, "articles": {"new": 2}, "sources": {"revised": 1},
            "troubles": [],
        }]  # fmt: skip
        assert sorted(set(stand.asked)) == ["/.well-known/tdmrep.json", "/a", "/b", "/feed", "/robots.txt"]
        again = run("crawl", cwd=tmp_path)
        assert (again.returncode, again.stdout) == (0, "")
        assert "nothing is due; next at 2026-03-01T13:0" in again.stderr
        everything = run("crawl", "--all", cwd=tmp_path, WIREDIFF_CLOCK="2026-03-01T12:30:00Z")
        assert everything.stdout.split("\t")[:5] == ["harbor", "1", "0", "0", "2"]
        state = json.loads(run("status", "--json", cwd=tmp_path, WIREDIFF_CLOCK="2026-03-01T12:31:00Z").stdout)
    assert (state["running"], state["batch"], state["due"]) == (None, None, 0)
    assert state["outlets"][0]["fetches"] == 6
    assert value(tmp_path / "wirediff.db", "SELECT json_extract(stats, '$.finish_reason') FROM batches") == "finished"


def test_an_outlet_that_fails_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    with Newsstand("/a") as stand:
        configure(tmp_path, {"harbor.example": stand.address, "tide.example": NOWHERE})
        some = run("crawl", cwd=tmp_path)
        none = run("crawl", "--all", "--outlet", "tide", cwd=tmp_path)
    assert some.returncode == 3
    assert "wirediff: tide: http://tide.example/feed: " in some.stderr
    assert "harbor\t1\t1" in some.stdout
    assert none.returncode == 4
    assert "Traceback" not in some.stderr + none.stderr


@pytest.mark.parametrize("command", ["crawl", "watch"])
def test_a_second_crawl_is_refused_and_told_who_is_there(tmp_path: Path, command: str) -> None:
    configure(tmp_path, {"harbor.example": NOWHERE})
    with hold(tmp_path / "wirediff.db", SCHEDULE, "wirediff watch"):
        done = run(command, cwd=tmp_path)
    assert done.returncode == 4
    assert "crawled already (wirediff watch, process " in done.stderr


def test_a_configuration_without_outlets_says_how_to_add_one(tmp_path: Path) -> None:
    configure(tmp_path, {})
    done = run("crawl", cwd=tmp_path)
    assert done.returncode == 4
    assert "wirediff add https://" in done.stderr


def test_a_page_whose_fetch_cannot_be_kept_is_put_off_and_does_not_hold_the_crawl(tmp_path: Path) -> None:
    with Newsstand("/a", "/b") as stand:
        configure(tmp_path, {"harbor.example": stand.address})
        with Archive(tmp_path / "wirediff.db") as archive:
            archive.write(
                "CREATE TRIGGER broken BEFORE INSERT ON fetches WHEN NEW.address LIKE '%/b' "
                "BEGIN SELECT RAISE(ABORT, 'disk trouble'); END"
            )
        done = run("crawl", cwd=tmp_path)
    assert done.returncode in {0, 3}
    assert value(tmp_path / "wirediff.db", "SELECT count(*) FROM fetches WHERE address LIKE '%/a'") == 1
    assert value(tmp_path / "wirediff.db", "SELECT failures FROM visits WHERE address LIKE '%/b'") == 1
    assert stand.asked.count("/b") == 1


def test_what_a_feed_names_is_planned_before_the_feed_counts_as_read(tmp_path: Path) -> None:
    """Killed between the two, a crawl would be answered 304 ever after, and never hear of the articles."""
    with Newsstand("/a") as stand:
        stand.articles["/a"] = 404
        configure(tmp_path, {"harbor.example": stand.address})
        with Archive(tmp_path / "wirediff.db") as archive:
            archive.write(
                "CREATE TRIGGER early BEFORE INSERT ON fetches WHEN NEW.kind = 'feed' AND NOT EXISTS "
                "(SELECT 1 FROM visits WHERE kind = 'article') BEGIN SELECT RAISE(ABORT, 'too early'); END"
            )
        run("crawl", cwd=tmp_path)
    assert value(tmp_path / "wirediff.db", "SELECT count(*) FROM fetches WHERE kind = 'feed'") == 1


def test_what_is_seen_after_the_clock_was_set_back_comes_after_what_was_seen(tmp_path: Path) -> None:
    with Newsstand("/a") as stand:
        configure(tmp_path, {"harbor.example": stand.address})
        run("crawl", cwd=tmp_path, WIREDIFF_CLOCK="2026-03-01T12:00:00Z")
        stand.articles["/a"] = 404
        done = run("crawl", "--all", cwd=tmp_path, WIREDIFF_CLOCK="2026-03-01T11:00:00Z")

    assert "behind the last fetch" in done.stderr
    outcomes = "SELECT outcome FROM readings WHERE article IS NOT NULL ORDER BY moment"
    assert value(tmp_path / "wirediff.db", f"SELECT group_concat(outcome) FROM ({outcomes})") == "new,missing"

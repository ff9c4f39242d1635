"""The named questions give back what was kept, exactly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from comparison.apply import apply
from crawler.addresses import address_key
from storage import looks, queries
from storage.archive import Archive
from tests.reports import granite
from wirediff import gather


@pytest.fixture
def archive(bridge: Path) -> Iterator[Archive]:
    with Archive(bridge / "wirediff.db", read_only=True) as opened:
        yield opened


def found(archive: Archive, url: str) -> queries.Article:
    article = queries.find_article(archive, url, address_key(url))
    assert article is not None
    return article


@pytest.mark.parametrize(
    "spelling", [granite.HARBOR, "http://www.harbor.example/bridge/?utm_source=feed", f"{granite.HARBOR}#top"]
)
def test_an_article_is_found_under_every_spelling_of_its_address(archive: Archive, spelling: str) -> None:
    assert found(archive, spelling).address == granite.HARBOR


def test_a_revision_is_given_back_as_it_was_imported(archive: Archive) -> None:
    first, second = queries.revisions_of(archive, found(archive, granite.WIRE).id)

    assert queries.version(archive, first.id).text == "\n\n".join(granite.FIRST)
    assert queries.version(archive, second.id).title == granite.TITLE.replace("12", "19")
    assert first.page is not None


def test_stored_edits_lead_from_one_revision_to_the_next(archive: Archive) -> None:
    for article in queries.all_articles(archive):
        report = gather.article_report(archive, article, "UTC")
        for step in report.steps:
            before, after = step.comparison.before, step.comparison.after
            for field in ("title", "text"):
                assert apply(before.field(field), step.comparison.edits, field) == after.field(field)


def test_a_removal_is_a_failure_with_its_reason_not_a_revision(archive: Archive) -> None:
    article = found(archive, granite.GAZETTE)
    (failure,) = looks.failures(looks.looks_of(archive, article.id))

    assert (failure.outcome, failure.reason) == ("gone", "HTTP 410")
    assert len(queries.revisions_of(archive, article.id)) == 1


def test_coverage_tells_how_often_and_the_longest_gap(archive: Archive) -> None:
    held = gather.coverage(looks.looks_of(archive, found(archive, granite.VALLEY).id))

    assert held is not None
    assert (held.looks, held.longest_gap) == (2, 8.25 * 3600)


def test_a_story_is_found_by_number_and_by_its_name_in_the_configuration(archive: Archive) -> None:
    by_name = queries.find_story(archive, "bridge")

    assert by_name is not None
    assert by_name == queries.find_story(archive, str(by_name.id))
    assert queries.find_story(archive, "99999999999999999999") is None


def test_a_snapshot_sees_one_state(bridge: Path, archive: Archive) -> None:
    with queries.snapshot(archive), Archive(bridge / "wirediff.db") as writer:
        before = archive.value("SELECT count(*) FROM notes")
        writer.insert("notes", {"made_at": "2026-03-03T00:00:00Z", "subject": "1", "text": "seen"})
        assert archive.value("SELECT count(*) FROM notes") == before
    assert archive.value("SELECT count(*) FROM notes") == before + 1

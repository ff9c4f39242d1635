"""An outlet where extraction broke says so: against its own past, not against a number of ours."""

from __future__ import annotations

from pathlib import Path

from storage import outlets
from storage.archive import Archive
from storage.derived_checks import DERIVED_CHECKS


def keep(archive: Archive, day: int, number: int, words: int, *, title: str | None = "T", outcome: str = "new") -> None:
    """One article first fetched on a day."""
    when, name = f"2026-03-{day:02}T10:{number:02}:00Z", f"{day} {number}"
    archive.insert("outlets", {"id": "harbor"}, or_ignore=True)
    row = {"key": name, "fetched_at": when, "moment": day * 100 + number, "outlet": "harbor", "address": name}
    fetch = archive.insert("fetches", row | {"final_address": name})
    article = archive.insert(
        "articles", {"key": name, "outlet": "harbor", "address": name, "first_seen": when, "last_seen": when}
    )
    reason = None if outcome == "new" else "failed extraction: empty"
    reading = {"fetch": fetch, "article": article, "moment": day * 100 + number, "outcome": outcome, "reason": reason}
    archive.insert("readings", reading)
    if outcome == "new":
        version = {
            "key": name, "article": article, "number": 1, "first_seen": when, "last_seen": when, "made_by": fetch,
            "title": title, "published": when, "extractor": "e", "content": name, "words": words,
        }  # fmt: skip
        archive.insert("revisions", version)


def test_texts_that_became_short_and_titles_that_went_are_a_warning_and_pages_held_are(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        for day in (1, 2, 3):
            for number in range(4):
                keep(archive, day, number, 400 + 10 * number)
        for number in range(4):
            keep(archive, 4, number, 90, title=None)
        for number in range(6):
            keep(archive, 5, number, 0, outcome="held")
        health = {row["day"]: row for row in outlets.health(archive, "harbor", 14)}
        warned = {row["day"]: row["warning"] for row in outlets.warnings(archive, "2026-03-01")}
    assert (health["2026-03-03"]["median_words"], health["2026-03-04"]["usual_words"]) == (415, 415)
    assert health["2026-03-04"]["title_rate"] == 0
    assert warned == {
        "2026-03-04": "texts are less than half as long as before; titles are missing",
        "2026-03-05": "most pages are held: failed extraction 6",
    }


def test_what_is_read_anew_or_taken_back_is_counted_as_it_stands(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        for number, words in enumerate((100, 300, 500)):
            keep(archive, 1, number, words)
        keep(archive, 1, 4, 0, outcome="held")
        archive.write("UPDATE readings SET outcome = 'unchanged', reason = NULL WHERE outcome = 'held'")
        archive.write("UPDATE readings SET outcome = 'held', reason = 'block page: x', revision = NULL WHERE fetch = 2")
        archive.write("DELETE FROM revisions WHERE words = 300")
        archive.write("DELETE FROM readings WHERE fetch = 3")
        day = outlets.health(archive, "harbor", 1)[0]
        wrong = list(DERIVED_CHECKS["the days of outlets"](archive))
    assert (day["fetches"], day["changed"], day["unchanged"], day["held"]) == (3, 1, 1, 1)
    assert (day["median_words"], day["held_reasons"]) == (300, "block page 1")
    assert wrong == []

"""The planted archive that benchmarks measure is one that the rest of the program takes for its own."""

from __future__ import annotations

from pathlib import Path

from benchmarks.planting import planted
from storage import outlets
from storage.archive import Archive
from storage.derived_checks import DERIVED_CHECKS
from storage.search import search


def test_few_articles_are_multiplied_with_their_texts_marks_and_days(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive.db") as archive:
        planted(archive, 100, outlets=3, first=20)
        made = archive.row("SELECT count(*) AS n, count(DISTINCT article) AS texts FROM placements") or {}
        text = archive.value("SELECT text FROM revision_texts WHERE revision_id = 90")
        outlet = archive.value("SELECT outlet FROM articles WHERE id = 90")
        wrong = [name for name in ("the days of outlets", "the readings") if list(DERIVED_CHECKS[name](archive))]
        found = search(archive, f'"{" ".join(text.split()[:3])}"', outlet=outlet)
        marked = archive.value("SELECT count(DISTINCT article) FROM fingerprints WHERE article <> 0")
        fetched = sum(row["fetches"] for row in outlets.counts(archive))
        broken = archive.rows("PRAGMA foreign_key_check")
    assert (made["texts"], marked, fetched) == (100, 100, 100)
    assert text in {hit.text for hit in found} or any(hit.text in text for hit in found)
    assert (wrong, broken) == ([], [])

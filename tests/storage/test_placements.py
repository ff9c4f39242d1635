"""What stays where it is through many revisions is one row, read as a row for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import derived
from storage.archive import Archive

WORDS = ("The ferry sank.", "Nobody was hurt.", "An inquiry begins.")
TEXTS: tuple[tuple[str, ...], ...] = (
    WORDS,
    (WORDS[0], "Two were hurt.", WORDS[2]),
    ("Update.", *WORDS),
    (*WORDS, "More follows."),
)
SEEN = "2026-03-02T10:00:00Z"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive.db") as found, found.transaction():
        found.insert("outlets", {"id": "tide.example"})
        for name in ("ferry", "storm"):
            derived.make_article(found, "tide.example", name, f"https://tide.example/{name}", SEEN)
        found.db.execute("PRAGMA defer_foreign_keys = ON")  # revisions without a fetch
        yield found
        found.db.execute("DELETE FROM revisions")


def keep(archive: Archive, article: int, text: tuple[str, ...]) -> int:
    row = {"article": article, "first_seen": SEEN, "last_seen": SEEN, "made_by": 0, "extractor": "", "words": 3}
    return derived.keep_revision(archive, row | {"content": " ".join(text)}, f"key {article}", text)


def carried(archive: Archive) -> dict[int, tuple[str, ...]]:
    revisions = archive.db.conn.execute("SELECT id FROM revisions").fetchall()
    return {revision: tuple(derived.paragraphs_of(archive, revision)) for (revision,) in revisions}


def test_every_revision_reads_as_it_was_kept(archive: Archive) -> None:
    kept = {keep(archive, article, text): text for text in TEXTS for article in (1, 2)}

    assert carried(archive) == kept
    assert archive.value("SELECT count(*) FROM placements WHERE article = 1") < sum(map(len, TEXTS))


def test_a_paragraph_leads_to_all_revisions_that_carry_it(archive: Archive) -> None:
    kept = [keep(archive, 1, text) for text in TEXTS]
    ferry = archive.value("SELECT id FROM paragraphs WHERE text = ?", (WORDS[0],))
    rows = archive.rows("SELECT revision FROM revision_paragraphs WHERE paragraph = ? ORDER BY revision", (ferry,))

    assert [row["revision"] for row in rows] == kept


@pytest.mark.parametrize("place", range(len(TEXTS)))
def test_the_others_stay_as_they_are_where_one_is_forgotten_and_its_number_is_given_again(
    archive: Archive, place: int
) -> None:
    kept = {keep(archive, 1, text): text for text in TEXTS}
    gone = list(kept)[place]
    derived.forget_revision(archive, gone)
    kept = {revision: text for revision, text in kept.items() if revision != gone}
    kept[keep(archive, 1, ("Something else.",))] = ("Something else.",)

    assert carried(archive) == kept


def test_a_change_of_one_paragraph_is_one_row(archive: Archive) -> None:
    keep(archive, 1, TEXTS[0])
    before = archive.value("SELECT count(*) FROM placements")
    keep(archive, 1, TEXTS[1])

    assert archive.value("SELECT count(*) FROM placements") == before + 1

"""A paragraph is kept once; an edit of another one as what differs; what an outlet took over is found within it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlite_utils import Database

from storage import derived, outlets, paragraphs
from storage.archive import Archive
from storage.derived_checks import DERIVED_CHECKS
from storage.migrations import migrations
from storage.search import search

SEEN = "2026-03-02T10:00:00Z"
FERRY = "The ferry sank off the northern pier on Tuesday night, and the harbour office said that nobody was hurt."
EDITED = FERRY.replace("Tuesday", "Monday")
TWICE = EDITED.replace("nobody", "a deckhand")
OTHER = "An inquiry begins next week under a retired judge."


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive.db") as found, found.transaction():
        for outlet in ("tide.example", "wire.example"):
            found.insert("outlets", {"id": outlet})
            derived.make_article(found, outlet, "ferry", f"https://{outlet}/ferry", SEEN)
        found.db.execute("PRAGMA defer_foreign_keys = ON")  # revisions without a fetch
        yield found
        found.db.execute("DELETE FROM revisions")


def keep(archive: Archive, article: int, *text: str) -> int:
    row = {"article": article, "first_seen": SEEN, "last_seen": SEEN, "made_by": 0, "extractor": "", "words": 3}
    kept = derived.keep_revision(archive, row | {"content": " ".join(text)}, f"key {article}", text)
    archive.index_new()
    return kept


def parts(archive: Archive) -> list[tuple[str, bool]]:
    rows = archive.rows("SELECT text, base FROM paragraph_parts ORDER BY id")
    return [(row["text"], row["base"] is not None) for row in rows]


def test_an_edited_paragraph_keeps_what_differs_and_reads_whole(archive: Archive) -> None:
    kept = {keep(archive, 1, FERRY, OTHER): (FERRY, OTHER)}
    kept[keep(archive, 1, EDITED, OTHER)] = (EDITED, OTHER)
    kept[keep(archive, 1, TWICE, OTHER)] = (TWICE, OTHER)

    assert parts(archive) == [(FERRY, False), (OTHER, False), ("Mon", True), (TWICE[40:-10], True)]
    assert {one: tuple(derived.paragraphs_of(archive, one)) for one in kept} == kept
    assert list(DERIVED_CHECKS["the paragraphs"](archive)) == []


@pytest.mark.parametrize("seed", range(20))
def test_a_splice_is_the_text_again_whatever_differs(archive: Archive, seed: int) -> None:
    rng = Random(seed)
    base = "".join(rng.choices("ab é🙂\n", k=200))
    start, end = sorted(rng.choices(range(201), k=2))
    text = base[:start] + "".join(rng.choices("ab é🙂", k=rng.randrange(9))) + base[end:]
    number = paragraphs.keep(archive, "tide.example", [base])[0]
    other = paragraphs.keep(archive, "tide.example", [text], [number])[0]

    assert archive.value("SELECT text FROM paragraphs WHERE id = ?", (other,)) == text


def test_what_leans_on_a_paragraph_that_goes_is_kept_whole(archive: Archive) -> None:
    first = keep(archive, 1, FERRY)
    later = keep(archive, 1, EDITED)
    derived.forget_revision(archive, first)
    paragraphs.sweep(archive)

    assert parts(archive) == [(EDITED, False)]
    assert derived.paragraphs_of(archive, later) == [EDITED]
    assert [hit.text for hit in search(archive, "ferry")] == [EDITED]
    assert search(archive, "Tuesday") == ()


def test_a_search_within_an_outlet_finds_its_own_and_what_it_took_over(archive: Archive) -> None:
    keep(archive, 1, FERRY, OTHER)
    keep(archive, 2, "Crews of the wire agency watched the ferry from the pier.", FERRY)

    found = search(archive, "ferry", outlet="wire.example")
    assert [hit.text[:5] for hit in found] == ["Crews", "The f"]
    assert all("\x02ferry\x03" in hit.snippet for hit in found)
    assert {carrier.outlet for hit in found for carrier in hit.carriers} == {"wire.example"}
    assert search(archive, "inquiry", outlet="wire.example") == ()
    assert len(search(archive, "ferry", outlet="wire.example", limit=1)) == 1


def test_an_outlet_that_gave_a_paragraph_up_is_found_with_it_no_more(archive: Archive) -> None:
    keep(archive, 1, FERRY)
    derived.forget_revision(archive, keep(archive, 2, FERRY))
    assert search(archive, "ferry", outlet="wire.example") == ()
    paragraphs.sweep(archive)
    assert archive.value("SELECT count(*) FROM paragraph_copies") == 0
    assert [hit.text for hit in search(archive, "ferry", outlet="tide.example")] == [FERRY]


def test_what_is_taken_away_before_it_was_indexed_leaves_no_trace(archive: Archive) -> None:
    keep(archive, 1, OTHER)
    for outlet in ("tide.example", "wire.example"):
        paragraphs.keep(archive, outlet, [FERRY])
    paragraphs.sweep(archive)
    archive.index_new()

    assert search(archive, "ferry") == ()
    assert len(search(archive, "inquiry")) == 1
    for name in ("paragraphs_fts", "copies_fts"):
        archive.write(f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 0)")


def test_numbers_of_an_outlet_go_on_in_larger_blocks(archive: Archive) -> None:
    texts = [f"paragraph {number}" for number in range(300)]
    given = [paragraphs.keep(archive, "tide.example", texts[at : at + 7]) for at in range(0, 300, 7)]
    paragraphs.keep(archive, "wire.example", ["another one"])
    numbers = [number for some in given for number in some]

    assert len(set(numbers)) == 300
    blocks = paragraphs.blocks_of(archive, paragraphs.PARTS, "tide.example")
    assert [last - first + 1 for first, last in blocks] == [1024, 64]
    assert all(any(first <= number <= last for first, last in blocks) for number in numbers)


OLD = """
INSERT INTO outlets (id) VALUES ('tide'), ('wire');
INSERT INTO fetches (id, key, fetched_at, moment, outlet, address, final_address)
VALUES (1, 'a', '2026-03-02T10:00:00Z', 1, 'wire', 'w', 'w'), (2, 'b', '2026-03-02T11:00:00Z', 2, 'tide', 't', 't');
INSERT INTO articles (id, key, outlet, address, first_seen, last_seen)
VALUES (1, 'a', 'wire', 'w', '2026-03-02T10:00:00Z', ''), (2, 'b', 'tide', 't', '2026-03-02T11:00:00Z', '');
INSERT INTO revisions (id, key, article, number, first_seen, last_seen, made_by, extractor, content, words)
VALUES (1, 'a', 1, 1, '2026-03-02T10:00:00Z', '', 1, '', '', 10),
       (2, 'b', 2, 1, '2026-03-02T11:00:00Z', '', 2, '', '', 30),
       (3, 'c', 1, 2, '2026-03-02T12:00:00Z', '', 1, '', '', 9);
INSERT INTO readings (fetch, article, moment, outcome, revision) VALUES (1, 1, 1, 'new', 1), (2, 2, 2, 'new', 2);
"""


def test_an_archive_of_whole_paragraphs_is_carried_over(tmp_path: Path) -> None:
    old = Database(tmp_path / "a.db")
    migrations.apply(old, stop_before="days_of_outlets")
    old.executescript(OLD)
    named = [(number, paragraphs.name_of(text).hex(), text) for number, text in ((5, FERRY), (6, OTHER), (7, EDITED))]
    old.conn.executemany("INSERT INTO paragraphs (id, hash, text) VALUES (?, ?, ?)", named)
    placed = [(1, 0, 1, 3, 6), (1, 1, 1, 1, 5), (1, 1, 3, 3, 7), (2, 0, 2, 2, 7), (2, 1, 2, 2, 5)]
    old.conn.executemany("INSERT INTO placements VALUES (?, ?, ?, ?, ?)", placed)
    old.conn.commit()
    old.close()

    with Archive(tmp_path / "a.db") as archive:
        texts = archive.rows("SELECT outlet, text FROM revision_texts ORDER BY revision_id")
        found = {outlet: [hit.text for hit in search(archive, "ferry", outlet=outlet)] for outlet in ("wire", "tide")}
        days = {row["day"]: row["median_words"] for row in outlets.health(archive, "tide", 9)}
        wrong = [name for name in ("the paragraphs", "the days of outlets") if list(DERIVED_CHECKS[name](archive))]
        kept = sorted(parts(archive), key=lambda part: (part[1], part[0] == OTHER))
    said = [f"{OTHER}\n\n{FERRY}", f"{EDITED}\n\n{FERRY}", f"{OTHER}\n\n{EDITED}"]
    assert [row["text"] for row in texts] == said
    assert found == {"wire": [FERRY, EDITED], "tide": [EDITED, FERRY]}
    assert kept == [(FERRY, False), (OTHER, False), ("Mon", True)]
    assert (days, wrong) == ({"2026-03-02": 30}, [])

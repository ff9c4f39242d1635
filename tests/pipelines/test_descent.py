"""Trees are kept for the stories that changed, and are the same whatever the order of arrival."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from comparison.model import Version
from pipelines.archivist import Archivist
from pipelines.descent import settle, tree_of
from pipelines.desk import Desk
from pipelines.extract import extract
from pipelines.tracing import trace
from storage.archive import Archive
from tests.pipelines.newsroom import Keeper

DISPATCH = (
    "MERROW (Northwire) — The flood barrier at Merrow failed on Tuesday night after two of its nine gates stayed open, "
    "and about 1,400 people left their homes along the lower river.",
    "Crews had reported a broken motor in the spring, according to a letter that the harbour office released on "
    "Wednesday morning after a request by the town council.",
    "“We wrote three times and were told to wait for the budget,” said Ada Quill, who has led the crew of the barrier "
    "since the year 2011 and lives within sight of it.",
    "The ministry said that spare parts had been ordered from a foundry in Carrow, and that divers would try to close "
    "both gates by hand before the next high tide.",
)
SPUN = (
    "The flood obstacle of Merrow broke down during Tuesday night because two among its nine gates remained open, and "
    "some 1,400 persons quit their houses by the lower river.\n\n"
    "A motor that was broken had been signalled by crews in spring, as a letter shows which the office of the harbour "
    "has published Wednesday at the demand of the council.\n\n"
    "“We wrote it three times and one told us to await the budget,” has said Ada. Quill, chief of the barrier's team "
    "from 2011, and his house is in view of it.\n\n"
    "Spare pieces come from the Carrow foundry, the ministry affirmed, and divers will attempt closing the two gates "
    "manually ahead of the following high tide."
)
CAPTURES = (
    ("09:00", "https://wire.example/merrow", DISPATCH),
    ("10:00", "https://harbor.example/flood", (DISPATCH[0].replace("1,400", "14,000"), *DISPATCH[1:])),
    ("11:00", "https://metro.example/barrier", (DISPATCH[0].replace("1,400", "14,000"), *DISPATCH[1:3])),
    ("12:00", "https://wire.example/merrow", (*DISPATCH[:3], "Both gates were closed at noon, the ministry said.")),
    ("13:00", "https://metro.example/library", ("The library closes its reading room.", "It will open again in May.")),
)
ROWS = (
    "SELECT a.outlet, r.number, pa.outlet AS parent, p.number AS parents_number, d.relation, round(d.confidence, 6) AS "
    "confidence, d.chosen, d.evidence FROM derivations d JOIN revisions r ON r.id = d.child JOIN articles a ON "
    "a.id = r.article LEFT JOIN revisions p ON p.id = d.parent LEFT JOIN articles pa ON pa.id = p.article "
    "ORDER BY a.outlet, r.number, pa.outlet, p.number"
)


RUNS = (
    "SELECT a.outlet, r.number, w.number AS wire, u.reading FROM update_readings u "
    "JOIN revisions r ON r.id = u.revision JOIN articles a ON a.id = r.article JOIN revisions w "
    "ON w.id = u.wire_revision ORDER BY a.outlet, r.number, w.number"
)


def keep(keeper: Keeper, captures: tuple[tuple[str, str, tuple[str, ...]], ...]) -> None:
    for at, url, paragraphs in captures:
        keeper.keep(at, url=url, text="\n\n".join(paragraphs), title="Flood barrier fails at Merrow")


def test_a_storys_tree_is_kept_and_only_made_again_when_it_changed(keeper: Keeper) -> None:
    keep(keeper, CAPTURES[:3])
    assert (settle(keeper.archive), settle(keeper.archive)) == (1, 0)
    keep(keeper, CAPTURES[3:])
    assert (settle(keeper.archive), settle(keeper.archive)) == (1, 0)

    chosen = [
        (row["outlet"], row["number"], row["parent"], row["relation"])
        for row in keeper.archive.rows(ROWS)
        if row["chosen"]
    ]
    assert chosen == [
        ("harbor.example", 1, "wire.example", "copy"),
        ("metro.example", 1, "harbor.example", "trimmed"),
        ("wire.example", 1, None, "wire"),
        ("wire.example", 2, "wire.example", "revision"),
    ]


def kept_in_order(folder: Path, orders: list[tuple[int, ...]]) -> list[Any]:
    """What is kept of trees when the captures come in each of some orders, settled now and then."""
    kept = []
    for name, order in enumerate(orders):
        with Archive(folder / f"{name}.db") as archive:
            keeper = Keeper(archive, Archivist(Desk(archive, extract)))
            for step, place in enumerate(order):
                keep(keeper, CAPTURES[place : place + 1])
                if (step + name) % 3 == 0:
                    settle(archive)
            settle(archive)
            kept.append((archive.rows(ROWS), archive.rows(RUNS)))
    return kept


def shuffled(count: int) -> list[tuple[int, ...]]:
    places = range(len(CAPTURES))
    return [tuple(places), *(tuple(Random(seed).sample(places, len(places))) for seed in range(count - 1))]


def test_the_kept_tree_does_not_depend_on_the_order_of_arrival(tmp_path: Path) -> None:
    first, *others = kept_in_order(tmp_path, shuffled(6))

    assert first[0]
    assert all(other == first for other in others)


@pytest.mark.campaign
def test_a_hundred_orders_of_arrival_keep_the_same_tree(tmp_path: Path) -> None:
    first, *others = kept_in_order(tmp_path, shuffled(100))

    assert all(other == first for other in others)


def test_only_what_changed_is_written(keeper: Keeper) -> None:
    rowids = "SELECT rowid, child, parent FROM derivations ORDER BY rowid"
    keep(keeper, CAPTURES)
    settle(keeper.archive)
    before = keeper.archive.rows(rowids)
    with keeper.archive.transaction():
        keeper.archive.write("INSERT INTO trees_unsettled (story) SELECT DISTINCT story FROM story_articles")

    assert settle(keeper.archive) == 1
    assert keeper.archive.rows(rowids) == before


def test_a_version_that_was_there_longer_than_known_settles_its_story_anew(keeper: Keeper) -> None:
    keep(keeper, CAPTURES[:4])
    settle(keeper.archive)
    keeper.keep(
        "11:30", url="https://wire.example/merrow", text="\n\n".join(DISPATCH), title="Flood barrier fails at Merrow"
    )

    assert settle(keeper.archive) == 1


def test_a_story_that_is_left_by_all_but_one_keeps_no_tree(keeper: Keeper) -> None:
    keep(keeper, CAPTURES[:2])
    settle(keeper.archive)
    assert keeper.archive.value("SELECT count(*) FROM derivations") > 0
    (story,) = keeper.archive.rows("SELECT story, min(article) AS article FROM story_articles")
    with keeper.archive.transaction():
        keeper.archive.write("DELETE FROM story_articles WHERE article = ?", (story["article"],))
    settle(keeper.archive)

    assert keeper.archive.value("SELECT count(*) FROM derivations d JOIN revisions r ON r.id = d.child "
                                "JOIN story_articles sa ON sa.article = r.article") == 0  # fmt: skip


@pytest.mark.parametrize("text", ["\n\n".join(DISPATCH[1:]), SPUN], ids=["cut", "spun"])
def test_a_text_is_traced_to_its_source(keeper: Keeper, text: str) -> None:
    keep(keeper, CAPTURES)
    found = trace(keeper.archive, Version(text))

    assert found.sources[0].held.story is not None
    assert {source.held.node.outlet for source in found.sources} <= {"wire.example", "harbor.example", "metro.example"}
    assert found.agency is not None
    assert found.agency[0] == "Northwire"
    assert found.rewritten is (text == SPUN)
    for source in found.sources:
        for passage in source.passages:
            assert text[passage.text.start : passage.text.end] == passage.text.text


def test_the_signals_of_a_spun_text_stand_beside_its_source(keeper: Keeper) -> None:
    keep(keeper, CAPTURES)
    found = {signal.name for signal in trace(keeper.archive, Version(SPUN)).signals}

    assert {"reworded throughout", "torn name", "reworded quotations"} <= found


def test_a_text_about_something_else_has_no_source(keeper: Keeper) -> None:
    keep(keeper, CAPTURES)
    other = "The orchestra of Carrow will play in the old foundry from June to August, its conductor Lev Marin said."

    assert trace(keeper.archive, Version(other)).sources == ()


def test_a_story_without_revisions_has_an_empty_tree(keeper: Keeper) -> None:
    assert tree_of(keeper.archive, 99) == []

"""Which articles stand in one story, and what each is compared with."""

from __future__ import annotations

from pipelines import descent
from tests.pipelines.newsroom import DISPATCH, Keeper, page

OTHER = (
    "The town council voted on Monday to close the old library for repairs that are to take two years.",
    "Readers will find the children's books in the school on Mill Lane, and newspapers in the town hall.",
    "The roof has leaked since the storm of last autumn, when water ran down the shelves of the local archive.",
    "The repairs will cost the town as much as it spends on its roads in a year, the treasurer told the council.",
)


def test_a_trimmed_copy_at_another_outlet_joins_and_is_compared_with_the_first(keeper: Keeper) -> None:
    keeper.keep("10:00", url="https://wire.example/ferry")
    keeper.keep("11:00", html=page(DISPATCH[:3], "Ferry accident hurts 12"))
    keeper.keep("12:00", url="https://harbor.example/library", html=page(OTHER, "Library to close"))

    stories = keeper.archive.rows("SELECT count(*) AS n FROM story_articles GROUP BY story ORDER BY n")
    cut = keeper.archive.rows("SELECT outlet, text FROM cut_paragraphs")
    assert [row["n"] for row in stories] == [1, 2]
    assert cut == [{"outlet": "harbor.example", "text": DISPATCH[3]}]


def test_a_copy_that_misses_the_wires_update_still_runs_the_old_version(keeper: Keeper) -> None:
    keeper.keep("10:00", url="https://wire.example/ferry")
    keeper.keep("10:30")
    newer = (DISPATCH[0].replace("12 of them", "19 of them"), *DISPATCH[1:])
    keeper.keep("11:00", url="https://wire.example/ferry", html=page(newer))
    keeper.keep("12:00")
    descent.settle(keeper.archive)

    old = keeper.archive.rows("SELECT outlet, carries_wire_revision, wire_revision FROM still_running_old_version")
    assert old == [{"outlet": "harbor.example", "carries_wire_revision": 1, "wire_revision": 2}]


def test_the_configured_wire_is_the_reference_even_when_it_was_seen_late(keeper: Keeper) -> None:
    from crawler.outlets import FollowedStory

    keeper.archivist.desk.stories = (FollowedStory("ferry", "The ferry", wire=("https://wire.example/ferry",)),)
    keeper.keep("10:00")
    keeper.keep("11:00", url="https://metro.example/ferry")
    keeper.keep("12:00", url="https://wire.example/ferry")

    compared = keeper.archive.rows(
        "SELECT DISTINCT a.outlet FROM diffs d JOIN revisions r ON r.id = d.before JOIN articles a ON a.id = r.article "
        "WHERE d.relation = 'copy'"
    )
    assert [row["outlet"] for row in compared] == ["wire.example"]
    assert keeper.archive.value("SELECT title FROM stories") == "The ferry"

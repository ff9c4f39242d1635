"""Values that alternate between fetches are one state, not a row of edits."""

from __future__ import annotations

from tests.pipelines.newsroom import DISPATCH, Keeper, page

A, B = "Ferry runs aground off Granite Bay", "Twelve hurt as ferry hits rocks"
EDITED = (DISPATCH[0].replace("140 people", "150 people"), *DISPATCH[1:])


def shown(keeper: Keeper, titles: str, first_hour: int = 0, paragraphs: tuple[str, ...] = DISPATCH) -> list[str | None]:
    """Keep one page an hour, with the headline that each letter names; their outcomes or reasons."""
    found = []
    for place, letter in enumerate(titles, first_hour):
        day, hour = divmod(place, 24)
        arrival = keeper.keep(
            f"2026-03-{2 + day:02}T{hour:02}:00:00Z", html=page(paragraphs, A if letter == "A" else B)
        )
        found.append(arrival.reason or arrival.outcome)
    return found


def titles(keeper: Keeper) -> list[str]:
    return [row["title"] for row in keeper.archive.rows("SELECT title FROM revisions ORDER BY number")]


def test_a_headline_that_alternates_is_kept_once_a_variant(keeper: Keeper) -> None:
    shown(keeper, "ABABBAABABABAABB")

    assert titles(keeper) == [A, B]
    assert set(keeper.outcomes()[2:]) == {"unchanged"}
    assert keeper.events().count("flapping") == 1
    assert "reverted" not in keeper.events()


def test_an_edit_is_caught_while_the_headline_alternates(keeper: Keeper) -> None:
    shown(keeper, "ABABA")
    edited = shown(keeper, "AB", 5, EDITED)

    assert edited == ["revised", "flapping"]
    assert "150 people" in keeper.texts()[-1][2]


def test_a_single_return_is_a_revision_and_so_is_a_second_one_days_later(keeper: Keeper) -> None:
    assert shown(keeper, "ABA") == ["new", "revised", "revised"]
    assert shown(keeper, "B", 60) == ["revised"]
    assert keeper.events().count("reverted") == 2


def test_a_variant_that_lasts_is_a_return_in_the_end(keeper: Keeper) -> None:
    shown(keeper, "ABAB" + "A" * 26)

    assert titles(keeper) == [A, B, A]
    assert keeper.events().count("reverted") == 1


def test_a_cache_that_serves_an_older_copy_twice_leaves_the_newest_text(keeper: Keeper) -> None:
    for hour, paragraphs in enumerate((DISPATCH, EDITED, DISPATCH, EDITED, DISPATCH, EDITED)):
        keeper.keep(f"{hour:02}:00", html=page(paragraphs))

    assert ["150 people" in text for _, _, text in keeper.texts()] == [False, True]


def test_an_edit_before_the_alternation_is_proven_leaves_no_revision_but_its_own(keeper: Keeper) -> None:
    shown(keeper, "ABA")
    shown(keeper, "ABAB", 3, EDITED)

    assert [("150 people" in text, number) for _, number, text in keeper.texts()] == [(False, 1), (False, 2), (True, 3)]
    assert titles(keeper) == [A, B, A]
    assert keeper.archive.value("SELECT count(*) FROM diffs WHERE relation = 'revision'") == 2

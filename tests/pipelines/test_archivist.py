"""What becomes of an article as its fetches are kept."""

from __future__ import annotations

from pathlib import Path

from pipelines.archivist import Archivist
from pipelines.desk import Desk
from pipelines.extract import extract
from storage.archive import Archive
from storage.pages import body_of
from tests.pipelines.newsroom import DISPATCH, Keeper, page

BUDGET = "Council adopts budget"
COUNCIL = (
    "The council of Granite Bay adopted a budget of 41 million crowns on Tuesday after six hours of debate.",
    "It raises the levy on moorings by a tenth and closes the reading room in the old customs house.",
    "Opponents said they would ask the county to review the vote, which passed by a single voice.",
)
EDITED = (DISPATCH[0].replace("12 of them", "19 of them"), *DISPATCH[1:])


def test_a_first_honest_page_is_new_and_its_repetition_unchanged(keeper: Keeper) -> None:
    keeper.keep("10:00")
    keeper.keep("11:00")

    assert keeper.outcomes() == ["new", "unchanged"]
    assert len(keeper.texts()) == 1


def test_a_changed_figure_is_a_revision_with_that_one_edit(keeper: Keeper) -> None:
    keeper.keep("10:00")
    keeper.keep("11:00", html=page(EDITED))

    edits = keeper.archive.rows("SELECT op, kinds, material, before_text, after_text FROM edits")
    assert keeper.outcomes() == ["new", "revised"]
    assert edits == [{"op": "replace", "kinds": "number", "material": 1, "before_text": "12", "after_text": "19"}]


def test_a_headline_alone_makes_a_revision(keeper: Keeper) -> None:
    keeper.keep("10:00")
    keeper.keep("11:00", html=page(title="Ferry strikes rocks off Granite Bay"))

    assert keeper.outcomes() == ["new", "revised"]
    assert {row["field"] for row in keeper.archive.rows("SELECT field FROM edits")} == {"title"}


def test_other_quotes_and_dashes_are_unchanged_with_the_normaliser_as_reason(keeper: Keeper) -> None:
    keeper.keep("10:00")
    typed = tuple(text.replace('"', "”").replace(" - ", " — ") for text in DISPATCH)
    arrival = keeper.keep("11:00", html=page(typed))

    assert (arrival.outcome, arrival.reason) == ("unchanged", "typographic")


def test_a_return_to_an_earlier_text_is_a_revision_of_its_own(keeper: Keeper) -> None:
    for hour, paragraphs in (("10:00", DISPATCH), ("11:00", EDITED), ("12:00", DISPATCH)):
        keeper.keep(hour, html=page(paragraphs))

    assert keeper.outcomes() == ["new", "revised", "revised"]
    assert "reverted" in keeper.events()


def test_a_404_is_missing_until_hours_of_looks_make_it_gone(keeper: Keeper) -> None:
    keeper.keep("06:00")
    for hour in ("07:00", "10:00", "14:00"):
        keeper.keep(hour, status=404)

    assert keeper.outcomes() == ["new", "missing", "missing", "gone"]
    assert keeper.events() == ["removed"]


def test_a_410_is_gone_at_once_and_its_return_is_told(keeper: Keeper) -> None:
    keeper.keep("06:00")
    keeper.keep("07:00", status=410)
    keeper.keep("08:00")

    assert keeper.outcomes() == ["new", "gone", "returned"]
    assert keeper.events() == ["removed", "returned"]


def test_a_server_error_changes_nothing(keeper: Keeper) -> None:
    keeper.keep("06:00")
    keeper.keep("07:00", status=503)
    keeper.keep("08:00")

    assert keeper.outcomes() == ["new", "failed", "unchanged"]


def test_an_address_that_redirects_is_the_same_article_moved(keeper: Keeper) -> None:
    keeper.keep("10:00")
    keeper.keep("11:00", final="https://harbor.example/ferry-aground-12-hurt")
    keeper.keep("12:00", url="https://harbor.example/ferry-aground-12-hurt")

    assert keeper.outcomes() == ["new", "moved", "unchanged"]
    assert [url for url, _, _ in keeper.texts()] == ["https://harbor.example/ferry-aground-12-hurt"]


def test_two_articles_that_turn_out_to_be_one_are_derived_as_one(keeper: Keeper) -> None:
    keeper.keep("10:00")
    keeper.keep("11:00", url="https://harbor.example/ferry-aground", html=page(EDITED))
    keeper.keep("12:00", final="https://harbor.example/ferry-aground", html=page(EDITED))

    assert [number for _, number, _ in keeper.texts()] == [1, 2]
    assert keeper.archive.value("SELECT count(*) FROM articles") == 1


def test_a_canonical_link_to_the_home_page_is_not_believed(keeper: Keeper) -> None:
    home = '<link rel="canonical" href="https://harbor.example/">'
    keeper.keep("10:00", html=page(head=home))
    keeper.keep("11:00", url="https://harbor.example/budget", html=page(DISPATCH[::-1], "The budget", home))

    assert keeper.archive.value("SELECT count(*) FROM articles") == 2


def test_late_evidence_takes_its_place_in_time(keeper: Keeper) -> None:
    keeper.keep("12:00", html=page(EDITED))
    keeper.keep("13:00", html=page(EDITED))
    late = keeper.keep("10:00")

    assert late.outcome == "new"
    assert keeper.outcomes() == ["new", "revised", "unchanged"]
    assert ["12 of them" in text for _, _, text in keeper.texts()] == [True, False]


def test_the_very_same_fetch_is_kept_once(keeper: Keeper) -> None:
    keeper.keep("10:00")
    again = keeper.keep("10:00")

    assert again.outcome == "new"
    assert keeper.archive.value("SELECT count(*) FROM fetches") == 1


def test_what_fails_in_the_middle_leaves_nothing_behind(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive.db") as archive:

        def broken(_arrival: object) -> None:
            raise RuntimeError("no disk")

        keeper = Keeper(archive, Archivist(Desk(archive, extract), settle=broken))
        try:
            keeper.keep("10:00")
        except RuntimeError as error:
            assert str(error) == "no disk"

        assert [archive.value(f"SELECT count(*) FROM {table}") for table in ("fetches", "pages", "articles")] == [
            0,
            0,
            0,
        ]


def test_a_silent_material_edit_is_an_event_and_a_noted_one_is_not(keeper: Keeper) -> None:
    keeper.keep("10:00")
    keeper.keep("11:00", html=page(EDITED))
    note = "CORRECTION: An earlier version of this article misstated how many tugs pulled the ferry free."
    keeper.keep("12:00", html=page((EDITED[0].replace("140 people", "150 people"), *EDITED[1:], note)))

    assert keeper.events() == ["edited without a note", "corrected"]


def test_a_note_that_came_later_names_the_edit_that_it_tells_of_and_one_without_any_is_told(keeper: Keeper) -> None:
    late = "Correction: An earlier version misstated how many were hurt. It was 19, not 12."
    empty = "Correction: An earlier version misstated the captain's rank."
    keeper.keep("10:00")
    keeper.keep("11:00", html=page(EDITED))
    keeper.keep("12:00", html=page((*EDITED, late)))
    keeper.keep("13:00", html=page((*EDITED, late, empty)))

    told = [(row["kind"], row["detail"]) for row in keeper.archive.rows("SELECT kind, detail FROM events ORDER BY id")]
    assert told[1:] == [
        ("corrected", "correction: how many were hurt, 12 to 19 (edited in revision 2, 2026-03-02T11:00:00Z)"),
        ("note without a change", "correction: the captain's rank"),
    ]


def test_a_canonical_link_to_another_article_mixes_no_two_articles(keeper: Keeper) -> None:
    wrong = '<link rel="canonical" href="https://harbor.example/2026/03/ferry-runs-aground">'
    keeper.keep("10:00", url="https://harbor.example/2026/03/council-adopts-budget", html=page(COUNCIL, BUDGET, wrong))
    keeper.keep("11:00", url="https://harbor.example/2026/03/ferry-runs-aground", html=page(head=wrong))
    keeper.keep("12:00", url="https://harbor.example/2026/03/council-adopts-budget", html=page(COUNCIL, BUDGET, wrong))

    assert keeper.outcomes() == ["new", "new", "unchanged"]
    assert [number for _, number, _ in keeper.texts()] == [1, 1]


def test_an_alias_that_answers_for_itself_does_not_move_the_article(keeper: Keeper) -> None:
    keeper.keep("10:00")
    keeper.keep("11:00", final="https://harbor.example/ferry-aground-12-hurt")
    keeper.keep("12:00")
    keeper.keep("13:00", url="https://harbor.example/ferry-aground-12-hurt")

    assert keeper.outcomes() == ["new", "moved", "unchanged", "unchanged"]
    assert keeper.events() == ["moved"]


def test_a_304_after_a_page_that_was_held_confirms_no_revision(keeper: Keeper) -> None:
    keeper.keep("10:00")
    keeper.keep("11:00", html="<html><head><title>Just a moment...</title></head><body>Checking</body></html>")
    told = keeper.keep("12:00", status=304)
    keeper.keep("13:00")
    again = keeper.keep("14:00", status=304)

    assert (told.outcome, told.reason, told.revision) == ("not-modified", "the page before it was held", None)
    assert (again.outcome, again.revision) == ("not-modified", 1)
    assert keeper.archive.value("SELECT last_seen FROM revisions") == "2026-03-02T14:00:00Z"


def test_a_text_in_a_script_without_blanks_has_as_many_words_as_signs(keeper: Keeper) -> None:
    keeper.keep("10:00", text="议会周二通过预算。", title="预算")

    assert keeper.archive.value("SELECT words FROM revisions") == 8


def test_a_page_whose_predecessor_rotted_on_the_disk_is_kept_whole(keeper: Keeper) -> None:
    keeper.keep("10:00", html=page(head="<meta name=author content='Mira Olsen'>"))
    keeper.archive.write("UPDATE pages SET body = CAST(substr(body, 1, length(body) - 9) || x'ffff' AS BLOB)")
    keeper.keep("11:00", html=page(EDITED))

    (later,) = keeper.archive.rows(
        "SELECT p.hash, p.leans_on FROM fetches f JOIN pages p ON p.hash = f.page WHERE f.id = 2"
    )
    assert keeper.outcomes() == ["new", "revised"]
    assert later["leans_on"] is None
    assert body_of(keeper.archive, later["hash"]).decode() == page(EDITED)

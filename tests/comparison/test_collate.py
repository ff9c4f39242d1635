"""A collation says of every base paragraph what each version made of it."""

from __future__ import annotations

from comparison.collate import collate
from comparison.model import Version
from tests.comparison.texts import FERRY

PARAGRAPHS = FERRY.split("\n\n")
WIRE = Version(FERRY)


def _rows(text: str) -> list[str]:
    return [kept.state for kept in collate(WIRE, [Version(text)]).witnesses[0].paragraphs]


def test_a_verbatim_copy_kept_everything() -> None:
    assert _rows(FERRY) == ["kept"] * 5


def test_a_trimmed_copy_cut_the_end() -> None:
    assert _rows("\n\n".join(PARAGRAPHS[:3])) == ["kept", "kept", "kept", "cut", "cut"]


def test_an_edited_paragraph_carries_its_edits() -> None:
    witness = collate(WIRE, [Version(FERRY.replace("12 people", "19 people").replace("failed", "stopped"))]).witnesses[
        0
    ]

    assert [kept.state for kept in witness.paragraphs] == ["edited", "edited", "kept", "kept", "kept"]
    assert [edit.before.text for edit in witness.paragraphs[0].edits if edit.before] == ["12"]


def test_words_put_in_count_for_the_paragraph_that_they_stand_in() -> None:
    assert _rows(FERRY.replace("five ships", "five large ships")) == ["kept", "kept", "kept", "edited", "kept"]


def test_a_moved_paragraph_moved_even_when_edited() -> None:
    order = [PARAGRAPHS[place] for place in (0, 2, 3, 1, 4)]

    assert _rows("\n\n".join(order)) == ["kept", "moved", "kept", "kept", "kept"]
    assert _rows("\n\n".join(order).replace("engine failed", "engine stopped"))[1] == "moved"


def test_own_material_stands_below_the_paragraph_it_follows() -> None:
    own = "Our reporter saw the boats come in at dawn."
    text = "\n\n".join([own, *PARAGRAPHS[:2], own + " " + own, *PARAGRAPHS[2:]])

    witness = collate(WIRE, [Version(text)]).witnesses[0]

    assert [item.below for item in witness.own] == [-1, 1]
    assert [kept.state for kept in witness.paragraphs] == ["kept"] * 5


def test_a_sentence_put_in_is_own_material_and_an_edit_of_its_paragraph() -> None:
    text = FERRY.replace("engine failed.", "engine failed. Our reporter saw the boats come in.")

    witness = collate(WIRE, [Version(text)]).witnesses[0]

    assert [item.below for item in witness.own] == [1]
    assert witness.paragraphs[1].state == "edited"


def test_the_table_has_a_row_for_each_paragraph_and_a_column_for_each_version() -> None:
    collation = collate(WIRE, [WIRE, Version(PARAGRAPHS[0]), Version("")])

    assert collation.table() == [["kept", "kept", "cut"], *[["kept", "cut", "cut"]] * 4]
    assert collation.as_dict()["witnesses"][1]["contained"] == 1.0

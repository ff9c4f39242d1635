"""Edits are phrases that a person would mark, and no more than that."""

from __future__ import annotations

import pytest

from comparison.compare import compare
from comparison.model import Version
from tests.comparison.texts import FERRY, between, edits


def test_equal_texts_have_no_edit_and_are_wholly_similar() -> None:
    result = between(FERRY, FERRY)

    assert (result.edits, result.similarity, result.contained) == ((), 1.0, 1.0)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("It killed 12 people.", "It killed 19 people.", ("replace", "12", "19")),
        ("It cost $4,000 in all.", "It cost $4.000 in all.", ("replace", "4,000", "4.000")),
        ("A rise of 1.5 percent.", "A rise of 15 percent.", ("replace", "1.5", "15")),
        ("At 10:30 they left.", "At 6:30 they left.", ("replace", "10:30", "6:30")),
        ("The U.N. said so.", "The UN said so.", ("replace", "U.N.", "UN")),
        ("He was guilty.", "He was not guilty.", ("insert", "", "not ")),
        ("He was reportedly there.", "He was there.", ("delete", "reportedly ", "")),
        ("He didn't go.", "He didn’t go.", ("replace", "didn't", "didn’t")),
        ("the President said", "the president said", ("replace", "President", "president")),
        ("one two", "one  two", ("replace", " ", "  ")),
        ("one two", "one\u00a0two", ("replace", " ", "\u00a0")),
        ("Smith, and Jones", "Smith and Jones", ("delete", ",", "")),
        ("the agile team", "the agile-team", ("replace", " ", "-")),
        ('It reads "down", and so on.', 'It reads "down," and so on.', ("replace", '",', ',"')),
        ("It was so (or not.) Then", "It was so (or not). Then", ("replace", ".)", ").")),
        ("He said (on Monday) no.", "He said on Monday no.", None),
        ("中国总统访问法国。", "中国总理访问法国。", ("replace", "统", "理")),
        ("قال الرئيس إن", "قال الوزير إن", ("replace", "الرئيس", "الوزير")),
        ("Il a été élu.", "Il a e\u0301te\u0301 élu.", ("replace", "été", "e\u0301te\u0301")),
        ("a 👨‍👩‍👧 family", "a 👨‍👩‍👦 family", ("replace", "👨‍👩‍👧", "👨‍👩‍👦")),
    ],
)
def test_a_small_change_is_that_word_or_number_alone(
    before: str, after: str, expected: tuple[str, str, str] | None
) -> None:
    found = edits(before, after)

    assert found == ([expected] if expected else [("delete", "(", ""), ("delete", ")", "")])


def test_a_rewritten_clause_is_one_edit_around_its_small_words() -> None:
    before = "The company announced the closure of the northern factory on Monday, its chairman said."
    after = "The company revealed plans against any southern warehouse on Monday, its chairman said."

    assert edits(before, after) == [
        ("replace", "announced the closure of the northern factory", "revealed plans against any southern warehouse")
    ]


def test_two_changes_with_a_sound_word_between_them_stay_two() -> None:
    before, after = "It killed 12 people and hurt 30 others.", "It killed 19 people and hurt 33 others."

    assert edits(before, after) == [("replace", "12", "19"), ("replace", "30", "33")]


def test_an_unrelated_sentence_in_the_place_of_another_came_and_went() -> None:
    before = "The ferry sank at noon near the harbour. Forecasters had warned of very high waves. It was found."
    after = "The ferry sank at noon near the harbour. A union blamed the owners again. It was found."

    assert edits(before, after) == [
        ("delete", "Forecasters had warned of very high waves. ", ""),
        ("insert", "", "A union blamed the owners again. "),
    ]


def test_a_short_line_is_replaced_by_the_line_in_its_place() -> None:
    before, after = "One is here.\n\nFEC\n\nTwo is there.", "One is here.\n\nElection Commission\n\nTwo is there."

    assert edits(before, after) == [("replace", "FEC", "Election Commission")]


def test_a_paragraph_put_in_takes_one_blank_line_along() -> None:
    before, after = "One is here.\n\nTwo is there.", "One is here.\n\nNew stands between.\n\nTwo is there."

    assert edits(before, after) == [("insert", "", "New stands between.\n\n")]


def test_paragraphs_that_went_together_are_an_edit_each() -> None:
    first, *middle, last = FERRY.split("\n\n")

    found = edits(FERRY, f"{first}\n\n{last}")

    assert [(op, old.strip()) for op, old, _ in found] == [("delete", paragraph) for paragraph in middle]


def test_a_line_with_a_label_is_edited_behind_it() -> None:
    before = "Read more: Six outlets ran the story unchanged\n\nThe ferry sank at noon."
    after = "Read more: Why nobody wants our bridges\n\nThe ferry sank at noon."

    assert edits(before, after) == [("replace", "Six outlets ran the story unchanged", "Why nobody wants our bridges")]


def test_fields_are_compared_as_fields_and_replaced_never_deleted_and_inserted() -> None:
    before = Version("Same.", title="Ferry sinks, killing 12", byline="Ann Lee", published="2025-03-11T10:00:00Z")
    after = Version("Same.", title="Ferry sinks, killing 19", byline="Bo Chan", standfirst="Dozens are missing")

    found = compare(before, after).edits

    assert [(edit.field, edit.op) for edit in found] == [
        ("title", "replace"),
        ("standfirst", "insert"),
        ("byline", "replace"),
        ("published", "delete"),
    ]
    assert (found[0].before, found[0].after) != (None, None)
    assert found[0].before is not None
    assert found[0].before.text == "12"


def test_shares_count_words_and_moved_words_are_matched() -> None:
    first, second, *rest = FERRY.split("\n\n")
    moved = "\n\n".join([*rest, first, second])

    assert between(FERRY, moved).similarity == 1.0
    assert between("one two three four", "one two").contained == 1.0
    assert between("one two three four", "one two").similarity == pytest.approx(2 / 3)
    assert between("", "one").similarity == 0.0
    assert between("It didn't help the President.", "It didn’t help the president.").similarity == 1.0


def test_an_edit_shows_its_surroundings_on_one_line() -> None:
    edit = between(FERRY, FERRY.replace("failed", "stopped")).edits[0]

    assert "after its engine failed. Waves broke" in edit.context
    assert "\n" not in edit.context


def test_a_bullet_that_came_is_typography_and_no_passage() -> None:
    result = between("One is here.\n\nTwo is there.", "- One is here.\n\n- Two is there.")

    assert [(edit.op, edit.kinds, edit.material) for edit in result.edits] == [("insert", ("typography",), False)] * 2

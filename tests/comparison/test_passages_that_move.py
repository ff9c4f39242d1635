"""Moves, splits and merges are told as such, with the edits beside and inside them."""

from __future__ import annotations

from comparison.apply import apply
from tests.comparison.texts import FERRY, between, edits, told

PARAGRAPHS = FERRY.split("\n\n")


def test_a_paragraph_at_another_place_moved() -> None:
    order = [PARAGRAPHS[place] for place in (0, 2, 3, 1, 4)]

    found = edits(FERRY, "\n\n".join(order))

    assert [(op, old.strip(), new.strip()) for op, old, new in found] == [("move", PARAGRAPHS[1], PARAGRAPHS[1])]


def test_what_moves_is_the_lighter_part() -> None:
    order = [PARAGRAPHS[place] for place in (1, 2, 3, 0, 4)]

    found = edits(FERRY, "\n\n".join(order))

    assert [old.strip() for _, old, _ in found] == [PARAGRAPHS[0]]


def test_a_sentence_may_move_into_another_paragraph() -> None:
    sentence = " Waves broke over the stern, according to the rescue office."
    after = FERRY.replace(sentence, "") + sentence

    found = edits(FERRY, after)

    assert found == [("move", sentence, sentence)]


def test_an_edit_inside_a_moved_paragraph_lies_within_the_move() -> None:
    order = [PARAGRAPHS[place] for place in (0, 2, 3, 1, 4)]
    after = "\n\n".join(order).replace("engine failed", "engine stopped")

    found = between(FERRY, after).edits
    move, inner = found

    assert (move.op, told(inner)) == ("move", ("replace", "failed", "stopped"))
    assert move.before is not None
    assert inner.before is not None
    assert move.before.start <= inner.before.start < inner.before.end <= move.before.end
    assert apply(FERRY, found) == after


def test_a_moved_sentence_may_be_split_on_the_way() -> None:
    first = "A ferry sank off the island late on Tuesday, killing 12 people. Officials said dozens were missing."
    after = "\n\n".join([*PARAGRAPHS[1:4], first, PARAGRAPHS[4]])

    found = edits(FERRY, after)

    assert [op for op, _, _ in found] == ["move", "split"]
    assert found[1] == ("split", ", and officials", ". Officials")


def test_a_split_covers_the_joint_alone() -> None:
    found = edits(FERRY, FERRY.replace(", and officials", ". Officials").replace("12 people", "19 people"))

    assert found == [("replace", "12", "19"), ("split", ", and officials", ". Officials")]


def test_a_merge_covers_the_joint_alone() -> None:
    before = "It sank at noon near the coast. The crew had left it by then."
    after = "It sank at noon near the coast, and the crew had left it by then."

    assert edits(before, after) == [("merge", ". The", ", and the")]


def test_a_word_changed_ahead_of_a_joint_is_an_edit_of_its_own() -> None:
    before = "Union leaders blamed the crew. It was their second strike."
    after = "Union leaders blamed the team, it was their second strike."

    assert edits(before, after) == [("replace", "crew", "team"), ("merge", ". It", ", it")]


def test_paragraphs_split_and_merged_change_white_space_alone() -> None:
    split = FERRY.replace("failed. Waves", "failed.\n\nWaves")

    assert edits(FERRY, split) == [("split", " ", "\n\n")]
    assert edits(split, FERRY) == [("merge", "\n\n", " ")]


def test_repeated_sentences_are_matched_in_order() -> None:
    line = "Advertisement."
    before = f"One sentence stands here.\n\n{line}\n\nTwo sentences stand here.\n\n{line}\n\nThree stand here."
    after = before.replace(f"\n\n{line}\n\nThree", "\n\nThree")

    assert [(op, old.strip(), new) for op, old, new in edits(before, after)] == [("delete", line, "")]


def test_a_swap_of_long_repeated_passages_is_no_crossing_nonsense() -> None:
    chorus = "They sang the same long line again and again until the morning came."
    before = "\n\n".join([chorus, PARAGRAPHS[0], chorus, PARAGRAPHS[1], chorus])
    after = "\n\n".join([chorus, PARAGRAPHS[0], chorus, chorus, PARAGRAPHS[1]])

    found = edits(before, after)

    assert len(found) == 1
    assert found[0][0] == "move"

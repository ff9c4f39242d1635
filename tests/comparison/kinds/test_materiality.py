"""Edits are ranked by what a standards desk looks at first, and none is left out."""

from __future__ import annotations

from itertools import pairwise

import pytest

from comparison.materiality import explain, is_material, rank
from comparison.model import KINDS, Edit, Span


def edit(*kinds: str, op: str = "replace", text: str = "x", field: str = "text") -> Edit:
    return Edit(
        op,
        Span(0, len(text), text),
        None,
        kinds,
        is_material(op, kinds),
        field=field,  # type: ignore[arg-type]
    )


def test_every_kind_has_a_weight_of_its_own() -> None:
    scores = {kind: rank(edit(kind)).score for kind in KINDS}

    assert len(set(scores.values())) == len(KINDS)


def test_a_desk_sees_the_gravest_edits_first() -> None:
    order = [
        edit("correction"), edit("number", "quote"), edit("number"), edit("name"), edit("attribution"), edit("hedge"),
        edit("pronoun"), edit("wording"), edit("spelling"), edit("typography"), edit("noise"),
    ]  # fmt: skip

    assert all(rank(one).score > rank(other).score for one, other in pairwise(order))


def test_a_long_passage_ranks_over_a_short_one() -> None:
    short, long = edit(op="delete", text="Short."), edit(op="delete", text="A long passage. " * 40)

    assert rank(long).score > rank(short).score > rank(edit("wording")).score


def test_a_number_in_the_headline_ranks_over_one_in_the_text() -> None:
    assert rank(edit("number", "headline", field="title")).score > rank(edit("number")).score


def test_immaterial_edits_rank_below_all_others() -> None:
    lowest = min(rank(edit(kind)).score for kind in KINDS if is_material("replace", [kind]))

    assert all(rank(edit(kind)).score < lowest for kind in ("noise", "typography", "spelling"))
    assert rank(edit(op="split")).score > 0


@pytest.mark.parametrize(
    ("op", "kinds", "material"),
    [
        ("replace", (), True),
        ("replace", ("spelling", "typography"), False),
        ("replace", ("spelling", "name"), True),
        ("insert", ("noise",), False),
        ("move", ("noise",), True),
        ("delete", (), True),
    ],
)
def test_only_noise_typography_and_spelling_do_not_matter(op: str, kinds: tuple[str, ...], material: bool) -> None:
    assert is_material(op, kinds) is material


def test_reasons_are_put_in_a_readers_words() -> None:
    quoted = {"number": "a number changed", "quote": "the words of a quotation changed"}
    titled = {"headline": "the headline changed", "number": "a number changed"}

    assert explain("replace", quoted) == "a number changed inside a quotation"
    assert explain("replace", titled) == "a number changed in the headline"
    assert explain("replace", {"headline": "the headline changed"}) == "the headline changed"
    assert explain("delete", {}) == "a passage was taken out"


def test_an_edit_keeps_the_reason_that_it_was_given() -> None:
    given = Edit("replace", None, None, ("number",), reason="a number changed inside a quotation")

    assert rank(given).reason == "a number changed inside a quotation"
    assert rank(edit("number")).reason == "a number changed"

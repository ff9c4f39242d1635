"""Every kind has a table of edits that are of it and of traps that are not; see tables/.

A line of a table is ``+`` (of the kind) or ``-`` (a trap), flags in brackets (a language, a field, ``whole``,
``move``), and a text in which each ``{old|new}`` is an edit, ``{sign}`` one that takes the sign off; ``¶`` ends a line.
After ``=>`` stand all kinds that the edits have together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from timeit import repeat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparison.change import Change
from comparison.kinds import RECOGNISERS, classify
from comparison.model import FIELDS, KINDS

TABLES = Path(__file__).parent / "tables"
EDIT = re.compile(r"\{([^{}|]*)\|?([^{}|]*)\}")


@dataclass(frozen=True)
class Example:
    """One line of a table."""

    kind: str
    belongs: bool
    changes: tuple[Change, ...]
    expected: frozenset[str] | None

    def kinds(self) -> set[str]:
        return {kind for change in self.changes for kind in classify(change).kinds}


def read(line: str, kind: str) -> Example:
    sign, rest = line[0], line[1:].strip()
    text, arrow, expected = rest.partition("=>")
    flags = re.findall(r"\[(\w+)\] ", text)
    text = re.sub(r"\[\w+\] ", "", text).rstrip().replace("¶", "\n")
    if arrow and not EDIT.search(text):
        raise ValueError(line)
    return Example(kind, sign == "+", changes(text, flags), frozenset(expected.split()) if arrow else None)


def changes(text: str, flags: list[str]) -> tuple[Change, ...]:
    """The edits of a marked text, each with both whole texts around it."""
    before = EDIT.sub(lambda match: match[1], text)
    after = EDIT.sub(lambda match: match[2], text)
    field = next((flag for flag in flags if flag in FIELDS), "text")
    lang = next((flag for flag in flags if len(flag) == 2), "en")
    found, shift_old, shift_new = [], 0, 0
    for match in EDIT.finditer(text):
        old, new = match[1], match[2]
        start_old, start_new = match.start() + shift_old, match.start() + shift_new
        op = "move" if "move" in flags else "replace" if old and new else "insert" if new else "delete"
        found.append(
            Change(
                op,
                field,
                old,
                new,
                before,
                after,
                start_old,
                start_old + len(old),
                start_new,
                start_new + len(new),
                "whole" in flags,
                lang,
            )
        )
        shift_old += len(old) - len(match.group())
        shift_new += len(new) - len(match.group())
    return tuple(found)


def examples(kind: str) -> list[tuple[str, Example]]:
    lines = (TABLES / f"{kind}.txt").read_text(encoding="utf-8").splitlines()
    return [(line, read(line, kind)) for line in lines if line.strip() and line[0] in "+-"]


@pytest.mark.parametrize(
    "example", [pytest.param(example, id=f"{kind}: {line}") for kind in KINDS for line, example in examples(kind)]
)
def test_an_edit_has_the_kinds_that_a_reader_would_name(example: Example) -> None:
    found = example.kinds()

    assert (example.kind in found) == example.belongs
    if example.expected is not None:
        assert found == example.expected


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_thirty_examples_of_which_a_third_are_traps(kind: str) -> None:
    rows = [example for _, example in examples(kind)]
    traps = sum(not example.belongs for example in rows)

    assert len(rows) >= 30
    assert traps * 3 >= len(rows)


def test_every_kind_has_its_module() -> None:
    assert tuple(RECOGNISERS) == KINDS


def one(text: str, *flags: str) -> Change:
    return changes(text, list(flags))[0]


def test_kinds_come_in_the_order_of_the_contract() -> None:
    kinds = classify(one('"We met {5 men|Ann Lee}," he said.')).kinds

    assert list(kinds) == sorted(kinds, key=KINDS.index)


@pytest.mark.parametrize(
    ("text", "material"),
    [
        ("We {recieve|receive} mail.", False),
        ("The {U.N.|UN} left.", False),
        ("{3|5} comments", False),
        ("Matthias {Egglin|Eglin} left.", True),
        ("It killed {5|6}.", True),
        ("The {big|large} man left.", True),
        ('A {|"}cool{|"} man.', True),
    ],
)
def test_only_noise_typography_and_spelling_are_immaterial(text: str, material: bool) -> None:
    assert classify(one(text)).material is material


def test_a_move_is_material_and_has_no_kinds() -> None:
    kinds = classify(one("{A man left at dawn.|A man left at dawn.}", "move"))

    assert kinds.material
    assert kinds.kinds == ()


@pytest.mark.parametrize(
    ("old", "new", "material"), [(", and he", ". He", False), (" which cost 5", ". It cost 6", True)]
)
def test_a_split_matters_only_where_it_changes_more_than_the_joint(old: str, new: str, material: bool) -> None:
    change = Change("split", "text", old, new, f"A{old} b", f"A{new} b", 1, 1 + len(old), 1, 1 + len(new))

    assert classify(change).material is material


def test_the_reason_names_a_number_inside_a_quotation() -> None:
    assert classify(one('"We lost {5|6} boats," Ann said.')).reason == "a number changed inside a quotation"


def test_a_change_inside_a_word_is_judged_as_the_whole_word() -> None:
    assert classify(one("It killed 1{2|9}00 people.")).kinds == ("number",)
    assert classify(one("We rec{ie|ei}ve mail.")).kinds == ("spelling",)
    assert classify(one("He was {un|}likely to go.")).kinds == ("negation", "hedge")


@pytest.mark.parametrize(
    "text", ["{|}", "{\u0301|}", "{\ud800|x}", "{" + "a" * 100_000 + "|b}", "{😀|👩‍👩‍👧}", "{\x00|\u202e}"]
)
def test_odd_characters_get_an_answer(text: str) -> None:
    assert set(classify(one(text)).kinds) <= set(KINDS)


TEXT = st.text(max_size=40)


@given(TEXT, TEXT, TEXT, TEXT, st.sampled_from(FIELDS), st.sampled_from([None, "en", "de", "fr", "es", "ja", "xx"]))
@settings(max_examples=200, deadline=None)
def test_any_edit_of_any_text_has_kinds_a_weight_and_a_reason(
    left: str, old: str, new: str, right: str, field: str, lang: str | None
) -> None:
    start = len(left)
    op = "replace" if old and new else "insert" if new else "delete"
    change = Change(
        op, field, old, new, left + old + right, left + new + right, start, start + len(old), start, start + len(new),
        lang=lang,
    )  # fmt: skip

    kinds = classify(change)

    assert kinds.kinds
    assert set(kinds.kinds) <= set(KINDS)
    assert kinds.reason


def test_a_kind_is_told_in_a_long_text_as_quickly_as_in_a_short_one() -> None:
    """No more than a bounded stretch is read: an edit amid 50,000 words gives what it gives alone."""
    padding = "The men went home and the rain fell on the town all night. " * 4000
    near = one("It killed {12|19} people.")
    far = Change(
        "replace", "text", "12", "19", padding + near.before + padding, padding + near.after + padding,
        len(padding) + 10, len(padding) + 12, len(padding) + 10, len(padding) + 12,
    )  # fmt: skip

    assert classify(far) == classify(near)
    assert min(repeat(lambda: classify(far), number=20, repeat=5)) < 10 * min(
        repeat(lambda: classify(near), number=20, repeat=5)
    )

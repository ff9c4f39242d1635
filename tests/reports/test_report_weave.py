"""Weaving loses nothing: both sides can be read back from the runs, whatever the edits."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from comparison.compare import compare
from comparison.model import Comparison, Edit, Span, Version
from reports.weave import blocks, weave

SENTENCES = (
    "A ferry ran aground outside the harbour.",
    "Twelve people were hurt, officials said.",
    '"We saw nothing," the mayor told reporters.',
    "Two tugs pulled it free before noon.",
    "港务局表示缆绳断裂。",
)
texts = st.lists(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map(" ".join), min_size=0, max_size=5
).map("\n\n".join)


def read_back(comparison: Comparison) -> tuple[str, str]:
    """The new text, and the old one without what was moved away (which stands at its new place)."""
    runs = weave(comparison)
    old = "".join(run.text for run in runs if run.mark in ("same", "removed", "moved-from") and run.inside is None)
    new = "".join(run.text for run in runs if run.mark in ("same", "added", "moved-to"))
    return old, new


@settings(max_examples=60, deadline=None)
@given(texts, texts)
def test_both_texts_can_be_read_back(before: str, after: str) -> None:
    comparison = compare(Version(before), Version(after))

    assert read_back(comparison) == (before, after)


def test_a_moved_passage_keeps_the_edit_inside_it() -> None:
    move = "The quay had been closed since the storm of last week, the harbour master told the council on Monday."
    rest = "\n\n".join(SENTENCES[:4])
    before, after = f"{rest}\n\n{move}", f"{move.replace('Monday', 'Friday')}\n\n{rest}"
    comparison = compare(Version(before), Version(after))

    assert read_back(comparison) == (before, after)
    assert [run.text for run in weave(comparison) if run.mark == "added"] == ["Friday"]
    assert any(run.mark == "moved-from" and "Monday" in run.text for run in weave(comparison))


def test_edits_that_do_not_fit_are_shown_as_a_whole_replacement() -> None:
    wrong = Edit("replace", Span(0, 3, "xyz"), Span(0, 3, "abc"))
    comparison = Comparison(Version("One day."), Version("Two days."), 0, 0, (wrong,))

    assert [(run.mark, run.text) for run in weave(comparison)] == [("removed", "One day."), ("added", "Two days.")]


def test_a_paragraph_split_is_shown_as_a_sign_and_parts_the_blocks() -> None:
    before = f"{SENTENCES[0]} {SENTENCES[3]}"
    comparison = compare(Version(before), Version(before.replace(". ", ".\n\n")))

    found = blocks(comparison)
    assert len(found) == 2
    assert any(run.joint and run.mark == "added" for run in found[0].runs)

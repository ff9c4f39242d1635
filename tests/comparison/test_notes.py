"""What a correction note says that it corrects."""

from __future__ import annotations

import pytest

from comparison.compare import compare
from comparison.model import Version
from comparison.notes import read_note, tells_of


@pytest.mark.parametrize(
    ("text", "kind", "about", "was", "now"),
    [
        (
            "CORRECTION: An earlier version of this article misstated how many tugs pulled the ferry free.",
            "correction", "how many tugs pulled the ferry free", None, None,
        ),
        ("This story corrects the number of injured to 19, not 12.", "correction", "the number of injured", "12", "19"),
        ("(Corrects spelling of Olsen in third par)", "correction", "spelling of Olsen in third par", None, None),
        (
            "Correction: A previous version incorrectly said that the vote was unanimous. It passed by a single voice.",
            "correction", "the vote was unanimous", None, None,
        ),
        (
            "Clarification: The levy was raised from 3.5% to 4%; the story has been updated.",
            "clarification", None, "3.5%", "4%",
        ),
        ("The figure is $4,000, not $4.000.", "note", None, "$4.000", "$4,000"),
        (
            "In einer früheren Version hieß es fälschlicherweise, zwölf Menschen seien verletzt worden.",
            "correction", "zwölf Menschen seien verletzt worden", None, None,
        ),
        ("UPDATE: This article has been updated with comment.", "update", None, None, None),
        ("The newspaper has withdrawn its story on the mayor.", "retraction", None, None, None),
        ("", "note", None, None, None),
    ],
)  # fmt: skip
def test_a_note_is_read_for_what_it_says_and_no_more(
    text: str, kind: str, about: str | None, was: str | None, now: str | None
) -> None:
    note = read_note(text)

    assert (note.kind, note.about, note.was, note.now) == (kind, about, was, now)


def test_a_note_tells_of_the_edit_that_made_its_change_and_of_no_other() -> None:
    note = read_note("Correction: The number of injured was 19, not 12.")
    made, other = Version("Officials said 12 were hurt."), Version("Officials said 19 were hurt.")
    beside = compare(Version("It left at 8 in calm weather."), Version("It left at 9 in calm weather.")).edits[0]

    assert tells_of(note, compare(made, other).edits[0])
    assert not tells_of(note, beside)

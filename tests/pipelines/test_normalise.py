"""What is the same content, by which normaliser, and what is another version: pairs, with traps."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparison.model import Version
from pipelines.normalise import NORMALISERS, difference


def text(one: str, other: str):
    return difference(Version(text=one), Version(text=other))


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("The toll fell.", "The toll fell.", None),
        ("The toll fell.", "The  toll\u00a0fell. ", "white-space"),
        ("Cafe\u0301 owners", "Café owners", "unicode-form"),
        ("ferry\u00adman", "ferryman", "unicode-form"),
        ("the ﬁrst", "the first", "unicode-form"),
        ("“Never,” she said", '"Never," she said', "typographic"),
        ("don’t", "don't", "typographic"),
        ("« Jamais », dit-elle", '"Jamais", dit-elle', "typographic"),
        ("the toll — halved — stays", "the toll – halved – stays", "typographic"),
        ("the toll—halved—stays", "the toll — halved — stays", "typographic"),
        ("10–12 boats", "10-12 boats", "typographic"),
        ("and then…", "and then...", "typographic"),
        ("donâ€™t go to the cafÃ©", "don’t go to the café", "encoding-damage"),
        ("the caf\ufffd", "the café", "encoding-damage"),
        ("don?t go", "don't go", "encoding-damage"),
        ("Text.\n\n3 hours ago", "Text.\n\n5 hours ago", "time-stamp"),
        ("Text.\n\nUpdated 10 March 2026 10:15 GMT", "Text.\n\nUpdated 10 March 2026 11:40 GMT", "time-stamp"),
        ("Text.\n\nvor 3 Stunden", "Text.", "time-stamp"),
        ("Text.\n\n12 comments", "Text.\n\n130 comments", "counter"),
        ("Text.\n\n1,204 people are reading this now", "Text.\n\n980 people are reading this now", "counter"),
        ("Text.\n\n88 Leser lesen gerade diesen Artikel", "Text.\n\n91 Leser lesen gerade diesen Artikel", "counter"),
        ("Text.\n\n1.2K shares | 5 min read", "Text.\n\n1.4K shares | 5 min read", "counter"),
        ("Text.\n\n4 minutes ago · 12 comments", "Text.\n\n9 minutes ago · 14 comments", "counter"),
        ("Text.\n\nRead more: Boats for sale", "Text.\n\nRead more: Tides this week", "read-more"),
    ],
)
def test_what_normalisers_take_away_is_the_same_and_named(one, other, reason):
    for found in (text(one, other), text(other, one)):
        assert not found.revised
        assert found.reason == reason
        assert found.exact == (reason is None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It fell 12 per cent.", "It fell 13 per cent."),
        ("The blast happened 3 hours ago, police said.", "The blast happened 4 hours ago, police said."),
        ("They left 3 hours ago", "They left 4 hours ago"),
        ("12 March 2026", "13 March 2026"),
        ("10:15", "10:45"),
        ("The post has 12 comments and was shared widely.", "The post has 19 comments and was shared widely."),
        ("12 people", "13 people"),
        ("12 people are missing", "13 people are missing"),
        ("12 people are reading this law closely", "13 people are reading this law closely"),
        ("The deal costs $4,000.", "The deal costs $4.000."),
        ("He did agree.", "He did not agree."),
        ("Turkey said", "turkey said"),
        ("Well, he left", "Well he left"),
        ("Is it so?", "Is it so."),
        ("-5 degrees", "5 degrees"),
        ("Paris-Dakar", "Paris - Dakar"),
        ("re-cover", "recover"),
        ("caf\ufffd", "cafe"),
        ("A.\n\nB.", "B.\n\nA."),
        ("Read more books, she said.", "Read fewer books, she said."),
        ("", "A text."),
        ("1\u00a0000 boats", "1 100 boats"),
        ("½ of them", "⅓ of them"),
    ],
)  # fmt: skip
def test_everything_else_is_another_version(one, other):
    assert text(one, other).fields == ("text",)
    assert text(other, one).fields == ("text",)


@pytest.mark.parametrize("field", ["title", "standfirst", "byline", "credit", "published"])
def test_each_field_counts_by_itself(field):
    one, other = Version(text="Same.", **{field: "2026-03-10"}), Version(text="Same.", **{field: "2026-03-12"})
    assert difference(one, other).fields == (field,)
    assert difference(one, Version(text="Same.")).fields == (field,)


def test_quotes_of_another_style_in_a_headline_are_no_edit_but_a_counter_in_it_counts():
    assert difference(Version(title="‘Never’ again"), Version(title="'Never' again")).reason == "typographic"
    assert difference(Version(title="12 comments"), Version(title="13 comments")).fields == ("title",)


def test_a_date_that_gains_its_time_is_the_same_day():
    found = difference(Version(published="2026-03-10"), Version(published="2026-03-10T17:30:00Z"))
    assert found.reason == "date-form"


def test_the_language_is_no_content():
    assert difference(Version(text="a", lang="en"), Version(text="a", lang="en-GB")).exact


def test_several_normalisers_are_all_named_in_order():
    found = text("“A”  cafe\u0301\n\n3 hours ago", '"A" café\n\n4 hours ago')
    assert found.reason == "white-space, unicode-form, typographic, time-stamp"
    assert list(found.normalisers) == sorted(found.normalisers, key=NORMALISERS.index)


def test_noise_beside_an_edit_does_not_hide_it():
    assert text("It fell 12.\n\n3 hours ago", "It fell 13.\n\n4 hours ago").revised


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.integers(0, 79), st.integers(0, 9), st.integers(1, 9))
def test_a_changed_digit_in_a_sentence_always_counts(around, place, digit, step):
    sentence = f"{around[:place]} the toll is {{}} crowns {around[place:]}".replace("{", "(").replace("}", ")")
    one = sentence.replace("()", str(digit))
    other = sentence.replace("()", str((digit + step) % 10))
    assert text(f"Clerk: {one}", f"Clerk: {other}").revised


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_a_text_is_always_the_same_as_itself_and_comparing_never_fails(told):
    assert text(told, told).exact
    text(told, "Another text altogether.")


def test_a_paragraph_that_was_split_is_white_space_and_a_word_changed_beside_it_is_not() -> None:
    before = Version("The council met on Monday. It adopted the budget.")

    split = difference(before, Version("The council met on Monday.\n\nIt adopted the budget."))
    edited = difference(before, Version("The council met on Monday.\n\nIt rejected the budget."))

    assert (split.revised, split.reason) == (False, "white-space")
    assert edited.fields == ("text",)

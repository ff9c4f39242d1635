"""A comparison leaves nothing out: its edits turn before into after, on any Unicode text."""

from __future__ import annotations

from itertools import pairwise

import pytest
import regex
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comparison.apply import EditsDoNotFit, apply
from comparison.compare import compare
from comparison.model import Comparison, Edit, Span, Version

_WORDS = st.sampled_from(
    [
        "the",
        "a",
        "man",
        "said",
        "police",
        "killed",
        "12",
        "19",
        "$4,000",
        "4.000",
        "Mr.",
        "U.N.",
        "he",
        "He",
        "not",
        "London",
        "“no”",
        '"no"',
        "don't",
        "don’t",
        "été",
        "été",
        "—",
        "-",
        "...",
        "，",
        "中国",
        "总统",
        "กรุงเทพ",
        "العربية",
        "👨\u200d👩\u200d👧",
        "a🏻",
        "\u200d",
        "́",
        "🇫🇷",
        "\u200b",
    ]
)
_WORDS |= st.sampled_from(("\xa0", "\r\n", "\x1c"))
_ENDS = st.sampled_from([". ", "! ", ".\n\n", ".\n", "? ", "。", " ", '." ', "; ", ", ", "\n\n"])
_SENTENCES = st.builds(lambda words, end: " ".join(words) + end, st.lists(_WORDS, max_size=9), _ENDS)


@st.composite
def _edited(draw: st.DrawFn) -> tuple[str, str]:
    """A text and one made of it by sentences put in, taken out, replaced and moved, and words replaced."""
    before = draw(st.lists(_SENTENCES, max_size=8))
    after = list(before)
    for _ in range(draw(st.integers(0, 5))):
        way = draw(st.sampled_from(("insert", "delete", "replace", "move", "word")))
        place = draw(st.integers(0, max(len(after) - 1, 0)))
        if way == "insert" or not after:
            after.insert(place, draw(_SENTENCES))
        elif way == "delete":
            del after[place]
        elif way == "replace":
            after[place] = draw(_SENTENCES)
        elif way == "move":
            after.insert(draw(st.integers(0, len(after) - 1)), after.pop(place))
        else:
            words = after[place].split(" ")
            words[draw(st.integers(0, len(words) - 1))] = draw(_WORDS)
            after[place] = " ".join(words)
    return "".join(before), "".join(after)


TEXTS = st.one_of(
    _edited(),
    st.tuples(st.text(max_size=60), st.text(max_size=60)),
    st.tuples(st.text('ab .\n"', max_size=60), st.text('ab .\n"', max_size=60)),
)


def _holds(texts: tuple[str, str]) -> None:
    before, after = texts
    result = compare(Version(before), Version(after))
    assert apply(before, result.edits) == after
    assert (before == after) == (not result.edits)
    assert 0 <= result.similarity <= 1
    assert 0 <= result.contained <= 1
    for side, text in (("before", before), ("after", after)):
        _check_spans(result, side, text)


def _check_spans(result: Comparison, side: str, text: str) -> None:
    edges = {match.start() for match in regex.finditer(r"\X", text)} | {len(text)}
    spans = [(edit.op, getattr(edit, side)) for edit in result.edits if getattr(edit, side) is not None]
    for _, span in spans:
        assert text[span.start : span.end] == span.text != ""
        assert {span.start, span.end} <= edges, "a grapheme is cut"
    plain = sorted((span.start, span.end) for op, span in spans if op != "move")
    moves = sorted((span.start, span.end) for op, span in spans if op == "move")
    for row in (plain, moves):
        assert all(one[1] <= other[0] for one, other in pairwise(row))
    for start, end in plain:
        assert all(end <= low or high <= start or (low <= start and end <= high) for low, high in moves)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS)
def test_the_edits_turn_before_into_after(texts: tuple[str, str]) -> None:
    _holds(texts)


@pytest.mark.campaign
@settings(max_examples=100_000, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(TEXTS)
def test_the_edits_turn_before_into_after_a_hundred_thousand_times(texts: tuple[str, str]) -> None:
    _holds(texts)


@pytest.mark.parametrize(
    "texts",
    [
        ("\xa0 \u200d. the. the the the the. ", "the the the the. . the. \xa0 \u200d. "),
        ("\xa0 \u200d the. \u200d. . . \u200d the. . . ", "\xa0 \u200d the. . . . \u200d. \u200d the. . "),
    ],
)
def test_a_passage_that_opens_with_a_mark_on_a_blank_is_edited_where_it_moved(texts: tuple[str, str]) -> None:
    _holds(texts)


def test_edits_of_another_text_are_refused() -> None:
    edits = compare(Version("It killed 12."), Version("It killed 19.")).edits

    with pytest.raises(EditsDoNotFit, match="does not stand at"):
        apply("Something else.", edits)


def test_edits_that_overlap_are_refused() -> None:
    edits = [Edit("delete", Span(0, 2, "ab"), None), Edit("delete", Span(1, 3, "bc"), None)]

    with pytest.raises(EditsDoNotFit, match="overlap"):
        apply("abcd", edits)


def test_a_title_is_applied_by_itself() -> None:
    edits = compare(Version("A text.", title="Old title"), Version("Another text.", title="New title")).edits

    assert apply("Old title", edits, field="title") == "New title"

"""Tokens and sentences stand where a reader sees them."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from comparison.passages import paragraphs, sentences
from comparison.tokens import Lexicon, count_words, tokenize


def _tokens(text: str) -> list[str]:
    return [text[start:end] for start, end in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It cost $4,000.", ["It", "cost", "$", "4,000", "."]),
        ("1.5 at 10:30 on 3/4", ["1.5", "at", "10:30", "on", "3/4"]),
        ("the U.N. and a.m. too", ["the", "U.N.", "and", "a.m.", "too"]),
        ("didn’t well-known", ["didn’t", "well", "-", "known"]),
        ("wait... no -- yes", ["wait", "...", "no", "--", "yes"]),
        ("中国 总统", ["中", "国", "总", "统"]),
        ("カタカナで", ["カタカナ", "で"]),
        ("e\u0301te\u0301 naïf", ["e\u0301te\u0301", "naïf"]),
        ("👩🏽‍🚒!", ["👩🏽‍🚒", "!"]),
        ("می‌خواهم", ["می‌خواهم"]),
        ("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
        ("a \u0301b", ["a", " \u0301b"]),
    ],
)
def test_tokens_are_whole_words_numbers_and_signs(text: str, expected: list[str]) -> None:
    assert _tokens(text) == expected


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(max_codepoint=0x21FF), max_size=30))
@example("0\u058b")  # a letter to one of the two libraries of patterns alone
@example("a'½ 10,000 men, U.S. x")
def test_a_combining_mark_elsewhere_changes_no_token(text: str) -> None:
    read = _tokens(text + " ")

    assert _tokens(text + " e\u0301")[: len(read)] == read


def test_thai_is_read_by_grapheme_and_no_vowel_is_torn_off() -> None:
    assert _tokens("น้ำ") == ["น้ำ"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('He left. "Yes," she said. They stayed.', 3),
        ("Mr. Smith met Gen. J. Doe of the U.S. Army.", 1),
        ("It rose 1.5 percent. Then it fell.", 2),
        ('"No. Never." He left.', 3),
        ("他来了。她走了。", 2),
        ("Really?! Yes... Perhaps.", 3),
        ("1. First of all", 1),
        ("One line\nNext line", 2),
        ("a wrapped\nline goes on", 1),
        ("قال نعم؟ ثم خرج.", 2),
    ],
)
def test_sentences_end_where_a_reader_stops(text: str, count: int) -> None:
    assert len(sentences(text, 0, len(text))) == count


def test_paragraphs_are_parted_by_blank_lines_of_any_make() -> None:
    text = " One\r\n\r\nTwo\n \t\nThree\nstill three\u2029Four\n\n\n\nFive  "

    assert [part.text for part in paragraphs(text)] == ["One", "Two", "Three\nstill three", "Four", "Five"]
    assert all(text[part.start : part.end] == part.text for part in paragraphs(text))


def test_words_are_counted_with_and_without_blanks() -> None:
    assert count_words("It didn't — say “no”") == 4
    assert count_words("中国总统 said") == 5
    assert count_words("") == 0


def test_case_and_the_style_of_quotes_do_not_part_tokens() -> None:
    lexicon = Lexicon()

    assert lexicon["President"] == lexicon["president"]
    assert lexicon["don't"] == lexicon["don’t"]
    assert lexicon["—"] == lexicon["--"]
    assert lexicon["4,000"] != lexicon["4.000"]

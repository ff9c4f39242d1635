"""Texts too large or too odd for tokens end soon, at a coarser level that the answer names."""

from __future__ import annotations

import time

import pytest

from comparison.apply import apply
from tests.comparison.texts import between

SENTENCE = "The quick brown fox jumps over the lazy dog today. "
OTHER = SENTENCE.replace("fox", "cat")


def _invented(words: int, letters: str) -> str:
    """A text of *words* words of these letters, in sentences and paragraphs."""
    made = []
    for number in range(words):
        word = "".join(letters[(number * 7 + step * (1 + number % 5)) % len(letters)] for step in range(3 + number % 6))
        made.append(word + ("." if number % 18 == 17 else "") + ("\n\n" if number % 54 == 53 else " "))
    return "".join(made)


@pytest.mark.parametrize(
    ("before", "after", "levels"),
    [
        pytest.param(_invented(6000, "abcdefg"), _invented(6000, "hijklmn"), {"token"}, id="nothing in common"),
        pytest.param("x" * 1_000_000, "x" * 999_999 + "y", {"token"}, id="one token of a megabyte"),
        pytest.param(SENTENCE * 50_000, SENTENCE * 50_001, {"token"}, id="a sentence 50,000 times, and once more"),
        pytest.param(SENTENCE * 50_000, OTHER * 50_000, {"sentence"}, id="another sentence 50,000 times"),
        pytest.param("." * 300_000, ". " * 150_000, {"token", "sentence"}, id="dots"),
        pytest.param("\n" * 1_000_000, " " * 1_000_000 + "a", {"token"}, id="white space"),
        pytest.param("中国总统" * 25_000, "中国总理" * 25_000, {"sentence"}, id="100,000 signs without a blank"),
        pytest.param("\u200d" * 200_000, "\u200d" * 199_999 + "x", {"token"}, id="joiners"),
    ],
)
def test_a_pathological_pair_ends_soon_and_exactly(before: str, after: str, levels: set[str]) -> None:
    began = time.process_time()

    result = between(before, after)

    assert time.process_time() - began < 4  # the bar is 2 s on a machine of one's own
    assert result.level in levels
    assert apply(before, result.edits) == after


def test_too_many_edits_are_told_by_larger_stretches() -> None:
    before, after = SENTENCE * 9000, "".join(OTHER if n % 2 else SENTENCE for n in range(9000))

    result = between(before, after)

    assert result.level == "paragraph"
    assert len(result.edits) <= 4000
    assert apply(before, result.edits) == after

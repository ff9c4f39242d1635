"""Strangers' text is harmless and its hidden characters are seen, in HTML and on a terminal."""

from __future__ import annotations

import pytest

from reports.inert import LONGEST, plain, shown


@pytest.mark.parametrize(
    "character", ["\x00", "\x1b", "\x9b", "\u202e", "\u2067", "\u200b", "\ufeff", "\u00ad", "\ud800"]
)
def test_a_hidden_character_is_named_not_passed_on(character: str) -> None:
    assert character not in shown(f"a{character}b")
    assert 'class="hidden-char"' in shown(f"a{character}b")
    assert character not in plain(f"a{character}b")


def test_markup_is_escaped_once() -> None:
    assert shown("<b>&amp;</b>") == "&lt;b&gt;&amp;amp;&lt;/b&gt;"


def test_joiners_inside_words_and_emoji_are_letters_of_their_own() -> None:
    assert shown("می‌خواهم", changed=True) == "می‌خواهم"
    assert "ZWNJ" in shown("\u200cword", changed=True)


def test_a_word_of_twenty_million_letters_is_cut_and_its_length_said() -> None:
    text = shown("x" * 20_000_000)

    assert len(text) < 2 * LONGEST
    assert "19,994,000 characters more" in text
    assert "<wbr>" in text

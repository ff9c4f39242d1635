"""The passages that two texts share word for word, with their places in both. Pure, no I/O."""

from __future__ import annotations

from typing import NamedTuple

import regex

from comparison.model import Span

LEAST = 6  # words; shorter runs are shared by chance
_WORD = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]\p{M}*|[\p{L}\p{N}][\p{L}\p{N}\p{M}]*"
)


class Shared(NamedTuple):
    """One passage as it stands in the source and in the text, and its length in words."""

    source: Span
    text: Span
    words: int


def word_spans(text: str) -> list[tuple[int, int]]:
    """Where the words of *text* stand, the words that `comparison.fingerprint.words` folds."""
    return [match.span() for match in _WORD.finditer(text)]


def shared_passages(source: str, text: str, least: int = LEAST) -> list[Shared]:
    """The passages of at least *least* words that stand in both, in the text's order; none overlap in the text.

    >>> [passage.text.text for passage in shared_passages("a b c d, e f g", "x A b c D e f y")]
    ['A b c D e f']
    """
    old, new = word_spans(source), word_spans(text)
    theirs = [source[start:end].casefold() for start, end in old]
    mine = [text[start:end].casefold() for start, end in new]
    starts: dict[tuple[str, ...], list[int]] = {}
    for place in range(len(theirs) - least + 1):
        starts.setdefault(tuple(theirs[place : place + least]), []).append(place)
    found: list[Shared] = []
    place = 0
    while place <= len(mine) - least:
        lengths = [(_common(theirs, mine, at, place), -at) for at in starts.get(tuple(mine[place : place + least]), ())]
        if not lengths:
            place += 1
            continue
        length, at = max(lengths)
        found.append(Shared(_span(source, old, -at, length), _span(text, new, place, length), length))
        place += length
    return found


def _common(theirs: list[str], mine: list[str], one: int, other: int) -> int:
    length = 0
    while one + length < len(theirs) and other + length < len(mine) and theirs[one + length] == mine[other + length]:
        length += 1
    return length


def _span(text: str, spans: list[tuple[int, int]], first: int, length: int) -> Span:
    start, end = spans[first][0], spans[first + length - 1][1]
    return Span(start, end, text[start:end])

"""What lies between two fixed places: which sentences became which, which went and which came.

All tokens of the region are matched at once, so that edits, splits and merges find their counterparts by themselves;
then matches that are chance (a "the" here, a "said" there) are dropped: two passages belong together only where they
share a good part of the shorter one. Those that do are compared anew on their own; all others went or came whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.fuzz import ratio

from comparison.atoms import Atoms, atoms_of
from comparison.belonging import Cell, belonging
from comparison.model import Level
from comparison.passages import Passage, is_break
from comparison.phrases import match, pieces_of
from comparison.script import Piece, equal
from comparison.tokens import Lexicon
from comparison.window import Window, equal_ends, exchange, window

LOOKS_ALIKE, LOOKS_VERY_ALIKE = 60.0, 75.0  # per cent of signs, for passages that share too few whole words
HEADING = 40  # signs of a line that is always replaced by the line that stands in its place
MOST_PEELED = 40  # passages of a region whose first and last are looked at apart from the others
MOST_LOOKED_AT = 9  # pairs of passages between two blocks
LONGEST_LOOKED_AT = 10_000  # signs of a passage that is compared sign by sign
LARGEST = 400_000_000  # atoms by atoms that are matched at once: the matrix takes an eighth of that in bytes


@dataclass
class Field:
    """The two sides of a comparison, and what is known while they are compared."""

    before: str
    after: str
    lexicon: Lexicon
    whole: bool = False  # one passage, such as a title: never deleted and inserted, always replaced
    level: Level = "token"  # coarser where a region was too large for tokens


def region(field: Field, one: Sequence[Passage], other: Sequence[Passage]) -> list[Piece]:
    """The pieces of a region that holds the passages *one* before and *other* after."""
    if max(len(one), len(other)) > MOST_PEELED:
        return _between(field, one, other)
    ahead: list[Piece] = []
    behind: list[Piece] = []
    alone = len(one) == len(other) == 1
    while one and other and (alike := _alike_at_ends(field, one[0], other[0], alone)):
        ahead += alike
        one, other = one[1:], other[1:]
    while one and other and (alike := _alike_at_ends(field, one[-1], other[-1], alone)):
        behind = [*alike, *behind]
        one, other = one[:-1], other[:-1]
    inner = _between(field, one, other) if one or other else []
    return [*ahead, *inner, *behind]


def _between(field: Field, one: Sequence[Passage], other: Sequence[Passage]) -> list[Piece]:
    """The pieces of what is left of a region."""
    if not one or not other:
        return [*_gone(field.before, one), *_come(field.after, other)]
    left = atoms_of(field.before, one, field.lexicon, 0)
    right = atoms_of(field.after, other, field.lexicon, 1)
    weights = field.lexicon.weights
    if len(left) * len(right) > LARGEST:
        field.level = "sentence"
        return _unread(field, one, other)
    runs = match(left, right)
    if field.whole or (len(one) == len(other) == 1 and 2 * sum(run.size for run in runs) >= max(len(left), len(right))):
        return pieces_of(left, right, runs, weights)
    links, slight = belonging(left, right, runs, field.lexicon)
    blocks = _blocks(links)
    if lone := list(_lone_pairs(one, other, blocks, slight)):
        blocks = _blocks(sorted([*links, *lone]))
    if blocks == [(0, len(one), 0, len(other))]:
        return pieces_of(left, right, runs, weights)
    found: list[Piece] = []
    i = j = 0
    for i1, i2, j1, j2 in blocks:
        found += [*_gone(field.before, one[i:i1]), *_come(field.after, other[j:j1])]
        found += _alone(left.part(i1, i2), right.part(j1, j2), weights)
        i, j = i2, j2
    return [*found, *_gone(field.before, one[i:]), *_come(field.after, other[j:])]


def _alike_at_ends(field: Field, one: Passage, other: Passage, alone: bool) -> list[Piece] | None:
    """The pieces of two passages that are mostly equal at their ends; None where they are not, or moved away.

    Where they do not stand *alone*, nothing but words exchanged for others shows that neither has another to be.
    """
    ends = equal_ends(one.text, other.text) if one.moved < 0 and other.moved < 0 else None
    if ends is None:
        return None
    words = exchange(one, other, ends)
    if words is not None and (alone or (words.one.text and words.other.text)):
        return _framed(one, other, words, [_exchanged(words)])
    seen = window(one, other, ends) if alone else None
    return _framed(one, other, seen, together(field, [seen.one], [seen.other])) if seen else None


def _exchanged(seen: Window) -> Piece:
    """Words for words, or words that came or went."""
    (b0, b1, old, _), (a0, a1, new, _) = seen.one, seen.other
    if not old:
        return Piece("insert", 0, 0, a0, a1)
    return Piece("replace", b0, b1, a0, a1) if new else Piece("delete", b0, b1, 0, 0)


def _framed(one: Passage, other: Passage, seen: Window, inner: Sequence[Piece]) -> list[Piece]:
    """The *inner* pieces of a window, between what is equal ahead of it and behind it."""
    found = list(inner)
    if seen.head:
        size = len(one.text[: seen.head].rstrip())
        found.insert(0, equal(one.start, one.start + size, other.start, other.start + size))
    if seen.tail:
        size = len(one.text[len(one.text) - seen.tail :].lstrip())
        found.append(equal(one.end - size, one.end, other.end - size, other.end))
    return found


def _unread(field: Field, one: Sequence[Passage], other: Sequence[Passage]) -> list[Piece]:
    """A region that is too large to look into: one thing for another, moved passages apart."""
    if any(passage.moved >= 0 for passage in (*one, *other)):
        return [*_gone(field.before, one), *_come(field.after, other)]
    return [Piece("replace", one[0].start, one[-1].end, other[0].start, other[-1].end, True)]


def together(field: Field, one: Sequence[Passage], other: Sequence[Passage]) -> list[Piece]:
    """The pieces within passages that are known to belong together: they moved, or are nearly equal."""
    left = atoms_of(field.before, one, field.lexicon, 0)
    right = atoms_of(field.after, other, field.lexicon, 1)
    return _alone(left, right, field.lexicon.weights)


def _alone(left: Atoms, right: Atoms, weights: Sequence[float]) -> list[Piece]:
    return pieces_of(left, right, match(left, right), weights)


Block = tuple[int, int, int, int]


def _lone_pairs(
    one: Sequence[Passage], other: Sequence[Passage], blocks: Sequence[Block], slight: set[Cell]
) -> Iterator[Cell]:
    """Pairs of passages that nothing linked, few between the same blocks, that share words or look alike."""
    i = j = 0
    for i1, i2, j1, j2 in [*blocks, (len(one), len(one), len(other), len(other))]:
        left = [place for place in range(i, i1) if one[place].moved < 0]
        right = [place for place in range(j, j1) if other[place].moved < 0]
        if len(left) == len(right) == 1:
            cell = left[0], right[0]
            if cell in slight or _stand_in(one[cell[0]].text, other[cell[1]].text):
                yield cell
        elif 0 < len(left) * len(right) <= MOST_LOOKED_AT:
            yield from _alike(one, other, left, right)
        i, j = i2, j2


def _stand_in(one: str, other: str) -> bool:
    """Whether a passage is the other in new words, where neither has another to be."""
    longer = max(len(one), len(other))
    if longer <= HEADING:
        return True
    return longer <= LONGEST_LOOKED_AT and ratio(one, other, score_cutoff=LOOKS_ALIKE) > 0


def _alike(
    one: Sequence[Passage], other: Sequence[Passage], left: Sequence[int], right: Sequence[int]
) -> Iterator[Cell]:
    """Pairs in order that look very much alike sign by sign."""
    free = list(right)
    for p in left:
        for q in free:
            texts = one[p].text, other[q].text
            if max(map(len, texts)) <= LONGEST_LOOKED_AT and ratio(*texts, score_cutoff=LOOKS_VERY_ALIKE):
                yield p, q
                free = [place for place in free if place > q]
                break


def _blocks(links: Sequence[Cell]) -> list[Block]:
    """Linked passages as blocks that share no passage: one to one, one to many, many to many."""
    blocks: list[Block] = []
    for i, j in links:
        if blocks and (i < blocks[-1][1] or j < blocks[-1][3]):
            i1, i2, j1, j2 = blocks[-1]
            blocks[-1] = (i1, max(i2, i + 1), j1, max(j2, j + 1))
        else:
            blocks.append((i, i + 1, j, j + 1))
    return blocks


# ---------------------------------------------------------------- whole passages


def _gone(text: str, passages: Sequence[Passage]) -> Iterator[Piece]:
    for start, end, number in _stretches(text, passages):
        yield Piece("delete" if number < 0 else "out", start, end, 0, 0, True, number)


def _come(text: str, passages: Sequence[Passage]) -> Iterator[Piece]:
    for start, end, number in _stretches(text, passages):
        yield Piece("insert" if number < 0 else "in", 0, 0, start, end, True, number)


def _stretches(text: str, passages: Sequence[Passage]) -> Iterator[tuple[int, int, int]]:
    """Passages of one paragraph together, each moved one alone."""
    if not passages:
        return
    start = passages[0].start
    for one, other in pairwise(passages):
        if one.moved >= 0 or other.moved >= 0 or is_break(text[one.end : other.start]):
            yield start, one.end, one.moved
            start = other.start
    yield start, passages[-1].end, passages[-1].moved

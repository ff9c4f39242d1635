"""The tokens of some passages of one side, as parallel lists of numbers that a matcher can work on."""

from __future__ import annotations

from collections.abc import Sequence

from comparison.passages import Passage
from comparison.tokens import Lexicon

HOLE = 1 << 40  # numbers from here on stand for passages that moved away: they match nothing


class Atoms:
    """Tokens with their numbers, spans and passages; a moved passage is one atom that matches nothing."""

    __slots__ = ("ends", "firsts", "numbers", "owners", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.numbers: list[int] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.owners: list[int] = []  # for each atom its passage, by place among those added
        self.firsts: list[int] = [0]  # for each passage its first atom; at the end, how many atoms there are

    def __len__(self) -> int:
        return len(self.numbers)

    def part(self, first: int, last: int) -> Atoms:
        """The atoms of the passages from *first* to before *last*."""
        start, end = self.firsts[first], self.firsts[last]
        some = Atoms(self.text)
        some.numbers, some.owners = self.numbers[start:end], self.owners[start:end]
        some.starts, some.ends = self.starts[start:end], self.ends[start:end]
        return some

    def exact(self, place: int) -> str:
        """The exact text of one atom."""
        return self.text[self.starts[place] : self.ends[place]]

    def moved(self, place: int) -> int:
        """The number of the moved passage that an atom stands for, -1 where it is a token."""
        number = self.numbers[place]
        return (number - HOLE) >> 1 if number >= HOLE else -1


def atoms_of(text: str, passages: Sequence[Passage], lexicon: Lexicon, side: int) -> Atoms:
    """The atoms of *passages*, which are parts of *text*; *side* is 0 for before, 1 for after."""
    atoms = Atoms(text)
    for owner, passage in enumerate(passages):
        offset = passage.start
        if passage.moved >= 0:
            atoms.numbers.append(HOLE + 2 * passage.moved + side)
            atoms.starts.append(offset)
            atoms.ends.append(passage.end)
            size = 1
        else:
            numbers, starts, ends = lexicon.read(passage.text)
            atoms.numbers += numbers
            atoms.starts += [offset + start for start in starts]
            atoms.ends += [offset + end for end in ends]
            size = len(numbers)
        atoms.owners += [owner] * size
        atoms.firsts.append(atoms.firsts[-1] + size)
    return atoms

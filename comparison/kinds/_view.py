"""What all recognisers look at: an edit widened to whole words and values, and what differs within it.

A `View` reads no more than `REACH` characters beside the edit (and the line it stands in, for quotation marks and page
furniture), however long the text is. Nothing is computed before a recogniser asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from rapidfuzz.distance import Levenshtein

from comparison.change import Change
from comparison.kinds import _quotes, _spelling, _style, lexicon
from comparison.kinds._half import Found, Half, Item
from comparison.kinds._lazy import lazy
from comparison.kinds._tokens import Side, Token, read
from comparison.kinds.lexicon.base import Lexicon, Phrases


class Hunk(NamedTuple):
    """Items that stand on one side against items on the other. *nature*: "style", "spelling" or "other"."""

    old: list[Item]
    new: list[Item]
    nature: str


class View:
    """A `Change`, and what differs between its sides once that is set apart which only looks different."""

    old: Half
    """The side before the edit."""
    new: Half
    """The side after the edit."""
    hunks: list[Hunk]
    """What differs, without what is equal."""
    gone: list[int]
    """The places of the old side's tokens that are truly gone: not restyled, not respelt, not equal."""
    come: list[int]
    """The places of the new side's tokens that truly came."""
    words_that_differ: tuple[list[str], list[str]]
    """The plain forms of the tokens that are truly gone, and of those that truly came."""
    differing: frozenset[str]
    """All of them."""

    def __init__(self, change: Change) -> None:
        self.change = change
        self.before = Side(change.before, change.before_start, change.before_end)
        self.after = Side(change.after, change.after_start, change.after_end)

    def __getattr__(self, name: str) -> object:
        """Read the edit when any of that is first asked for which has to be read for: who asks for one asks for all."""
        if name not in _READ:
            raise AttributeError(name)
        self._read()
        return self.__dict__[name]

    def _read(self) -> None:
        read(self.before, self.after, self.pack)
        self.old, self.new = old, new = Half(self.before, self.pack), Half(self.after, self.pack)
        _widen(old, new)
        self.hunks = self._differences(old.items, new.items)
        others = [hunk for hunk in self.hunks if hunk.nature == "other"]
        self.gone = [place for hunk in others for item in hunk.old for place in range(item.start, item.end)]
        self.come = [place for hunk in others for item in hunk.new for place in range(item.start, item.end)]
        self.words_that_differ = [old.words[place] for place in self.gone], [new.words[place] for place in self.come]
        self.differing = frozenset().union(*self.words_that_differ)

    @lazy
    def pack(self) -> Lexicon:
        """The words of the text's language, guessed from its beginning where that is not said."""
        if self.change.lang:
            return lexicon.of(self.change.lang)
        return lexicon.guess((self.change.after or self.change.before)[:_SAMPLE])

    def _differences(self, old: list[Item], new: list[Item]) -> list[Hunk]:
        keys = [item.key for item in old], [item.key for item in new]
        if keys[0] == keys[1]:
            return []
        if set(keys[0]).isdisjoint(keys[1]):
            return self._hunks(old, new)
        found = []
        for tag, i, j, k, m in _joined(Levenshtein.opcodes(*keys)):
            if tag != "equal":
                found += self._hunks(old[i:j], new[k:m])
        return found

    def _hunks(self, old: list[Item], new: list[Item]) -> list[Hunk]:
        """A stretch that differs: pair by pair where that explains all of it, or as one hunk."""
        nature = self._nature(old, new)
        if nature == "other" and len(old) == len(new) > 1:
            pairs = [Hunk([one], [other], self._nature([one], [other])) for one, other in zip(old, new, strict=True)]
            if any(pair.nature != "other" for pair in pairs):
                return [pair for pair in pairs if pair.old[0].key != pair.new[0].key]
        return [Hunk(old, new, nature)]

    def _nature(self, old: list[Item], new: list[Item]) -> str:
        if not old or not new:
            return "other"
        if any(item.entity for item in old + new):
            return "spelling" if self._is_misspelt_value(old, new) else "other"
        ways = [item.key for item in old], [item.key for item in new]
        written = self._written(old, new)
        if written[0] == written[1]:
            return "other"  # another word in capitals: "us" and "US"
        if _style.same_joined(*written, self.pack):
            return "style"
        if self._are_capitalised(old, new) and _spelling.misspelt_name(ways[0][0], ways[1][0], self.pack):
            return "spelling"
        return "spelling" if _spelling.same_word(*ways, self.pack) else "other"

    def _is_misspelt_value(self, old: list[Item], new: list[Item]) -> bool:
        """Whether one side is a number or date in one word, and the other the same with a slip: "trhee" and "three"."""
        if not (len(old) == len(new) == 1) or (old[0].entity is None) == (new[0].entity is None):
            return False
        if any(item.end - item.start != 1 for item in old + new):
            return False
        return _spelling.respelt(self.old.words[old[0].start], self.new.words[new[0].start], self.pack)

    @lazy
    def misspelt(self) -> tuple[set[int], set[int]]:
        """The places of tokens on both sides that only differ by a slip of spelling."""
        hunks = [hunk for hunk in self.hunks if hunk.nature == "spelling"]
        return {item.start for hunk in hunks for item in hunk.old}, {item.start for hunk in hunks for item in hunk.new}

    def _are_capitalised(self, old: list[Item], new: list[Item]) -> bool:
        """Whether one capitalised word stands against another."""
        return len(old) == len(new) == 1 and all(
            half.tokens[items[0].start].text[0].isupper() for half, items in ((self.old, old), (self.new, new))
        )

    def _written(self, old: list[Item], new: list[Item]) -> tuple[list[str], list[str]]:
        """Both sides' words as written, hyphens between them kept, for the question whether only the joints differ."""
        return _words(self.old.tokens[old[0].start : old[-1].end]), _words(self.new.tokens[new[0].start : new[-1].end])

    @lazy
    def may_name(self) -> bool:
        """Whether a token that differs does not begin in small Latin letters, as no name does: a quick look first."""
        firsts = [half.tokens[place].text[0] for half, places in self.sides() for place in places]
        return bool(firsts) and (min(firsts) < "a" or max(firsts) > "z")

    def phrases(self, table: Phrases) -> tuple[Sequence[Found], Sequence[Found]]:
        """The phrases of *table* on both sides that hold a word which differs, and are no part of a date."""
        if table.all_words.isdisjoint(self.differing):
            return (), ()
        return self.old.phrases(table, self.gone), self.new.phrases(table, self.come)

    @lazy
    def is_styling(self) -> bool:
        """Whether nothing but style differs."""
        return all(hunk.nature == "style" for hunk in self.hunks) and not self.marks_added

    @lazy
    def in_address(self) -> bool:
        """Whether the edit lies within a web address, whose figures and names state nothing."""
        return _in_address(self.before) and _in_address(self.after)

    @lazy
    def units_respelt(self) -> bool:
        """Whether nothing differs but the spelling of a unit: "3.5 meters" and "3.5 metres"."""
        if self.hunks:
            return False
        rows = [[token.plain for token in half.covered() if token.is_word] for half in (self.old, self.new)]
        if rows[0] == rows[1] or len(rows[0]) != len(rows[1]):
            return False
        pairs = [pair for pair in zip(*rows, strict=True) if pair[0] != pair[1]]
        return all(_spelling.respelt(one, other, self.pack) for one, other in pairs)

    @lazy
    def marks_added(self) -> int:
        """How many more quotation marks the edit has after than before, whatever their style."""
        if not (_quotes.may_mark(self.change.old) or _quotes.may_mark(self.change.new)):
            return 0
        old, new = (half.quotes.within(half.side.start, half.side.end) for half in (self.old, self.new))
        return new - old

    def sides(self) -> tuple[tuple[Half, list[int]], tuple[Half, list[int]]]:
        """Both halves, each with the places of its tokens that differ."""
        return (self.old, self.gone), (self.new, self.come)


_READ = frozenset(View.__annotations__)
"""What a `View` reads the edit for."""


def _widen(old: Half, new: Half) -> None:
    """Widen both sides alike to whole words and values."""
    for _ in range(2):
        reaches = old.overhang(), new.overhang()
        left, right = max(reaches[0][0], reaches[1][0]), max(reaches[0][1], reaches[1][1])
        if not (left or right):
            break
        old.widen(left, right)
        new.widen(left, right)
    old.settle()
    new.settle()


def _words(tokens: list[Token]) -> list[str]:
    return [plain for text, _, _, plain in tokens if text in "-‐‑" or text[0].isalpha() or text[0].isdigit()]


def _joined(codes: Iterable[Any]) -> list[tuple[str, int, int, int, int]]:
    """Neighbouring changes of an alignment joined, so that a replaced phrase is one."""
    rows: list[tuple[str, int, int, int, int]] = []
    for tag, i, j, k, m in codes:
        if rows and tag != "equal" and rows[-1][0] != "equal":
            rows[-1] = ("replace", rows[-1][1], j, rows[-1][3], m)
        else:
            rows.append((tag, i, j, k, m))
    return rows


def _in_address(side: Side) -> bool:
    """Whether the edit is the scheme of an address, or follows the beginning of one without a blank."""
    text, start = side.text, side.start
    if text.startswith("://", side.end):
        return True
    if not start or text[start - 1].isspace():
        return False
    run = text[max(start - _LONGEST_ADDRESS, 0) : start].rsplit(None, 1)[-1]
    return "://" in run or "www." in run or run.endswith((":/", "https:", "http:"))


_LONGEST_ADDRESS = 200
_SAMPLE = 600

"""What all recognisers look at: an edit widened to whole words and values, and what differs within it.

A `View` reads no more than `REACH` characters beside the edit (and the line it stands in, for quotation marks and page
furniture), however long the text is. Nothing is computed before a recogniser asks for it.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from comparison.change import Change
from comparison.kinds import _quotes, _spelling, _style, lexicon
from comparison.kinds._entities import Entity, entities
from comparison.kinds._tokens import Side, Token, tokenize
from comparison.kinds.lexicon import Lexicon
from comparison.kinds.lexicon.base import Phrases


class Item(NamedTuple):
    """What is compared: a word, a meaningful sign or one value of a date or quantity, and the tokens it is made of."""

    key: str
    start: int
    end: int
    entity: Entity | None = None


class Hunk(NamedTuple):
    """Items that stand on one side against items on the other. *nature*: "style", "spelling" or "other"."""

    old: list[Item]
    new: list[Item]
    nature: str


class Half:
    """One side of a `View`: its tokens, the places that the widened edit covers, and the entities and items in it."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.tokens, self.words = side.tokens, side.words
        self.start, self.end = side.start, side.end
        self.low, self.high = side.range(self.start, self.end)

    def read(self, pack: Lexicon) -> None:
        """Find the dates and quantities within reach."""
        self.pack = pack
        self.all_entities = entities(self.tokens, self.words, pack)

    def overhang(self) -> tuple[int, int]:
        """How many characters the tokens and entities that the edit touches reach beyond it, left and right."""
        left, right = self.start, self.end
        if self.low < self.high:
            left = min(left, self.tokens[self.low].start)
            right = max(right, self.tokens[self.high - 1].end)
        for entity in self.all_entities:
            start, end = self.tokens[entity.start].start, self.tokens[entity.end - 1].end
            if start < right and left < end and (left < right or (start < left and right < end)):
                left, right = min(left, start), max(right, end)
        return self.start - left, right - self.end

    def widen(self, left: int, right: int) -> None:
        """Take in *left* and *right* more characters."""
        self.start, self.end = max(self.start - left, 0), min(self.end + right, len(self.side.text))
        self.low, self.high = self.side.range(self.start, self.end)

    @cached_property
    def covered(self) -> list[Token]:
        """The tokens of the widened edit."""
        return self.tokens[self.low : self.high]

    @cached_property
    def entities(self) -> list[Entity]:
        """The dates and quantities of the widened edit."""
        return [entity for entity in self.all_entities if self.low < entity.end and entity.start < self.high]

    @cached_property
    def items(self) -> list[Item]:
        """What there is to compare, in order."""
        found: list[Item] = []
        heads = {entity.start: entity for entity in self.entities}
        place = self.low
        while place < self.high:
            entity = heads.get(place)
            if entity:
                found += [Item(f"={value}", entity.start, entity.end, entity) for value in sorted(entity.values)]
                place = entity.end
                continue
            key, end = _style.key(self.tokens, self.words, place, self.pack, self.high)
            if key:
                found.append(Item(key, place, end))
            place = end
        return [item for item in found if not self._joins_range(item)]

    def _joins_range(self, item: Item) -> bool:
        """Whether an item is the "to" of "10 to 12", which a dash says as well."""
        if item.entity or item.key not in self.pack.ranges:
            return False
        ends = {entity.end for entity in self.all_entities if not entity.is_date}
        starts = {entity.start for entity in self.all_entities if not entity.is_date}
        return item.start in ends and item.end in starts

    def phrases(self, table: Phrases) -> list[tuple[int, int, str]]:
        """The phrases of *table* that the widened edit touches (inside which it stands, where it is an insertion)."""
        if not table.names:
            return []
        low, high = max(self.low - 4, 0), min(self.high + 4, len(self.words))
        found = []
        for start, end, name in table.find(self.words[low:high]):
            start, end = start + low, end + low
            if (start < self.high and self.low < end) if self.low < self.high else start < self.low < end:
                found.append((start, end, name))
        return found

    def inside(self, place: int) -> bool:
        """Whether the token at *place* stands within quotation marks."""
        return self.quotes.holds(self.tokens[place].start)

    @cached_property
    def quotes(self) -> _quotes.Quotes:
        """The quotation marks of the line that the edit stands in, up to the edit's end."""
        return _quotes.read(self.side.text, self.side.paragraph()[0], min(self.side.end + 1, len(self.side.text)))


class View:
    """A `Change`, and what differs between its sides once that is set apart which only looks different."""

    def __init__(self, change: Change) -> None:
        self.change = change
        sides = (
            Side(change.before, change.before_start, change.before_end),
            Side(change.after, change.after_start, change.after_end),
        )
        self.pack = _pack(change, sides[1] if change.new else sides[0])
        for side in sides:
            side.lexicon = self.pack
        self.old, self.new = Half(sides[0]), Half(sides[1])
        self._widen()

    def _widen(self) -> None:
        halves = (self.old, self.new)
        for half in halves:
            half.read(self.pack)
        for _ in range(2):
            reaches = [half.overhang() for half in halves]
            left, right = max(reach[0] for reach in reaches), max(reach[1] for reach in reaches)
            if not (left or right):
                return
            for half in halves:
                half.widen(left, right)

    @cached_property
    def hunks(self) -> list[Hunk]:
        """What differs, without what is equal."""
        old, new = self.old.items, self.new.items
        keys = [item.key for item in old], [item.key for item in new]
        if keys[0] == keys[1]:
            return []
        found = []
        for tag, i, j, k, m in _joined(Levenshtein.opcodes(*keys).as_list()):
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
        if any(item.entity for item in old + new):
            return "other"
        ways = [item.key for item in old], [item.key for item in new]
        written = self._written(old, new)
        if written[0] == written[1]:
            return "other"  # another word in capitals: "us" and "US"
        if _style.same_joined(*written, self.pack):
            return "style"
        return "spelling" if _spelling.same_word(*ways, self.pack) else "other"

    def _written(self, old: list[Item], new: list[Item]) -> tuple[list[str], list[str]]:
        """Both sides' words as written, hyphens between them kept, for the question whether only the joints differ."""
        rows: list[list[str]] = []
        for half, items in ((self.old, old), (self.new, new)):
            tokens = half.tokens[items[0].start : items[-1].end] if items else []
            rows.append([token.plain for token in tokens if token.is_word or token.is_figure or token.text in "-‐‑"])
        return rows[0], rows[1]

    @cached_property
    def gone(self) -> list[int]:
        """The places of the old side's tokens that are truly gone: not restyled, not respelt, not equal."""
        return [
            p for hunk in self.hunks if hunk.nature == "other" for item in hunk.old for p in range(item.start, item.end)
        ]

    @cached_property
    def come(self) -> list[int]:
        """The places of the new side's tokens that truly came."""
        return [
            p for hunk in self.hunks if hunk.nature == "other" for item in hunk.new for p in range(item.start, item.end)
        ]

    @cached_property
    def is_styling(self) -> bool:
        """Whether nothing but style differs."""
        return all(hunk.nature == "style" for hunk in self.hunks)

    def sides(self) -> tuple[tuple[Half, list[int]], tuple[Half, list[int]]]:
        """Both halves, each with the places of its tokens that differ."""
        return (self.old, self.gone), (self.new, self.come)


def _joined(codes: list[tuple[str, int, int, int, int]]) -> list[tuple[str, int, int, int, int]]:
    """Neighbouring changes of an alignment joined, so that a replaced phrase is one."""
    rows: list[tuple[str, int, int, int, int]] = []
    for tag, i, j, k, m in codes:
        if rows and tag != "equal" and rows[-1][0] != "equal":
            rows[-1] = ("replace", rows[-1][1], j, rows[-1][3], m)
        else:
            rows.append((tag, i, j, k, m))
    return rows


def _pack(change: Change, side: Side) -> Lexicon:
    if change.lang:
        return lexicon.of(change.lang, [])
    start, end = side.paragraph()
    tokens = tokenize(side.text, max(start, side.start - 300), min(end, side.start + 300), lexicon.BARE)
    return lexicon.of(None, [token.plain for token in tokens])

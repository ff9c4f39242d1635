"""One side of an edit as recognisers see it: its words, values, phrases and quotation marks, within reach."""

from __future__ import annotations

from typing import NamedTuple

from comparison.kinds import _quotes, _style
from comparison.kinds._entities import Entity, entities
from comparison.kinds._lazy import lazy
from comparison.kinds._tokens import Side, Token
from comparison.kinds.lexicon.base import Lexicon, Phrases, word_set

_NEAR = 6
"""How many tokens beside the edit are read for dates and quantities that it may belong to."""


PARTICIPLES = frozenset({"alleged", "reported", "presumed", "supposed", "suspected"})
_NO_NOUN = word_set("the a an on in by at from he she it they its his her their and to")


class Item(NamedTuple):
    """What is compared: a word, a meaningful sign or one value of a date or quantity, and the tokens it is made of."""

    key: str
    start: int
    end: int
    entity: Entity | None = None


class Found(NamedTuple):
    """A phrase of a table: where it stands in a half's tokens, and its name there."""

    half: Half
    start: int
    end: int
    name: str


class Half:
    """One side of a `View`: its tokens, the places that the widened edit covers, and the entities and items in it."""

    def __init__(self, side: Side, pack: Lexicon) -> None:
        self.side, self.pack = side, pack
        self.tokens = side.row.tokens
        self.words = side.row.plains
        self.start, self.end = side.start, side.end
        self.low, self.high = side.range(self.start, self.end)
        low, high = max(self.low - _NEAR, 0), min(self.high + _NEAR, len(self.tokens))
        self.all_entities = entities(self.tokens, self.words, pack, low, high)

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

    def settle(self) -> None:
        """Find what the widened edit holds: *entities*, its dates and quantities, *items*, what there is to compare."""
        low, high = self.low, self.high
        self.entities = [entity for entity in self.all_entities if low < entity.end and entity.start < high]
        self.items = self._items()

    def covered(self) -> list[Token]:
        """The tokens of the widened edit."""
        return self.tokens[self.low : self.high]

    def _items(self) -> list[Item]:
        found: list[Item] = []
        heads = {entity.start: entity for entity in self.entities}
        place = self.low
        while place < self.high:
            entity = heads.get(place)
            if entity:
                found += [Item(entity.hedge, entity.start, entity.start + 1)] if entity.hedge else []
                found += [Item(f"={value}", entity.start, entity.end, entity) for value in sorted(entity.values)]
                place = entity.end
                continue
            key, end = _style.key(self.tokens, self.words, place, self.pack, self.high)
            if key:
                found.append(Item(key, place, end))
            place = end
        if not self.all_entities:
            return found
        return [item for item in found if not self._joins_range(item)]

    def _joins_range(self, item: Item) -> bool:
        """Whether an item is the "to" of "10 to 12", which a dash says as well."""
        if item.entity or item.key not in self.pack.ranges:
            return False
        ends = {entity.end for entity in self.all_entities if not entity.is_date}
        starts = {entity.start for entity in self.all_entities if not entity.is_date}
        return item.start in ends and item.end in starts

    @lazy
    def dated(self) -> set[int]:
        """The places of tokens that belong to a date or time."""
        return {place for entity in self.entities if entity.is_date for place in range(entity.start, entity.end)}

    def phrases(self, table: Phrases, places: list[int]) -> list[Found]:
        """The phrases of *table* that hold one of *places*, none of them within a date."""
        if not places or table.first_words.isdisjoint(self.words):
            return []
        low, high = max(places[0] - 4, 0), min(places[-1] + 5, len(self.words))
        differs = set(places) - self.dated
        found = [Found(self, start + low, end + low, name) for start, end, name in table.find(self.words[low:high])]
        return [phrase for phrase in found if not differs.isdisjoint(range(phrase.start, phrase.end))]

    def qualifies(self, start: int, end: int) -> bool:
        """Whether a participle that says something too ("alleged", "reported") stands before the noun it qualifies."""
        if self.words[start] not in PARTICIPLES:
            return False
        following = self.words[end] if end < len(self.words) else ""
        return following.isalpha() and following not in self.pack.that and following not in _NO_NOUN

    def inside(self, place: int) -> bool:
        """Whether the token at *place* stands within quotation marks."""
        return self.quotes.holds(self.tokens[place].start)

    @lazy
    def quotes(self) -> _quotes.Quotes:
        """The quotation marks of the line that the edit stands in, up to the edit's end."""
        return _quotes.read(self.side.text, self.side.paragraph[0], min(self.side.end + 1, len(self.side.text)))

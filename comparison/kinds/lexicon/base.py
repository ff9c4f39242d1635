"""What a language pack holds, and phrases that can be looked up in a run of words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

COUNTRIES_OF_DOLLARS = {
    "us": "usd",
    "a": "aud",
    "au": "aud",
    "c": "cad",
    "ca": "cad",
    "nz": "nzd",
    "hk": "hkd",
    "r": "brl",
    "s": "sgd",
}
"""What stands before a dollar sign to say whose dollar it is, and the code of that currency."""
QUANTITY_SIGNS = frozenset("$€£¥₹₽₩₺₪-−½¼¾⅓⅔⅛") | frozenset(COUNTRIES_OF_DOLLARS)
"""What a quantity may open with but a figure or a numeral: a currency, a minus, a fraction."""
_DATE_JOINTS = frozenset({"of", "de", "del"})


class Phrases:
    """Words and runs of words to look for, each with the name that stands for it (by default itself).

    ``Phrases("may", "believed to be")`` finds both; in ``Phrases({"over": ">", "more than": ">"})`` both are ``>``.
    """

    def __init__(self, *words: str | Mapping[str, str]) -> None:
        self.names: dict[str, str] = {}
        for item in words:
            self.names.update({phrase: phrase for phrase in lines(item)} if isinstance(item, str) else item)
        starts: defaultdict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for phrase, name in self.names.items():
            first, *rest = phrase.split()
            starts[first].append((tuple(rest), name))
        self._starts = {first: sorted(ways, key=lambda way: -len(way[0])) for first, ways in starts.items()}
        self.first_words: Set[str] = self._starts.keys()
        """The words with which the phrases start."""
        self.all_words = frozenset(word for phrase in self.names for word in phrase.split())
        """Every word of every phrase."""

    def __contains__(self, word: str) -> bool:
        return word in self.names

    def at(self, words: Sequence[str], place: int) -> tuple[int, str] | None:
        """The longest phrase that starts at *place*: the place after it, and its name."""
        for rest, name in self._starts.get(words[place], ()):
            end = place + 1 + len(rest)
            if tuple(words[place + 1 : end]) == rest:
                return end, name
        return None

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """Start, end and name of every phrase in *words*, from left to right, none inside another."""
        place = 0
        while place < len(words):
            hit = self.at(words, place)
            if hit:
                yield place, hit[0], hit[1]
            place = hit[0] if hit else place + 1


def lines(text: str) -> list[str]:
    """The entries of a table: parted by commas or line ends; an entry may hold blanks."""
    return [entry for row in text.splitlines() for part in row.split(",") if (entry := part.strip())]


def word_set(text: str) -> frozenset[str]:
    """The entries of a table whose entries are parted by white space."""
    return frozenset(text.split())


def one_of(entries: str) -> str:
    """A pattern that matches any entry of a table as `lines` reads it, the longest first."""
    return "(?:" + "|".join(re.escape(entry) for entry in sorted(lines(entries), key=len, reverse=True)) + ")"


def any_of(entries: Iterable[str]) -> str:
    """A pattern that says whether any of many entries stands somewhere; told apart by their first sign, for speed."""
    rests: defaultdict[str, list[str]] = defaultdict(list)
    for entry in entries:
        rests[entry[0]].append(re.escape(entry[1:]))
    return "(?:" + "|".join(f"{re.escape(first)}(?:{'|'.join(row)})" for first, row in rests.items()) + ")"


def table(text: str) -> dict[str, str]:
    """``name: one, other phrase`` a line, as a mapping of every entry, and of the name, to the name."""
    found: dict[str, str] = {}
    for row in text.strip().splitlines():
        name, _, entries = row.partition(":")
        found |= {entry: name.strip() for entry in [name.strip(), *lines(entries)]}
    return found


def numbered(text: str, first: int = 1) -> dict[str, int]:
    """Entries parted by white space, counted from *first*; ``|`` parts the ways to write one."""
    return {way: place for place, ways in enumerate(text.split(), first) for way in ways.split("|")}


@dataclass(frozen=True)
class Lexicon:
    """One language. All words are in lower case, apostrophes straight, points of abbreviations left out."""

    code: str
    small: frozenset[str] = frozenset()
    """Articles, prepositions, conjunctions, adverbs: words that are no name even where they open a sentence."""
    nouns_capitalised: bool = False
    """Whether all nouns are capitalised, so that a capital alone makes no name."""
    elides: bool = False
    """Whether an apostrophe ends a word of its own, as in "l'homme"."""

    decimal: str = "."
    numerals: Mapping[str, int] = field(default_factory=dict)
    """Words for numbers that are added up; 100 and more multiply what stands before them."""
    ordinals: Mapping[str, int] = field(default_factory=dict)
    weak_numerals: frozenset[str] = frozenset()
    """Numerals that are often no number ("one", "second"): counted only where they meet a number on the other side."""
    magnitudes: Mapping[str, int] = field(default_factory=dict)
    joiners: frozenset[str] = frozenset()
    """Words that may stand inside a numeral, as "and" in "two hundred and five"."""
    ranges: frozenset[str] = frozenset()
    """Words that stand for the dash of a range, as "to" in "10 to 12"."""
    units: Phrases = field(default_factory=Phrases)
    bounds: Phrases = field(default_factory=Phrases)
    """Words before a number that change what it states: "at least", "more than"."""

    months: Mapping[str, int] = field(default_factory=dict)
    weekdays: Mapping[str, int] = field(default_factory=dict)
    unsure_dates: frozenset[str] = frozenset()
    """Names of months or days that are words or names as well ("may", "march", "sun")."""
    moments: Phrases = field(default_factory=Phrases)
    """Days and times relative to now, and parts of the day: "yesterday", "last week", "noon"."""
    halves: Mapping[str, str] = field(default_factory=dict)
    """What follows an hour: "a.m.", "p.m.", "Uhr"; to "am", "pm" or ""."""
    year_cues: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()
    """Nouns that are counted and do not look like it: after them "1900" is no year."""

    negations: Phrases = field(default_factory=Phrases)
    """Words that deny; those of the name "" look like it and deny nothing ("whether or not")."""
    negating_prefixes: tuple[str, ...] = ()
    hedges: Phrases = field(default_factory=Phrases)
    approximators: Phrases = field(default_factory=Phrases)
    """Hedges only before a number: "about", "nearly"."""
    careless: frozenset[str] = frozenset()
    """Negations that have lost their apostrophe ("dont")."""
    pronouns: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    """Pronouns that are the subject of a sentence."""
    weak_pronouns: frozenset[str] = frozenset()
    """Pronouns that are often something else ("it", "sie", "le"): counted only where one replaces a pronoun."""

    saying: frozenset[str] = frozenset()
    saying_weak: frozenset[str] = frozenset()
    """Verbs that say something only in a setting that shows it: "added", "found", "showed"."""
    sources: frozenset[str] = frozenset()
    """Those who are quoted by trade: "police", "officials", "spokesman"."""
    crediting: Phrases = field(default_factory=Phrases)
    """Words that name a source without a verb: "according to", "citing"."""
    that: frozenset[str] = frozenset()

    joints: frozenset[str] = frozenset()
    """Words that a split or merge of sentences may put in or take away."""
    style: Phrases = field(default_factory=Phrases)
    """Ways to write the same word that differ by house: each names the one form."""
    contrary_case: frozenset[str] = frozenset()
    """Words that are another word in capitals: "us" and "US"."""
    no_joining: frozenset[str] = frozenset()
    """Words that change the meaning when they are joined to the next one: "a part", "may be"."""
    hyphen_matters: frozenset[str] = frozenset()
    """Words that are others without their hyphen: "resign" and "re-sign"."""
    respellings: tuple[tuple[str, str], ...] = ()
    """Patterns that bring regional spellings to one form, e.g. ("our$", "or")."""
    same_words: Mapping[str, str] = field(default_factory=dict)
    """Regional spellings that no pattern covers, and slips that make another word ("alot")."""
    titles: frozenset[str] = frozenset()
    dictionary: str = ""
    """The code of the word list that tells a misspelling from another word, "" for none."""

    @cached_property
    def canonical(self) -> Callable[[str], str]:
        """Brings a word to the one form of its regional spellings."""

        @lru_cache(maxsize=4096)
        def canonical(word: str) -> str:
            for pattern, form in self.respellings:
                word = re.sub(pattern, form, word)
            return word

        return canonical

    @cached_property
    def value_words(self) -> frozenset[str]:
        """Every word that is a date, a number or a part of one by itself."""
        return frozenset().union(self.numerals, self.magnitudes, self.ordinals, self.months, self.weekdays)

    @cached_property
    def value_phrases(self) -> Phrases:
        """Every phrase with which a date or quantity may start."""
        return Phrases(self.bounds.names, self.approximators.names, self.moments.names)

    @cached_property
    def value_openers(self) -> frozenset[str]:
        """Every word or sign with which a date or quantity may start, figures aside."""
        return self.value_words | self.value_phrases.first_words | QUANTITY_SIGNS

    @cached_property
    def all_pronouns(self) -> frozenset[str]:
        """Every word that is a pronoun, or may be one."""
        return self.pronouns | self.weak_pronouns

    @cached_property
    def verbs(self) -> frozenset[str]:
        """Every verb that says something, or may."""
        return self.saying | self.saying_weak

    @cached_property
    def speakers(self) -> frozenset[str]:
        """Every word for one who speaks: sources, and pronouns as subjects."""
        return self.sources | self.subjects

    @cached_property
    def attributing(self) -> frozenset[str]:
        """Every word that says, credits or speaks, or may."""
        return self.verbs | self.speakers | self.crediting.all_words

    @cached_property
    def telling(self) -> frozenset[str]:
        """Every word by which an edit may get a kind, or be mere style: an edit without any changes the wording."""
        return self.telling_alone.union(self.phrases_with)

    @cached_property
    def telling_alone(self) -> frozenset[str]:
        """Those that may do so outside a phrase of several words."""
        return self.value_words.union(
            (phrase for table in self._telling_tables for phrase in table.names if " " not in phrase), self.joiners,
            self.ranges, self.halves, self.all_pronouns, self.verbs, self.speakers, self.contrary_case, self.careless,
            _DATE_JOINTS,
        )  # fmt: skip

    @cached_property
    def phrases_with(self) -> Mapping[str, tuple[str, ...]]:
        """For each word of a phrase of several, those phrases."""
        found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
        phrases = {phrase for table in self._telling_tables for phrase in table.names if " " in phrase}
        for phrase in sorted(phrases):
            for word in set(phrase.split()):
                found[word] += (phrase,)
        return dict(found)

    @property
    def _telling_tables(self) -> tuple[Phrases, ...]:
        return (
            self.units, self.bounds, self.moments, self.negations, self.hedges, self.approximators, self.crediting,
            self.style,
        )  # fmt: skip

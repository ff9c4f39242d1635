"""Whether two texts carry one dispatch: verified over their exact words, passages and facts.

Rules, each measured on real copies, same-event reports and labelled families:

copy       at least `COPY` of the shorter text's word runs stand in the longer one, and they make up enough of the
           longer one too, or the longer one opens with the shorter one's opening, or they lie all over both.
rewritten  few runs are shared, but runs of three words outside quotations are shared all through the shorter text,
           or the same names and numbers are told in the same order; where one text is a part of the other, the part is
           what counts, unless it is only quoted there: word for word over whole sentences.
embeds     the longer text carries the shorter one among much else: a digest, or a quotation at length.
related    one event, or background that was used again: passages or facts are shared, not the dispatch.

Two articles of one outlet share its furniture, its habits and its earlier reports, hence more is asked of them: they
are copies only where they open alike too, and are prose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from comparison.fingerprint import pairs, runs_of, sample, words
from comparison.telling import fact_places, facts, first_told, in_order, unquoted

Kind = Literal["copy", "rewritten", "embeds", "related"]
JOINS: tuple[Kind, ...] = ("copy", "rewritten")
COPY = 0.4  # share of the shorter text's runs: independent reports of one event stay under 0.36, copies mostly over 0.6
COPY_ALL = 0.25  # share of both texts' runs
WIDE, WIDE_OF_LONG = 0.6, 0.4  # of the shorter and of the longer text: between the outermost tenths of shared runs
TRIMMED = 0.6  # of a short text that opens a long one
AT_HOME, AT_HOME_ALL = 0.6, 0.5  # the same for two articles of one outlet
ENDS, PROSE = frozenset('.!?…。！？।؟"”’»)'), 0.3  # fewer sentences make a list of links, an outlet's own at that
LEAST_RUNS = 25  # of a shorter text nobody can say whose copy it is
OPENING = 60  # words
BEGINNING = 0.2  # of a long text
ALL_THROUGH = 0.2  # runs of three words in the poorest quarter of what was cut from another
REWORDED, EVERYWHERE = 0.25, 0.1  # runs of three words: in all, and in each quarter of the shorter text
ORDERED = 0.3  # of the facts, where there are some: words alone may be those of an outlet's furniture
TOLD, TOLD_ALL, FEWEST = 0.55, 0.36, 9  # facts in order: of the shorter text's, of all, and at least so many
MANY, TOLD_BARE, TOLD_ALL_BARE = 15, 0.7, 0.5  # of fewer facts, where hardly any run of three is shared
FEWEST_CUT, LEAST_CUT, CUT = 5, 0.08, 0.43  # of a part: facts; runs of three; these and half the facts in order
ORDER = 0.6  # what the order of facts weighs beside words: furniture has words in common, no order
SHORTENED = 0.75  # of the longer text: what is nearly as long is no part of it; a follow-up retells half of a dispatch
SENTENCE, QUOTED = 12, 0.6  # runs in a row; who quotes takes most in such rows, of what is reworded few are left
OWN_WORDS = 1 / 3  # of a text: what is nearly all quotation is told by nobody's words
BACKGROUND, RARE, SHARE_OF_FACTS = 0.12, 5, 0.25


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks by which the index finds a text, the same in every process: see `Print`."""

    sample: frozenset[int]
    pairs: frozenset[int]

    @property
    def all(self) -> frozenset[int]:
        """All of them."""
        return self.sample | self.pairs


@dataclass(frozen=True, slots=True)
class Print:
    """What is compared of a text: *runs* of five words with their first place, *small* runs of three, unquoted.

    *facts* are names and numbers with their first place, *parts* the paragraphs by hash, each with its facts. *sample*
    and *pairs* are the marks by which the index finds it: sampled runs, and facts that are told one after the other.
    *prose* is the share of its paragraphs that end as sentences do.
    """

    size: int
    runs: dict[int, int]
    small: tuple[int, ...]
    facts: dict[str, int]
    parts: tuple[tuple[int, frozenset[str]], ...]
    sample: frozenset[int]
    pairs: frozenset[int]
    prose: float


@dataclass(frozen=True, slots=True)
class Link:
    """What two texts have in common. Shares are 0 to 1; *spans* is where in each the common runs lie, in shares.

    *covers* is how much of each stands in the other; *told* how many facts both tell in one order.
    """

    kind: Kind
    score: float
    covers: tuple[float, float]
    spans: tuple[tuple[float, float], tuple[float, float]]
    told: int


def marks(text: str) -> Marks:
    """What the index asks of a text, without the rest of its `fingerprint`."""
    return Marks(sample(words(text)), pairs(facts(unquoted(text))))


def fingerprint(text: str) -> Print:
    """What `link` needs of a text."""
    said, plain = words(text), unquoted(text)
    found = runs_of(said)
    places = dict(zip(reversed(found), range(len(found) - 1, -1, -1), strict=True))
    told = fact_places(plain)
    known = first_told(told)
    return Print(
        size=len(places),
        runs=places,
        small=tuple(runs_of(said if plain == text else words(plain), 3)),
        facts=known,
        parts=tuple(_parts(plain, told)),
        sample=sample(said),
        pairs=pairs(known),
        prose=_prose(text),
    )


def _prose(text: str) -> float:
    ends = [part.rstrip()[-1:] for part in text.split("\n\n")]
    return sum(end in ENDS for end in ends) / len(ends)


def _parts(plain: str, told: list[tuple[str, int]]) -> Iterator[tuple[int, frozenset[str]]]:
    """The paragraphs by hash, each with the facts that it tells."""
    start, number = 0, 0
    for part in plain.split("\n\n"):
        end, some = start + len(part), set()
        while number < len(told) and told[number][1] < end:
            some.add(told[number][0])
            number += 1
        yield hash(" ".join(part.split())), frozenset(some)
        start = end + 2


def link(one: Print, other: Print, at_home: bool = False, rare: int = 0) -> Link | None:
    """What joins or relates two texts; None where nothing does. The same whichever comes first.

    *rare* is how many facts both tell that few other stories tell.
    """
    if min(one.size, other.size) < LEAST_RUNS:
        return None
    shared = one.runs.keys() & other.runs.keys()
    contained = len(shared) / min(one.size, other.size)
    resemblance = len(shared) / (one.size + other.size - len(shared))
    told = in_order(one.facts, other.facts)
    kind = _copied(one, other, contained, resemblance, at_home)
    score = contained
    if kind != "copy" and not at_home:
        quoted = _quoted(one, other, shared)
        told_anew = 0.0 if kind and quoted else rewording(one, other, quoted)
        kind, score = ("rewritten", told_anew) if told_anew else (kind, score)
    if kind is None:
        kind = _relation(one, other, len(shared), contained, at_home, rare)
    if kind is None:
        return None
    covers = (len(shared) / one.size, len(shared) / other.size)
    return Link(kind, round(score, 4), covers, (_span(one, shared), _span(other, shared)), told)


def _copied(one: Print, other: Print, contained: float, resemblance: float, at_home: bool) -> Kind | None:
    if at_home:
        same = contained >= AT_HOME and resemblance >= AT_HOME_ALL and _one_opening(one, other)
        return "copy" if same and min(one.prose, other.prose) >= PROSE else None
    if contained < COPY:
        return None
    cut = contained >= TRIMMED and (_one_opening(one, other) or _cut_short(one, other))
    return "copy" if resemblance >= COPY_ALL or cut or _throughout(one, other) else "embeds"


def _one_opening(one: Print, other: Print) -> bool:
    """Whether both texts begin alike."""
    first, second = ({run for run, place in side.runs.items() if place < OPENING} for side in (one, other))
    return len(first & second) >= 0.5 * min(len(first), len(second))


def _throughout(one: Print, other: Print) -> bool:
    """Whether what both share lies all over both: cut and rewritten at once; an item of a digest has its place."""
    shared = one.runs.keys() & other.runs.keys()
    wide = [stop - start for start, stop in (_span(one, shared), _span(other, shared))]
    short, long = wide if one.size <= other.size else reversed(wide)
    return short >= WIDE and long >= WIDE_OF_LONG


def _cut_short(one: Print, other: Print) -> bool:
    """Whether the shorter text is all through made of the other, and of its beginning: cut, and edited."""
    short, long = sorted((one, other), key=lambda side: side.size)
    begins = _span(long, short.runs.keys() & long.runs.keys())[0]
    return _spread(one, other)[1] >= ALL_THROUGH and begins <= BEGINNING


def rewording(one: Print, other: Print, quoted: bool) -> float:
    """How surely, 0 to 1, one text rewords the other, or a part of it; 0 where it does not.

    *quoted* is whether what they share stands word for word over whole sentences: it must then be shared throughout.
    """
    first, second = _reworded(one, other), _reworded(other, one)
    told, (kept, least) = in_order(first, second), _spread(one, other) if _own_words(one, other) else (0.0, 0.0)
    ordered = told / _span_facts(first, second)
    some = min(len(first), len(second)) >= FEWEST
    throughout = kept >= REWORDED and least >= EVERYWHERE and (ordered >= ORDERED or not some)
    part = kept >= LEAST_CUT and kept + ordered / 2 >= CUT and told >= FEWEST_CUT and _cut(one, other)
    if not (throughout or (not quoted and (part or _same_order(first, second, told, kept)))):
        return 0.0
    return ORDER * min(1.0, ordered) + (1 - ORDER) * kept if some else kept


def _quoted(one: Print, other: Print, shared: Set[int]) -> bool:
    """Whether most of what two texts share stands word for word over whole sentences."""
    short = min(one, other, key=lambda side: (side.size, len(side.small), len(side.facts)))
    places = sorted(short.runs[run] for run in shared)
    rows = [list(row) for _, row in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0])]
    return sum(len(row) for row in rows if len(row) >= SENTENCE) >= QUOTED * len(places) > 0


def _own_words(one: Print, other: Print) -> bool:
    """Whether neither text is nearly all quotation."""
    return all(len(side.small) >= OWN_WORDS * side.size for side in (one, other))


def _same_order(first: Mapping[str, int], second: Mapping[str, int], told: int, kept: float) -> bool:
    """Whether the facts alone show it: of few facts, where hardly a word is shared, more must be told in order."""
    bare = kept < EVERYWHERE and told < MANY
    least, least_all = (TOLD_BARE, TOLD_ALL_BARE) if bare else (TOLD, TOLD_ALL)
    fewer, either = max(FEWEST, min(len(first), len(second))), len(first.keys() | second.keys()) or 1
    return told >= FEWEST and told / fewer >= least and told / either >= least_all


def _cut(one: Print, other: Print) -> bool:
    """Whether one text is much shorter than the other."""
    return min(one.size, other.size) <= SHORTENED * max(one.size, other.size)


def _span_facts(first: Mapping[str, int], second: Mapping[str, int]) -> int:
    """How many facts are told by the shorter text, or by the part of the longer one that has what both tell."""
    short, long = sorted((first, second), key=len)
    places = sorted(long[fact] for fact in short.keys() & long.keys())
    if not places:
        return 1
    tenth = len(places) // 10
    start, stop = places[tenth], places[-1 - tenth]
    return len(short.keys() | {fact for fact, place in long.items() if start <= place <= stop})


def _reworded(one: Print, other: Print) -> dict[str, int]:
    """The facts of a text but those that it tells only in paragraphs which stand in the other word for word."""
    theirs = {paragraph for paragraph, _ in other.parts}
    own = {fact for paragraph, some in one.parts if paragraph not in theirs for fact in some}
    return {fact: place for fact, place in one.facts.items() if fact in own}


def _spread(one: Print, other: Print) -> tuple[float, float]:
    """Which share of the shorter text's runs of three words stands in the other: in all, and in its poorest quarter."""
    short, long = sorted((one, other), key=lambda side: len(side.small))
    holds, count = set(long.small), len(short.small)
    if count < LEAST_RUNS:
        return 0.0, 0.0
    hits = [value in holds for value in short.small]
    quarters = [hits[count * part // 4 : count * (part + 1) // 4] for part in range(4)]
    return sum(hits) / count, min(sum(part) / len(part) for part in quarters)


def _relation(one: Print, other: Print, shared: int, contained: float, at_home: bool, rare: int) -> Kind | None:
    if contained >= BACKGROUND and shared >= LEAST_RUNS and not at_home:
        return "related"
    fresh = max(_told_anew(one, other), _told_anew(other, one)) if at_home else rare
    enough = max(RARE, SHARE_OF_FACTS * min(len(one.facts), len(other.facts)))
    return "related" if fresh >= enough else None


def _told_anew(one: Print, other: Print) -> int:
    """How many facts of *other* are told by the paragraphs of *one* that are not furniture: in it word for word."""
    theirs = {paragraph for paragraph, _ in other.parts}
    told = {fact for paragraph, some in one.parts if paragraph not in theirs for fact in some}
    return len(told & other.facts.keys())


def _span(side: Print, shared: Set[int]) -> tuple[float, float]:
    """Where the common runs lie in a text, the outermost tenths left out."""
    places = sorted(side.runs[run] for run in shared)
    if not places:
        return 0.0, 0.0
    length = max(side.runs.values()) + 1
    tenth = len(places) // 10
    return places[tenth] / length, places[-1 - tenth] / length

"""What shows that a machine reworded a text: rules on its surface, and what became of its source. Pure, no I/O.

A signal is evidence with its places, never a verdict: each rule alone fires on honest copy now and then (three of the
six surface rules together on about one clean article in five hundred). Whether a text is a rewriting of another is
asked of both: nearly every sentence changed, yet the same numbers and names in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import regex

from comparison.facts import facts, kept_in_order
from comparison.fingerprint import words
from comparison.model import Span, Version
from comparison.passages import paragraphs, sentences

SENTENCE = 7  # words; what is shorter is said in the same words by chance
VERBATIM, TOUCHED = 0.8, 0.12  # shares of a sentence's three-word runs that stand in the source
REWORDED = 0.55  # of the sentences that have a counterpart; a desk that edits heavily stays under 0.4
KEPT, ORDERED = 0.6, 0.65  # facts kept and in their order; independent reports of one event keep under half
FEW = 3  # sentences: on fewer nobody can tell


@dataclass(frozen=True, slots=True)
class Signal:
    """One rule that fired: its name, what it says, and where in the text (offsets into it)."""

    name: str
    says: str
    spans: tuple[Span, ...]

    def as_dict(self) -> dict[str, Any]:
        """The signal as the command line prints it."""
        return {"signal": self.name, "says": self.says, "passages": [span.as_dict() for span in self.spans]}


@dataclass(frozen=True, slots=True)
class Rewording:
    """How a text stands to a source: its sentences said verbatim, reworded and new, and the facts it keeps (0 to 1)."""

    verbatim: int
    reworded: int
    new: int
    facts_kept: float
    in_order: float

    @property
    def rewritten(self) -> bool:
        """Whether the text says what the source says, in its order, in other words nearly throughout."""
        told = self.verbatim + self.reworded
        if self.reworded < FEW or self.reworded < REWORDED * told:
            return False
        return self.facts_kept >= KEPT and self.in_order >= ORDERED


_SAYING = r"(?:said|says|told|added|stated|explained|noted|remarked|declared|warned|argued)"
_SPLIT = regex.compile(rf"(?:\b\p{{Lu}}\w+ {_SAYING}|\b{_SAYING} \p{{Lu}}\w+)\. \p{{Lu}}\w+, \p{{Ll}}+")
_LOWER_START = regex.compile(r"\p{Ll}{4,}[.!?][\"”’)]? (\p{Ll}{3,})(?![\p{L}.]*\.\p{L})[^.]{0,20}")
_DOUBLE_STOP = regex.compile(r"[\p{L}\d][.!?,;] [.](?!\.)")
_STRAY = regex.compile(r"(?<=\p{L}{2} )([b-df-hj-np-tv-xz]) (?=\p{L}{3,})")
_ORPHAN = regex.compile(r"(?<=[.!?][\"”’)]? )\p{Ll}{3,}(?: \p{Ll}+)?\.(?=\s*(?:\n|$))")
_SPACE_BEFORE = regex.compile(r"(?<=[\p{L}\d”\"’)]) [,;](?=\s)")
_OUTSIDE, _INSIDE = regex.compile(r"(?<=[\p{L}\d])[”\"][.,]"), regex.compile(r"(?<=[\p{L}\d])[.,][”\"]")
_AMERICAN = regex.compile(r"^[^\n]{0,100}\((?:AP|UPI|CNN|Reuters)\)\s?[-–—]", regex.M)


def surface(text: str) -> tuple[Signal, ...]:
    """The rules that need no source, those that fired on *text*."""
    return tuple(signal for rule in _SURFACE if (signal := rule(text)) is not None)


def _rule(name: str, pattern: regex.Pattern[str], says: str, least: int = 1) -> Callable[[str], Signal | None]:
    def find(text: str) -> Signal | None:
        spans = tuple(Span(*match.span(), match.group()) for match in pattern.finditer(text))
        return Signal(name, says, spans) if len(spans) >= least else None

    return find


def _quotes(text: str) -> Signal | None:
    outside = tuple(Span(*match.span(), match.group()) for match in _OUTSIDE.finditer(text))
    closing = len(outside) + len(_INSIDE.findall(text))
    if len(outside) < 2 or len(outside) < 0.3 * closing or not _AMERICAN.search(text):
        return None
    says = "stops and commas stand outside quotation marks, under the dateline of an agency that sets them inside"
    return Signal("punctuation outside quotes", says, outside)


_SURFACE: tuple[Callable[[str], Signal | None], ...] = (
    _rule("split attribution", _SPLIT, "a speaker's name is torn apart by a full stop"),
    _rule("lower-case sentence start", _LOWER_START, "sentences begin in lower case", least=2),
    _rule("double stop", _DOUBLE_STOP, "a full stop follows another sign"),
    _rule("stray letter", _STRAY, "a single letter stands where no word of one letter can"),
    _rule("orphan fragment", _ORPHAN, "a paragraph ends in a fragment"),
    _rule("space before a comma", _SPACE_BEFORE, "a blank stands before a comma, as between machine tokens"),
    _quotes,
)


@lru_cache(maxsize=2048)
def reworded(source: Version, version: Version) -> Rewording:
    """How the text of *version* stands to that of *source*."""
    held = _runs(source.text)
    known = {fact.value for fact in facts(source.text)}
    counts = {"verbatim": 0, "reworded": 0, "new": 0}
    for span in sentence_spans(version.text):
        counts[_standing(span.text, held, known)] += 1
    kept, ordered = kept_in_order(facts(source.text), facts(version.text))
    return Rewording(**counts, facts_kept=kept, in_order=ordered)


def sentence_spans(text: str) -> Iterator[Span]:
    """The sentences of *text* that are long enough to be told apart."""
    for passage in paragraphs(text):
        for start, end, sentence, _ in sentences(text, passage.start, passage.end):
            if len(words(sentence)) >= SENTENCE:
                yield Span(start, end, sentence)


def standing(sentence: str, source: str) -> str:
    """``verbatim``, ``reworded`` or ``new``: how a sentence stands to a source."""
    return _standing(sentence, _runs(source), {fact.value for fact in facts(source)})


def _standing(sentence: str, held: frozenset[tuple[str, ...]], known: set[str]) -> str:
    own = _runs(sentence)
    share = len(own & held) / len(own)
    if share >= VERBATIM:
        return "verbatim"
    if share >= TOUCHED or len({fact.value for fact in facts(sentence)} & known) >= 2:
        return "reworded"
    return "new"


@lru_cache(maxsize=4096)
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    found = words(text)
    return frozenset(zip(found, found[1:], found[2:], strict=False))

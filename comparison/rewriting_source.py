"""Signals of machine rewriting that show only beside the source: flipped pronouns, calques, reworded quotations."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import NamedTuple

import regex

from comparison.fingerprint import words
from comparison.model import Span, Version
from comparison.rewriting import Signal, reworded, sentence_spans, standing

_SHE, _HE = frozenset({"she", "her", "hers", "herself"}), frozenset({"he", "his", "him", "himself"})
_PRONOUN = regex.compile(r"\b(?:she|hers?|herself|he|his|him|himself)\b", regex.I)
_QUOTE = regex.compile(r"[“\"]([^“”\"\n]{25,})[”\"]")
_FULL_NAME = regex.compile(r"\b(\p{Lu}\p{Ll}+)(?= (\p{Lu}\p{Ll}+)\b)")
LEAST = 0.25  # of a sentence's weight of words that its counterpart must hold
CALQUES = {
    "treatise": ("treated", "handled", "dealt"), "actual": ("current", "present"), "assist": ("attend",),
    "pretend": ("claim", "say"), "pretends": ("claims", "says"), "realize": ("carry", "make", "conduct"),
    "realized": ("carried", "made", "conducted"), "society": ("company",), "formation": ("training",),
    "manifestation": ("protest", "demonstration"), "manifestations": ("protests", "demonstrations"),
    "sensible": ("sensitive",), "process": ("trial", "lawsuit"), "politic": ("policy",), "notices": ("news",),
    "assistance": ("attendance",), "circulation": ("traffic",), "direction": ("management",), "eventual": ("possible",),
    "eventually": ("possibly",), "habitation": ("home", "housing"), "deception": ("disappointment",),
    "inhabited": ("uninhabited",), "resume": ("summarize",), "publicity": ("advertising",), "journal": ("newspaper",),
    "voyage": ("trip", "journey"), "editorial": ("publisher",), "patron": ("boss", "owner"),
    "comprise": ("understand",),
}  # fmt: skip
"""A word of the text, and the source's words whose translation was taken for it on the way back."""


class Pair(NamedTuple):
    """A sentence of the text and its counterpart in the source."""

    text: Span
    source: Span


def against(source: Version, version: Version) -> tuple[Signal, ...]:
    """The signals that *version* shows beside the *source* it is linked to, those that fired; spans are the text's."""
    found = list(pairs(source.text, version.text))
    rules = (
        _throughout(source, version),
        _flips(found),
        _calques(found),
        _torn_names(source.text, version.text),
        _quotations(source.text, version.text),
        _swaps(found),
    )
    return tuple(signal for signal in rules if signal is not None)


def pairs(source: str, text: str) -> list[Pair]:
    """Each sentence of *text* with the sentence of *source* that shares most of its rarer words, where it is enough."""
    olds, news = list(sentence_spans(source)), list(sentence_spans(text))
    bags = [frozenset(words(old.text)) for old in olds]
    common = Counter(word for bag in bags for word in bag)
    found = []
    for new in news:
        mine = frozenset(words(new.text))
        whole = sum(1 / common.get(word, 1) for word in mine)
        weights = [sum(1 / common[word] for word in bag & mine) for bag in bags]
        best = max(range(len(olds)), key=weights.__getitem__, default=None)
        if best is not None and weights[best] >= LEAST * whole:
            found.append(Pair(new, olds[best]))
    return found


def _throughout(source: Version, version: Version) -> Signal | None:
    how = reworded(source, version)
    if not how.rewritten:
        return None
    spans = (span for span in sentence_spans(version.text) if standing(span.text, source.text) == "reworded")
    says = (
        f"{how.reworded} of {how.reworded + how.verbatim} sentences are reworded, yet {how.facts_kept:.0%} of the "
        f"numbers and names stand in the source, {how.in_order:.0%} of them in its order"
    )
    return Signal("reworded throughout", says, tuple(spans))


def _flips(found: list[Pair]) -> Signal | None:
    spans = []
    for pair in found:
        mine, theirs = set(words(pair.text.text)), set(words(pair.source.text))
        for one, other in ((_HE, _SHE), (_SHE, _HE)):
            if mine & one and not theirs & one and theirs & other:
                spans += [span for span in _places(_PRONOUN, pair.text) if span.text.lower() in one]
    if not spans:
        return None
    return Signal("flipped pronouns", "he for the source's she, or she for its he", tuple(spans))


def _calques(found: list[Pair]) -> Signal | None:
    spans = []
    for pair in found:
        theirs = set(words(pair.source.text))
        for word in set(words(pair.text.text)) - theirs:
            if theirs & set(CALQUES.get(word, ())):
                spans += _places(regex.compile(rf"\b{regex.escape(word)}\b", regex.I), pair.text)
    says = "words that a translation there and back puts for the source's"
    return Signal("calque", says, tuple(spans)) if spans else None


def _places(pattern: regex.Pattern[str], within: Span) -> list[Span]:
    return [
        Span(within.start + match.start(), within.start + match.end(), match.group())
        for match in pattern.finditer(within.text)
    ]


def _torn_names(source: str, text: str) -> Signal | None:
    names = {match.groups() for match in _FULL_NAME.finditer(source)}
    torn = regex.compile(r"\b(\p{Lu}\p{Ll}+)(?: \w+)?\. (\p{Lu}\p{Ll}+)\b")
    spans = tuple(Span(*match.span(), match.group()) for match in torn.finditer(text) if match.groups() in names)
    return Signal("torn name", "a full stop inside a name that the source has whole", spans) if spans else None


def _quotations(source: str, text: str) -> Signal | None:
    """Direct speech that is nearly the source's: people do not reword what is quoted."""
    theirs = [set(words(match.group(1))) for match in _QUOTE.finditer(source)]
    known = " ".join(words(source))
    spans = []
    for match in _QUOTE.finditer(text):
        mine = words(match.group(1))
        near = max((len(set(mine) & other) / len(set(mine) | other) for other in theirs), default=0.0)
        if len(mine) >= 6 and " ".join(mine) not in known and 0.4 <= near < 1.0:
            spans.append(Span(*match.span(), match.group()))
    says = "what people said is quoted in other words than the source's"
    return Signal("reworded quotations", says, tuple(spans)) if spans else None


def _swaps(found: list[Pair]) -> Signal | None:
    """Neighbours that changed places, as nouns and adjectives do on the way through another language."""
    spans = []
    for pair in found:
        theirs = words(pair.source.text)
        there = set(pairwise(theirs))
        mine = words(pair.text.text)
        for one, two in pairwise(mine):
            if min(len(one), len(two)) >= 4 and one != two and (two, one) in there and (one, two) not in there:
                spans += _places(regex.compile(rf"\b{regex.escape(one)}\W+{regex.escape(two)}\b", regex.I), pair.text)
    says = "neighbouring words stand in each other's place"
    return Signal("swapped neighbours", says, tuple(spans)) if len(spans) >= 2 else None

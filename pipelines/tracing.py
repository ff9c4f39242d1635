"""Where a text comes from: the versions of the archive that it shares words and facts with, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import exp
from typing import TYPE_CHECKING

from comparison import wire
from comparison.descent import features
from comparison.facts import facts
from comparison.fingerprint import words
from comparison.model import Version
from comparison.passages import paragraphs
from comparison.reuse import fingerprint
from comparison.rewriting import Rewording, Signal, reworded, surface
from comparison.rewriting_source import against
from comparison.shared import Shared, shared_passages
from comparison.shelf import Node, Shelf
from pipelines.descent import Member, tree_of
from storage import derivations, tracing
from storage.derivations import Held

if TYPE_CHECKING:
    from storage.archive import Archive

CANDIDATES = 30  # articles that each way of looking brings
LEAST_SHARED = 0.04  # of the text's three-word runs, for a version to count as a source
LEAST_PASSAGE = 12  # words; or one passage so long
ASKED, WORDS = 16, 14  # paragraphs that are asked for by their telling words, and how many of these


@dataclass(frozen=True, slots=True)
class Source:
    """One version that a text shares something with.

    *confidence* is how likely it is the text's source among all that were found; *shared* the share of the text's
    three-word runs that it has; *passages* what both say word for word.
    """

    held: Held
    confidence: float
    shared: float
    passages: tuple[Shared, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """What was found of a text; *sources* has the likeliest first, *rewording* and *signals* stand beside the first.

    *line* is the likeliest source, the version that it came from itself, and so on up to the first of its story.
    """

    version: Version
    sources: tuple[Source, ...]
    line: tuple[Member, ...]
    agency: tuple[str, float] | None
    credits: tuple[tuple[wire.Credit, str], ...]
    rewording: Rewording | None
    signals: tuple[Signal, ...]

    @property
    def rewritten(self) -> bool:
        """Whether the text says what its likeliest source says in other words nearly throughout."""
        return self.rewording is not None and self.rewording.rewritten


def trace(archive: Archive, version: Version, own: Held | None = None) -> Trace:
    """Find where a text comes from; *own* is the version it is, where it is the archive's own.

    The other versions of its article are no sources of it.
    """
    found = derivations.versions_of_articles(archive, _candidates(archive, version.text))
    if own is not None:
        found = {key: held for key, held in found.items() if held.node.article != own.node.article}
    sources = tuple(_ranked(version, own, list(found.values())))
    best = sources[0] if sources else None
    credited = [(credit, "") for credit in wire.credits(_crediting(version, own))]
    if best is not None:
        credited += [(credit, best.held.url) for credit in wire.credits(_crediting(best.held.node.version, best.held))]
    beside = against(best.held.node.version, version) if best is not None else ()
    return Trace(
        version=version,
        sources=sources,
        line=tuple(_line(archive, best)) if best is not None else (),
        agency=wire.agency_of([credit for credit, _ in credited]),
        credits=tuple(credited),
        rewording=reworded(best.held.node.version, version) if best is not None else None,
        signals=(*beside, *surface(version.text)),
    )


def _line(archive: Archive, best: Source) -> Iterable[Member]:
    """A source and its forebears."""
    if best.held.story is None:
        return
    tree = {member.held.node.key: member for member in tree_of(archive, best.held.story)}
    key: str | None = best.held.node.key
    while key is not None and key in tree:
        yield tree[key]
        key = tree[key].derivation.parent


def _crediting(version: Version, held: Held | None) -> wire.Crediting:
    return wire.Crediting(version.text, url=held.url if held else "", byline=version.byline, credit=version.credit)


def _candidates(archive: Archive, text: str) -> set[int]:
    print_ = fingerprint(text)
    marked = tracing.by_marks(archive, print_.sample | print_.pairs, CANDIDATES)
    return {*marked, *tracing.by_words(archive, list(_questions(text)), CANDIDATES)}


def _questions(text: str) -> Iterable[list[str]]:
    """The telling words of the longest paragraphs: names, numbers, then long words."""
    longest = sorted(paragraphs(text), key=lambda passage: -len(passage.text))[:ASKED]
    for passage in longest:
        told = [word for fact in facts(passage.text) for word in words(fact.value)]
        told += sorted((word for word in words(passage.text) if len(word) > 5), key=lambda word: (-len(word), word))
        yield list(dict.fromkeys(word for word in told if len(word) > 1))[:WORDS]


def _ranked(version: Version, own: Held | None, found: list[Held]) -> Iterable[Source]:
    """The versions that count as sources, the likeliest first."""
    nodes = [held.node for held in found]
    asked = own.node if own is not None else Node("\uffff", "\uffff", "", 1, version, first_seen=float("inf"))
    shelf = Shelf([*nodes, replace(asked, version=version)])
    scores: dict[int, float] = {}
    for place in range(len(nodes)):
        if _counts(shelf, place, len(nodes)):
            told = features(shelf, place, len(nodes))
            scores[place] = (told if own is not None else told._replace(superseded=0.0)).score()
    top = max(scores.values(), default=0.0)
    total = sum(exp(score - top) for score in scores.values())
    for place in sorted(scores, key=lambda place: (-scores[place], nodes[place].key)):
        passages = tuple(shared_passages(nodes[place].version.text, version.text))
        yield Source(found[place], exp(scores[place] - top) / total, shelf.share(len(nodes), place), passages)


def _counts(shelf: Shelf, source: int, text: int) -> bool:
    """Whether a version has enough in common with the text to be named at all."""
    if shelf.share(text, source) >= LEAST_SHARED:
        return True
    one, other = shelf.nodes[source].version, shelf.nodes[text].version
    if reworded(one, other).rewritten:
        return True
    return any(passage.words >= LEAST_PASSAGE for passage in shared_passages(one.text, other.text))

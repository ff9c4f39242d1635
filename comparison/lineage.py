"""What a version did with the one it was made from, and what shows that it was: relation and evidence in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from comparison.descent import credited
from comparison.rewriting import reworded
from comparison.shared import word_spans
from comparison.shelf import RUN, Segment, Shelf

if TYPE_CHECKING:
    from comparison.tree import Relation

SENTENCE = 8  # words that came or went in one place are a sentence's worth
_QUOTED = 12  # words of a stretch that evidence quotes
Kind = Literal["copy", "trimmed", "edited", "rewritten"]


def relation_of(shelf: Shelf, parent: int, child: int) -> Relation:
    """What the child is to its parent."""
    mother, daughter = shelf.nodes[parent], shelf.nodes[child]
    if mother.article == daughter.article:
        return "revision"
    if reworded(mother.version, daughter.version).rewritten:
        return "rewritten"
    return _kind(shelf, parent, child)


def _kind(shelf: Shelf, parent: int, child: int) -> Kind:
    came = [one.words for one in shelf.stretches(child, parent) if one.words >= SENTENCE]
    went = [one.words for one in shelf.stretches(parent, child) if one.words >= SENTENCE]
    new, gone, length = sum(came), sum(went), shelf.lengths[child] or 1
    if (new <= SENTENCE and not went) or (max(new, gone) <= 0.04 * length and len(came) + len(went) <= 1):
        return "copy"
    if _missing_end(shelf, parent, child) >= max(SENTENCE, 0.6 * gone) and gone >= 1.2 * new and new <= 0.25 * length:
        return "trimmed"
    if new + gone > 0.35 * (length + shelf.lengths[parent]) / 2 and new > 0.1 * length:
        return "rewritten"
    return "edited"


def _missing_end(shelf: Shelf, parent: int, child: int) -> int:
    """How many runs the longest end of the parent has that is gone but for a chance run here and there."""
    missing, length, longest = 0, 0, 0
    for one in reversed(shelf.segments[parent]):
        length += one.length
        if not one.holders >> child & 1:
            missing += one.length
            longest = missing if missing >= 0.85 * length else longest
    return longest


def root_evidence(shelf: Shelf, place: int, sure: float) -> tuple[str, ...]:
    """Why a version is taken as the first of all."""
    born, node = shelf.clocks[place].born, shelf.nodes[place]
    if len(shelf.nodes) == 1:
        return ("the only version of its story",)
    earlier = sum(other.born < born for other in shelf.clocks)
    said = ["no other version is as likely to be the source of them all"]
    said.append("none came earlier" if not earlier else f"{_count(earlier, 'version')} came earlier by the clock")
    if node.agency:
        said.append("its outlet is an agency")
    if credited(node.version.text):
        said.append("its lead carries an agency's credit")
    if sure < 0.5:
        said.append("others are nearly as likely")
    return tuple(said)


def evidence_of(shelf: Shelf, parent: int, child: int, second: int | None) -> tuple[str, ...]:
    """Why a version is taken to come from another, the strongest first."""
    said = [*_line(shelf, parent, child), *_shared(shelf, parent, child), *_reworded(shelf, parent, child)]
    said += [*_changed(shelf, parent, child), *_clocks(shelf, parent, child)]
    if second is not None:
        passage = _taken(shelf, second, child, without=parent)
        said.append(f"takes from {shelf.nodes[second].name} what its parent lacks: “{passage}”")
    return tuple(said)


def _line(shelf: Shelf, parent: int, child: int) -> list[str]:
    """What the articles themselves say of it."""
    mother, daughter = shelf.nodes[parent], shelf.nodes[child]
    if mother.article != daughter.article:
        return []
    return [f"revision {daughter.number} of the article of which its parent is revision {mother.number}"]


def _shared(shelf: Shelf, parent: int, child: int) -> list[str]:
    said = []
    row = _rarest(shelf, parent, child)
    if row is not None and len(shelf.nodes) > 2:
        holders = row.holders.bit_count()
        do = "does" if holders == 3 else "do"
        others = "no other version does" if holders == 2 else f"as only {_count(holders - 2, 'other version')} {do}"
        said.append(f"{_both(shelf, child, row)}, {others}")
    said.append(f"{shelf.share(child, parent):.0%} of it stands there word for word")
    return said


class _Row(NamedTuple):
    """Neighbouring runs of a version, and the versions (as bits) that have them all."""

    start: int
    length: int
    holders: int


def _rarest(shelf: Shelf, parent: int, child: int) -> _Row | None:
    """The longest passage of both that the fewest other versions have; None where many have them all."""
    shared = [one for one in shelf.segments[child] if one.holders >> parent & 1]
    fewest = min((one.many for one in shared), default=0)
    if not shared or fewest > max(2, len(shelf.nodes) // 3):
        return None
    row = _longest([one for one in shared if one.many == fewest])
    return row if row.length >= RUN - 1 else None


def _both(shelf: Shelf, child: int, row: _Row) -> str:
    """What two versions say alike in a row of runs: the words that only its holders use, or the passage."""
    stop = row.start + row.length + RUN - 1
    own = [place for place in range(row.start, stop) if shelf.users[shelf.words[child][place]] == row.holders]
    if row.length <= 2 * RUN and own and own[-1] - own[0] < RUN:
        return f"both say “{_quote(shelf, child, own[0], own[-1] + 1)}”"
    if row.length == RUN - 1:  # words went out between its second and its third word
        first, second = _quote(shelf, child, row.start, row.start + 2), _quote(shelf, child, row.start + 2, stop)
        return f"both go from “{first}” straight on to “{second}”"
    return f"both say “{_quote(shelf, child, row.start, stop)}”"


def _taken(shelf: Shelf, holder: int, child: int, without: int) -> str:
    """The longest passage that *child* shares with *holder* and not with another."""
    bits, wanted = 1 << holder | 1 << without, 1 << holder
    shared = [one._replace(holders=wanted) for one in shelf.segments[child] if one.holders & bits == wanted]
    row = _longest(shared)
    return _quote(shelf, child, row.start, row.start + row.length + RUN - 1)


def _longest(segments: list[Segment]) -> _Row:
    """The longest row of neighbours with the same holders among some segments."""
    rows: list[_Row] = []
    for one in segments:
        last = rows[-1] if rows else None
        if last and last.start + last.length == one.start and last.holders == one.holders:
            rows[-1] = last._replace(length=last.length + one.length)
        else:
            rows.append(_Row(one.start, one.length, one.holders))
    return max(rows, key=lambda row: row.length)


def _quote(shelf: Shelf, node: int, first: int, stop: int) -> str:
    """The exact text of some words, cut where it is long; figures are quoted whole."""
    text, shown = shelf.nodes[node].version.text, min(stop, first + _QUOTED)
    spans = word_spans(text)
    while first > 0 and _one_figure(text, spans[first - 1], spans[first]):
        first -= 1
    while shown < len(spans) and _one_figure(text, spans[shown - 1], spans[shown]):
        shown += 1
    passage = " ".join(text[spans[first][0] : spans[shown - 1][1]].split())
    return passage + (" …" if stop > shown else "")


def _one_figure(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two words are parts of a figure such as 2,300."""
    return (
        other[0] == one[1] + 1 and text[one[1]] in ".,'’:" and text[one[1] - 1].isdigit() and text[other[0]].isdigit()
    )


def _reworded(shelf: Shelf, parent: int, child: int) -> list[str]:
    """How much of a rewritten version is its source in other words."""
    found = reworded(shelf.nodes[parent].version, shelf.nodes[child].version)
    if not found.rewritten:
        return []
    sentences = f"{found.reworded} of its {found.verbatim + found.reworded + found.new} sentences"
    facts = f"with {found.facts_kept:.0%} of its names and numbers"
    return [f"{sentences} say in other words what stands there, {facts}, in its order"]


def _changed(shelf: Shelf, parent: int, child: int) -> list[str]:
    came, went = shelf.stretches(child, parent), shelf.stretches(parent, child)
    new, gone = (sum(one.words for one in places) for places in (came, went))
    if not came and not went:
        return [_unchanged(shelf.words[parent], shelf.words[child])]
    if len(came) == len(went) and new == gone:
        return [f"changes {_count(new, 'word')} in {_count(len(came), 'place')}"]
    said = [f"adds or changes {_count(new, 'word')} in {_count(len(came), 'place')}"] if came else []
    if went:
        end = ", its end among them" if any(one.last for one in went) else ""
        said.append(f"leaves out or changes {_count(gone, 'word')} of it{end}")
    return said


def _unchanged(theirs: list[int], mine: list[int]) -> str:
    """What became of words of which none was changed."""
    if theirs == mine:
        return "the same words throughout"
    return (
        "the same words in another order" if sorted(theirs) == sorted(mine) else "some of it said twice, or once less"
    )


def _clocks(shelf: Shelf, parent: int, child: int) -> list[str]:
    (born, _, claimed), (later, _, claims) = shelf.clocks[parent], shelf.clocks[child]
    how = {(True, True): "by the times that both claim", (False, False): "by when each was first seen"}
    said = how.get((claimed, claims), "by a time claimed and a time seen")
    if born <= later:
        return [f"came {_span(later - born)} after it, {said}"]
    if shelf.nodes[parent].first_seen > shelf.nodes[child].first_seen:
        return [
            f"was seen {_span(born - later)} before it, {said}: its source was fetched late, or the order is the other"
        ]
    return [f"came {_span(born - later)} before it, {said}: one of the clocks is wrong, or the order is the other"]


def _span(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 120:
        return _count(minutes, "minute")
    return _count(round(minutes / 60), "hour") if minutes < 2880 else _count(round(minutes / 1440), "day")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"

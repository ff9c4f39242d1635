"""What a version did with the one it was made from, and what shows that it was: relation and evidence in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

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
    earlier = sum(other.born < born for other in shelf.clocks)
    said = [
        "no other version is as likely to be the source of them all"
        if len(shelf.nodes) > 1
        else "the only version of its story"
    ]
    said.append("none came earlier" if not earlier else f"{_count(earlier, 'version')} came earlier by the clock")
    if node.agency:
        said.append("its outlet is an agency")
    if sure < 0.5:
        said.append("others are nearly as likely")
    return tuple(said)


def evidence_of(shelf: Shelf, parent: int, child: int, second: int | None) -> tuple[str, ...]:
    """Why a version is taken to come from another, the strongest first."""
    said = [*_shared(shelf, parent, child), *_changed(shelf, parent, child), *_clocks(shelf, parent, child)]
    if second is not None:
        passage = _taken(shelf, second, child, without=parent)
        said.append(f"takes from {shelf.nodes[second].name} what its parent lacks: “{passage}”")
    return tuple(said)


def _shared(shelf: Shelf, parent: int, child: int) -> list[str]:
    said = []
    passage, holders = _rarest(shelf, parent, child)
    if passage and len(shelf.nodes) > 2:
        others = "no other version does" if holders == 2 else f"only {_count(holders - 2, 'other version')} too"
        said.append(f"both say “{passage}”, {others}")
    said.append(f"{shelf.share(child, parent):.0%} of its three-word runs stand there")
    return said


def _rarest(shelf: Shelf, parent: int, child: int) -> tuple[str, int]:
    """The longest passage of both that the fewest other versions have, and how many have it in all."""
    shared = [one for one in shelf.segments[child] if one.holders >> parent & 1]
    fewest = min((one.many for one in shared), default=0)
    if not shared or fewest > max(2, len(shelf.nodes) // 3):
        return "", fewest
    return _longest(shelf, child, [one for one in shared if one.many == fewest]), fewest


def _taken(shelf: Shelf, holder: int, child: int, without: int) -> str:
    """The longest passage that *child* shares with *holder* and not with another."""
    bits, wanted = 1 << holder | 1 << without, 1 << holder
    return _longest(shelf, child, [one for one in shelf.segments[child] if one.holders & bits == wanted])


def _longest(shelf: Shelf, node: int, segments: list[Segment]) -> str:
    """The longest row of neighbours among some segments of a version, as its exact text, cut where it is long."""
    best = start = stop = 0
    chosen = (0, 0)
    for one in segments:
        start = start if one.start == stop else one.start
        stop = one.start + one.length
        if stop - start > best:
            best, chosen = stop - start, (start, stop)
    return _quote(shelf, node, *chosen) if best else ""


def _quote(shelf: Shelf, node: int, first: int, last: int) -> str:
    text = shelf.nodes[node].version.text
    spans = word_spans(text)
    stop = min(last + RUN - 1, first + _QUOTED)
    passage = " ".join(text[spans[first][0] : spans[stop - 1][1]].split())
    return passage + (" …" if last + RUN - 1 > stop else "")


def _changed(shelf: Shelf, parent: int, child: int) -> list[str]:
    came, went = shelf.stretches(child, parent), shelf.stretches(parent, child)
    said = []
    if came:
        new = sum(one.words for one in came)
        said.append(f"adds or changes {_count(new, 'word')} in {_count(len(came), 'place')}")
    if went:
        end = ", its end among them" if any(one.last for one in went) else ""
        said.append(f"leaves out {_count(sum(one.words for one in went), 'word')} of it{end}")
    if not came and not went:
        said.append("the same words throughout")
    return said


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

"""What a version did with the one it was made from, and what shows that it was: relation and evidence in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from comparison.descent import RUN, Shelf, stretches
from comparison.rewriting import reworded
from comparison.shared import word_spans

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
    mother, daughter = shelf.readings[parent], shelf.readings[child]
    came = [one.words for one in stretches(daughter, mother, shelf.holders) if one.words >= SENTENCE]
    went = [one.words for one in stretches(mother, daughter, shelf.holders) if one.words >= SENTENCE]
    new, gone, length = sum(came), sum(went), len(daughter.runs) or 1
    if (new <= SENTENCE and not went) or (max(new, gone) <= 0.04 * length and len(came) + len(went) <= 1):
        return "copy"
    cut = _missing_end(mother.runs, daughter.held)
    if cut >= max(SENTENCE, 0.6 * gone) and gone >= 1.2 * new and new <= 0.25 * length:
        return "trimmed"
    if new + gone > 0.35 * (length + len(mother.runs)) / 2 and new > 0.1 * length:
        return "rewritten"
    return "edited"


def _missing_end(runs: list[int], held: frozenset[int]) -> int:
    """How many runs the longest end of a text has that is gone but for a chance run here and there."""
    missing, longest = 0, 0
    for length, run in enumerate(reversed(runs), 1):
        missing += run not in held
        if missing >= 0.85 * length:
            longest = missing
    return longest


def root_evidence(shelf: Shelf, place: int, sure: float) -> tuple[str, ...]:
    """Why a version is taken as the first of all."""
    born, node = shelf.births[place][0], shelf.nodes[place]
    earlier = sum(other < born for other, _ in shelf.births)
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
        passage = _longest(shelf, second, child, without=parent)
        said.append(f"takes from {shelf.nodes[second].name} what its parent lacks: “{passage}”")
    return tuple(said)


def _shared(shelf: Shelf, parent: int, child: int) -> list[str]:
    mother, daughter = shelf.readings[parent], shelf.readings[child]
    rare, fewest = _rarest(shelf, parent, child)
    said = []
    if rare and len(shelf.nodes) > 2:
        others = "no other version does" if fewest == 2 else f"only {_count(fewest - 2, 'other version')} too"
        said.append(f"both say “{rare}”, {others}")
    share = len(mother.held & daughter.held) / (len(daughter.held) or 1)
    said.append(f"{share:.0%} of its three-word runs stand there")
    return said


def _rarest(shelf: Shelf, parent: int, child: int) -> tuple[str, int]:
    """The longest passage of both that the fewest other versions have, and how many have it in all."""
    mother, daughter = shelf.readings[parent], shelf.readings[child]
    shared = [(shelf.holders[run], place) for place, run in enumerate(daughter.runs) if run in mother.held]
    fewest = min(shared, default=(0, 0))[0]
    if not shared or fewest > max(2, len(shelf.nodes) // 3):
        return "", fewest
    places = [place for holders, place in shared if holders == fewest]
    return _quote(shelf, child, *_longest_row(places)), fewest


def _longest(shelf: Shelf, holder: int, child: int, without: int) -> str:
    """The longest passage that *child* shares with *holder* and not with another."""
    held, other = shelf.readings[holder].held, shelf.readings[without].held
    places = [place for place, run in enumerate(shelf.readings[child].runs) if run in held and run not in other]
    return _quote(shelf, child, *_longest_row(places)) if places else ""


def _longest_row(places: list[int]) -> tuple[int, int]:
    """The first and last of the longest row of neighbours."""
    best = start = places[0], places[0]
    for place in places[1:]:
        start = (start[0], place) if place == start[1] + 1 else (place, place)
        if start[1] - start[0] > best[1] - best[0]:
            best = start
    return best


def _quote(shelf: Shelf, node: int, first: int, last: int) -> str:
    """The exact text of neighbouring runs, cut where it is long."""
    text = shelf.nodes[node].version.text
    spans = word_spans(text)
    stop = min(last + RUN, first + _QUOTED, len(spans))
    if first >= stop:
        return ""
    passage = " ".join(text[spans[first][0] : spans[stop - 1][1]].split())
    return passage + (" …" if last + RUN > stop else "")


def _changed(shelf: Shelf, parent: int, child: int) -> list[str]:
    mother, daughter = shelf.readings[parent], shelf.readings[child]
    came = list(stretches(daughter, mother, shelf.holders))
    went = list(stretches(mother, daughter, shelf.holders))
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
    (born, claimed), (later, claims) = shelf.births[parent], shelf.births[child]
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

"""Aligns two texts: equal ends, exact passages, moved passages, and the regions between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from comparison.atoms import Passage
from comparison.near import Link, Moved
from comparison.order import order
from comparison.passages import paragraphs, sentences
from comparison.regions import Field, moved, region
from comparison.script import Draft, Piece, drafts
from comparison.tokens import cuts_grapheme

SHORTEST_SOUGHT = 24  # signs of a sentence that is sought inside those of the other side
SHORTEST_HEADING = 4  # the same, where it stands at their ends
MOST_SOUGHT = 40_000  # pairs of sentences that are looked at for that


def align(field: Field) -> list[Draft]:
    """The edits between the two texts of *field*, moves as an ``out`` and an ``in`` with the edits inside them."""
    before, after = field.before, field.after
    head, tail = equal_ends(before, after)
    frame = Piece("replace", head, len(before) - tail, head, len(after) - tail)
    if field.whole:
        one, other = (_whole(text, frame, side) for side, text in enumerate((before, after)))
    else:
        one, other = _passages(before, after, frame)
    chain, runs = order(one, other, field.lexicon)
    pieces = list(_in_place(field, _grouped(one, runs, 0), _grouped(other, runs, 1), chain))
    found = drafts(before, after, pieces, frame)
    return found + list(_inside(field, runs, one, other))


# ---------------------------------------------------------------- equal ends


def equal_ends(before: str, after: str) -> tuple[int, int]:
    """How many signs both texts have alike at their head and tail, cut back to where a paragraph begins or ends."""
    head = _common(before, after, lambda text, size: text[:size])
    if head < len(before) or head < len(after):
        cut = before.rfind("\n\n", 0, head)
        while cut > 0 and (cut + 2 >= head or before[cut + 2].isspace()):
            cut = before.rfind("\n\n", 0, cut)
        head = cut + 2 if cut > 0 else 0
    rest_before, rest_after = before[head:], after[head:]
    tail = _common(rest_before, rest_after, lambda text, size: text[len(text) - size :])
    cut = before.find("\n\n", len(before) - tail)
    tail = len(before) - cut if cut >= 0 and tail and not _blank_before(before, after, cut) else 0
    return head, tail


def _blank_before(before: str, after: str, cut: int) -> bool:
    place = len(after) - (len(before) - cut)
    return before[cut - 1 : cut].isspace() or after[place - 1 : place].isspace() or cut == 0 or place == 0


def _common(before: str, after: str, part: Callable[[str, int], str]) -> int:
    low, high = 0, min(len(before), len(after))
    while low < high:
        middle = (low + high + 1) // 2
        if part(before, middle) == part(after, middle):
            low = middle
        else:
            high = middle - 1
    return low


# ---------------------------------------------------------------- passages


def _whole(text: str, frame: Piece, side: int) -> list[Passage]:
    start, end = (frame.a0, frame.a1) if side else (frame.b0, frame.b1)
    core = text[start:end].strip()
    begin = text.index(core[0], start) if core else start
    return [Passage(begin, begin + len(core), core)] if core else []


def _passages(before: str, after: str, frame: Piece) -> tuple[list[Passage], list[Passage]]:
    """Paragraphs that stand on both sides as often as they are; sentences of all others, cut where the other side's end."""
    one = [Passage(start, end, before[start:end]) for start, end in paragraphs(before, frame.b0, frame.b1)]
    other = [Passage(start, end, after[start:end]) for start, end in paragraphs(after, frame.a0, frame.a1)]
    times, times_other = Counter(passage.text for passage in one), Counter(passage.text for passage in other)
    both = {text for text, count in times.items() if times_other[text] == count}
    one, other = list(_cut(before, one, both)), list(_cut(after, other, both))
    texts, others = Counter(passage.text for passage in one), Counter(passage.text for passage in other)
    sought = [passage.text for passage in other if others[passage.text] > texts[passage.text]]
    sought_other = [passage.text for passage in one if texts[passage.text] > others[passage.text]]
    return _recut(before, one, others, sought), _recut(after, other, texts, sought_other)


def _cut(text: str, passages: Sequence[Passage], both: set[str]) -> Iterator[Passage]:
    for passage in passages:
        if passage.text in both:
            yield passage
        else:
            for start, end in sentences(text, passage.start, passage.end):
                yield Passage(start, end, text[start:end])


def _recut(text: str, passages: list[Passage], across: Counter[str], sought: Sequence[str]) -> list[Passage]:
    """*passages* with those that stand nowhere *across* cut where they hold one of the *sought* whole."""
    lone = [passage for passage in passages if passage.text not in across]
    if not lone or not sought or len(lone) * len(sought) > MOST_SOUGHT:
        return passages
    parts: dict[int, list[Passage]] = {}
    for passage in lone:
        for inner in sought:
            if len(inner) < len(passage.text) and _holds(passage.text, inner):
                parts[passage.start] = _parted(text, passage, inner)
                break
    return [part for passage in passages for part in parts.get(passage.start, [passage])] if parts else passages


def _holds(text: str, inner: str) -> bool:
    """Whether *inner* stands in *text*; a short one counts at its ends only (a heading run into a sentence)."""
    if len(inner) >= SHORTEST_SOUGHT:
        return inner in text
    return len(inner) >= SHORTEST_HEADING and (text.startswith(inner) or text.endswith(inner))


def _parted(text: str, passage: Passage, inner: str) -> list[Passage]:
    """A passage as what is ahead of *inner*, *inner* itself, and what follows, where these are parted by blanks."""
    start = passage.start + passage.text.index(inner)
    end = start + len(inner)
    if (start > passage.start and not text[start - 1].isspace()) or (end < passage.end and not text[end].isspace()):
        return [passage]
    found = []
    for low, high in ((passage.start, start), (start, end), (end, passage.end)):
        core = text[low:high].strip()
        if core:
            begin = text.index(core, low)
            found.append(Passage(begin, begin + len(core), core))
    return [passage] if any(cuts_grapheme(text, part.start) for part in found[1:]) else found


# ---------------------------------------------------------------- in place


class Unit(NamedTuple):
    """A passage, or a run of passages that moved, with the places of the passages that it stands for."""

    first: int
    passage: Passage


def _grouped(passages: Sequence[Passage], runs: Sequence[Moved], side: int) -> list[Unit]:
    """*passages* with each run that moved made one."""
    starts = {(run.j1 if side else run.i1): (number, run) for number, run in enumerate(runs)}
    units: list[Unit] = []
    place = 0
    while place < len(passages):
        if place in starts:
            number, run = starts[place]
            stop = run.j2 if side else run.i2
            units.append(Unit(place, Passage(passages[place].start, passages[stop - 1].end, "", number)))
            place = stop
        else:
            units.append(Unit(place, passages[place]))
            place += 1
    return units


def _in_place(field: Field, one: Sequence[Unit], other: Sequence[Unit], chain: Sequence[Link]) -> Iterator[Piece]:
    """The pieces of all passages that kept their order, region by region; *chain* links equal ones."""
    here = {unit.first: place for place, unit in enumerate(one)}
    there = {unit.first: place for place, unit in enumerate(other)}
    i = j = 0
    for link in chain:
        p, q = here[link.i], there[link.j]
        yield from _region(field, one[i:p], other[j:q])
        left, right = one[p].passage, other[q].passage
        yield Piece("equal", left.start, left.end, right.start, right.end)
        i, j = p + 1, q + 1
    yield from _region(field, one[i:], other[j:])


def _region(field: Field, one: Sequence[Unit], other: Sequence[Unit]) -> list[Piece]:
    return region(field, [unit.passage for unit in one], [unit.passage for unit in other]) if one or other else []


def _inside(field: Field, runs: Sequence[Moved], one: Sequence[Passage], other: Sequence[Passage]) -> Iterator[Draft]:
    """The edits inside the passages that moved."""
    for run in runs:
        left, right = one[run.i1 : run.i2], other[run.j1 : run.j2]
        frame = Piece("replace", left[0].start, left[-1].end, right[0].start, right[-1].end)
        if field.before[frame.b0 : frame.b1] != field.after[frame.a0 : frame.a1]:
            yield from drafts(field.before, field.after, moved(field, left, right), frame)

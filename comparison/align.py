"""Aligns two texts: equal ends, exact passages, moved passages, and the regions between them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from comparison.grouped import grouped
from comparison.near import Link, Moved, Unlike
from comparison.order import Order, order
from comparison.passages import Passage, equal_ends, paragraphs, sentences
from comparison.regions import Field, region, together
from comparison.script import Draft, Piece, drafts, equal
from comparison.tokens import cuts_grapheme
from comparison.window import within_sentence

SHORTEST_SOUGHT = 24  # signs of a sentence that is sought inside those of the other side
SHORTEST_HEADING = 4  # the same, where it stands at their ends
MOST_SOUGHT = 40_000  # pairs of sentences that are looked at for that
SHARED_WORDS = 0.4  # of the shorter one's words that passages which are nearly the same share at the very least
FEW_WORDS = 5  # too few to tell, as in scripts without blanks
MOST_LOOKED_AT = 100  # pairs of passages whose words are looked at


def align(field: Field) -> list[Draft]:
    """The edits between the two texts of *field*, moves as an ``out`` and an ``in`` with the edits inside them."""
    if field.whole:
        frame = Piece("replace", 0, len(field.before), 0, len(field.after))
        one, other = _whole(field.before), _whole(field.after)
    else:
        frame, one, other = _passages(field.before, field.after)
    first = order(one, other, field.lexicon)
    pieces = _pieces(field, first, one, other)
    if field.level == "token" and _may_have_moved(field, pieces, one, other):
        first = order(one, other, field.lexicon, near=True)
        pieces = _pieces(field, first, one, other)
    found = drafts(field.before, field.after, pieces, frame)
    return found + list(_inside(field, first.runs, one, other))


def _pieces(field: Field, known: Order, one: Sequence[Passage], other: Sequence[Passage]) -> list[Piece]:
    if not known.runs:
        return list(_in_place(field, one, other, known.fixed))
    left, right = grouped(one, known.runs, 0), grouped(other, known.runs, 1)
    fixed = [Link(left.place(link.i), right.place(link.j), link.weight) for link in known.fixed]
    return list(_in_place(field, left.passages, right.passages, fixed))


def _may_have_moved(field: Field, pieces: Sequence[Piece], one: Sequence[Passage], other: Sequence[Passage]) -> bool:
    """Whether passages went and came that are nearly the same."""
    gone = [piece[1:3] for piece in pieces if piece.role == "delete" and piece.whole]
    come = [piece[3:5] for piece in pieces if piece.role == "insert" and piece.whole]
    if not gone or not come:
        return False
    texts, texts_other = _within(one, gone), _within(other, come)
    if not _may_share(texts.values(), texts_other.values()):
        return False
    return any(Unlike(_read(field, texts), _read(field, texts_other), field.lexicon).candidates())


def _within(passages: Sequence[Passage], spans: Sequence[tuple[int, int]]) -> dict[int, str]:
    """The texts of the passages that lie within *spans*, by place; both are in order."""
    starts = [passage.start for passage in passages]
    return {
        place: passages[place].text
        for start, end in spans
        for place in range(bisect_left(starts, start), bisect_left(starts, end))
    }


def _may_share(gone: Collection[str], come: Collection[str]) -> bool:
    """Whether any two of the texts may share half their tokens, told by their words: a quick look first."""
    if len(gone) * len(come) > MOST_LOOKED_AT:
        return True
    here, there = ([set(text.lower().split()) for text in texts] for texts in (gone, come))
    return any(
        len(words & others) >= SHARED_WORDS * (least := min(len(words), len(others))) or least < FEW_WORDS
        for words in here
        for others in there
    )


def _read(field: Field, texts: Mapping[int, str]) -> dict[int, list[int]]:
    return {place: field.lexicon.read(text).numbers for place, text in texts.items()}


# ---------------------------------------------------------------- passages


def _whole(text: str) -> list[Passage]:
    core = text.strip()
    start = text.index(core) if core else 0
    return [Passage(start, start + len(core), core)] if core else []


def _passages(before: str, after: str) -> tuple[Piece, list[Passage], list[Passage]]:
    """What lies between the equal ends of both texts, as passages.

    Paragraphs that stand on both sides as often are passages, and those that differ within a sentence alone; all
    others are cut into sentences, and those cut where a sentence of the other side ends.
    """
    head, tail = equal_ends(before, after)
    frame, one, other = _middle(
        before,
        after,
        Piece("replace", head, len(before) - tail, head, len(after) - tail),
        paragraphs(before, head, len(before) - tail),
        paragraphs(after, head, len(after) - tail),
    )
    times, times_other = _times(one), _times(other)
    both = {text for text, count in times.items() if times_other.get(text) == count}
    uncut = both | _edited_within(one, other, both)
    one, other = _cut(before, one, uncut), _cut(after, other, uncut)
    times, times_other = _times(one), _times(other)
    sought = [text for text, count in times_other.items() if count > times.get(text, 0)]
    sought_other = [text for text, count in times.items() if count > times_other.get(text, 0)]
    return frame, _recut(before, one, times_other, sought), _recut(after, other, times, sought_other)


def _middle(
    before: str, after: str, frame: Piece, one: list[Passage], other: list[Passage]
) -> tuple[Piece, list[Passage], list[Passage]]:
    """What lies within *frame* without the paragraphs that are equal at its head and tail, white space included."""
    most = min(len(one), len(other))
    head = tail = 0
    while head < most and one[head].text == other[head].text:
        head += 1
    while tail < most - head and one[-1 - tail].text == other[-1 - tail].text:
        tail += 1
    b0, a0 = (one[head - 1].end, other[head - 1].end) if head else (frame.b0, frame.a0)
    if before[frame.b0 : b0] != after[frame.a0 : a0]:
        b0, a0, head = frame.b0, frame.a0, 0
    b1, a1 = (one[-tail].start, other[-tail].start) if tail else (frame.b1, frame.a1)
    if before[b1 : frame.b1] != after[a1 : frame.a1]:
        b1, a1, tail = frame.b1, frame.a1, 0
    return Piece("replace", b0, b1, a0, a1), one[head : len(one) - tail], other[head : len(other) - tail]


def _times(passages: Sequence[Passage]) -> dict[str, int]:
    """How often each text stands there."""
    texts = [passage.text for passage in passages]
    found = dict.fromkeys(texts, 1)
    return found if len(found) == len(texts) else Counter(texts)


def _edited_within(one: Sequence[Passage], other: Sequence[Passage], both: set[str]) -> set[str]:
    """The texts of paragraphs between the same equal ones on both sides that differ within a sentence alone."""
    found: set[str] = set()
    places = {passage.text: j for j, passage in enumerate(other) if passage.text in both}
    i = j = 0
    for p in [*(i for i, passage in enumerate(one) if passage.text in both), len(one)]:
        q = places[one[p].text] if p < len(one) else len(other)
        if 0 < p - i == q - j and all(map(within_sentence, one[i:p], other[j:q])):
            found.update(passage.text for passage in (*one[i:p], *other[j:q]))
        i, j = p + 1, q + 1
    return found


def _cut(text: str, passages: Sequence[Passage], uncut: set[str]) -> list[Passage]:
    """*passages* with those cut into sentences that are not to stay *uncut*."""
    found: list[Passage] = []
    for passage in passages:
        if passage.text in uncut:
            found.append(passage)
        else:
            found += sentences(text, passage.start, passage.end)
    return found


def _recut(text: str, passages: list[Passage], across: Mapping[str, int], sought: Sequence[str]) -> list[Passage]:
    """*passages* with those that stand nowhere *across* cut where they hold one of the *sought* whole."""
    lone = [passage for passage in passages if passage.text not in across]
    if not lone or not sought or len(lone) * len(sought) > MOST_SOUGHT:
        return passages
    parts: dict[int, list[Passage]] = {}
    for passage in lone:
        outer = passage.text
        held = next(
            (inner for inner in sought if inner in outer and inner != outer and _stands_out(outer, inner)), None
        )
        if held is not None:
            parts[passage.start] = _parted(text, passage, held)
    return [part for passage in passages for part in parts.get(passage.start, [passage])] if parts else passages


def _stands_out(text: str, inner: str) -> bool:
    """Whether *inner* is to be cut out of *text*: a short one at its ends only (a heading run into a sentence)."""
    if len(inner) >= SHORTEST_SOUGHT:
        return True
    return len(inner) >= SHORTEST_HEADING and (text.startswith(inner) or text.endswith(inner))


def _parted(text: str, passage: Passage, inner: str) -> list[Passage]:
    """A passage as what is ahead of *inner*, *inner* itself, and what follows, where these are parted by blanks."""
    start = passage.start + passage.text.index(inner)
    end = start + len(inner)
    if (start > passage.start and not text[start - 1].isspace()) or (end < passage.end and not text[end].isspace()):
        return [passage]
    ahead = text[passage.start : start].rstrip()
    behind = text[end : passage.end].lstrip()
    found = [Passage(passage.start, passage.start + len(ahead), ahead)] if ahead else []
    found.append(Passage(start, end, inner))
    found += [Passage(passage.end - len(behind), passage.end, behind)] if behind else []
    return [passage] if any(cuts_grapheme(text, part.start) for part in found if part.start > passage.start) else found


# ---------------------------------------------------------------- in place


def _in_place(field: Field, one: Sequence[Passage], other: Sequence[Passage], chain: Sequence[Link]) -> Iterator[Piece]:
    """The pieces of all passages that kept their order, region by region; *chain* links equal ones."""
    i = j = 0
    for p, q, size in _unbroken(chain):
        if i < p or j < q:
            yield from region(field, one[i:p], other[j:q])
        i, j = p + size, q + size
        (b0, b1), (a0, a1) = (one[p].start, one[i - 1].end), (other[q].start, other[j - 1].end)
        if field.before[b0:b1] == field.after[a0:a1]:
            yield equal(b0, b1, a0, a1)
        else:  # the white space between them differs
            yield from (equal(*one[p + step][:2], *other[q + step][:2]) for step in range(size))
    if i < len(one) or j < len(other):
        yield from region(field, one[i:], other[j:])


def _unbroken(chain: Sequence[Link]) -> Iterator[tuple[int, int, int]]:
    """The runs of links that follow one another on both sides: where each starts, and its size."""
    i = j = size = 0
    for p, q, _, _ in chain:
        if size and p == i + size and q == j + size:
            size += 1
            continue
        if size:
            yield i, j, size
        i, j, size = p, q, 1
    if size:
        yield i, j, size


def _inside(field: Field, runs: Sequence[Moved], one: Sequence[Passage], other: Sequence[Passage]) -> Iterator[Draft]:
    """The edits inside the passages that moved."""
    for run in runs:
        left, right = one[run.i1 : run.i2], other[run.j1 : run.j2]
        frame = Piece("replace", left[0].start, left[-1].end, right[0].start, right[-1].end)
        if field.before[frame.b0 : frame.b1] != field.after[frame.a0 : frame.a1]:
            yield from drafts(field.before, field.after, together(field, left, right), frame)

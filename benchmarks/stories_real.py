"""Real articles for the benchmarks of stories, out of the folder that ``$WIREDIFF_DATA`` names, and what holds of them.

Truth is computed from the texts: of two outlets, a pair is copied where at least 0.4 of the shorter one's five-word
runs and 0.25 of both's are shared; from 0.2 to 0.4, or where one quotes the other at length, nothing is claimed.
"""

from __future__ import annotations

import json
import lzma
import os
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from benchmarks.stories_corpus import Piece
from comparison.fingerprint import runs

COPIED, COPIED_ALL, DOUBTFUL = 0.4, 0.25, 0.2
LEAST = 64  # words; of a shorter text nobody can say whose copy it is
COMMON = 60  # a run that more articles share says nothing of two of them
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Real:
    """An article, and the event that it reports where that is known (of such, each is reporting of its own)."""

    piece: Piece
    event: str


def data_folder() -> Path | None:
    """The folder of real data, None where there is none."""
    folder = Path(os.environ.get("WIREDIFF_DATA", ""))
    return folder if os.environ.get("WIREDIFF_DATA") and (folder / "pairs_abp").is_dir() else None


def real_articles(folder: Path) -> list[Real]:
    """All articles that are long enough, a minute apart."""
    found: list[Real] = []
    for name in ("pairs_abp", "pairs_basil"):
        with lzma.open(folder / name / "docs.jsonl.xz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if len(row["text"].split()) >= LEAST:
                    found.append(_real(len(found), row))
    return found


def _real(number: int, row: dict[str, str]) -> Real:
    outlet = row.get("host") or f"{row['source']}.example"
    paragraphs = tuple(part for part in row["text"].split("\n\n") if part.strip())
    return Real(Piece(number, outlet, minute(number), paragraphs), row.get("event", ""))


def minute(number: int) -> str:
    """The time of an article, by its number."""
    day, rest = divmod(number, 1440)
    return f"20{20 + day // 336:02}-{day % 336 // 28 + 1:02}-{day % 28 + 1:02}T{rest // 60:02}:{rest % 60:02}:00Z"


def moved(piece: Piece, number: int) -> Piece:
    """The same piece with another number, hence address and time."""
    return replace(piece, number=number, seen=minute(number))


def same_event(found: Sequence[Real]) -> set[Pair]:
    """Pairs of reports of one event."""
    by_event: defaultdict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(found):
        if one.event:
            by_event[one.event].append(place)
    return {pair for places in by_event.values() for pair in combinations(places, 2)}


def overlaps(pieces: Sequence[Piece]) -> tuple[set[Pair], set[Pair]]:
    """The copied pairs, and those of which nothing is claimed."""
    prints = [set(runs("\n\n".join(piece.paragraphs))) for piece in pieces]
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for place, own in enumerate(prints):
        for run in own:
            holders[run].append(place)
    shared: Counter[Pair] = Counter()
    for places in holders.values():
        if 2 <= len(places) <= COMMON:
            shared.update(combinations(places, 2))
    copied, doubtful = set(), set()
    for (one, other), count in shared.items():
        contained = count / min(len(prints[one]), len(prints[other]))
        alike = count / len(prints[one] | prints[other])
        away = pieces[one].outlet != pieces[other].outlet
        if away and contained >= COPIED and alike >= COPIED_ALL:
            copied.add((one, other))
        elif contained >= DOUBTFUL:
            doubtful.add((one, other))
    return copied, doubtful

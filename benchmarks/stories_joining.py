"""Articles through the story stage, and the simpler methods that it is measured against."""

from __future__ import annotations

import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from benchmarks.stories_corpus import Piece
from benchmarks.stories_planting import plant, plant_marks, weed
from comparison.fingerprint import runs
from pipelines import story
from pipelines.desk import Desk
from pipelines.extract import extract
from storage import story as stories
from storage.archive import Archive

Pair = tuple[int, int]
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
LONG, MANY = 32, 60  # characters of a sentence that counts; of more articles it says nothing
BANDS, ROWS = 32, 4


def joined(pieces: Sequence[Piece], crowd: Iterable[Sequence[Piece]] = ()) -> list[int]:
    """The story of each piece (by place), kept in order into an archive; *crowd* is planted before, in batches."""
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "archive.db") as archive:
        for batch in crowd:
            with archive.transaction():
                plant_marks(archive, batch)
        desk, found = Desk(archive, extract), []
        with archive.transaction():
            weed(archive)
            for piece in pieces:
                arrival = plant(archive, piece)
                story.join(arrival, desk)
                found.append(arrival.article or 0)
        return [stories.story_of(archive, article) or 0 for article in found]


def pairs_within(groups: Sequence[int]) -> set[Pair]:
    """The pairs of places that stand in one group."""
    held: defaultdict[int, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        held[group].append(place)
    return {pair for places in held.values() for pair in combinations(places, 2)}


def by_sentences(pieces: Sequence[Piece], least: int = 3) -> set[Pair]:
    """Baseline: pairs that share so many long sentences, letter by letter."""
    holders: defaultdict[str, set[int]] = defaultdict(set)
    for place, piece in enumerate(pieces):
        for sentence in _SENTENCE.split("\n".join(piece.paragraphs)):
            if len(sentence) >= LONG:
                holders[" ".join(sentence.split())].add(place)
    shared: Counter[Pair] = Counter()
    for places in holders.values():
        if 2 <= len(places) <= MANY:
            shared.update(combinations(sorted(places), 2))
    return {pair for pair, count in shared.items() if count >= least}


def by_minhash(pieces: Sequence[Piece]) -> set[Pair]:
    """Baseline: MinHash of five-word runs with 32 bands of 4 rows; pairs that meet in a band."""
    mixers = np.random.default_rng(1).integers(0, 1 << 63, (2, BANDS * ROWS, 1), dtype=np.uint64)
    bands: defaultdict[tuple[int, bytes], list[int]] = defaultdict(list)
    for place, piece in enumerate(pieces):
        own = np.array(runs("\n\n".join(piece.paragraphs)), dtype=np.int64).astype(np.uint64)
        if own.size:
            signature = ((mixers[0] | 1) * own + mixers[1]).min(axis=1)  # modulo 2^64
            for band in range(BANDS):
                bands[band, signature[band * ROWS : (band + 1) * ROWS].tobytes()].append(place)
    return {pair for places in bands.values() for pair in combinations(places, 2)}

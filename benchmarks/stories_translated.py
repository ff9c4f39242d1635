"""Copies translated there and back by machine, planted among 50,000 articles: are they put with their source?

    apt-get install apertium apertium-eng-spa apertium-fr-es        # Debian; nothing else is needed, no network later
    WIREDIFF_DATA=FOLDER python -m benchmarks.stories_translated            # some minutes
    WIREDIFF_DATA=FOLDER python -m benchmarks.stories_translated --quick    # 5,000 articles, 40 copies

Sources are drawn from the real articles. Each is translated by Apertium (a rule-based translator) from English to
Spanish and back, every other one by way of French too; half of the copies are then cut to their first 30 in 100
words, with nothing added. The crowd around them are the other real articles, 300 of which report one event in threes,
each with reporting of its own, and texts planted in the words and names of the real ones (a chain of words).

A copy is found where it stands in one story with its source or with another copy of that. Wrong are all others in its
story that are no copy of the source. Of the pairs on one event that were reported apart, the share in one story is
the share of false links. F1 with a bootstrap interval over the copies, shares with Wilson's. Exits with 1 where F1 is
under 0.95 or more than 1 in 100 of the same-event pairs are joined, with 2 where data or translator are missing.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from random import Random

from benchmarks.stories_corpus import Piece
from benchmarks.stories_figures import bootstrap_f1, f1, share
from benchmarks.stories_joining import by_minhash, by_sentences, joined, pairs_within
from benchmarks.stories_real import Pair, Real, data_folder, minute, moved, overlaps, real_articles, same_event

ROUTES = {"es": ("eng-spa", "spa-eng"), "fr": ("eng-spa", "es-fr", "fr-es", "spa-eng")}
MARK = re.compile(r"\s*\b90210(\d{6})\b\s*")
KEPT, LEAST = 0.3, 200  # of a trimmed copy's words; words of a source
F1, FALSE = 0.95, 0.01


def there_and_back(texts: Sequence[str], route: str) -> list[str]:
    """The texts (paragraphs parted by blank lines) after a translation through the languages of a route."""
    found = list(texts)
    for mode in ROUTES[route]:
        line = "\n\n".join(f"90210{place:06}\n\n{text}" for place, text in enumerate(found))
        told = subprocess.run(
            ["apertium", "-u", "-f", "txt", mode], input=line.encode(), capture_output=True, check=True
        )
        parts = MARK.split(told.stdout.decode("utf-8", "replace"))
        found = [dict(zip(map(int, parts[1::2]), parts[2::2], strict=True)).get(at, "") for at in range(len(found))]
    return found


def trimmed(text: str, kept: float) -> str:
    """The first paragraphs of a text that make up a share of its words, the last one cut."""
    left, found = int(kept * len(text.split())), []
    for part in text.split("\n\n"):
        said = part.split()
        found.append(" ".join(said[:left]))
        left -= len(said)
        if left <= 0:
            break
    return "\n\n".join(found)


def crowd(real: Sequence[Real], count: int, seed: int) -> Iterator[list[Piece]]:
    """Planted articles in batches: chains of the words of the real ones."""
    rng, follow = Random(seed), defaultdict[str, list[str]](list)
    for one in real:
        for paragraph in one.piece.paragraphs:
            for word, after in pairwise(["", *paragraph.split()]):
                follow[word].append(after)
    for start in range(0, count, 1000):
        numbers = range(start, min(start + 1000, count))
        yield [Piece(n, f"paper{n % 200}.example", minute(n), tuple(_chain(rng, follow))) for n in numbers]


def _chain(rng: Random, follow: dict[str, list[str]]) -> Iterator[str]:
    for _ in range(rng.randint(4, 14)):
        said, word = [], ""
        for _ in range(rng.randint(20, 70)):
            word = rng.choice(follow.get(word) or follow[""])
            said.append(word)
        yield " ".join(said)


def copies_of(real: Sequence[Real], count: int, seed: int) -> list[tuple[int, str, Piece]]:
    """Copies: the place of the source, what was done, the piece (at an outlet of its own)."""
    able = [place for place, one in enumerate(real) if sum(len(part.split()) for part in one.piece.paragraphs) >= LEAST]
    drawn = Random(seed).sample(able, count)
    found = []
    for turn, route in enumerate(ROUTES):
        places = drawn[turn :: len(ROUTES)]
        texts = there_and_back(["\n\n".join(real[place].piece.paragraphs) for place in places], route)
        for at, (place, text) in enumerate(zip(places, texts, strict=True)):
            kept, what = (trimmed(text, KEPT), "trimmed") if at % 2 else (text, "whole")
            paragraphs = tuple(part for part in kept.split("\n\n") if part.strip())
            found.append((place, f"{route} {what}", Piece(0, f"spin{place}.example", "", paragraphs)))
    return found


def measured(articles: int, count: int, seed: int) -> dict[str, object]:
    """All figures."""
    folder = data_folder()
    assert folder is not None
    real = real_articles(folder)
    copies = copies_of(real, count, seed)
    planted = articles - len(real) - count
    pieces = [moved(one.piece, planted + place) for place, one in enumerate(real)]
    pieces += [moved(piece, planted + len(real) + at) for at, (_, _, piece) in enumerate(copies)]
    copied, doubtful = overlaps(pieces[: len(real)])
    within = pairs_within(joined(pieces, crowd(real, planted, seed)))
    told = {"articles": articles, "copies": count, "wirediff": _score(real, copies, copied | doubtful, within)}
    for name, found in (("sentences", by_sentences(pieces, 1)), ("minhash 32x4", by_minhash(pieces))):
        told[name] = _score(real, copies, copied | doubtful, found)
    return told


def _score(
    real: Sequence[Real], copies: Sequence[tuple[int, str, Piece]], alike: set[Pair], within: set[Pair]
) -> dict[str, object]:
    beside: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in within:
        beside[one].add(other)
        beside[other].add(one)
    asked, by_kind = [], defaultdict[str, list[int]](list)
    for at, (source, kind, _) in enumerate(copies):
        mine = beside[len(real) + at]
        theirs = {place for place in mine if place < len(real)}
        own = {place for place in theirs if place == source or _is(place, source, alike)}
        asked.append((int(bool(own)), len(theirs - own), int(not own)))
        by_kind[kind].append(int(bool(own)))
    right, wrong, missed = (sum(one[part] for one in asked) for part in range(3))
    low, high = bootstrap_f1(asked)
    apart = same_event(real) - alike
    figure = f1(right, wrong, missed)
    told: dict[str, object] = {"f1": round(figure, 4), "f1 of 95 in 100": f"[{low:.3f}, {high:.3f}]"}
    told |= {
        "found": share(right, right + missed),
        "wrong": wrong,
        "same event joined": share(len(apart & within), len(apart)),
    }
    told["false"] = round(len(apart & within) / (len(apart) or 1), 4)
    return told | {f"found, {kind}": share(sum(hits), len(hits)) for kind, hits in sorted(by_kind.items())}


def _is(one: int, other: int, pairs: set[Pair]) -> bool:
    return (min(one, other), max(one, other)) in pairs


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--copies", type=int, default=300)
    parser.add_argument("--quick", action="store_true", help="5,000 articles, 40 copies")
    parser.add_argument("--json", action="store_true", help="one object")
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    if data_folder() is None or not shutil.which("apertium"):
        print("skipped: $WIREDIFF_DATA names no data, or apertium is not installed (see --help)", file=sys.stderr)
        return 2
    articles, copies = (5_000, 40) if options.quick else (options.articles, options.copies)
    found = measured(articles, copies, options.seed)
    if options.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            rows = value.items() if isinstance(value, dict) else [("", value)]
            print(*(f"{name:<13} {what:<18} {figure}" for what, figure in rows), sep="\n")
    mine = found["wirediff"]
    assert isinstance(mine, dict)
    return int(mine["f1"] < F1 or mine["false"] > FALSE)


if __name__ == "__main__":
    raise SystemExit(main())

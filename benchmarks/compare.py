"""How fast compare() is, as ratios within one run, and what it costs at its limits; exit code 1 where a bar is missed.

Pairs of about 800 words with a few edits are compared, title and all, and their words (already split) are matched by
difflib.SequenceMatcher: `few_edits_x_difflib` is the one time over the other for invented texts, `real_x_difflib` for
real posts and their next version, from $WIREDIFF_DATA/rev_18f (left out where that is not set); `one_edit_x_difflib`
and `three_edits_x_difflib` are it for so many words replaced in invented texts. `equal_texts_x` divides
the time of the invented pairs by that of two equal texts; `growth` is the exponent of time over length from 500 to
50,000 words with the same few edits (1 is linear). Each limit runs in a process of its own: its CPU seconds, the most
memory, the level that the result names, and whether its edits make after out of before.

    python benchmarks/compare.py                            # a table, the bars, exit code 1 where one is missed
    python benchmarks/compare.py --json                     # one object
    WIREDIFF_DATA=FOLDER python benchmarks/compare.py       # real posts too
"""

from __future__ import annotations

import argparse
import difflib
import json
import lzma
import math
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from comparison.apply import apply
from comparison.compare import compare
from comparison.model import Version

_TEXT = "the of and to in a is that for it was on he with said by from at his they who have been were which"
COMMON = _TEXT.split()
SENTENCE = "The quick brown fox jumps over the lazy dog today. "
OTHER_LETTERS = {code: code + 0x350 for code in range(ord("a"), ord("z") + 1)}  # Greek and Cyrillic ones
ROUNDS, MOST_PAIRS = 9, 60
LIMITS = ("nothing in common", "one token", "repeats", "repeats of another", "half repeats")


def article(words: int, seed: int) -> list[str]:
    """Invented sentences of 8 to 30 words in paragraphs of 1 to 4, in all about *words* words."""
    rng = random.Random(seed)
    names = [
        "".join(rng.choice("bcdfglmnprst") + rng.choice("aeiou") for _ in range(rng.randint(2, 4))) for _ in range(4000)
    ]
    parts: list[str] = []
    count = 0
    while count < words:
        size = rng.randint(8, 30)
        row = [rng.choice(COMMON) if rng.random() < 0.45 else rng.choice(names) for _ in range(size)]
        parts.append(" ".join(row).capitalize() + "." + ("\n\n" if rng.random() < 0.45 else " "))
        count += size
    return parts


def edited(parts: list[str], seed: int, edits: int = 5) -> list[str]:
    """*parts* with a few words replaced, a sentence put in and one taken out."""
    rng = random.Random(seed)
    made = list(parts)
    for _ in range(edits - 2):
        place = rng.randrange(len(made))
        row = made[place].split(" ")
        row[rng.randrange(max(1, len(row) - 2))] = "edited"
        made[place] = " ".join(row)
    made.insert(rng.randrange(len(made)), "A sentence that nobody had written before stands here now. ")
    del made[rng.randrange(len(made))]
    return made


def reworded(parts: list[str], seed: int, edits: int) -> list[str]:
    """*parts* with one word replaced in each of *edits* sentences."""
    rng = random.Random(seed)
    made = list(parts)
    for place in rng.sample(range(len(made)), edits):
        row = made[place].split(" ")
        row[rng.randrange(1, max(2, len(row) - 2))] = "edited"
        made[place] = " ".join(row)
    return made


def real_pairs() -> Iterator[tuple[str, str]]:
    """Real posts of about 800 words and their next version, where they differ by a few edits."""
    folder = os.environ.get("WIREDIFF_DATA")
    file = Path(folder or "/nowhere", "rev_18f", "posts.jsonl.xz")
    if not folder or not file.is_file():
        return
    with lzma.open(file, "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            bodies = [state["body"] for state in row["revisions"]]
            for one, other in pairwise(bodies):
                if one != other and 650 <= len(one.split()) <= 950 and len(few(one, other)) in range(1, 9):
                    yield one, other


def few(one: str, other: str) -> tuple[object, ...]:
    """The edits of a pair."""
    return compare(Version(one), Version(other)).edits


def times(pairs: list[tuple[str, str]]) -> tuple[float, float, float]:
    """Seconds for all pairs: compare(), difflib on their words, compare() of each first text with an equal one."""
    versions = [(Version(one), Version(other)) for one, other in pairs]
    words = [(one.split(), other.split()) for one, other in pairs]
    equal = [(Version(one), Version((one + "-")[:-1])) for one, _ in pairs]  # equal, but not the same object
    whole, by_difflib, same = math.inf, math.inf, math.inf
    for _ in range(ROUNDS):  # in turns, so that a busy moment harms all alike
        whole = min(whole, seconds(lambda: [compare(one, other) for one, other in versions]))
        by_difflib = min(by_difflib, seconds(lambda: [matched(one, other) for one, other in words]))
        same = min(same, seconds(lambda: [compare(one, other) for one, other in equal]))
    return whole, by_difflib, same


def matched(one: list[str], other: list[str]) -> object:
    """What difflib finds."""
    return difflib.SequenceMatcher(None, one, other).get_opcodes()


def seconds(work: Callable[[], object]) -> float:
    """The time of this process that some work takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def speed() -> dict[str, float]:
    """The ratios of 800-word pairs."""
    parted = [(article(800, seed), seed) for seed in range(MOST_PAIRS // 2)]
    invented = [("".join(parts), "".join(edited(parts, seed))) for parts, seed in parted]
    whole, by_difflib, same = times(invented)
    figures = {
        "compare_ms": 1000 * whole / len(invented),
        "edits_a_pair": sum(len(few(*pair)) for pair in invented) / len(invented),
        "few_edits_x_difflib": whole / by_difflib,
        "equal_texts_x": whole / same,
    }
    for name, edits in (("one_edit", 1), ("three_edits", 3)):
        pairs = [("".join(parts), "".join(reworded(parts, seed, edits))) for parts, seed in parted]
        whole, by_difflib, _ = times(pairs)
        figures[f"{name}_x_difflib"] = whole / by_difflib
    if real := list(islice(real_pairs(), MOST_PAIRS)):
        whole, by_difflib, _ = times(real)
        figures["real_pairs"] = len(real)
        figures["real_edits_a_pair"] = sum(len(few(*pair)) for pair in real) / len(real)
        figures["real_x_difflib"] = whole / by_difflib
    return figures


def growth() -> dict[str, float]:
    """The exponent of time over length."""
    spent = {}
    for size in (500, 5000, 50_000):
        parts = article(size, size)
        one, other = Version("".join(parts)), Version("".join(edited(parts, size)))
        spent[size] = min(seconds(lambda one=one, other=other: compare(one, other)) for _ in range(5))  # type: ignore[misc]
    return {
        "ms_50000_words": 1000 * spent[50_000],
        "growth": math.log(spent[50_000] / spent[500]) / math.log(100),
    }


# ---------------------------------------------------------------- limits


def limit(name: str) -> dict[str, Any]:
    """One pathological pair, in this process."""
    another = SENTENCE.replace("fox", "cat")
    pairs = {
        "nothing in common": ("".join(article(6000, 1)), "".join(article(6000, 2)).translate(OTHER_LETTERS)),
        "one token": ("x" * 1_000_000, "x" * 999_999 + "y"),
        "repeats": (SENTENCE * 50_000, SENTENCE * 49_999 + "Another end. "),
        "repeats of another": (SENTENCE * 50_000, another * 50_000),
        "half repeats": (SENTENCE * 50_000, (SENTENCE + another) * 25_000),
    }
    one, other = pairs[name]
    began, cpu = time.perf_counter(), time.process_time()
    result = compare(Version(one), Version(other))
    return {
        "seconds": round(time.perf_counter() - began, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "level": result.level,
        "edits": len(result.edits),
        "applies": apply(one, result.edits) == other,
    }


# ---------------------------------------------------------------- bars


def missed(figures: dict[str, Any]) -> list[str]:
    """The bars that the figures miss, each in a line."""
    most = {"few_edits_x_difflib": 1.0, "real_x_difflib": 1.0, "growth": 1.15}
    found = [f"{name} is {figures[name]:.2f}, above {bar}" for name, bar in most.items() if figures.get(name, 0) > bar]
    if figures["equal_texts_x"] < 50:
        found.append(f"equal_texts_x is {figures['equal_texts_x']:.0f}, below 50")
    for name in LIMITS:
        row = figures[name]
        if row["cpu_seconds"] > 2 or row["peak_mb"] > 500 or not row["applies"]:
            found.append(f"{name}: {row['cpu_seconds']} s, {row['peak_mb']} MB, applies: {row['applies']}")
    return found


def main() -> int:
    """Print the figures and the bars that they miss."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--limit", choices=LIMITS, help="one limit alone, in this process, as JSON")
    options = parser.parse_args()
    if options.limit:
        print(json.dumps(limit(options.limit)))
        return 0
    figures: dict[str, Any] = {**speed(), **growth()}
    for name in LIMITS:
        done = subprocess.run([sys.executable, __file__, "--limit", name], capture_output=True, text=True, check=True)
        figures[name] = json.loads(done.stdout)
    figures["missed"] = missed(figures)
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:22}{value:.3f}" if isinstance(value, float) else f"{name:22}{value}")
    return 1 if figures["missed"] else 0


if __name__ == "__main__":
    raise SystemExit(main())

"""How fast compare() is, as ratios within one run: against difflib on words, on equal texts, by length, at limits.

    python benchmarks/compare.py           # a table
    python benchmarks/compare.py --json    # one object

The texts are invented. `few_edits_x_difflib` divides the time of a whole compare() of an 800-word pair with few edits
by that of difflib.SequenceMatcher on its words (already split); `equal_texts_x` divides the time of the edited pair by
that of two equal texts; `growth` is the exponent of time over length from 500 to 50,000 words with the same few edits
(1 is linear); the limits are seconds and megabytes of a process of their own.
"""

from __future__ import annotations

import difflib
import json
import math
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable

from comparison.compare import compare
from comparison.model import Version

COMMON = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "is",
    "that",
    "for",
    "it",
    "was",
    "on",
    "he",
    "with",
    "said",
    "by",
    "from",
    "at",
    "his",
    "they",
    "who",
    "have",
    "been",
    "were",
    "which",
]
SENTENCE = "The quick brown fox jumps over the lazy dog today. "
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


def best(work: Callable[[], object], times: int = 7) -> float:
    """The shortest time of some, in seconds of this process, so that a busy machine does less harm."""
    spent = []
    for _ in range(times):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return min(spent)


def speed() -> dict[str, float]:
    """The ratios of 800-word pairs."""
    pairs = [(article(800, seed), seed) for seed in range(30)]
    texts = [("".join(parts), "".join(edited(parts, seed))) for parts, seed in pairs]
    versions = [(Version(one), Version(other)) for one, other in texts]
    words = [(one.split(), other.split()) for one, other in texts]
    equal = [(Version(one), Version((one + "-")[:-1])) for one, _ in texts]  # equal, but not the same object
    whole = best(lambda: [compare(one, other) for one, other in versions])
    by_difflib = best(lambda: [difflib.SequenceMatcher(None, one, other).get_opcodes() for one, other in words])
    same = best(lambda: [compare(one, other) for one, other in equal])
    return {
        "compare_ms": 1000 * whole / len(pairs),
        "few_edits_x_difflib": whole / by_difflib,
        "equal_texts_x": whole / same,
    }


def growth() -> dict[str, float]:
    """The exponent of time over length."""
    spent = {}
    for size in (500, 5000, 50_000):
        parts = article(size, size)
        one, other = Version("".join(parts)), Version("".join(edited(parts, size)))
        spent[size] = best(lambda one=one, other=other: compare(one, other), 5)  # type: ignore[misc]
    return {
        "ms_50000_words": 1000 * spent[50_000],
        "growth": math.log(spent[50_000] / spent[500]) / math.log(100),
    }


def limit(name: str) -> dict[str, object]:
    """One pathological pair, in this process."""
    pairs = {
        "nothing in common": ("".join(article(6000, 1)), "".join(article(6000, 2)).translate({ord("e"): "q"})),
        "one token": ("x" * 1_000_000, "x" * 999_999 + "y"),
        "repeats": (SENTENCE * 50_000, SENTENCE * 49_999 + "Another end. "),
        "repeats of another": (SENTENCE * 50_000, SENTENCE.replace("fox", "cat") * 50_000),
        "half repeats": (SENTENCE * 50_000, (SENTENCE + SENTENCE.replace("fox", "cat")) * 25_000),
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
    }


def main() -> None:
    """Print the figures."""
    if len(sys.argv) == 3 and sys.argv[1] == "--limit":
        print(json.dumps(limit(sys.argv[2])))
        return
    figures: dict[str, object] = {**speed(), **growth()}
    for name in LIMITS:
        done = subprocess.run([sys.executable, __file__, "--limit", name], capture_output=True, text=True, check=True)
        figures[name] = json.loads(done.stdout)
    if "--json" in sys.argv:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:22}{value:.3f}" if isinstance(value, float) else f"{name:22}{value}")


if __name__ == "__main__":
    main()

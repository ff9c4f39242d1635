"""How well copies are put into stories, real and planted ones apart, each beside simpler methods and with intervals.

    WIREDIFF_DATA=FOLDER python -m benchmarks.stories_quality
    python -m benchmarks.stories_quality --json                # without data: only what is planted

real     the articles of the folder: pairs of two outlets whose texts were copied (told by their shared runs), and
         pairs that report one event in words of their own, which must not be joined
planted  invented articles and copies of them, cut and edited as desks do

Beside it: three shared long sentences, and MinHash of five-word runs in 32 bands of 4 rows. Precision and recall are
of pairs, with Wilson's interval for 95 in 100; F1 with a bootstrap over the articles that have a copy. Exits with 1
where more than one real copy is missed, a same-event pair is joined, or F1 of planted copies is under 0.99.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence

from benchmarks.stories_corpus import Piece, pieces
from benchmarks.stories_figures import bootstrap_f1, f1, share
from benchmarks.stories_joining import by_minhash, by_sentences, joined, pairs_within
from benchmarks.stories_real import Pair, data_folder, overlaps, real_articles, same_event

PLANTED, F1, MISSED = 1500, 0.99, 1
Figures = dict[str, object]


def real() -> dict[str, Figures]:
    """Figures of the real articles, by method."""
    folder = data_folder()
    assert folder is not None
    found = real_articles(folder)
    own = [one.piece for one in found]
    copied, doubtful = overlaps(own)
    apart = same_event(found) - copied - doubtful
    return {
        name: _figures(copied, within - doubtful) | {"same event joined": share(len(apart & within), len(apart)),
                                                     "false": len(apart & within)}
        for name, within in _methods(own).items()
    }  # fmt: skip


def planted(seed: int) -> dict[str, Figures]:
    """Figures of invented articles and their copies, by method."""
    own = list(pieces(PLANTED, seed))
    root = [piece.number if piece.source is None else piece.source for piece in own]
    copied = pairs_within(root)
    return {name: _figures(copied, within) for name, within in _methods(own).items()}


def _methods(own: Sequence[Piece]) -> dict[str, set[Pair]]:
    return {
        "wirediff": pairs_within(joined(own)),
        "sentences": by_sentences(own),
        "minhash 32x4": by_minhash(own),
    }


def _figures(truth: set[Pair], within: set[Pair]) -> Figures:
    right = truth & within
    told: Counter[tuple[str, int]] = Counter()
    for name, some in (("right", right), ("wrong", within - truth), ("missed", truth - within)):
        told.update((name, place) for place, _ in some)
    places = sorted({place for _, place in told})
    asked = [(told["right", place], told["wrong", place], told["missed", place]) for place in places]
    low, high = bootstrap_f1(asked)
    figure = f1(len(right), len(within - truth), len(truth - within))
    return {
        "precision": share(len(right), len(within)), "recall": share(len(right), len(truth)),
        "F1": f"{figure:.3f} [{low:.3f}, {high:.3f}]", "f1": figure, "missed": len(truth - within),
    }  # fmt: skip


def failed(told: dict[str, dict[str, Figures]]) -> list[str]:
    """The bars that are missed."""
    mine = {kind: methods["wirediff"] for kind, methods in told.items()}
    wrong = {"planted copies: F1 is under 0.99": float(str(mine["planted"]["f1"])) < F1}
    if "real" in mine:
        wrong["more than one real copy is missed"] = int(str(mine["real"]["missed"])) > MISSED
        wrong["reports of one event were joined"] = mine["real"]["false"] != 0
    return [bar for bar, fails in wrong.items() if fails]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one object")
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    told = {"real": real()} if data_folder() else {}
    if not told:
        print("real articles are skipped: $WIREDIFF_DATA names no folder", file=sys.stderr)
    told["planted"] = planted(options.seed)
    if options.json:
        print(json.dumps(told))
    else:
        for kind, methods in told.items():
            for name, figures in methods.items():
                shown = "  ".join(f"{what} {value}" for what, value in figures.items() if isinstance(value, str))
                print(f"{kind:<8} {name:<13} {shown}")
    for bar in failed(told):
        print(bar, file=sys.stderr)
    return 1 if failed(told) else 0


if __name__ == "__main__":
    raise SystemExit(main())

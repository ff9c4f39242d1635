"""``python -m benchmarks.bar``: measure the figures and print them beside their bars."""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from importlib import import_module

import benchmarks.bar as package
from benchmarks.bar.figure import Measured, Until

WORDS = {True: "met", False: "MISSED", None: "not measured, or not all of it"}


def main() -> int:
    """Exit code 1 where a bar is missed."""
    options = argparse.ArgumentParser(description=package.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("figures", nargs="*", choices=[[], *package.FIGURES], help="all where none is named")
    options.add_argument("--full", action="store_true", help="the whole campaigns")
    options.add_argument(
        "--minutes", type=float, help="what fits into this time of each of kills, hostile and failing_calls"
    )
    given = options.parse_args()
    missed = 0
    for name in given.figures or package.FIGURES:
        module = import_module(f"benchmarks.bar.{name}")
        began = time.monotonic()
        Until.minutes(given.minutes)
        measured = _measure(module, full=given.full)
        if measured.good and Until.is_over():
            measured = measured._replace(good=None, said=f"{measured.said}, in part")
        missed += measured.good is False
        print(f"{name}: {measured.said} ({time.monotonic() - began:.0f} s)")
        short = " as far as the short form goes" if measured.good and not given.full else ""
        print(f"    bar: {module.BAR} -> {WORDS[measured.good]}{short}")
        for detail in measured.details[:20]:
            print(f"    {detail}")
        sys.stdout.flush()
    return 1 if missed else 0


def _measure(module: object, *, full: bool) -> Measured:
    """A measurement that breaks down is a missed bar, and the others go on."""
    try:
        return module.measure(full)  # type: ignore[attr-defined,no-any-return]
    except Exception:
        return Measured(False, "it broke down", tuple(traceback.format_exc().splitlines()))


if __name__ == "__main__":
    sys.exit(main())

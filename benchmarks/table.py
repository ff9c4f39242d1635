"""The table of docs/performance.md, out of what the benchmarks of speed and size print.

    python -m benchmarks.table DATA --into results     # runs all of them (an hour and more), then writes the table
    python -m benchmarks.table --into results          # writes the table of what is in results/ already

A benchmark's figures are one JSON file of that folder, so that each may be run again alone:
`python -m benchmarks.size DATA > results/size.json`. What was not measured is said to be so.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.latency import EVERYWHERE

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- table: python -m benchmarks.table -->", "<!-- end of the table -->"
HEALTH = "outlet_health"
RUN_ON_DATA = {"speed": True, "size": True, "memory": True, "growth": False, "latency": False}


class Line(NamedTuple):
    """One promise: what it is of, which file and figure tell, and the bar."""

    work: str
    file: str
    figure: Callable[[Any], float]
    bar: float
    unit: str = ""
    at_most: bool = False


def _slowest_view(report: Any) -> float:
    asked = {name: one for name, one in report["p95_ms"].items() if name != EVERYWHERE}
    return float(max(one["times"] for name, one in asked.items() if not name.startswith(HEALTH)))


def _health(report: Any) -> float:
    return float(max(one["times"] for name, one in report["p95_ms"].items() if name.startswith(HEALTH)))


LINES = (
    Line("same bytes again, beside Scrapy that only downloads", "speed", lambda r: r["ratios"]["same"], 0.6, "×"),
    Line("other bytes, the same text, beside the same", "speed", lambda r: r["ratios"]["token"], 0.4, "×"),
    Line("other bytes, beside extracting each time", "speed", lambda r: r["ratios"]["token_gain"], 3, "×"),
    Line("304, beside Scrapy that gets the same", "speed", lambda r: r["ratios"]["not-modified"], 0.8, "×"),
    Line("first visits, beside trafilatura on all cores", "speed", lambda r: r["ratios"]["first"], 0.7, "×"),
    Line("first visits, beside news-please", "speed", lambda r: r["ratios"]["news-please"], 2, "×"),
    Line("first visits, beside newspaper4k", "speed", lambda r: r["ratios"]["newspaper4k"], 2, "×"),
    Line("pages, beside `git gc --aggressive`", "size", lambda r: r["pages_x_git"], 1, "×", at_most=True),
    Line("texts, edits and search, a revision", "size", lambda r: r["texts"], 1500, " bytes", at_most=True),
    Line(
        "a new article in a large archive, beside a small one",
        "growth",
        lambda r: r["growth"]["ingest"],
        1.3,
        "×",
        at_most=True,
    ),
    Line(
        "looking for a story's other articles, the same",
        "growth",
        lambda r: r["growth"]["candidates"],
        1.3,
        "×",
        at_most=True,
    ),
    Line("one looked at again, the same", "growth", lambda r: r["growth"]["revisit"], 1.3, "×", at_most=True),
    Line(
        "views and search for one story or outlet, the slowest but health",
        "latency",
        _slowest_view,
        5,
        "×",
        at_most=True,
    ),
    Line("`outlet_health` for one outlet", "latency", _health, 5, "×", at_most=True),
    Line("`watch` with its children", "memory", lambda r: r["largest_mb"], 600, " MB", at_most=True),
)


def main() -> int:
    """Run what is to be run, write the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data", type=Path, nargs="?", help="a folder of pages; without it nothing is run")
    parser.add_argument("--into", type=Path, required=True, help="the folder of results")
    options = parser.parse_args()
    options.into.mkdir(exist_ok=True)
    for name, wants_data in RUN_ON_DATA.items() if options.data else ():
        line = [sys.executable, "-m", f"benchmarks.{name}", *([str(options.data)] if wants_data else [])]
        done = subprocess.run(line, stdout=subprocess.PIPE, text=True, check=False)
        (options.into / f"{name}.json").write_text(done.stdout)
    before, _, rest = PAGE.read_text().partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n\n{table(options.into)}\n\n{END}{rest.partition(END)[2]}")
    return 0


def table(results: Path) -> str:
    """The table, and what it was measured on."""
    rows = ["| work | bar | measured |", "|---|---|---|"]
    for line in LINES:
        bar = f"{'at most' if line.at_most else 'at least'} {line.bar:g}{line.unit}"
        rows.append(f"| {line.work} | {bar} | {measured(results, line)} |")
    names = ", ".join(f"{name} {version(name)}" for name in ("scrapy", "trafilatura"))
    machine = f"{len(os.sched_getaffinity(0))} cores, Python {platform.python_version()}, {names}"
    return "\n".join([*rows, "", f"Measured with {machine}."])


def measured(results: Path, line: Line) -> str:
    """The figure, bold where it misses its bar."""
    try:
        found = line.figure(json.loads((results / f"{line.file}.json").read_text()))
    except (OSError, ValueError, KeyError):
        return "not measured"
    told = f"{found:,g}{line.unit}"
    kept = found <= line.bar if line.at_most else found >= line.bar
    return told if kept else f"**{told}**"


if __name__ == "__main__":
    sys.exit(main())

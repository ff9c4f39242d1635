"""How large the report of a story of many outlets is, and how long a browser works to open it.

An invented dispatch that 300 outlets cut, edit and follow late is imported and reported as any story. Opening is told
twice: the time that the page's main thread worked (no other load on the machine changes that), and the time by the
clock until everything was loaded. Exits with 1 where a limit is missed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.invented_story import WIRE, documents

SIZE, WORK = 3_000_000, 2.0  # bytes; seconds
CHROMIUM = "/usr/bin/chromium"
ROUNDS = 5


def build(folder: Path, outlets: int) -> Path:
    """The report of the story, in *folder*."""
    rows = sorted(documents(outlets), key=lambda row: row["fetched_at"])
    (folder / "story.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "wirediff.toml").write_text(
        f'[project]\ncontact = "desk@northwire.example"\n[[story]]\nid = "merrow"\nwire = ["{WIRE}"]\n',
        encoding="utf-8",
    )
    for command in (["import", "story.jsonl"], ["report", "merrow", "-o", "report.html"]):
        subprocess.run([sys.executable, "-m", "wirediff", *command], cwd=folder, check=True, capture_output=True)
    return folder / "report.html"


def opening(page: Path) -> tuple[float, float]:
    """Seconds of work of the page's main thread, and by the clock, to open it: medians."""
    from playwright.sync_api import sync_playwright

    work, clock = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for _ in range(ROUNDS):
            tab = browser.new_page(viewport={"width": 1200, "height": 900})
            session = tab.context.new_cdp_session(tab)
            session.send("Performance.enable", {"timeDomain": "threadTicks"})
            began = time.perf_counter()
            tab.goto(page.as_uri(), timeout=120_000)
            clock.append(time.perf_counter() - began)
            metrics = session.send("Performance.getMetrics")["metrics"]
            work.append(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))
            tab.close()
        browser.close()
    return median(work), median(clock)


def main() -> int:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--outlets", type=int, default=300)
    outlets = parser.parse_args().outlets
    with tempfile.TemporaryDirectory() as folder:
        page = build(Path(folder), outlets)
        size = page.stat().st_size
        work, clock = opening(page)
    print(f"{outlets} outlets: {size:,} bytes (at most {SIZE:,})")
    print(f"opened in {work:.2f} s of the page's main thread (at most {WORK:.0f}), {clock:.2f} s by the clock")
    return int(size > SIZE or work > WORK)


if __name__ == "__main__":
    sys.exit(main())

"""Take the pictures of the demo's report again. ``python docs/picture.py [DEMO] [FOLDER]``.

DEMO is the folder that ``wirediff demo`` wrote. ``report.png`` (its top, for the README) and ``matrix.png`` (who kept
what, for the standards desk) go to docs/, unless FOLDER names another.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

Place = tuple[float, float, float, float]
WIDTH, HEIGHT, MARGIN = 1100, 1400, 24
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


def pictures(report: Path, folder: Path) -> None:
    """The report by day: from its top to the end of what needs attention, and its matrix."""
    from playwright.sync_api import sync_playwright

    chromium = next((path for path in CHROMIUM if Path(path).exists()), None)
    if chromium is None:
        sys.exit("no Chromium was found: on Debian, apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(report.resolve().as_uri())
        attention, matrix = (_place(page, part) for part in ("#attention", "#matrix"))
        _take(page, folder / "report.png", (0, 0, WIDTH, attention[1] + attention[3] + MARGIN))
        _take(page, folder / "matrix.png", (matrix[0] - MARGIN, matrix[1] + 8, 850, matrix[3] + MARGIN))
        browser.close()


def _place(page: Page, part: str) -> Place:
    """Where a part of the page stands: left, top, width, height."""
    box = page.locator(part).bounding_box()
    assert box, f"the demo's report has {part}"
    return box["x"], box["y"], box["width"], box["height"]


def _take(page: Page, path: Path, place: Place) -> None:
    left, top, width, height = place
    page.screenshot(path=path, full_page=True, clip={"x": left, "y": top, "width": width, "height": height})


def main() -> None:
    """Find the report and take its pictures."""
    arguments = [Path(one) for one in sys.argv[1:]]
    demo = arguments[0] if arguments else Path("demo")
    folder = arguments[1] if len(arguments) > 1 else Path(__file__).parent
    report = demo / "report.html"
    if not report.exists():
        sys.exit(f"{report} is not there: run `make demo` first")
    pictures(report, folder)


if __name__ == "__main__":
    main()

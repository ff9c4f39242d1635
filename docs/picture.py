"""Take the README's picture: the first screen of the demo's report. ``python docs/picture.py [DEMO] [OUT]``.

DEMO is the folder that ``wirediff demo`` wrote; the picture goes to docs/report.png unless OUT names another file.
"""

from __future__ import annotations

import sys
from pathlib import Path

WIDTH, HEIGHT = 1200, 1500
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


def picture(report: Path, out: Path) -> None:
    """The top of *report*, as a reader sees it by day."""
    from playwright.sync_api import sync_playwright

    chromium = next((path for path in CHROMIUM if Path(path).exists()), None)
    if chromium is None:
        sys.exit("no Chromium was found: on Debian, apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(report.resolve().as_uri())
        page.screenshot(path=out)
        browser.close()


def main() -> None:
    """Find the report and take its picture."""
    arguments = [Path(one) for one in sys.argv[1:]]
    demo = arguments[0] if arguments else Path("demo")
    out = arguments[1] if len(arguments) > 1 else Path(__file__).with_name("report.png")
    report = demo / "report.html"
    if not report.exists():
        sys.exit(f"{report} is not there: run `make demo` first")
    picture(report, out)
    print(out)  # noqa: T201 - the path is the command's answer


if __name__ == "__main__":
    main()

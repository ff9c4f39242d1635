"""The report in a real Chromium: no request leaves it, no stranger's script runs, it reads without JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from reports.attention import MOST
from tests.reports import granite
from tests.reports.chromium import Watched

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def report(bridge: Path) -> str:
    """The address of the story's report."""
    assert granite.here(bridge, "report", "bridge", "-o", "browser.html").returncode == 0
    return (bridge / "browser.html").as_uri()


def test_nothing_leaves_the_file_and_no_strangers_script_runs(browser: Browser, report: str) -> None:
    watched = Watched(browser, report)
    watched.page.mouse.wheel(0, 20_000)

    assert watched.told == []
    assert "owned" not in watched.page.title()
    assert (
        watched.page.locator("main script, main img, main iframe, main b:not([class]), [onload], [onerror]").count()
        == 0
    )
    assert watched.page.evaluate("document.querySelector('script + *')") is None


def test_it_reads_without_javascript(browser: Browser, report: str) -> None:
    watched = Watched(browser, report, java_script_enabled=False)
    page = watched.page

    assert page.get_by_role("heading", name="Needs attention").is_visible()
    assert 1 <= page.locator(".card").count() <= MOST
    assert page.locator(".matrix tbody tr").count() == 5
    assert page.locator("ins").first.is_visible()
    assert not page.locator(".toolbar").is_visible()
    assert watched.told == []


def test_the_policy_stops_a_script_even_where_escaping_would_fail(
    browser: Browser, report: str, tmp_path: Path
) -> None:
    page = Path(report.removeprefix("file://")).read_text(encoding="utf-8")
    broken = tmp_path / "broken.html"
    broken.write_text(page.replace("</main>", granite.SCRIPT + "</main>"), encoding="utf-8")
    watched = Watched(browser, broken.as_uri())

    assert watched.page.title() != "owned"
    refused = [told for told in watched.told if "Content Security Policy" in told]
    assert len(refused) == 3  # the script, the image, its handler


def test_keys_and_toggles_work(browser: Browser, report: str) -> None:
    page = Watched(browser, report).page
    page.keyboard.press("n")
    first = page.locator(".here").inner_text()
    page.keyboard.press("n")
    page.keyboard.press("p")
    assert page.locator(".here").inner_text() == first
    page.keyboard.press("j")
    assert page.locator(".here.history, .here.step").count() == 1

    page.get_by_role("button", name="Hide unchanged").click()
    assert page.locator(".context:visible").count() == 0


def test_side_by_side_shows_what_went_left_and_what_came_right(browser: Browser, bridge: Path) -> None:
    assert granite.here(bridge, "report", granite.WIRE, "-o", "wire.html").returncode == 0
    page = Watched(browser, (bridge / "wire.html").as_uri()).page
    inline = page.locator(".step .diff").inner_html()
    page.get_by_role("button", name="Side by side").click()
    left, right = page.locator(".pair").filter(has_text="GRANITE BAY").first.locator("> p").all()

    assert [("12" in side.inner_text(), "19" in side.inner_text()) for side in (left, right)] == [
        (True, False),
        (False, True),
    ]
    page.get_by_role("button", name="Side by side").click()
    assert page.locator(".step .diff").inner_html() == inline


def test_a_cell_of_the_matrix_opens_its_passage(browser: Browser, report: str) -> None:
    page = Watched(browser, report).page
    page.get_by_role("row", name="valley").get_by_role("link", name="edited").first.click()

    assert page.locator("#p1 details").get_attribute("open") is not None
    assert page.locator("#p1 .variant del", has_text="19").first.is_visible()


def test_no_side_scrolling_on_a_telephone_and_both_schemes_can_be_read(browser: Browser, report: str) -> None:
    colours = {}
    for scheme in ("light", "dark"):
        page = Watched(browser, report, viewport={"width": 390, "height": 800}, color_scheme=scheme).page
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        colours[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colours["light"] != colours["dark"]


def test_other_scripts_keep_their_language_and_direction(browser: Browser, bridge: Path) -> None:
    assert granite.here(bridge, "report", granite.NAHAR, "-o", "nahar.html").returncode == 0
    page = Watched(browser, (bridge / "nahar.html").as_uri()).page
    paragraph = page.locator(".diff p[lang=ar]").first

    assert paragraph.evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert page.locator("h1").get_attribute("lang") == "ar"


def test_print_shows_what_is_folded_away(browser: Browser, report: str) -> None:
    page = Watched(browser, report).page
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")

    assert page.locator(".variant del").first.is_visible()
    assert not page.locator(".toolbar").is_visible()

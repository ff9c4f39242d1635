"""The report that `make demo` wrote, used in a real Chromium as a reader would: keys, matrix, tree, versions, print."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.reports.chromium import Watched
from tests.reports.granite import here
from tests.reports.test_report_pages import serious

pytestmark = pytest.mark.browser
DEMO = Path(__file__).parents[2] / "demo"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The story's report and the report of an article that was edited."""
    if not (DEMO / "report.html").exists():
        pytest.skip("there is no demo: make demo writes it")
    folder = tmp_path_factory.mktemp("demo")
    database = str(DEMO / "wirediff.db")
    assert (
        here(
            folder, "report", "http://metro.example/a/83-died-in-plain-sight", "--db", database, "-o", "a.html"
        ).returncode
        == 0
    )
    return (DEMO / "report.html").as_uri(), (folder / "a.html").as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_story_s_report_is_used_by_key_and_click_and_asks_for_nothing(
    browser: Browser, demo: tuple[str, str], scheme: str
) -> None:
    watched = Watched(browser, demo[0], color_scheme=scheme)
    page = watched.page
    for key in ("n", "n", "p", "j", "k"):
        page.keyboard.press(key)
    assert page.locator(".here").count() == 1
    page.get_by_role("row", name="Metro Daily").get_by_role("link", name="edited").first.click()
    assert page.locator("details[open] .variant").first.is_visible()
    page.locator(".family a circle").nth(3).click()
    assert page.locator(".reasons li:target").is_visible()
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Keys").is_visible()
    page.keyboard.press("Escape")
    page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
    assert serious(page) == []
    page.emulate_media(media="print")
    assert page.locator("#attention, [id*=attention]").first.is_visible()
    assert watched.told == []


def test_any_two_versions_of_an_article_are_chosen_and_compared(browser: Browser, demo: tuple[str, str]) -> None:
    watched = Watched(browser, demo[1])
    page = watched.page
    page.locator("select[name=from]").select_option("1")
    page.locator("select[name=to]").select_option("3")
    assert page.locator("#pair ins").first.is_visible()
    assert serious(page) == []
    assert watched.told == []


def test_it_reads_without_javascript(browser: Browser, demo: tuple[str, str]) -> None:
    for address in demo:
        page = Watched(browser, address, java_script_enabled=False).page
        assert page.locator("h1").is_visible()
        assert page.locator("ins, del").first.is_visible()

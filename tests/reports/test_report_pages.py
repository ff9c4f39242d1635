"""Every page of an archive in a real Chromium: nobody is shut out, the tree and any two revisions can be read."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from reports.inert import ALWAYS
from tests.reports.chromium import Watched
from tests.reports.granite import DONGFANG, NAHAR, WIRE, here

pytestmark = pytest.mark.browser
SERIOUS = ("serious", "critical")
KINDS = ("story-*", "northwire-*", "nahar-*", "outlet-metro", "index")


def serious(page: Page) -> list[str]:
    """The serious violations of a page, each with the first place where it was found."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in SERIOUS]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_page_has_a_serious_fault_for_those_who_hear_or_enlarge_it(
    browser: Browser, shelf: Path, kind: str, scheme: str
) -> None:
    watched = Watched(browser, next(shelf.glob(f"{kind}.html")).as_uri(), color_scheme=scheme)
    page = watched.page
    page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")

    assert watched.told == []
    assert serious(page) == []


def test_a_dot_of_the_tree_opens_its_evidence_and_alternatives_are_dashed(browser: Browser, shelf: Path) -> None:
    page = Watched(browser, next(shelf.glob("story-*.html")).as_uri()).page
    dot = page.locator(".family a", has_text="harbor, revision 1").first
    dot.locator("circle").click()

    reason = page.locator(".reasons li:target")
    assert reason.is_visible()
    assert "northwire 1" in reason.inner_text()
    assert page.locator(".family .likely").count() >= 4
    assert {page.locator(".family .likely").first.evaluate("n => getComputedStyle(n).strokeDasharray")} == {"none"}


def told(page: Page, side: str) -> list[str]:
    """One side of the chosen pair, a paragraph a string; what went stands in ``del``, what came in ``ins``."""
    return page.evaluate(
        """side => [...document.querySelectorAll('#pair .diff > p')].filter(p => p.className !== 'skipped').map(p => {
            const copy = p.cloneNode(true);
            for (const node of copy.querySelectorAll('.vh, ' + side)) node.remove();
            return copy.textContent;
        }).filter(Boolean)""",
        {"old": "ins", "new": "del"}[side],
    )


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Addresses of the reports of an English, an Arabic and a Chinese article of five revisions each."""
    folder = tmp_path_factory.mktemp("edited")
    texts = {
        WIRE: ("The bridge was closed after {} people were hurt.\n\nIt was built in 1931.", "en"),
        NAHAR: ("أغلق الجسر بعد إصابة {} شخصا.\n\nبني الجسر عام 1931.", "ar"),
        DONGFANG: ("老桥在{}人受伤后关闭。\n\n这座桥建于1931年。", "zh"),
    }
    rows = []
    for url, (text, lang) in texts.items():
        for number, hurt in enumerate((12, 19, 21, 21, 24)):
            body = text.format(hurt) + ("\n\n<b>{{ 7 }}</b> \u202e" + str(number) if number > 2 else "")
            at = f"2026-03-02T{10 + number}:00:00Z"
            title = "Bridge" if number < 3 else f"Bridge {number} <i>"
            rows.append({"url": url, "fetched_at": at, "lang": lang, "title": title, "text": body})
    (folder / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert here(folder, "import", "a.jsonl", "--db", "a.db").returncode == 0
    found = {}
    for number, url in enumerate(texts):
        assert here(folder, "report", url, "--db", "a.db", "-o", f"{number}.html").returncode == 0
        found[url] = (folder / f"{number}.html").as_uri()
    return found


@pytest.mark.parametrize("url", [WIRE, NAHAR, DONGFANG])
def test_any_two_revisions_are_compared_in_the_page_and_nothing_is_lost_or_invented(
    browser: Browser, edited: dict[str, str], url: str
) -> None:
    watched = Watched(browser, edited[url])
    page = watched.page
    held = json.loads(page.locator("#revisions").text_content() or "")
    for before, after in ((1, 4), (2, 4), (5, 1), (3, 5), (4, 2)):
        page.locator("select[name=from]").select_option(str(before))
        page.locator("select[name=to]").select_option(str(after))
        old, new = (
            {held["paragraphs"][place] for place in held["revisions"][str(number)]["text"]}
            for number in (before, after)
        )
        labelled = [{re.sub("\u202e", "U+202E", text) for text in side} for side in (old, new)]

        assert set(told(page, "old")) <= labelled[0]
        assert set(told(page, "new")) <= labelled[1]
        assert labelled[0] - labelled[1] <= set(told(page, "old"))
        assert labelled[1] - labelled[0] <= set(told(page, "new"))
    assert page.locator("#pair b, #pair i").count() == 0
    assert watched.told == []


def test_a_changed_number_is_marked_alone_in_every_script_and_arabic_runs_from_right_to_left(
    browser: Browser, edited: dict[str, str]
) -> None:
    for url in (WIRE, NAHAR, DONGFANG):
        page = Watched(browser, edited[url]).page
        page.locator("select[name=to]").select_option("3")
        marked = page.locator("#pair .diff ins, #pair .diff del").all_inner_texts()

        assert [re.sub(r"\D", "", text) for text in marked] == ["12", "21"]
        direction = page.locator("#pair .diff p:has(ins)").first.evaluate("n => getComputedStyle(n).direction")
        assert direction == ("rtl" if url == NAHAR else "ltr")


def test_neighbours_are_shown_as_they_were_compared_and_side_by_side_on_wish(
    browser: Browser, edited: dict[str, str]
) -> None:
    page = Watched(browser, edited[WIRE]).page
    page.locator("select[name=to]").select_option("2")
    assert page.locator("#pair .kinds", has_text="number").is_visible()

    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("s")
    left, right = page.locator("#pair .pair").first.locator("> p").all()
    assert ("12" in left.inner_text(), "19" in left.inner_text()) == (True, False)
    assert ("12" in right.inner_text(), "19" in right.inner_text()) == (False, True)


def test_without_javascript_the_first_and_the_latest_revision_are_compared(
    browser: Browser, edited: dict[str, str]
) -> None:
    page = Watched(browser, edited[WIRE], java_script_enabled=False).page

    assert page.locator("#pair ins", has_text="24").first.is_visible()
    assert not page.locator("#choose").is_visible()


def test_the_question_mark_lists_the_keys(browser: Browser, shelf: Path) -> None:
    page = Watched(browser, next(shelf.glob("story-*.html")).as_uri()).page
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Keys").is_visible()
    assert serious(page) == []
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()


def test_the_pages_script_knows_the_same_hidden_characters_as_the_program() -> None:
    script = Path("reports/templates/compare.js").read_text(encoding="utf-8")
    pattern = re.search(r"const HIDDEN = /\((\[.*?\])\)/u", script)
    assert pattern is not None
    hidden = re.compile(re.sub(r"\\u\{(\w+)\}", lambda m: chr(int(m[1], 16)), pattern[1]))

    differ = [hex(code) for code in range(0x110000) if bool(hidden.match(chr(code))) != bool(ALWAYS.match(chr(code)))]
    assert differ == []

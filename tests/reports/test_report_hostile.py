"""Three hundred hostile texts at once through every page and format: nothing runs, nothing raw, all parses."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser

from reports import html
from reports.model import ArticleReport
from tests.reports import hostile
from tests.reports.chromium import Watched
from wirediff.formats import formats

RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


@pytest.fixture(scope="module")
def articles() -> tuple[ArticleReport, ...]:
    return hostile.articles()


@pytest.mark.parametrize("safe", [False, True])
@pytest.mark.parametrize("name", [name for name in formats() if name != "html"])
def test_every_format_shows_them_as_text(articles: tuple[ArticleReport, ...], name: str, safe: bool) -> None:
    form = formats()[name]
    for report in (hostile.story(articles), articles[0]):
        written = form.render(report, safe=safe)

        assert not RAW.search(written.replace("\r\n", "\n"))
        if form.SUFFIX in (".atom", ".svg"):
            tree = etree.fromstring(written.encode(), etree.XMLParser(resolve_entities=False))
            assert not tree.xpath("//*[local-name()='script' or @onload or @onerror or @onmouseover]")
            assert not [link for link in tree.xpath("//@href") if not link.startswith(("https:", "urn:", "http:"))]
        elif form.SUFFIX == ".json":
            assert len(json.loads(written)["articles"]) in (1, 60)
        elif form.SUFFIX == ".csv":
            rows = list(csv.reader(io.StringIO(written, newline="")))
            assert {len(row) for row in rows} == {len(rows[0])}
            assert not [cell for row in rows for cell in row if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t"))]


@pytest.mark.browser
@pytest.mark.parametrize("what", ["story", "outlet", "index", "article", "safe"])
def test_no_page_runs_or_asks_for_anything(
    browser: Browser, articles: tuple[ArticleReport, ...], tmp_path: Path, what: str
) -> None:
    reports = {"story": hostile.story, "outlet": hostile.outlet, "index": hostile.index, "safe": hostile.story}
    report = articles[3] if what == "article" else reports[what](articles)
    written = html.render(report, safe=what == "safe")
    assert not RAW.search(written)
    page = tmp_path / "page.html"
    page.write_text(written, encoding="utf-8")
    watched = Watched(browser, page.as_uri())
    strangers = "img, iframe, math, body [onload], [onerror], [onmouseover], a[href^='javascript'], a[href^='data']"

    assert watched.told == []
    assert watched.page.title() != "owned"
    assert watched.page.locator(strangers).count() == 0
    assert watched.page.locator("script:not([type])").count() == 1
    assert watched.page.locator("style").count() == 1
    assert watched.page.locator("h1").first.is_visible()

"""The drawing of a family tree in a real Chromium: no label crosses another, all stand within, light and dark."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, Page

from reports.stemma import COLOURS, Leaf, svg

pytestmark = pytest.mark.browser
CHROMIUM = Path("/usr/bin/chromium")
BOXES = """() => [...document.querySelectorAll('text')].map(label => {
    const box = label.getBBox(); return [box.x, box.y, box.x + box.width, box.y + box.height]; })"""
CROSSED = """(() => { const texts = [...document.querySelectorAll('text')].map(one => one.getBBox());
    const crossed = (x, y) => texts.some(b => x > b.x && x < b.x + b.width && y > b.y + 2 && y < b.y + b.height - 2);
    return [...document.querySelectorAll('path')].filter(path => {
        for (let at = 0; at < path.getTotalLength(); at += 3) {
            const point = path.getPointAtLength(at); if (crossed(point.x, point.y)) return true; }
        return false; }).length; })()"""
GROUND = "getComputedStyle(document.querySelector('.ground')).fill"


def leaves(count: int) -> list[Leaf]:
    """A tree of so many versions, some long, some Chinese, some of two parents, one line of descent deep."""
    dice, made = Random(count), list[Leaf]()
    titles = ("Flood at Merrow", "A headline that goes on " * 9, "渡轮在花岗岩湾搁浅" * 6)
    for number in range(count):
        above = [dice.choice(made).key if dice.random() < 0.6 else made[-1].key] if made else []
        above += [dice.choice(made).key] if len(made) > 3 and dice.random() < 0.15 else []
        relation = dice.choice(list(COLOURS)) if made else "wire"
        parents = tuple(dict.fromkeys(above))
        title, url = titles[number % 3], f"https://o{number}.example/"
        made.append(Leaf(str(number), parents, f"outlet{number}", 1, url, title, "seen 09:30", relation, 0.8, False))
    return made


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    return browser.new_page()


@pytest.mark.parametrize("count", [8, 40, 150])
def test_labels_stand_apart_within_the_picture_and_no_line_crosses_them(count: int, page: Page, tmp_path: Path) -> None:
    drawing = tmp_path / "tree.svg"
    drawing.write_text(svg(leaves(count), "A tree"), encoding="utf-8")
    page.emulate_media(color_scheme="dark")
    page.goto(drawing.as_uri())
    boxes, dark, crossed = page.evaluate(BOXES), page.evaluate(GROUND), page.evaluate(CROSSED)
    width, height = page.evaluate("['width', 'height'].map(side => +document.documentElement.getAttribute(side))")
    page.emulate_media(color_scheme="light")
    light = page.evaluate(GROUND)

    assert len(boxes) == 2 * count
    assert all(upper[3] <= lower[1] + 2 for upper, lower in pairwise(sorted(boxes, key=lambda box: box[1])))
    assert all(box[0] >= 0 and box[2] <= width and box[3] <= height for box in boxes)
    assert crossed == 0
    assert (light, dark) == ("rgb(255, 255, 255)", "rgb(20, 24, 29)")

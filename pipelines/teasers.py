"""Rows of teasers: boxes alike that each lead to another article, whatever their part of the page is called.

Where no element is called an article, the extractor gathers them with the text; at every fetch they hold other
headlines, in another order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from pipelines.dom import Leaf, plain, words_of

FEWEST = 3  # boxes alike
SHORT = 240  # characters of a box beside its headline
LABEL = 60  # characters of what names a row
MOST = 0.5  # of the text: a page with less beside its teasers is a list of them
_ROWS = ("article", "aside", "body", "div", "main", "nav", "ol", "section", "tbody", "td", "tr", "ul")
_BOXES = frozenset({"a", "article", "div", "li", "section", "td", "tr"})
_HEADS = ("h1", "h2", "h3", "h4", "h5", "h6")


def without_teasers(tree: HtmlElement, leaves: Sequence[Leaf], lines: Sequence[str]) -> list[str]:
    """*lines*, as found in *tree*, without those that stand only in teasers; all of them where the page is a list."""
    boxes = {part for row in tree.iter(*_ROWS) if (found := list(_teasers(row))) for part in _with_label(row, found)}
    if not boxes:
        return list(lines)
    inside, outside = set[str](), set[str]()
    for leaf in leaves:
        is_inside = leaf.element in boxes or not boxes.isdisjoint(leaf.element.iterancestors())
        (inside if is_inside else outside).add(leaf.key)
    only_inside = inside - outside
    kept = [line for line in lines if plain(line) not in only_inside]
    return kept if sum(map(len, kept)) > MOST * sum(map(len, lines)) else list(lines)


def _with_label(row: HtmlElement, boxes: list[HtmlElement]) -> list[HtmlElement]:
    """The teasers of a row; the whole row where it has no more than a label beside them."""
    beside = len(words_of(row)) - sum(len(words_of(box)) for box in boxes)
    return [row] if beside <= LABEL else boxes


def _teasers(row: HtmlElement) -> Iterator[HtmlElement]:
    """The children of an element that are teasers, where there are several alike."""
    alike: defaultdict[tuple[str, str], list[HtmlElement]] = defaultdict(list)
    for child in row.iterchildren(*_BOXES):
        alike[str(child.tag), child.get("class") or ""].append(child)
    for boxes in alike.values():
        if len(boxes) >= FEWEST and all(map(_is_teaser, boxes)):
            yield from boxes


def _is_teaser(box: HtmlElement) -> bool:
    """Whether a box has one headline, which leads elsewhere, and little beside it."""
    heads = list(box.iter(*_HEADS))
    if len(heads) != 1 or not (head := words_of(heads[0])):
        return False
    links = [words_of(one) for one in box.iter("a") if _leads_away(one)]
    return any(head in text for text in links) and len(words_of(box)) - len(head) <= SHORT


def _leads_away(link: HtmlElement) -> bool:
    return not (link.get("href") or "#").startswith(("#", "javascript:"))

"""A page that names no part of it as its article: what holds the paragraphs that were found is named for it.

Where no element is called an article, the extractor gathers paragraphs wherever they stand, and leaves out the
headings and lists between them. Told where the article is, it reads all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from lxml.html import HtmlElement

from pipelines.dom import plain, words_of

FEWEST = 5  # paragraphs found, for the place to be sure
KEPT = 0.98  # of their characters must be found again
MORE = 1.3  # times as much text at most: headings and short lists, not another part of the page
_HEADS = ("h2", "h3", "h4")


def framed(tree: HtmlElement, lines: Sequence[str]) -> HtmlElement | None:
    """A copy of *tree* whose part with all of *lines* is named an article; None where that is not called for."""
    if len(lines) < FEWEST:
        return None
    known = {plain(line) for line in lines}
    if not _lacks_heads(tree, known):
        return None
    found = [one for one in tree.iter("p") if plain(words_of(one)) in known]
    around = _around(found) if len(found) >= FEWEST else None
    if around is None or not _lacks_heads(around, known):
        return None
    around.set("data-frame", "article")
    copy = deepcopy(tree)
    del around.attrib["data-frame"]
    article = next(one for one in copy.iter() if one.get("data-frame"))
    article.tag = "article"
    article.attrib.clear()
    return copy


def _around(elements: Sequence[HtmlElement]) -> HtmlElement | None:
    """The innermost element around all of *elements*; None where it is named already, or is the whole page."""
    ways = [{*one.iterancestors()} for one in elements[1:]]
    shared = next((up for up in elements[0].iterancestors() if all(up in way for way in ways)), None)
    if shared is None or shared.tag not in {"div", "section"}:
        return None
    return None if any(up.tag in {"article", "main"} for up in shared.iterancestors()) else shared


def _lacks_heads(around: HtmlElement, known: set[str]) -> bool:
    """Whether none of several headings between the paragraphs was found."""
    heads = [key for one in around.iter(*_HEADS) if (key := plain(words_of(one)))]
    return len(heads) > 1 and known.isdisjoint(heads)


def holds(again: Sequence[str], lines: Sequence[str]) -> bool:
    """Whether a second reading has all that the first had, and little more."""
    said, size = {plain(line) for line in again}, sum(map(len, lines))
    kept = sum(len(line) for line in lines if plain(line) in said)
    return kept >= KEPT * size and sum(map(len, again)) <= MORE * size

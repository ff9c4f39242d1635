"""Paragraphs that the extractor passed over although they stand exactly as the article's others do.

Long features are served in several containers, and a scoring extractor takes the best of them. A block of the same
article whose tags and classes, three levels up, are those of most of the paragraphs taken is one of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from lxml.html import HtmlElement

from pipelines.dom import Leaf, around, plain, words_of

LEVELS = 3
SHORTEST = 60  # characters; shorter blocks may be labels
_ENDS = re.compile(r"[.!?…:。！？؟।][\"'”’»›)\]]*$")
Signature = tuple[tuple[str, str], ...]


def recover(found: Sequence[Leaf], lines: Sequence[str]) -> list[str]:
    """*lines* with the passed-over paragraphs of *found*, the page's leaves, at their places."""
    by_key = {leaf.key: place for place, leaf in reversed(list(enumerate(found)))}
    places = [by_key.get(plain(line)) for line in lines]
    taken = [place for place in places if place is not None]
    if len(taken) < 3:
        return list(lines)
    said = f" {plain(' '.join(lines))} "
    missed = [place for place in _missed(found, taken) if f" {found[place].key} " not in said]
    return _merged(lines, places, [(place, found[place].text) for place in missed])


def _signature(element: HtmlElement) -> Signature:
    """Tag and class of an element and of what it stands in."""
    classes = tuple(
        (str(one.tag), " ".join(sorted((one.get("class") or "").split()))) for one in around(element, LEVELS)
    )
    return ((str(element.tag), ""), *classes)


def _missed(found: Sequence[Leaf], taken: Sequence[int]) -> list[int]:
    """Places of the blocks that stand as most of those taken do, in a container like theirs beside it."""
    signatures = {place: _signature(found[place].element) for place in taken}
    signature, count = Counter(signatures[place] for place in taken).most_common(1)[0]
    if count < max(3, 0.5 * len(taken)):
        return []
    beside = _beside([found[place].element for place in taken if signatures[place] == signature])
    known = {found[place].key for place in taken}
    return [
        place
        for place, leaf in enumerate(found)
        if leaf.key not in known
        and _is_text(leaf)
        and _signature(leaf.element) == signature
        and not beside.isdisjoint(leaf.element.iterancestors())
    ]


def _beside(elements: Sequence[HtmlElement]) -> set[HtmlElement]:
    """Containers of the very tag and class of the one around *elements*, or of one some levels further up."""
    shared = next(up for up in elements[0].iterancestors() if all(up in one.iterancestors() for one in elements))
    found: set[HtmlElement] = set()
    for up in [shared, *shared.iterancestors()][: LEVELS + 2]:
        parent = up.getparent()
        if parent is None or up.tag in {"article", "body", "li"}:
            break
        alike = [one for one in parent.iterchildren(up.tag) if up.get("class") and one.get("class") == up.get("class")]
        found |= {one for one in alike if one is not up and not _is_teaser(one)}
    return found


def _is_teaser(element: HtmlElement) -> bool:
    """Whether a container begins another article: a headline that leads there."""
    return any(next(one.iter("a"), None) is not None for one in element.iter("h1", "h2", "h3", "h4"))


def _is_text(leaf: Leaf) -> bool:
    """Whether a block reads as running text: long enough, ended as a sentence, hardly linked."""
    if len(leaf.text) < SHORTEST or not _ENDS.search(leaf.text):
        return False
    return sum(len(words_of(one)) for one in leaf.element.iter("a")) < 0.4 * len(leaf.text)


def _merged(lines: Sequence[str], places: Sequence[int | None], missed: list[tuple[int, str]]) -> list[str]:
    """Lines in their order, each missed block before the first line that stands after it on the page."""
    merged: list[str] = []
    for line, place in zip(lines, places, strict=True):
        while missed and place is not None and missed[0][0] < place:
            merged.append(missed.pop(0)[1])
        merged.append(line)
    return [*merged, *(text for _, text in missed)]

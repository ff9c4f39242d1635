"""Labels that stand after all that holds the article: weather, markets, scores, polls of the page around it.

Where no element is called an article, the extractor gathers such widgets with the text; they change at every fetch.
The innermost element that holds nearly all of the text found is where the article is. A line that follows it and is no
sentence is the page's; sentences stay wherever they stand, and so does a line that names the source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lxml.html import HtmlElement

from pipelines import bylines
from pipelines.dom import Leaf, plain
from pipelines.furniture import is_text

FEWEST = 5  # lines found, for the place to be sure
NEARLY_ALL = 0.9  # of their characters


def without_widgets(leaves: Sequence[Leaf], lines: Sequence[str]) -> list[str]:
    """*lines*, as found in *leaves*, without the labels that follow what holds the article."""
    known = {plain(line) for line in lines}
    found = [leaf for leaf in leaves if leaf.key in known]
    around = _around(found)
    if around is None:
        return list(lines)
    inside = [place for place, leaf in enumerate(found) if around in leaf.element.iterancestors()]
    after = {leaf.key for leaf in found[inside[-1] + 1 :] if _is_label(leaf.text)}
    return [line for line in lines if plain(line) not in after] if after else list(lines)


def _around(found: Sequence[Leaf]) -> HtmlElement | None:
    """The innermost element with nearly all of the text; None where that is the page itself, or nothing is sure."""
    size, lines = Counter[HtmlElement](), Counter[HtmlElement]()
    for leaf in found:
        for up in leaf.element.iterancestors():
            size[up] += len(leaf.text)
            lines[up] += 1
    total = sum(len(leaf.text) for leaf in found)
    holders = [up for up in size if size[up] >= NEARLY_ALL * total and lines[up] >= FEWEST]
    innermost = min(holders, key=lambda up: (size[up], -sum(1 for _ in up.iterancestors())), default=None)
    return None if innermost is None or innermost.tag in {"body", "html"} else innermost


def _is_label(line: str) -> bool:
    return not is_text(line) and bylines.credit({}, {}, [line]) is None

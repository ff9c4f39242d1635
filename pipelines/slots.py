"""Where each paragraph stands by its mark-up: in the running text, or in a slot, a part with names of its own.

An outlet fills the same slot of its pages with promotions, weather, links or counts, ever other ones. What stands there
cannot be known again by its words; the slot can, by the names of its elements.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence

from lxml.html import HtmlElement

from pipelines.dom import Leaf, around, plain

RUNNING = 0.2  # of a text's characters: what stands as these do is running text
LEVELS = 3  # elements up in which a name is looked for
NAMES = 3  # of an element that are told
LONGEST = 90  # characters of a slot's name
_IN = " < "
_MADE = re.compile(r"\d|^.{30,}$")  # names that are counted or made by machine change from page to page


def slots(leaves: Iterable[Leaf], lines: Sequence[str]) -> tuple[str, ...]:
    """For each line, found in *leaves*, the name of its slot; "" for running text, and where that is not known.

    What stands in the same element as the running text, under no name of its own, belongs to it: lists, subheads.

    >>> from pipelines.dom import parse, telling
    >>> text = "<h2>Rain</h2><p>It rained for days.</p><p>It rained for weeks.</p>"
    >>> tree = parse(f"<div class=text>{text}<div class='box promo'><p>Join us.</p></div></div>")
    >>> slots(telling(tree), ["Rain", "It rained for days.", "It rained for weeks.", "Join us."])
    ('', '', '', 'p < div.box.promo')
    """
    keys = [plain(line) for line in lines]
    known, found = {key for key in keys if key}, dict[str, str]()
    for leaf in leaves:
        if leaf.key in known and leaf.key not in found:
            found[leaf.key] = _name(leaf.element)
    told = [found.get(key, "") for key in keys]
    sizes = Counter[str]()
    for name, line in zip(told, lines, strict=True):
        sizes[name] += len(line)
    running = {name for name, size in sizes.items() if size >= RUNNING * sizes.total()}
    holding = {name.rpartition(_IN)[2] for name in running}
    return tuple("" if name in running or _belongs(name, holding) else name for name in told)


def _belongs(name: str, holding: Container[str]) -> bool:
    """Whether a part is named by nothing but the element that the running text stands in."""
    own, _, last = name.rpartition(_IN)
    return last in holding and "." not in own


def _name(block: HtmlElement) -> str:
    """An element and those around it, up to the first that has a name."""
    parts: list[str] = []
    for element in [block, *around(block, LEVELS - 1)]:
        names = sorted(name for name in (element.get("class") or "").split() if not _MADE.search(name))[:NAMES]
        parts.append(".".join([str(element.tag), *names]))
        if names and len(parts) > 1:
            break
    return _IN.join(parts)[:LONGEST]

"""Which heading on the page is the article's headline: what its readers see, whatever it says to search engines.

The page's other titles (JSON-LD, social media, <title>) only tell which of its headings is meant; they are often
written for search engines, and stay as they were when the headline is edited.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence

from lxml.html import HtmlElement

from pipelines.dom import BLOCKS, around, marks, plain, unseen

ALIKE = 0.4  # of the words of two titles shared: they speak of the same article
SURE = 0.6  # that a heading below the first rank is the headline, not a teaser
TELLING = 3  # words: fewer may be a section's name
_CRUMBS = frozenset({"breadcrumb", "breadcrumbs", "crumb", "crumbs", "breadbar", "seotitle"})
_Heading = tuple[HtmlElement, str]  # and its words
_BETWEEN = " :|·•-–—/"  # what parts a kicker from its headline
_OPENING = "«“„‚‘([{/-–—"


def headline(tree: HtmlElement, others: Sequence[str], sites: Container[str], telling: Sequence[str]) -> str | None:
    """The headline that stands on the page; None where it is not certain.

    A kicker belongs to it where the page's other titles have it, and does not where one of them is the rest of the
    heading alone. *others* are the page's titles elsewhere, *sites* the keys of its outlet's names. *telling* are
    those of *others* that tell a kicker: not <title>, which begins as often with the outlet's name. Of several h1 it is
    the one that shares most words with one of *others*; where none does, the only one that is more than a label. Where
    h1 names the place in the outlet's tree, as in breadcrumbs, a lower heading that shares most of its words with
    another title.
    """
    known = [plain(text) for text in others]
    found = _meant(tree, known, sites)
    return _with_kicker(_without_kicker(*found, known), others, telling) if found is not None else None


def _meant(tree: HtmlElement, known: Sequence[str], sites: Container[str]) -> _Heading | None:
    """See `headline`."""
    first = [one for one in _headings(tree, "h1") if plain(one[1]) not in sites]
    if (best := _likeliest(first, known, ALIKE)) is not None:
        return best
    telling = [one for one in first if len(one[1].split()) >= TELLING]
    placed = [one for one in telling if any(up.tag in {"article", "main"} for up in one[0].iterancestors())]
    if len({plain(text) for _, text in placed or telling}) == 1:
        return (placed or telling)[0]
    return _likeliest(list(_headings(tree, "h2", "h3")), known, SURE)


def _without_kicker(element: HtmlElement, text: str, known: Container[str]) -> str:
    """The words of a heading without a kicker: a part before the headline, where another title is the rest alone."""
    parts = list(_parts(element))
    for place in range(1, len(parts)):
        rest = _joined(parts[place:]).lstrip(_BETWEEN)
        if parts[place][1] and len(rest.split()) >= TELLING and plain(rest) in known:
            return rest
    return text


def _with_kicker(text: str, others: Sequence[str], telling: Sequence[str]) -> str:
    """*text* with its kicker, where most of *telling* are "Kicker: text" and none of *others* is *text* alone."""
    key = plain(text)
    longer = [other for other in telling if re.search(rf"[:|–—]\s+{re.escape(text)}$", other)]
    if any(key == plain(other) for other in others) or 2 * len(longer) <= len(telling):
        return text
    return longer[0]


def _headings(tree: HtmlElement, *tags: str) -> Iterator[_Heading]:
    """Headings that may be seen and lead nowhere, with their words."""
    for one in tree.iter(*tags):
        if not unseen(one) and not _is_crumb(one) and (text := headed(one)):
            yield one, text


def _is_crumb(element: HtmlElement) -> bool:
    """Whether a heading is a step of the way to the page, not its headline."""
    near = (element, *around(element, 4))
    return any(one.tag == "nav" or (one.tag not in {"body", "main"} and marks(one) & _CRUMBS) for one in near)


def _likeliest(found: Sequence[_Heading], known: Sequence[str], least: float) -> _Heading | None:
    """The heading most like one of the titles known, where it is like enough."""
    likeness = [max((_likeness(plain(text), key) for key in known), default=0.0) for _, text in found]
    best = max(likeness, default=0.0)
    return found[likeness.index(best)] if best >= least else None


def _likeness(one: str, other: str) -> float:
    """How surely a heading is what another title of the page speaks of."""
    return max(shared(one, other), 0.8 * (one.count(" ") > 0 and f" {one} " in f" {other} "))


def shared(one: str, other: str) -> float:
    """The share of words that two keys have in common."""
    first, second = set(one.split()), set(other.split())
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def whole(tree: HtmlElement, title: str | None) -> str | None:
    """The first heading that ends in the headline, with its kicker, where it has one."""
    key = plain(title)
    return next((text for _, text in _headings(tree, "h1", "h2", "h3") if key and plain(text).endswith(key)), title)


def headed(element: HtmlElement) -> str:
    """The words of a heading; a kicker and what follows it are not run together."""
    return _joined(_parts(element))


def _joined(parts: Iterable[tuple[str, str]]) -> str:
    text = ""
    for part, bound in parts:
        apart = bound == "block" or (bound == "inline" and _is_glued(text, part))
        text += f" {part}" if apart else part
    return " ".join(text.split())


def _is_glued(text: str, part: str) -> bool:
    """Whether a new word begins with *part* though no blank stands before it; an initial set large is no word."""
    if not text or text[-1].isspace() or text[-1] in _OPENING or len(text.rsplit(maxsplit=1)[-1]) < 2:
        return False
    return part[:1].isupper() or part[:1] in "«“„‚‘"


def _parts(element: HtmlElement) -> Iterator[tuple[str, str]]:
    """Runs of text in an element, and what lies before each: a block's bound, an inline one's, or none."""
    if element.text:
        yield element.text, ""
    for child in element:
        bound = "block" if child.tag in BLOCKS or child.tag == "br" else "inline"
        for place, (text, before) in enumerate(_parts(child)):
            yield text, bound if place == 0 else before
        if child.tail:
            yield child.tail, bound

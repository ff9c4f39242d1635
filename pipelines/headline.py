"""The article's headline as a reader sees it, and the standfirst under it.

A page tells its headline up to four times: in h1, in JSON-LD, for social media, in <title>. The h1 is what its readers
see, so that is the headline wherever it can be told from other h1; the rest is often written for search engines, and
stays as it was when the headline is edited. Without it, what most of the others say wins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice

from lxml.html import HtmlElement

from pipelines import heading, jsonld
from pipelines.dom import around, leaves, marks, plain, words_of

_PARTED = re.compile(r"\s+[|·•»:–—-]+\s+|(?<=\S)[|ㅣ｜]|\s*::\s*")
_DEK_MARKS = """
    standfirst dek deck subtitle subheadline subhead subheading lede vorspann chapo sottotitolo entradilla ingress
    summary intro lead teaser description abstract bajada subtitulo
"""
_DEK = frozenset(_DEK_MARKS.split())
_PLACES = 5  # levels up within which the headline stands before its standfirst
MAX_TITLE = 400


def title(tree: HtmlElement, node: jsonld.Node, meta: Mapping[str, str], page_title: str | None) -> str | None:
    """The headline; None where the page names none."""
    telling = _said(jsonld.text(node.get("headline")), meta.get("og:title"), meta.get("twitter:title"))
    others = [*telling, *_said(page_title)]
    sites = {plain(text) for text in (meta.get("og:site_name"), jsonld.text(node.get("publisher"))) if text}
    if (seen := heading.headline(tree, others, sites, telling)) is not None:
        return seen[:MAX_TITLE]
    candidates = [stripped(text, others) for text in others]
    if not candidates:
        return None
    keys = [plain(text) for text in candidates]
    best = max(range(len(candidates)), key=lambda place: (_support(keys[place], keys), -place))
    return candidates[best][:MAX_TITLE]


def _said(*titles: str | None) -> list[str]:
    """Those titles that say something, on one line each."""
    return [" ".join(text.split()) for text in titles if text and text.strip()]


def _support(key: str, keys: Sequence[str]) -> int:
    """How many of the titles say this one."""
    return sum(heading.shared(key, other) >= 0.9 for other in keys)


def stripped(text: str, others: Sequence[str]) -> str:
    """*text* without the outlet's name at its end, where another title of the page does without."""
    cuts = [text[: match.start()].strip() for match in _PARTED.finditer(text)]
    for cut in cuts:
        if len(cut.split()) > 1 and any(plain(cut) == plain(other) for other in others):
            return cut
    return text


def bare_title(text: str, site: str | None) -> str:
    """*text* without a tail that is the outlet's name."""
    for match in reversed(list(_PARTED.finditer(text))):
        tail = plain(text[match.end() :])
        if site and tail and (tail in plain(site) or plain(site) in tail):
            return text[: match.start()].strip()
    return text


def standfirst(tree: HtmlElement, described: Sequence[str]) -> str | None:
    """The standfirst that stands on the page: a block that a description repeats, or that its class names.

    A description that is only the article's first paragraph is none, nor is one that no reader sees.
    """
    known = {key for text in described if len(key := plain(text)) > 20}
    for block in leaves(tree):
        text = words_of(block)
        if 20 < len(text) < 1000 and (_is_named(block) or (known and plain(text) in known)) and not _is_running(block):
            return text
    return None


def _is_running(block: HtmlElement) -> bool:
    """Whether a block is one of several paragraphs alike: running text."""
    parent = block.getparent()
    if block.tag != "p" or parent is None:
        return False
    same = (one for one in parent.iterchildren("p") if one.get("class") == block.get("class") and words_of(one))
    return next(islice(same, 2, None), None) is not None


def _is_named(block: HtmlElement) -> bool:
    """Whether a block or its wrapping names it a standfirst, between the headline and the text."""
    parent = block.getparent()
    wraps = parent is not None and len(parent) == 1 and bool(marks(parent) & _DEK)
    exact = bool(marks(block) & _DEK)
    return (wraps or exact) and _after_headline(block)


def _after_headline(block: HtmlElement) -> bool:
    """Whether an h1 stands shortly before."""
    for up in around(block, _PLACES):
        if next(up.iter("h1"), None) is not None:
            return True
        if up.tag in {"body", "aside", "li", "nav", "footer"}:
            return False
    return False

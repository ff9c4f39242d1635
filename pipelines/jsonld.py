"""What a page says of its article in JSON-LD: the nodes, the one that is the article, and values out of it.

Structured data on news pages is often broken in small ways (comments, bare line breaks, trailing commas, HTML
entities); what can be read is read, the rest is left.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from lxml.html import HtmlElement

Node = dict[str, Any]
MAX_NODES = 500
_ARTICLES = ("newsarticle", "article", "posting", "report", "review")
_BARE_BREAKS = re.compile(r"[\x00-\x1f]+")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$")


def nodes(tree: HtmlElement) -> list[Node]:
    """Every object of the page's JSON-LD that has a type, in order, those inside others too."""
    found: list[Node] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            found += _typed(_read(script.text or ""))
    return found[:MAX_NODES]


def types(node: Node) -> tuple[str, ...]:
    """The types of a node, without a vocabulary's address."""
    told = node.get("@type")
    several = told if isinstance(told, list) else [told]
    return tuple(name.rsplit("/", 1)[-1] for name in several if isinstance(name, str))


def article(every: Sequence[Node], address: str) -> Node:
    """The node of the page's own article: of its type, not another one's teaser; {} where there is none."""
    candidates = [node for node in every if any(_is_article(name) for name in types(node))]
    return max(candidates, key=lambda node: _weight(node, address), default={})


def text(value: object) -> str | None:
    """A value as clean text: the first of several, a node's name; None where there is none."""
    if isinstance(value, list):
        return next((found for one in value if (found := text(one))), None)
    if isinstance(value, dict):
        return text(value.get("name") or value.get("@value"))
    if not isinstance(value, str):
        return None
    plain = re.sub(r"<[^<>]{1,200}>", " ", html.unescape(html.unescape(value)))
    return " ".join(plain.split()) or None


def texts(value: object) -> list[str]:
    """Every value as clean text."""
    several = value if isinstance(value, list) else [value]
    return [found for one in several if (found := text(one))]


def paragraphs(value: object) -> list[str]:
    """A text told in the data, by its line breaks; mark-up taken off."""
    told = html.unescape(value) if isinstance(value, str) else ""
    lines = re.split(r"\n+|</p>|<br\s*/?>", told)
    return [line for part in lines if (line := text(part))]


def _is_article(name: str) -> bool:
    return name.lower().endswith(_ARTICLES)


def _weight(node: Node, address: str) -> tuple[bool, int]:
    """How surely a node is the page's own: it names this address, and it says much."""
    told = json.dumps([node.get(name) for name in ("url", "@id", "mainEntityOfPage")], default=str)
    path = re.sub(r"^\w+://|[?#].*$", "", address).rstrip("/")
    keys = ("headline", "datePublished", "author", "articleBody", "description", "publisher")
    return bool(path) and path in told, sum(bool(node.get(name)) for name in keys)


def _read(source: str) -> object:
    source = _WRAPPING.sub("", source.strip()).strip()
    for attempt in (source, _mended(source)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _mended(source: str) -> str:
    """*source* without the faults that are common and harmless."""
    return _TRAILING_COMMA.sub("", _BARE_BREAKS.sub(" ", source)).rstrip("; ")


def _typed(value: object) -> Iterator[Node]:
    """Objects with a type, parents first; bounded in depth by an explicit stack."""
    stack, seen = [value], 0
    while stack and seen < 20 * MAX_NODES:
        seen += 1
        one = stack.pop()
        if isinstance(one, dict):
            if "@type" in one:
                yield one
            stack += [child for child in reversed(list(one.values())) if isinstance(child, dict | list)]
        elif isinstance(one, list):
            stack += reversed(one)

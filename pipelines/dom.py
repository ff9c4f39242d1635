"""A page as a tree, and the few questions that every reader of it asks: its blocks, their words, their links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import lxml.etree
import lxml.html
from lxml.html import HtmlElement

MAX_DEPTH = 200  # deeper trees crash or silence the libraries (libxml2 stops at 256, recursion at about 300)
_BLOCK_TAGS = """
    address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul
"""
_UNSEEN_TAGS = "script style noscript template head iframe object svg math select option button textarea"
BLOCKS = frozenset(_BLOCK_TAGS.split())
UNSEEN = frozenset(_UNSEEN_TAGS.split())
_TELLING = tuple(BLOCKS | UNSEEN)
_CODE = re.compile(r"<(script|style)\b[^>]*>", re.I)
_CODE_END = {name: re.compile(rf"</{name}\s*>", re.I) for name in ("script", "style")}
_WORD = re.compile(r"[a-z]+|\d+")
_WORDS = re.compile(r"\w+")
_NO_SIGNS = bytes(code if chr(code).isalnum() or code == ord("_") else ord(" ") for code in range(256))
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TEXT = lxml.etree.XPath("string()", smart_strings=False)
_TOO_DEEP = lxml.etree.XPath(f"boolean({'/*' * (MAX_DEPTH + 1)})")
_CLASSES = lxml.etree.ElementDefaultClassLookup(element=HtmlElement)  # lxml.html asks Python for each element's class
_NAMING = ("class", "id", "itemprop", "data-component", "data-testid")


def without_code(source: str) -> str:
    """Mark-up without scripts (structured data stays) and styles; read once from the left, however it is broken."""
    kept, place = [], 0
    while (begun := _CODE.search(source, place)) is not None:
        ended = _CODE_END[begun.group(1).lower()].search(source, begun.end())
        end = ended.end() if ended else len(source)
        data = "ld+json" in begun.group().lower()
        kept.append(source[place : end if data else begun.start()])
        place = end
    return " ".join([*kept, source[place:]])


def parse(text: str) -> HtmlElement | None:
    """The page's tree; None where there is none, or none that may be walked (`MAX_DEPTH`)."""
    parser = lxml.etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_CLASSES)
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return None
    return None if _TOO_DEEP(tree) else tree


def words_of(element: HtmlElement) -> str:
    """An element's text with white space squeezed."""
    return " ".join(_TEXT(element).split())


def marks(element: HtmlElement) -> frozenset[str]:
    """The words in an element's class, id and the attributes that name its part: "article-body__dek" gives dek."""
    if not element.attrib:
        return frozenset()
    return _marks(" ".join([element.get(name) or "" for name in _NAMING]))


@lru_cache(8192)
def _marks(told: str) -> frozenset[str]:
    return frozenset(_WORD.findall(_CAMEL.sub(" ", told).lower()))


def has_blocks(element: HtmlElement) -> bool:
    """Whether blocks stand inside an element."""
    return next(element.iterdescendants(*BLOCKS), None) is not None


def leaves(tree: HtmlElement) -> Iterator[HtmlElement]:
    """The innermost blocks that may be seen, in order."""
    innermost, hidden = None, 0
    for event, element in lxml.etree.iterwalk(tree, events=("start", "end"), tag=_TELLING):
        if event == "start":
            hidden += element.tag in UNSEEN
            innermost = element if element.tag in BLOCKS else innermost
        else:
            if element is innermost and not hidden:
                yield element
            hidden -= element.tag in UNSEEN
            innermost = None if element is innermost else innermost


class Leaf(NamedTuple):
    """An innermost block that says something: its words, and their key (see `plain`)."""

    element: HtmlElement
    text: str
    key: str


def telling(tree: HtmlElement) -> list[Leaf]:
    """The innermost blocks of *tree* that may be seen and say something, in order."""
    return [Leaf(one, text, plain(text)) for one in leaves(tree) if (text := words_of(one))]


def around(element: HtmlElement, levels: int) -> list[HtmlElement]:
    """What an element stands in, so many levels up; the innermost first."""
    return list(islice(element.iterancestors(), levels))


def unseen(element: HtmlElement) -> bool:
    """Whether an element stands in something that is never shown as text."""
    return element.tag in UNSEEN or any(parent.tag in UNSEEN for parent in element.iterancestors())


def plain(text: str | None) -> str:
    """*text* as a key for "says the same": case, signs and soft hyphens left out."""
    if not text:
        return ""
    if text.isascii():
        return " ".join(text.lower().encode().translate(_NO_SIGNS).decode().split())  # the same, much faster
    return " ".join(_WORDS.findall(text.replace("\u00ad", "").casefold()))

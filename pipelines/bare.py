"""A page bared to what is read of it, and the name of that: its sight.

Pages come with other bytes at every fetch (nonces, tokens, ad slots, addresses that defeat caches) and the same
article. So a page is bared before anything reads it: attributes, meta values and links that no rule here or in the
extractor looks at are taken off, machine-made numbers in class and id lose their digits. All extraction starts from the
bare page; two pages with the same sight therefore give the same extraction, whatever else differs.

Whoever reads another attribute or meta value names it here: until then no page has it.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

import lxml.etree
from lxml.html import HtmlElement

from pipelines import bylines, dates

_READ = """
    alttext amp aria-hidden class content data-component data-lp-replacement-content data-preloaded data-testid datetime
    display href id itemprop lang property pubdate rel role style type ⚡ {http://www.w3.org/XML/1998/namespace}lang
"""
READ = frozenset(_READ.split())
_METAS = """
    article:content_tier article:source content-language dc.source description og:description og:locale og:site_name
    og:title og:type og:url robots tdm-reservation twitter:description twitter:title
"""
METAS = frozenset([*_METAS.split(), *dates.METAS, *bylines.METAS])
_META = ("property", "name", "itemprop", "http-equiv", "content")
_NAMING = frozenset({"class", "id"})
_TOLD = re.compile("none|hidden|border")  # what styles are read for
_MACHINE_MADE = re.compile(r"\d{4,}|(?<![a-z])(?=[a-f]*\d)[0-9a-f]{8,}(?![a-z])")


def bare(tree: HtmlElement) -> None:
    """Take all that is not read off *tree*, in place."""
    unread = []
    for element in tree.iter():
        tag, attributes = element.tag, element.attrib
        if tag == "meta":
            if not _bare_meta(element):
                unread.append(element)
        elif tag == "link" and "canonical" not in (attributes.get("rel") or "").lower():
            unread.append(element)
        elif attributes:
            _bare(tag, attributes)
    for element in unread:
        element.drop_tree()
    for head in tree.iterchildren("head"):
        head.text = None
        for element in head:
            element.tail = (element.tail or "").strip() or None  # where a script stood there is a blank


def _bare(tag: str, attributes: lxml.etree._Attrib) -> None:
    for name, value in attributes.items():
        if name not in READ:
            _drop(attributes, name)
        elif name in _NAMING:
            if (plain := _without_numbers(value)) != value:
                attributes[name] = plain
        elif name == "style":
            if not _TOLD.search(value):
                del attributes[name]
        elif name == "href" and tag != "link":
            attributes[name] = "#" if value.startswith("#") else "/"


@lru_cache(8192)  # names come again and again, on a page and on all of an outlet's
def _without_numbers(value: str) -> str:
    return _MACHINE_MADE.sub("0", value)


def _bare_meta(element: HtmlElement) -> bool:
    """Take off what is not read of a <meta>; whether anything of it is."""
    names = (element.get(name) for name in _META[:-1])
    key = next((name for name in names if name), "").lower()
    if key not in METAS and element.get("itemprop") is None:
        return False
    for name in set(element.attrib) - set(_META):
        _drop(element.attrib, name)
    return True


def _drop(attributes: lxml.etree._Attrib, name: str) -> None:
    """Take an attribute off; one that a template left (``<div {{classes}}>``) has no name that lxml finds it by."""
    try:
        del attributes[name]
    except (KeyError, ValueError):
        named = [(one, value) for one, value in attributes.items() if not one.startswith("{") or one in READ]
        attributes.clear()
        attributes.update(named)


def markup(tree: HtmlElement) -> str:
    """The bare page in its one form."""
    source: str = lxml.etree.tostring(tree, encoding="unicode", method="html")
    return source


def sight(source: str, *beside: object) -> bytes:
    """The name of a bare page and of what is read *beside* it (headers, address, the code's version): 16 bytes."""
    told = hashlib.sha256(source.encode("utf-8", "surrogatepass"))
    told.update(repr(beside).encode("utf-8", "surrogatepass"))
    return told.digest()[:16]

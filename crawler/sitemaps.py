"""Sitemaps to entries: url sets, the Google News extension, indexes, plain text, gzip with a bound.

After https://www.sitemaps.org/protocol.html and Google's "Create a News sitemap". Scrapy's own reader loses
the publication date of the News extension and inflates without a bound that fits.
"""

from __future__ import annotations

import zlib
from typing import Any

from lxml import etree

from crawler.entries import Entry, Named, Unreadable, entry, moment, tidy, xml_text

LARGEST = 50 * 2**20  # bytes, the protocol's own bound
ADDRESSES = 50_000
PIECE = 2**14  # bytes of gzip that are looked at together


def read_sitemap(body: bytes, base: str) -> Named:
    """Read the sitemap at *base*; `Unreadable` where it is none."""
    text = xml_text(inflated(body))
    if not text.startswith("<"):
        return _plain_text(text, base)
    try:
        return _read(_root(text), text, base)
    except UnicodeDecodeError as error:  # a name that libxml2 took and Python does not
        raise Unreadable("its XML is broken") from error


def _read(root: Any, text: str, base: str) -> Named:
    names = [element for element in root.iter() if _name(element) in {"url", "sitemap"}][:ADDRESSES]
    if _name(root) == "sitemapindex":
        return Named(children=_children(names))
    if _name(root) != "urlset":
        raise Unreadable(f"it is no sitemap (its root is <{_name(root)[:40]}>)")
    entries = tuple(found for element in names if (found := _entry(_said(element), base)))
    return Named(entries, news="sitemap-news" in text)


def inflated(body: bytes, most: int = LARGEST) -> bytes:
    """*body* out of gzip, where it is in it; `Unreadable` where more than *most* bytes come out of it."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        if _more_than(body, most):
            raise Unreadable(f"it inflates to more than {most // 2**20} MiB")
        return zlib.decompressobj(wbits=31).decompress(body)
    except zlib.error as error:
        raise Unreadable("its gzip is broken") from error


def _more_than(body: bytes, most: int) -> bool:
    """Whether more than *most* bytes come out of gzip; nothing of them is kept, so that a bomb costs no memory."""
    stream, size = zlib.decompressobj(wbits=31), 0
    for at in range(0, len(body), PIECE):
        waiting = body[at : at + PIECE]
        while waiting:
            size += len(stream.decompress(waiting, 4 * PIECE))
            if size > most:
                return True
            waiting = stream.unconsumed_tail
    return False


def _root(text: str) -> Any:
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True,
        remove_pis=True, collect_ids=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("its XML is broken") from error
    if root is None:
        raise Unreadable("it is empty")
    return root


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _said(element: Any) -> dict[str, str]:
    """What a <url> or <sitemap> says, by the plain names of its elements; of extensions only the News one's."""
    said: dict[str, str] = {}
    for child in element.iter():
        space = child.tag.rpartition("}")[0] if isinstance(child.tag, str) else ""
        text = (child.text or "").strip()
        if text and ("sitemap-news" in space or child.getparent() is element):
            said.setdefault(_name(child), text)
    return said


def _entry(said: dict[str, str], base: str) -> Entry | None:
    return entry(
        said.get("loc"),
        base,
        title=said.get("title"),
        published=said.get("publication_date"),
        modified=said.get("lastmod"),
        summary=said.get("keywords"),
    )


def _children(elements: list[Any]) -> tuple[tuple[str, str | None], ...]:
    """The sitemaps that an index names, the lately changed first, then those without a time, in order."""
    said = [_said(element) for element in elements if _name(element) == "sitemap"]
    found = [(tidy(one["loc"]), moment(one.get("lastmod"))) for one in said if "loc" in one]
    return tuple(sorted(found, key=lambda child: child[1] or "", reverse=True))


def _plain_text(text: str, base: str) -> Named:
    """A sitemap in the protocol's text form: an address a line."""
    lines = [line.strip() for line in text.splitlines()[:ADDRESSES] if line.strip()]
    entries = [entry(line, base) for line in lines if line.startswith(("http://", "https://"))]
    if not entries or len(entries) < len(lines) / 2:
        raise Unreadable("it is no sitemap")
    return Named(tuple(found for found in entries if found))

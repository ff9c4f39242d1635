"""From a page to clean text and fields, knowing nothing of other pages. Pure; for a killable child."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy

import trafilatura
from lxml.html import HtmlElement
from resiliparse.extract.html2text import extract_plain_text
from trafilatura.settings import Document

from pipelines import body as bodies
from pipelines import bylines, dom, fields, furniture
from pipelines.arrival import Extraction
from pipelines.decode import decode
from pipelines.recover import recover

VERSION = 1  # of the rules in this package: one more wherever a page may come out differently
EXTRACTOR = f"trafilatura {trafilatura.__version__} default; wirediff {VERSION}"
SIMPLER = f"resiliparse main content; wirediff {VERSION}"
VISIBLE = 20_000
TOO_LARGE = 3 << 20  # characters of mark-up without scripts that trafilatura is asked to read
FAR_TOO_LARGE = 12 << 20
_CODE = re.compile(r"<(script|style)\b(?![^>]*ld\+json)[^>]*>.*?</\1\s*>", re.I | re.S)
_NOT_HTML = re.compile(r"^\s*(?:application/(?!xhtml|xml)|image/|audio/|video/|font/|text/(?:css|javascript|csv))", re.I)


def extract(body: bytes, headers: Mapping[str, str], address: str) -> Extraction:
    """Read one page. Never raises for what a page holds; *failure* says why there is no text."""
    if _NOT_HTML.match(headers.get("content-type", "")) or body[:5] == b"%PDF-":
        return Extraction(extractor=EXTRACTOR, failure="not-html")
    source, _, damaged = decode(body, headers)
    if not source.strip():
        return Extraction(extractor=EXTRACTOR, failure="empty")
    if "<" not in source:
        return Extraction(extractor=EXTRACTOR, failure="not-html", visible=_squeeze(source))
    lean = _CODE.sub(" ", source)
    if len(lean) > FAR_TOO_LARGE:
        return Extraction(extractor=EXTRACTOR, failure="too-large")
    tree = dom.parse(lean)
    if tree is None:
        return _simply(lean, "too deep")
    told = fields.read(tree, headers, address)
    visible = _squeeze(extract_plain_text(lean, alt_texts=False, list_bullets=False))
    if len(lean) > TOO_LARGE:
        return _simply(lean, "too large")
    return _complete(tree, told, visible, damaged)


def _complete(tree: HtmlElement, told: fields.Fields, visible: str, damaged: bool) -> Extraction:
    lines = furniture.polish(_lines(tree), told.title, told.byline)
    return Extraction(
        paragraphs=tuple(lines),
        title=told.title,
        standfirst=told.standfirst,
        byline=told.byline,
        credit=bylines.credit(told.node or {}, told.meta or {}, lines),
        published=told.published,
        modified=told.modified,
        lang=told.lang,
        canonical=told.canonical,
        extractor=EXTRACTOR,
        flags=(*told.flags, *(["damaged"] if damaged else [])),
        failure=None if lines else "empty",
        page_title=told.page_title,
        visible=visible,
        names=told.names,
    )


def _lines(tree: HtmlElement) -> list[str]:
    """The article's paragraphs by trafilatura, furniture pruned before."""
    pruned = deepcopy(tree)
    for script in list(pruned.iter("script")):
        script.drop_tree()  # text in structured data is not what a reader of the page sees
    furniture.prune(pruned)
    bodies.mark_breaks(pruned)
    document = trafilatura.bare_extraction(pruned, include_comments=False)
    if not isinstance(document, Document):
        return []
    return recover(pruned, bodies.paragraphs(document.body))


def _simply(source: str, why: str) -> Extraction:
    """The text by a parser that bears anything."""
    text = extract_plain_text(source, main_content=True, alt_texts=False, list_bullets=False)
    lines = tuple(line for part in text.split("\n") if (line := " ".join(part.split())))
    visible = _squeeze(extract_plain_text(source, alt_texts=False, list_bullets=False))
    return Extraction(
        paragraphs=lines,
        extractor=SIMPLER,
        flags=(f"fallback:{why}",),
        failure=None if lines else "empty",
        visible=visible,
    )


def _squeeze(text: str) -> str:
    return " ".join(text.split())[:VISIBLE]

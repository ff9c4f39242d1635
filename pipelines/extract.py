"""From a page to clean text and fields, knowing nothing of other pages. Pure; for a killable child."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import NamedTuple

import py3langid
import trafilatura
from lxml.html import HtmlElement
from resiliparse.extract.html2text import extract_plain_text
from trafilatura.settings import Document

from pipelines import bare, beside, bylines, container, dom, fields, furniture, jsonld, teasers
from pipelines import body as bodies
from pipelines.arrival import Extraction, Repeat
from pipelines.decode import decode
from pipelines.judge import is_open
from pipelines.recover import recover
from pipelines.slots import slots

VERSION = 1  # of the rules in this package: one more wherever a page may come out differently
EXTRACTOR = f"trafilatura {trafilatura.__version__} default; wirediff {VERSION}"
SIMPLER = f"resiliparse main content; wirediff {VERSION}"
VISIBLE = 20_000
TOO_LARGE = 3 << 20  # characters of mark-up without scripts that trafilatura is asked to read
FAR_TOO_LARGE = 12 << 20
FAR_TOO_MANY = 5000  # boxes that may stand one in another: the time taken grows with the square of the depth
MOST = 10_000  # paragraphs of an article; beyond, it is none, and would keep the archive busy for minutes
ENOUGH = 1 << 19  # characters of a page too large in which its fields are looked for
_NOT_HTML = re.compile(
    r"^\s*(?:application/(?!xhtml|xml)|image/|audio/|video/|font/|text/(?:css|javascript|csv))", re.I
)


def extract(body: bytes, headers: Mapping[str, str], address: str) -> Extraction:
    """Read one page. Never raises for what a page holds; *failure* says why there is no text."""
    found = look(body, headers, address)
    assert isinstance(found, Extraction)
    return found


def look(body: bytes, headers: Mapping[str, str], address: str, known: bytes | None = None) -> Extraction | Repeat:
    """As `extract`; a page whose sight is *known* is not read any further: nothing of it can be new."""
    if _NOT_HTML.match(headers.get("content-type", "")) or body[:5] == b"%PDF-":
        return _failed("not-html")
    decoded = decode(body, headers)
    if not decoded.text.strip():
        return _failed("empty")
    if "<" not in decoded.text:
        return _failed("not-html", _squeeze(decoded.text))
    page = _page(dom.without_code(decoded.text), decoded.damaged)
    if page is None:
        return _failed("too-large")
    told = [headers.get(name) for name in fields.HEADERS]
    seen = page.sight(EXTRACTOR, address, told, page.damaged, is_open(body))
    return Repeat(seen) if seen and seen == known else _read(page, headers, address, seen)


class _Page(NamedTuple):
    """A page as it is read: its mark-up, its tree (None: one that may not be walked), whether bytes were damaged."""

    source: str
    tree: HtmlElement | None
    damaged: bool
    bared: bool = False

    def sight(self, *beside: object) -> bytes:
        """See `bare.sight`; empty where not all of the page is in its tree."""
        return bare.sight(self.source, *beside) if self.bared else b""


def _page(source: str, damaged: bool) -> _Page | None:
    """Mark-up without scripts and styles, parsed and bared; None where it is too large even for that."""
    if len(source) > FAR_TOO_LARGE:
        return None
    if len(source) > TOO_LARGE:
        return _Page(source, dom.parse(source[:ENOUGH]), damaged)
    tree = dom.parse(source)
    if tree is None:
        return _Page(source, None, damaged)
    bare.bare(tree)
    return _Page(bare.markup(tree), tree, damaged, bared=True)


def _read(page: _Page, headers: Mapping[str, str], address: str, seen: bytes) -> Extraction:
    """All that a page tells."""
    told = fields.Fields() if page.tree is None else fields.read(page.tree, headers, address)
    found = _text(page, told)
    if len(found.lines) > MOST:
        return _failed("too-large")
    flags = (*told.flags, *(["damaged"] if page.damaged else []), *found.flags)
    return Extraction(
        paragraphs=found.lines,
        slots=found.slots,
        title=told.title,
        standfirst=told.standfirst,
        byline=told.byline,
        credit=bylines.credit(told.node or {}, told.meta or {}, found.lines),
        published=told.published,
        modified=told.modified,
        lang=told.lang or _guessed(found.lines),
        canonical=told.canonical,
        extractor=found.extractor,
        flags=flags,
        failure=None if found.lines else "empty",
        page_title=told.page_title,
        visible=_squeeze(extract_plain_text(page.source, alt_texts=False, list_bullets=False)),
        names=told.names,
        sight=seen,
    )


class _Found(NamedTuple):
    """The text of a page, and how it was found."""

    lines: tuple[str, ...]
    slots: tuple[str, ...] = ()
    extractor: str = EXTRACTOR
    flags: tuple[str, ...] = ()


def _text(page: _Page, told: fields.Fields) -> _Found:
    """The article's paragraphs: by trafilatura, else by what bears the page, else as its data tell them."""
    if page.tree is None:
        return _simply(page.source, "too deep")
    if not page.bared:
        return _simply(page.source, "too large")
    pruned = _pruned(page.tree)
    leaves = dom.telling(pruned)
    lines = furniture.polish(_lines(pruned, leaves), told.titles, told.byline)
    if not lines and (data := jsonld.paragraphs((told.node or {}).get("articleBody"))):
        told_by = f"JSON-LD articleBody; wirediff {VERSION}"
        return _Found(tuple(data), extractor=told_by, flags=("fallback:json-ld",))
    return _Found(tuple(lines), slots(leaves, lines))


def _pruned(tree: HtmlElement) -> HtmlElement:
    """A copy of the page without furniture that its structure betrays, as the article is looked for in it."""
    pruned = deepcopy(tree)
    for script in list(pruned.iter("script")):
        script.drop_tree()  # text in structured data is not what a reader of the page sees
    furniture.keep_embedded(pruned)
    furniture.prune(pruned)
    bodies.mark_breaks(pruned)
    bodies.unwrap_code(pruned)
    return pruned


def _lines(pruned: HtmlElement, leaves: Sequence[dom.Leaf]) -> list[str]:
    """The article's paragraphs by trafilatura; *leaves* are those of *pruned*."""
    lines = _found(pruned)
    if (framed := container.framed(pruned, lines)) is not None and container.holds(again := _found(framed), lines):
        lines = again
    return beside.without_widgets(leaves, teasers.without_teasers(pruned, leaves, recover(leaves, lines)))


def _found(tree: HtmlElement) -> list[str]:
    """Trafilatura's paragraphs; *tree* stays as it is."""
    document = trafilatura.bare_extraction(tree, include_comments=False)
    return bodies.paragraphs(document.body) if isinstance(document, Document) else []


def _simply(source: str, why: str) -> _Found:
    """The text by a parser that bears anything; its search for the main content does not bear very deep trees."""
    shallow = source.count("<div") + source.count("<span") < FAR_TOO_MANY
    text = extract_plain_text(source, main_content=shallow, alt_texts=False, list_bullets=False)
    lines = tuple(line for part in text.split("\n") if (line := _squeeze(part)))
    return _Found(lines, extractor=SIMPLER, flags=(f"fallback:{why}",))


def _guessed(lines: Sequence[str]) -> str | None:
    """The language of a text long enough to tell it, where the page does not say."""
    text = " ".join(lines)
    return str(py3langid.classify(text)[0]) if len(text) > 200 else None


def _failed(failure: str, visible: str = "") -> Extraction:
    return Extraction(extractor=EXTRACTOR, failure=failure, visible=visible, sight=b"")


def _squeeze(text: str) -> str:
    return " ".join(text.split())[:VISIBLE]

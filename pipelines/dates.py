"""When an article was published and changed, as its page claims: UTC, ISO 8601; a date alone where no time is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from dateutil import parser as dateparser
from lxml.etree import XPath
from lxml.html import HtmlElement

from pipelines import dateline, jsonld

_PUBLISHED_NAMES = """
    article:published_time article:published:time og:article:published_time datepublished
    og:published_time parsely-pub-date
    cxenseparse:recs:publishtime sailthru.date dc.date.issued dcterms.issued dcterms.created dc.date.created
    dc.date dcterms.date pubdate publishdate publish-date publication_date article.published date
"""
_MODIFIED_NAMES = """
    article:modified_time article:modified:time og:article:modified_time datemodified og:updated_time last-modified
    dc.date.modified dcterms.modified lastmod article.updated
"""
_PUBLISHED, _MODIFIED = _PUBLISHED_NAMES.split(), _MODIFIED_NAMES.split()
METAS = frozenset([*_PUBLISHED, *_MODIFIED])  # names of meta values that are read here
_ISO = re.compile(r"^\s*\d{4}-?\d\d-?\d\d")
_CLOCK = re.compile(r"\d{1,2}:\d\d|T\d{4}|T\d\d")
_DAY_PATH = re.compile(r"/(\d{4})[/-](\d\d)[/-](\d\d)(?=[/-])")
_CHANGED = re.compile(r"updat|modif")
_PROPERTY = XPath(".//*[@itemprop=$name]")
YEARS = range(1990, 2101)


def published(
    tree: HtmlElement, node: jsonld.Node, meta: Mapping[str, str], address: str, title: str | None
) -> str | None:
    """The claimed time of publication, by the page's data, a line beside its *title* that tells it, or its address."""
    told = [
        node.get("datePublished"),
        *(meta.get(key) for key in _PUBLISHED),
        *_marked(tree, "datePublished"),
    ]
    return _first(told) or _first(_times(tree)) or dateline.shown(tree, title) or _of_address(address)


def _of_address(address: str) -> str | None:
    """The day in an address such as ``/2026/03/10/ferry-tolls``."""
    found = _DAY_PATH.search(address)
    return clean("-".join(found.groups())) if found else None


def modified(tree: HtmlElement, node: jsonld.Node, meta: Mapping[str, str]) -> str | None:
    """The claimed time of the last change."""
    return _first([node.get("dateModified"), *(meta.get(key) for key in _MODIFIED), *_marked(tree, "dateModified")])


def _first(told: Iterable[object]) -> str | None:
    return next((moment for one in told if (moment := clean(jsonld.text(one)))), None)


def clean(text: str | None) -> str | None:
    """A date or time in the one form that is stored; None where it is none, or none that a page can have."""
    if not text or not 8 <= len(text) <= 60:
        return None
    try:
        moment = _read(text)
    except (ValueError, OverflowError):
        return None
    if moment.year not in YEARS:
        return None
    if not _CLOCK.search(text):
        return f"{moment:%Y-%m-%d}"
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return f"{aware.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"


def _read(text: str) -> datetime:
    """ISO 8601, or another form that leaves no doubt about day and month."""
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        pass
    if not _ISO.match(text) and not re.search(r"[^\W\d_]{3}", text):
        raise ValueError(text)  # 05/04/2025 may be either of two days
    return dateparser.parse(text, default=datetime(1, 1, 1), tzinfos=_ZONES)  # a naive time stays one


_ZONES = {"EST": -18000, "EDT": -14400, "CST": -21600, "CDT": -18000, "MST": -25200, "MDT": -21600, "PST": -28800,
    "PDT": -25200, "GMT": 0, "BST": 3600, "CET": 3600, "CEST": 7200, "IST": 19800, "JST": 32400}  # fmt: skip


def _marked(tree: HtmlElement, name: str) -> list[str]:
    """Values of microdata."""
    return [one.get("content") or one.get("datetime") or one.text or "" for one in _PROPERTY(tree, name=name)]


def _times(tree: HtmlElement) -> list[str]:
    """Times of <time> elements that say they tell publication, else of the first that is the article's own."""
    every = [one for one in tree.iter("time") if one.get("datetime")]
    told = [one for one in every if one.get("pubdate") is not None or "publish" in (one.get("class") or "")]
    own = [one for one in every if not _CHANGED.search(one.get("class") or "") and not _is_beside(one)]
    return [one.get("datetime") or "" for one in (told or own[:1])]


def _is_beside(element: HtmlElement) -> bool:
    """Whether an element stands in what is no part of the article."""
    return any(up.tag in {"nav", "aside", "footer", "a"} for up in element.iterancestors())

"""When an article was published and changed, as its page claims: UTC, ISO 8601; a date alone where no time is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import htmldate
from dateutil import parser as dateparser
from lxml.html import HtmlElement

from pipelines import jsonld

_PUBLISHED_NAMES = """
    article:published_time og:article:published_time datepublished og:published_time parsely-pub-date
    cxenseparse:recs:publishtime sailthru.date dc.date.issued dcterms.issued dcterms.created dc.date.created
    dc.date dcterms.date pubdate publishdate publish-date publication_date article.published date
"""
_MODIFIED_NAMES = """
    article:modified_time og:article:modified_time datemodified og:updated_time last-modified
    dc.date.modified dcterms.modified lastmod article.updated
"""
_PUBLISHED, _MODIFIED = _PUBLISHED_NAMES.split(), _MODIFIED_NAMES.split()
_ARTICLE = './/meta[@property="og:type"][@content="article"]'
_ISO = re.compile(r"^\s*\d{4}-?\d\d-?\d\d")
_CLOCK = re.compile(r"\d{1,2}:\d\d|T\d{4}|T\d\d")
YEARS = range(1990, 2101)


def published(tree: HtmlElement, node: jsonld.Node, meta: Mapping[str, str], address: str) -> str | None:
    """The claimed time of publication; last resort is a search of the whole page for a date."""
    told = [
        node.get("datePublished"),
        *(meta.get(key) for key in _PUBLISHED),
        *_marked(tree, "datePublished"),
    ]
    return _first(told) or _first(_times(tree)) or _searched(tree, address)


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
    found = tree.iterfind(f'.//*[@itemprop="{name}"]')
    return [one.get("content") or one.get("datetime") or one.text or "" for one in found]


def _times(tree: HtmlElement) -> list[str]:
    """Times of <time> elements that say they tell publication, else of the first one."""
    every = [one for one in tree.iter("time") if one.get("datetime")]
    told = [one for one in every if one.get("pubdate") is not None or "publish" in (one.get("class") or "")]
    return [one.get("datetime") or "" for one in (told or every[:1])]


def _searched(tree: HtmlElement, address: str) -> str | None:
    """A date that the library finds elsewhere; only where the page marks an article, for it would take any."""
    if next(tree.iter("article"), None) is None and not tree.findall(
        './/meta[@property="og:type"][@content="article"]'
    ):
        return None
    try:
        found = htmldate.find_date(tree, url=address, original_date=True, extensive_search=False)
    except Exception:  # the library's own parsers fail in ways of their own on odd pages
        return None
    return clean(found)

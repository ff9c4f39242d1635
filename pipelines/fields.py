"""Everything that a page says about its article beside the text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from pipelines import bylines, dates, heading, headline, jsonld
from pipelines.dom import words_of

HEADERS = ("x-robots-tag", "tdm-reservation")  # those that are read here


@dataclass(frozen=True, slots=True)
class Fields:
    """What a page says about its article; see `Extraction` for the meanings."""

    title: str | None = None
    titles: tuple[str, ...] = ()  # every form in which the page tells its headline
    page_title: str | None = None
    standfirst: str | None = None
    byline: str | None = None
    published: str | None = None
    modified: str | None = None
    lang: str | None = None
    canonical: str | None = None
    flags: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    node: jsonld.Node | None = None
    meta: Mapping[str, str] | None = None


def read(tree: HtmlElement, headers: Mapping[str, str], address: str) -> Fields:
    """All fields but the credit, which needs the text."""
    every, meta = jsonld.nodes(tree), metas(tree)
    node = jsonld.article(every, address)
    page_title = _page_title(tree)
    bare = page_title and headline.bare_title(page_title, meta.get("og:site_name"))
    described = [meta.get(key) for key in ("og:description", "description", "twitter:description")]
    title = headline.title(tree, node, meta, bare)
    whole = heading.whole(tree, title)
    shown = (words_of(one) for one in tree.iter("h1"))
    told = (title, whole, bare, jsonld.text(node.get("headline")), meta.get("og:title"), *shown)
    return Fields(
        title=title,
        titles=tuple(dict.fromkeys(text for text in told if text)),
        page_title=page_title,
        standfirst=headline.standfirst(
            tree, [text for text in (jsonld.text(node.get("description")), *described) if text]
        ),
        byline=bylines.byline(tree, node, meta, every),
        published=dates.published(tree, node, meta, address, whole),
        modified=dates.modified(tree, node, meta),
        lang=_lang(tree, meta),
        canonical=_canonical(tree, meta, address),
        flags=_flags(tree, node, meta, headers),
        names=tuple(
            dict.fromkeys(
                [*(name for one in every for name in jsonld.types(one)), *filter(None, [meta.get("og:type")])]
            )
        ),
        node=node,
        meta=meta,
    )


def metas(tree: HtmlElement) -> dict[str, str]:
    """The page's <meta> values by lower-case name; of several the first that says something."""
    found: dict[str, str] = {}
    for one in tree.iter("meta"):
        key = (one.get("property") or one.get("name") or one.get("itemprop") or one.get("http-equiv") or "").lower()
        value = " ".join((one.get("content") or "").split())
        if key and value:
            found.setdefault(key, value)
    return found


def _page_title(tree: HtmlElement) -> str | None:
    found = tree.find(".//head/title")
    found = found if found is not None else tree.find(".//title")
    return (words_of(found) or None) if found is not None else None


def _lang(tree: HtmlElement, meta: Mapping[str, str]) -> str | None:
    """The language tag that the page declares."""
    for told in (
        tree.get("lang"),
        tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
        meta.get("content-language"),
        meta.get("og:locale"),
    ):
        if told and re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", told.strip()):
            return told.strip().replace("_", "-")
    return None


def _canonical(tree: HtmlElement, meta: Mapping[str, str], address: str) -> str | None:
    """The page's own address as its link says, else as it says to social media; absolute, http or https."""
    linked = [one.get("href") for one in tree.iter("link") if "canonical" in (one.get("rel") or "").lower().split()]
    for told in (*linked, meta.get("og:url")):
        try:
            found: str = urljoin(address, (told or "").strip())
            if told and urlsplit(found).scheme in {"http", "https"} and urlsplit(found).hostname:
                return found
        except ValueError:
            continue
    return None


def _flags(
    tree: HtmlElement, node: jsonld.Node, meta: Mapping[str, str], headers: Mapping[str, str]
) -> tuple[str, ...]:
    """What the page says of itself."""
    robots = f"{meta.get('robots', '')},{headers.get('x-robots-tag', '')}".lower()
    told = {
        "paywalled": str(node.get("isAccessibleForFree")).lower() in {"false", "no", "http://schema.org/false"}
        or meta.get("article:content_tier") in {"locked", "metered"},
        "live-blog": "LiveBlogPosting" in jsonld.types(node),
        "amp": tree.get("amp") is not None or tree.get("⚡") is not None,
        "noindex": "noindex" in robots,
        "noarchive": "noarchive" in robots,
        "tdm-reserved": "1" in {meta.get("tdm-reservation", "").strip(), headers.get("tdm-reservation", "").strip()},
    }
    return tuple(name for name, holds in told.items() if holds)

"""Who signed an article: its byline, cleaned of "By" and of all that is no name, and its credit to an agency."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from lxml.etree import XPath
from lxml.html import HtmlElement

from pipelines import jsonld
from pipelines.dom import leaves, marks, plain, unseen, words_of
from pipelines.phrases import compiled

MAX_AUTHORS = 20
LONGEST = 120  # characters of a byline
_SIGNED_BY = [XPath(f".//*[@{told}]") for told in ("rel='author'", "itemprop='author'", "itemprop='creator'")]
_BYLINES = frozenset({"byline", "author", "authors", "authorname", "autor", "auteur", "writer"})
_BY = re.compile(
    r"^\W*(?:(?:written|reported|posted|published|story|words|text|article|author|autor\w*|auteur|geschrieben|verfasst)"
    r"\s*(?:by|von|par|por|:)?|by|von|par|por|di|da|door|av|af|przez|текст|автор|作者|文|기자)\s*[:：]?\s+(?=\S)",
    re.I,
)
_TAIL = re.compile(r"\s*(?:[|•·]|\d{1,2}[:.]\d\d|\b(?:19|20)\d\d\b|(?:published|updated|posted)\b).*$", re.I)
_NO_NAME = re.compile(
    r"https?:|www\.|@|\.(?:com|org|net)/|^[\W\d_]*$|^(?:admin|editor|unknown|none|null|author)$"
    r"|^(?:source|quelle)\b",
    re.I,
)
_DOMAIN = re.compile(r"[\w-]+\.[a-z]{2,4}", re.I)
_META_NAMES = """
    author article:author parsely-author byl dc.creator dcterms.creator sailthru.author citation_author
    cxenseparse:author og:article:author
"""
_META = [*_META_NAMES.split(), "twitter:misc:written by"]
METAS = frozenset(_META)  # names of meta values that are read here
_PARTICLE = r"(?:(?:de|van|von|der|den|da|la|le|bin|al)\s+)*"
_NAME = rf"(?:(?:[Dd]r|[Pp]rof)\.\s+)*[A-ZÀ-Þ][\w'’.-]+(?:\s+{_PARTICLE}[A-ZÀ-Þ][\w'’.-]+){{1,4}}"
_SIGNED = re.compile(
    r"^(?:By|BY|[Vv]on|VON|Par|Por|Di|Door|Av|Af|Autor(?:in)?:?|Author:?|Text:?)\s+"
    rf"({_NAME}(?:(?:,|\s(?:and|und|et|y|e))\s+{_NAME})*)\W*$"
)
_AGENCY = r"(?:associated press|reuters|afp|agence france-presse|press association|bloomberg|dpa|efe|ansa|xinhua)"
_AGENCY_LINE = compiled(
    rf"""
    (?:source|sources|quelle|quellen|fonte|fuente|bron|kilde|источник)\s*[:：]\s*\S.{{0,80}}
    (?:mit|avec|con|with) (?:material )?(?:(?:von|de|of|from) )?(?:ap|agentur\w*|agenc\w+|{_AGENCY})\b.{{0,60}}
    with files from \S.{{2,80}}
    (?:additional )?(?:reporting|writing) by \S.{{3,400}}
    .{{0,60}}\b{_AGENCY}\b.{{0,60}}\b(?:contributed|report|reported)\b.{{0,40}}
    """,
    r"^\W*",
    r"\W*$",
)


def byline(tree: HtmlElement, node: jsonld.Node, meta: Mapping[str, str], every: Sequence[jsonld.Node]) -> str | None:
    """The names of those who signed, parted by commas; None where nobody is named."""
    told = _from_node(node, every)
    publisher = {plain(jsonld.text(node.get("publisher"))), plain(meta.get("og:site_name"))} - {""}
    signed = told if any(plain(name) not in publisher for name in told) else []
    shown = signed or _from_meta(meta, publisher) or _from_page(tree) or _from_lines(tree) or told
    return ", ".join(_distinct(shown)) or None


def _from_node(node: jsonld.Node, every: Sequence[jsonld.Node]) -> list[str]:
    """The authors of the article's JSON-LD, those that are named elsewhere by "@id" included."""
    told = node.get("author") or node.get("creator")
    by_id = {one.get("@id"): one for one in every if one.get("@id") and one.get("name")}
    several = told if isinstance(told, list) else [told]
    full = [by_id.get(one.get("@id"), one) if isinstance(one, dict) and not one.get("name") else one for one in several]
    return [name for one in full for line in _all_names(one) if (name := _clean(line))][:MAX_AUTHORS]


def _all_names(one: object) -> list[str]:
    """Names of one author's node, which may hold a list of them."""
    return jsonld.texts(one.get("name")) if isinstance(one, dict) else jsonld.texts(one)


def _from_meta(meta: Mapping[str, str], publisher: set[str]) -> list[str]:
    for key in _META:
        told = _names([meta.get(key, "")])
        names = [name for name in told if plain(name) not in publisher and not _DOMAIN.fullmatch(name)]
        if names:
            return names
    return []


def _from_page(tree: HtmlElement) -> list[str]:
    """The first byline that stands on the page: by its relation or property, else by its class."""
    for find in _SIGNED_BY:
        names = _names(words_of(one) for one in find(tree) if not unseen(one))
        if names:
            return names[:MAX_AUTHORS]
    for one in tree.iter():
        if marks(one) & _BYLINES and not unseen(one):
            text = words_of(one)
            names = _names([text]) if len(text) < LONGEST else []
            if names:
                return names
    return []


def _names(told: Iterable[str]) -> list[str]:
    """Clean names; a line that names several is taken apart."""
    found: list[str] = []
    for line in filter(None, map(_clean, told)):
        for part in re.split(r"\s*[;|•/]\s*|\s+(?:and|und|et|y|e|og|och|en)\s+(?=[A-ZÀ-Þ])|,\s+(?=[A-ZÀ-Þ])", line):
            name = part.strip(" ,.:;-–—|")
            if name and len(name) < 100 and not _NO_NAME.search(name):
                found.append(name)
    return found[:MAX_AUTHORS]


def _clean(line: str) -> str | None:
    """A line without "By" before the names and dates after them; None where it holds no name."""
    told = " ".join(line.split())
    if _NO_NAME.search(told):
        return None
    return _TAIL.sub("", _BY.sub("", told)).strip(" ,.:;-–—|") or None


def _from_lines(tree: HtmlElement) -> list[str]:
    """The names of a line that says "By" and no more than them."""
    for block in leaves(tree):
        text = words_of(block)
        if len(text) < 80 and (told := _SIGNED.match(text)):
            return _names([told.group(1)])
    return []


def _distinct(names: Iterable[str]) -> list[str]:
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(plain(name), name)
    return list(kept.values())


def credit(node: jsonld.Node, meta: Mapping[str, str], paragraphs: Sequence[str]) -> str | None:
    """The line that names the article's source: a sign-off among its last paragraphs, else what its data say."""
    for paragraph in reversed(paragraphs[-4:]):
        if _AGENCY_LINE.match(paragraph):
            return paragraph
    told = jsonld.text(node.get("sourceOrganization")) or meta.get("dc.source") or meta.get("article:source")
    return " ".join(told.split()) if told and not _NO_NAME.search(told) else None

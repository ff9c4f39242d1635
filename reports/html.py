"""A report as one HTML file that needs nothing else: no request leaves it, and it reads without JavaScript.

A content security policy allows only this file's own style and script, by their hashes; Jinja2 escapes every value,
and `reports.inert.shown` makes hidden characters visible. `render` takes a story, an article, a collection of
articles, an archive's index, or a bare comparison.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from comparison.model import Comparison
from reports.attention import MOST, article_attention, attention, foremost
from reports.brief import Report, brief_of, passages, text_hash
from reports.chooser import data_of, whole_way
from reports.family import family
from reports.finding import article_finding, count, coverage_line, outlet_finding, story_finding
from reports.inert import shown
from reports.marks import field_marks, fields_marks, kinds_of, lang_attribute, text_marks, title_marks
from reports.model import ArticleReport, Cell, Collection, Index, StoryReport
from reports.strip import strip
from reports.variants import own_material, variants
from reports.when import after, between, local, moment, span

SUFFIX = ".html"
SCHEMES = ("http://", "https://")


def render(report: Report | Index | Comparison, *, safe: bool = False) -> str:
    """The whole HTML file as text; write it as UTF-8. *safe* shows changed passages and hashes, no full text."""
    if isinstance(report, Collection) and report.outlet and not safe:
        return _outlet(report)
    if isinstance(report, Collection) or (safe and isinstance(report, StoryReport | ArticleReport)):
        head = brief_of(report)
        return _page("brief.html", head=head, title=head.title, zone=head.zone, program=head.program)
    if isinstance(report, StoryReport):
        return _story(report)
    if isinstance(report, ArticleReport):
        return _article(report)
    if isinstance(report, Index):
        return _page("index.html", index=report, zone=report.zone, program=report.program, title=report.archive)
    return _page("comparison.html", comparison=report, zone="UTC", program="wirediff", title="Comparison")


def _story(story: StoryReport) -> str:
    items = attention(story)
    return _page(
        "story.html",
        story=story,
        title=story.title,
        zone=story.zone,
        program=story.program,
        items=foremost(items),
        more=len(items) - MOST,
        finding=story_finding(story, items),
        watched=coverage_line(story),
        drawing=strip(story.articles, story.zone, story.reference),
        tree=family(story.articles, story.tree, story.zone, story.reference) if story.tree else None,
        passages=variants(story.matrix) if story.matrix else (),
        own=own_material(story.matrix) if story.matrix else (),
        files=dict(story.files),
    )


def _outlet(outlet: Collection) -> str:
    items = tuple(sorted((i for a in outlet.articles for i in article_attention(a)), key=lambda item: -item.weight))
    files = dict(outlet.files)
    return _page(
        "outlet.html",
        outlet=outlet,
        title=outlet.title,
        zone=outlet.zone,
        program=outlet.program,
        items=foremost(items),
        more=len(items) - MOST,
        finding=outlet_finding(outlet),
        links=files,
        troubles=tuple(trouble for article in outlet.articles for trouble in article.troubles),
    )


def _article(article: ArticleReport) -> str:
    items = article_attention(article)
    return _page(
        "article.html",
        article=article,
        title=article.title,
        zone=article.zone,
        program=article.program,
        items=foremost(items),
        more=len(items) - MOST,
        finding=article_finding(article, items),
        drawing=strip((article,), article.zone),
        whole=(whole := whole_way(article)),
        data=data_of(article) if whole else None,
    )


def _page(template: str, **values: Any) -> str:
    style, script, more = _asset("style.css"), _asset("script.js"), _asset("compare.js")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}' '{_hash(more)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    page = _environment().get_template(template)
    assets = {"style": Markup(style), "script": Markup(script), "compare_script": Markup(more)}  # noqa: S704 - our files
    text = page.render(**assets, policy=policy, **values)
    return text.encode("utf-8", "replace").decode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        shown=shown,
        local=local,
        moment=moment,
        span=span,
        href=href,
        lang=lambda code: Markup(lang_attribute(code)),  # noqa: S704
    )
    environment.globals.update(
        after=after, between=between, count=count, field_marks=field_marks, fields_marks=fields_marks,
        kinds_of=kinds_of, text_marks=text_marks, glyph=glyph, title_marks=title_marks, passages=passages,
        text_hash=text_hash,
    )  # fmt: skip
    return environment


@cache
def _asset(name: str) -> str:
    source, _, _ = PackageLoader("reports").get_source(Environment(autoescape=True), name)
    return source.strip()


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


GLYPHS = {"kept": "=", "edited": "~", "moved": "↕", "cut": "−"}


def glyph(cell: Cell, number: int, article: ArticleReport) -> Markup:
    """A cell of the matrix: its sign, its word for those who hear the page, a link where there is more to see."""
    if cell.state == "kept":
        return Markup('<td class="c kept">=</td>')
    target = f"p{number}-{article.anchor}" if cell.comparison is not None else f"p{number}"
    cell_html = '<td class="c {state}"><a href="#{target}" aria-label="{state}">{sign}</a></td>'
    return Markup(cell_html).format(state=cell.state, target=target, sign=GLYPHS[cell.state])  # noqa: S704 - ours


def href(address: str) -> str:
    """An address that may be a link: http or https only, else nothing (``javascript:`` and its like)."""
    return address if address.lower().startswith(SCHEMES) and address.isprintable() else ""

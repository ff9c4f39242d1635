"""A report as an Atom feed (RFC 4287): an entry for each revision, removal and return, the newest first.

For an archive, an outlet, a story or an article. Ids are made from what an entry is about and stay the same through
rebuilds. ``ElementTree`` writes it; characters that XML may not hold are written out before.
"""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from markupsafe import Markup

from reports.brief import Brief, Moment, Report, brief_of, moments, passages, text_hash
from reports.html import href
from reports.inert import plain, shown
from reports.marks import fields_marks, text_marks
from reports.model import ArticleReport, Collection, StoryReport
from reports.noted import Noted
from reports.when import moment

SUFFIX = ".atom"
NAMESPACE = "http://www.w3.org/2005/Atom"
MOST = 200
NEVER = "1970-01-01T00:00:00Z"


def render(report: Report, *, safe: bool = False) -> str:
    """The feed as text. *safe* shows passages and hashes only; otherwise whole changed paragraphs and first texts."""
    head = brief_of(report)
    happened = sorted((held for article in head.articles for held in moments(article)), key=_when, reverse=True)[:MOST]
    feed = Element("feed", {"xmlns": NAMESPACE})
    _text(feed, "id", _id("feed", _subject(report)))
    _text(feed, "title", f"{head.kind}: {head.title}")
    _text(feed, "subtitle", head.finding)
    _text(feed, "updated", _stamp(happened[0].at) if happened else _stamp(head.as_of))
    _text(SubElement(feed, "author"), "name", head.program)
    _text(feed, "generator", head.program)
    for held in happened:
        _entry(feed, held, head, safe=safe)
    indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="unicode") + "\n"


def _subject(report: Report) -> str:
    if isinstance(report, Collection):
        return report.id
    if isinstance(report, StoryReport):
        return f"story {(report.reference or report.articles[0]).anchor}"
    return f"article {report.anchor}"


def _entry(feed: Element, held: Moment, head: Brief, *, safe: bool) -> None:
    article = held.article
    entry = SubElement(feed, "entry")
    _text(entry, "id", _id("entry", f"{article.anchor} {_key(held)}"))
    version = (held.revision or article.latest).version
    _text(entry, "title", f"{article.name}, {held.what}: {version.title or article.address}")
    _text(entry, "updated", _stamp(held.at))
    _text(SubElement(entry, "author"), "name", article.name or head.program)
    if link := href(article.address):
        SubElement(entry, "link", {"rel": "alternate", "href": plain(link)})
    for kind in dict.fromkeys(kind for edit in (held.step.material if held.step else ()) for kind in edit.kinds):
        SubElement(entry, "category", {"term": plain(kind)})
    content = SubElement(entry, "content", {"type": "html"})
    content.text = plain(_content(held, article, safe=safe), longest=10_000_000)


def _key(held: Moment) -> str:
    """What names a moment: the text that was seen then, or when it happened."""
    return f"{text_hash(held.revision)} {held.at}" if held.revision else f"{held.what} {held.at}"


def _content(held: Moment, article: ArticleReport, *, safe: bool) -> Markup:
    parts = []
    if held.step is not None:
        parts = [_passages(held)] if safe else [_marks(held)]
    elif held.event is not None:
        parts = [Markup("<p>{} {}</p>").format(shown(held.event.kind), shown(held.event.detail))]
    elif held.revision is not None and not safe:
        text = held.revision.version.text
        parts = [Markup("<p>{}</p>").format(shown(paragraph)) for paragraph in text.split("\n\n") if paragraph]
    if held.revision is not None:
        parts += [_note(note, article.zone) for note in article.notes if note.revision == held.revision.number]
        page = held.revision.page or "not kept"
        parts.append(Markup("<p>SHA-256 of the text {}, of the page {}</p>").format(text_hash(held.revision), page))
    return Markup("").join([*parts, Markup("<p>{}</p>").format(shown(article.address))])


def _note(note: Noted, zone: str) -> Markup:
    said = Markup("<p>{} {}: {} ({})</p>")
    return said.format(note.sign, shown(note.head(zone)), shown(note.text), shown(note.about))


def _marks(held: Moment) -> Markup:
    assert held.step is not None
    fields = [Markup("<p>{}: {}</p>").format(name, marks) for name, marks in fields_marks(held.step.comparison)]
    return Markup("").join([*fields, text_marks(held.step.comparison, context=0)])


def _passages(held: Moment) -> Markup:
    assert held.step is not None
    item = Markup("<li>{}, {}: {}<del>{}</del><ins>{}</ins>{}</li>")
    items = [
        item.format(
            shown(one.field), shown(one.what), shown(one.shown.lead), shown(one.shown.removed, changed=True),
            shown(one.shown.added, changed=True), shown(one.shown.tail),
        )
        for one in passages(held.step)
    ]  # fmt: skip
    return Markup("<ul>{}</ul>").format(Markup("").join(items))


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = " ".join(plain(text).split())


def _id(kind: str, name: str) -> str:
    return uuid5(NAMESPACE_URL, f"wirediff {kind} {name.encode(errors='replace').decode()}").urn


def _when(held: Moment) -> str:
    return _stamp(held.at)


def _stamp(at: str) -> str:
    """A time as RFC 3339 wants it."""
    found = moment(at)
    return found.strftime("%Y-%m-%dT%H:%M:%SZ") if found else NEVER

"""A report as Markdown (CommonMark): what was found, then each article's revisions and edits.

Strangers' text is escaped so that it stays text: no markup, no HTML, no line of its own, nothing hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from reports.attention import Snippet
from reports.brief import Report, brief_of, passages, text_hash
from reports.html import href
from reports.inert import plain
from reports.model import ArticleReport, Step
from reports.when import local

SUFFIX = ".md"
MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+\-!|~&=^$:@.])")


def render(report: Report, *, safe: bool = False) -> str:  # noqa: ARG001 - it never holds a full text
    """The whole file as text. It shows changed passages only, so it is always safe to pass on."""
    head = brief_of(report)
    lines = [f"# {escape(head.title)}", "", escape(head.finding), ""]
    lines += [f"As of {local(head.as_of, head.zone)}. {escape(head.watched)}".strip(), ""]
    if head.items:
        lines += ["## Needs attention", ""]
        for number, item in enumerate(head.items, 1):
            lines.append(f"{number}. **{escape(item.label)}.** {escape(item.sentence)}")
            lines += [f"   > {marked(item.snippet)}"] if item.snippet else []
        lines.append("")
    for article in head.articles:
        lines += _article(article, head.zone)
    return "\n".join([*lines, f"Made by {escape(head.program)}.", ""])


def escape(text: object) -> str:
    r"""Text as Markdown shows it: on one line, without effect.

    >>> escape("<b>*1*\n# x")
    '\\<b\\>\\*1\\* \\# x'
    """
    return MARKUP.sub(r"\\\1", " ".join(plain(text).split()))


def link(address: str) -> str:
    """An address as a link, where it may be one."""
    found = href(address)
    return f"<{quote(found, safe=':/?#@!$&()*+,;=%~[]-._')}>" if found else escape(address)


def marked(held: Snippet) -> str:
    """A passage: what went struck through, what came bold."""
    parts = (escape(held.lead), _wrap(held.removed, "~~"), _wrap(held.added, "**"), escape(held.tail))
    return " ".join(part for part in parts if part)


def _wrap(text: str, mark: str) -> str:
    """Marks want a blank before and behind them to be read as such next to any character."""
    said = escape(text)
    return f"{mark}{said}{mark}" if said else ""


def _article(article: ArticleReport, zone: str) -> Iterator[str]:
    yield from (
        f"## {escape(article.name)}: {escape(article.title)}",
        "",
        f"{link(article.address)} ({escape(article.state)})",
        "",
    )
    yield from (
        "| revision | first seen | headline | words | SHA-256 of the text | SHA-256 of the page |",
        "|---|---|---|---|---|---|",
    )
    for held in article.revisions:
        cells = (held.number, local(held.first_seen, zone), escape(held.version.title), held.words)
        hashes = (text_hash(held), held.page or "not kept")
        yield "| " + " | ".join(map(str, (*cells, *hashes))) + " |"
    yield ""
    for step in article.steps:
        yield from _step(step, zone)
    for note in article.notes:
        yield f"- {escape(note.sign)} {escape(note.head(zone))}: {escape(note.text)} ({escape(note.about)})"
    for event in article.happenings:
        yield f"- {escape(event.kind)} at {local(event.at, zone)} {escape(event.detail)}".rstrip()
    yield ""


def _step(step: Step, zone: str) -> Iterator[str]:
    note = ", without a note" if step.unnoted else ""
    yield from (f"### Revision {step.before} to {step.after}, {local(step.at, zone)}{note}", "")
    for passage in passages(step):
        minor = "" if passage.material else " (not material)"
        yield f"- *{escape(passage.field)}, {escape(passage.what)}{minor}*: {marked(passage.shown)}"
    yield ""

"""A message as mail: plain text and HTML in one, with a Message-ID that is the same for every attempt."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from markupsafe import Markup

from reports.html import href
from reports.inert import shown
from reports.message import LABELS, Item, Message, inert, one_line
from reports.when import local, moment

STYLES = {
    "del": "background:#ffe3cc;color:#7a2e00;text-decoration:line-through",
    "ins": "background:#d6ebff;color:#0b3d66;text-decoration:underline",
}


def render(message: Message, sender: str = "wirediff@localhost", to: str = "desk@localhost") -> EmailMessage:
    """The mail. Repeats carry the same Message-ID and X-Idempotency-Key."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, to, one_line(message.subject)
    mail["Date"] = format_datetime(moment(message.as_of) or datetime.now(UTC))
    mail["Message-ID"] = f"<{message.key}@wirediff.invalid>"
    mail["X-Idempotency-Key"] = message.key
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text(message))
    mail.add_alternative(html(message), subtype="html")
    return mail


def text(message: Message) -> str:
    """The message as plain text; what went and what came each on a line of its own."""
    lines: list[str] = []
    for title, items in message.groups.items():
        lines += [one_line(title, 200), ""] if title else []
        for item in map(inert, items):
            lines += [f"* {LABELS[item.why]}. {item.sentence}", *_marks(item), f"  {item.address}", ""]
    return "\n".join([*lines, *_ending(message), f"id {message.key}", ""])


def _marks(item: Item) -> list[str]:
    if item.snippet is None:
        return []
    before, after = item.snippet.removed, item.snippet.added
    return [f"  {sign} {side}" for sign, side in (("-", before), ("+", after)) if side]


def _ending(message: Message) -> list[str]:
    more = len(message.others)
    told = (
        [f"{more} more: `wirediff alerts --sent` lists the messages, `wirediff report STORY` shows all."]
        if more
        else []
    )
    return [*told, f"{message.program}, as of {local(message.as_of, message.zone)}"]


def html(message: Message) -> str:
    """The message as HTML that mail programs show: no style sheet, no picture, no request."""
    parts = [Markup('<!doctype html><html lang="en"><meta charset="utf-8"><body style="font:16px/1.5 sans-serif">')]
    for title, items in message.groups.items():
        if title:
            parts.append(Markup('<h2 style="font-size:18px" dir="auto">{}</h2>').format(shown(title, longest=200)))
        parts += [Markup("<ul>"), *map(_item, items), Markup("</ul>")]
    parts += [Markup('<p style="color:#5b5750">{}</p>').format(shown(line)) for line in _ending(message)]
    parts.append(Markup("</body></html>"))
    return str(Markup("\n").join(parts)).encode("utf-8", "replace").decode()


def _item(item: Item) -> Markup:
    link = href(item.address)
    where = Markup('<a href="{}">{}</a>').format(link, shown(item.address, longest=200)) if link else ""
    said = Markup("<li><p><strong>{}.</strong> {}<br>{}</p>").format(LABELS[item.why], shown(item.sentence), where)
    return said + _passage(item) + Markup("</li>")


def _passage(item: Item) -> Markup:
    if item.snippet is None:
        return Markup("")
    marks = [
        Markup('<{0} style="{1}">{2}</{0}>').format(tag, STYLES[tag], shown(side, changed=True))
        for tag, side in (("del", item.snippet.removed), ("ins", item.snippet.added))
        if side
    ]
    lead, tail = shown(item.snippet.lead), shown(item.snippet.tail)
    return Markup('<blockquote dir="auto">{}{}{}</blockquote>').format(lead, Markup(" ").join(marks), tail)

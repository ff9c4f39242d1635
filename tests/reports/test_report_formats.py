"""Formats of reports: each is one file, none lets a stranger's text act, what may be passed on holds no full text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from lxml import etree
from markdown_it import MarkdownIt

from comparison.compare import compare
from comparison.model import Version
from reports import atom, mail, markdown, webhook
from reports.attention import snippet
from reports.heed import Heed
from reports.message import Item, message_of
from reports.model import ArticleReport, Collection, Happening, RevisionView, Step
from tests.reports import granite
from tests.reports.granite import here
from wirediff.formats import formats

RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
PIECES = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "<svg/onload=alert(1)>", "{{ 7*7 }}{% raw %}",
    "\u202e91 dead\u202c", "\x1b[2J\x1b]0;x\x07", "=HYPERLINK(1)", "\x00\x01\x0b\x0c\x1f\ufffe\uffff", "\ud800",
    "]]>", "<!DOCTYPE x [<!ENTITY y 'z'>]>&y;", "&amp;#x1b;", "[x](javascript:alert(1))", "\n# heading\n", "\n\n---\n",
    "`code` *bold* __x__ ~~y~~", "| a | b |", "1. item", "- item", "> quote", "<!-- -->", "\r\nBcc: x@y.example",
    "![x](http://tracker.example/p.png)", "\u200bzero\u200dwidth", "\\", "\\*", "<b>", "http://evil.example/",
    "${7*7} #{7*7} <%= 7*7 %>", "' onmouseover='alert(1)",
)  # fmt: skip
HOSTILE = [f"{first} {second}" for first in PIECES for second in PIECES[::3]]
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def article(text: str, number: int = 1) -> ArticleReport:
    """An article of two revisions in which every field is *text*, or ends with it."""
    before = Version("A quiet morning.\n\n" + text, title="Calm", lang="en")
    after = Version("A quiet night.\n\n" + text + " again", title=text, byline=text, credit=text, lang=text)
    views = (
        RevisionView(1, "2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z", before),
        RevisionView(2, "2026-03-02T11:00:00Z", "2026-03-02T12:00:00Z", after, 4, "f" * 64),
    )
    step = Step(1, 2, "2026-03-02T11:00:00Z", compare(before, after), unnoted=True)
    return ArticleReport(
        outlet=text, name=text, address=f"https://x.example/{number}?{text}", state="gone", first_seen="2026-03-02",
        last_seen="2026-03-02T12:00:00Z", revisions=views, steps=(step,), as_of="2026-03-03T00:00:00Z",
        happenings=(Happening("removed", "2026-03-02T13:00:00Z", text),),
    )  # fmt: skip


@pytest.fixture(scope="module")
def everything() -> Collection:
    """Every hostile text as an article of its own."""
    articles = tuple(article(text, number) for number, text in enumerate(HOSTILE))
    return Collection("archive x", HOSTILE[5], "2026-03-03T00:00:00Z", articles)


def harmless(html: str) -> None:
    assert not RAW.search(html)
    assert not re.search(r"<(script|img|svg|b|!DOCTYPE x)[\s/>]", html.partition("</head>")[2] or html, re.I)
    assert not re.search(r'(?:href|src)="\s*(?!https?:|#)', html)


def test_formats_are_found_by_their_files() -> None:
    assert set(formats()) >= {"html", "markdown", "atom"}
    assert len({form.SUFFIX for form in formats().values()}) == len(formats())


@pytest.mark.parametrize("safe", [False, True])
def test_a_feed_of_hostile_texts_is_strict_xml_with_what_atom_asks_for(everything: Collection, safe: bool) -> None:
    written = atom.render(everything, safe=safe)
    feed = etree.fromstring(written.encode(), etree.XMLParser(recover=False, resolve_entities=False, no_network=True))
    name = {"a": atom.NAMESPACE}

    assert not RAW.search(written)
    entries: Any = feed.findall("a:entry", name)
    assert len(entries) == atom.MOST
    ids = [entry.findtext("a:id", None, name) for entry in entries]
    assert len(set(ids)) == len(ids)
    for entry in [feed, *entries]:
        assert all(entry.findtext(f"a:{part}", None, name) for part in ("id", "title", "updated", "author/a:name"))
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", entry.findtext("a:updated", "", name))
    for content in feed.iterfind(".//a:content", name):
        harmless(content.text or "")


def test_markdown_shows_hostile_texts_as_text(everything: Collection) -> None:
    page = READER.render(markdown.render(everything))

    harmless(re.sub(r"<!DOCTYPE.*?>", "", page))
    assert page.count("<h1>") == 1
    assert page.count("<h2>") == page.count("<h3>") == len(HOSTILE)
    assert page.count("<table>") == len(HOSTILE)
    assert "<hr" not in page
    assert not re.search(r'href="(?!https://x\.example/)', page)


@pytest.mark.parametrize("safe", [False, True])
@pytest.mark.parametrize("number", range(0, len(HOSTILE), 40))
def test_no_format_lets_a_hostile_text_act(safe: bool, number: int) -> None:
    for form in formats().values():
        assert not RAW.search(form.render(article(HOSTILE[number]), safe=safe).replace("\r\n", "\n"))
    harmless(
        re.sub(
            r"<script>.*?</script>|<svg.*?</svg>",
            "",
            formats()["html"].render(article(HOSTILE[number]), safe=True),
            flags=re.S,
        )
    )


def test_no_message_lets_a_hostile_text_act() -> None:
    for text in HOSTILE:
        held = article(text)
        both = held.steps[0].comparison
        item = Item(
            "k",
            "removal",
            held.last_seen,
            text,
            text,
            held.address,
            text,
            text,
            text,
            (),
            1,
            snippet(both, both.edits[0]),
        )
        message = message_of(
            "key",
            text,
            held.as_of,
            (Item.of_json(json.loads(json.dumps(item.as_json()))),),
            zone="UTC",
            program="wirediff",
        )
        written = mail.render(message)
        harmless(mail.html(message))
        assert not RAW.search(mail.text(message) + str(written["Subject"]))
        assert "Bcc" not in written
        assert b"\r\nBcc:" not in bytes(written).partition(b"\r\n\r\n")[0]
        assert not RAW.search(str(json.loads(webhook.render(message))["events"][0]["sentence"]))


@pytest.mark.parametrize("form", formats().values(), ids=formats())
def test_what_may_be_passed_on_holds_changed_passages_and_hashes_but_no_text(bridge: Path, form: ModuleType) -> None:
    name = form.__name__.rpartition(".")[2]
    here(bridge, "report", "bridge", "--share-safe", "--format", name, "-o", "passed.on")
    written = (bridge / "passed.on").read_text(encoding="utf-8").replace("\\", "")

    assert not [text for text in (granite.CABLE, granite.AGE, granite.MAYOR) if text in written]
    if name == "card":
        assert "12" in written
        assert "SHA-256" in written
        return
    assert "nine" in written
    assert len(set(re.findall(r"\b[0-9a-f]{64}\b", written))) >= 8


@pytest.mark.parametrize(
    ("what", "entries"), [(("bridge",), 13), ((granite.GAZETTE,), 2), (("--outlet", "metro"), 2), (("--all",), 17)]
)
def test_a_story_an_article_an_outlet_and_an_archive_have_a_feed(
    bridge: Path, what: tuple[str, ...], entries: int
) -> None:
    feeds = []
    for _ in range(2):
        done = here(bridge, "report", *what, "--format", "atom", "-o", "feed.atom")
        assert done.returncode == 0, done.stderr
        feeds.append(re.findall(r"<id>(.*?)</id>", (bridge / "feed.atom").read_text(encoding="utf-8")))

    assert feeds[0] == feeds[1]
    assert len(feeds[0]) == 1 + entries


def test_kinds_that_a_desk_ignores_call_for_no_attention_but_stay_in_the_report() -> None:
    from reports.attention import article_attention

    quiet = article("same")
    only = replace(
        quiet.steps[0].comparison,
        edits=tuple(e._replace(kinds=("wording",)) for e in quiet.steps[0].comparison.edits if e.field == "text"),
    )
    held = replace(quiet, steps=(replace(quiet.steps[0], comparison=only),))
    ignored = replace(held, heed=Heed(frozenset({"wording"})))

    assert [item.label for item in article_attention(held)] == ["Removed", "No note"]
    assert [item.label for item in article_attention(ignored)] == ["Removed"]
    assert "night" in markdown.render(ignored)

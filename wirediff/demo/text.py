"""Texts with named paragraphs, and the edits that a script may make to them.

An edit both changes a text and says what a careful reader would report of it (`Expected`), so that the truth of the
demo is never written down twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

TEXTS = Path(__file__).parent / "texts"


class ScriptError(Exception):
    """The script asks for something that its texts do not hold."""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph, known to the script by its *label*."""

    label: str
    text: str


@dataclass(frozen=True)
class Expected:
    """What must be found between two revisions: *op* and *field*, the words that go and come, a kind where one matters.

    *before* and *after* are the whole words that the script took away and put in ("" for none).
    """

    op: str
    before: str = ""
    after: str = ""
    kind: str | None = None
    field: str = "text"
    what: str = ""


@dataclass(frozen=True)
class Text:
    """One state of an article, as its outlet means it."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    byline: str = ""
    standfirst: str = ""
    lang: str = "en"

    @property
    def body(self) -> str:
        """The paragraphs, parted by a blank line."""
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)

    def index(self, label: str) -> int:
        """Where the paragraph *label* stands (ScriptError where it does not)."""
        for index, paragraph in enumerate(self.paragraphs):
            if paragraph.label == label:
                return index
        raise ScriptError(f"no paragraph {label!r} in {self.title!r}")

    def __getitem__(self, label: str) -> Paragraph:
        return self.paragraphs[self.index(label)]

    def pick(self, labels: str) -> Text:
        """Only the paragraphs named in *labels*, in that order: an outlet's cut of a dispatch."""
        return replace(self, paragraphs=tuple(self[label] for label in labels.split()))

    def drop(self, labels: str) -> Text:
        """All paragraphs but those named."""
        gone = set(labels.split())
        return replace(self, paragraphs=tuple(p for p in self.paragraphs if p.label not in gone))

    def under(self, title: str, *, byline: str = "", standfirst: str = "") -> Text:
        """The same paragraphs under an outlet's own headline, byline and standfirst."""
        return replace(self, title=title, byline=byline, standfirst=standfirst)

    def reworded(self, label: str, old: str, new: str) -> Text:
        """The text with *old* in paragraph *label* made *new*."""
        index = self.index(label)
        was = self.paragraphs[index]
        if was.text.count(old) != 1:
            raise ScriptError(f"{old!r} is not there once in paragraph {label!r}")
        return self.spliced(index, 1, [Paragraph(label, was.text.replace(old, new))])

    def spliced(self, index: int, gone: int, new: Iterable[Paragraph]) -> Text:
        """The text with *gone* paragraphs at *index* replaced by *new*."""
        kept = self.paragraphs
        return replace(self, paragraphs=(*kept[:index], *new, *kept[index + gone :]))


class Edit(Protocol):
    """A change that an outlet makes to its article."""

    def apply(self, text: Text) -> Text:
        """The text after the change."""

    def expected(self, text: Text) -> Expected:
        """What a reader would report of it; *text* is the state before."""


@dataclass(frozen=True)
class Retitle:
    """Put another headline over it."""

    title: str

    def apply(self, text: Text) -> Text:
        """The text under the new headline."""
        return replace(text, title=self.title)

    def expected(self, text: Text) -> Expected:
        """An edit of the title."""
        return Expected("replace", text.title, self.title, "headline", "title", "new headline")


@dataclass(frozen=True)
class Change:
    """Put *new* for *old* in one paragraph; *kind* is what a reader would call it."""

    label: str
    old: str
    new: str
    kind: str

    def apply(self, text: Text) -> Text:
        """The text with the words exchanged."""
        return text.reworded(self.label, self.old, self.new)

    def expected(self, text: Text) -> Expected:  # noqa: ARG002 - an edit's signature
        """A replacement of these words."""
        return Expected("replace", self.old, self.new, self.kind, what=f"{self.old} made {self.new}")


@dataclass(frozen=True)
class Insert:
    """Put a paragraph in after another one (at the end where *after* is empty)."""

    paragraph: Paragraph
    after: str = ""
    kind: str | None = None

    def apply(self, text: Text) -> Text:
        """The text with the paragraph in it."""
        place = text.index(self.after) + 1 if self.after else len(text.paragraphs)
        return text.spliced(place, 0, [self.paragraph])

    def expected(self, text: Text) -> Expected:  # noqa: ARG002 - an edit's signature
        """An insertion of the paragraph."""
        what = "correction note" if self.kind == "correction" else "paragraph added"
        return Expected("insert", "", self.paragraph.text, self.kind, what=what)


@dataclass(frozen=True)
class Move:
    """Put a paragraph elsewhere: after another one."""

    label: str
    after: str

    def apply(self, text: Text) -> Text:
        """The text in the new order."""
        index = text.index(self.label)
        rest = text.spliced(index, 1, [])
        return rest.spliced(rest.index(self.after) + 1, 0, [text[self.label]])

    def expected(self, text: Text) -> Expected:
        """A move of the paragraph, nothing deleted, nothing inserted."""
        moved = text[self.label].text
        return Expected("move", moved, moved, what="paragraph moved")


@dataclass(frozen=True)
class Split:
    """Make two paragraphs of one, before the words *at*."""

    label: str
    at: str

    def apply(self, text: Text) -> Text:
        """The text with the paragraph in two."""
        index = text.index(self.label)
        head, found, tail = text.paragraphs[index].text.partition(self.at)
        if not found:
            raise ScriptError(f"{self.at!r} is not in paragraph {self.label!r}")
        parts = [Paragraph(self.label, head.rstrip()), Paragraph(f"{self.label}-2", found + tail)]
        return text.spliced(index, 1, parts)

    def expected(self, text: Text) -> Expected:  # noqa: ARG002 - an edit's signature
        """A split: no word goes or comes."""
        return Expected("split", what="paragraph split")


def load(name: str, lang: str = "en") -> Text:
    """Read ``texts/NAME.txt``: ``key: value`` lines, then paragraphs, each under its ``@label``."""
    head, *blocks = (TEXTS / f"{name}.txt").read_text("utf-8").strip().split("\n\n@")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    paragraphs = tuple(Paragraph(*block.strip().split("\n", 1)) for block in blocks)
    return Text(paragraphs=paragraphs, lang=lang, **fields)

"""The values that comparison takes and gives: versions, spans, edits, comparisons. Frozen, no I/O.

Everything else in wirediff speaks of edits in these words; `CONTRACTS` of the command line is `Comparison.as_dict`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

Op = Literal["insert", "delete", "replace", "move", "split", "merge"]
Level = Literal["token", "sentence", "paragraph"]
FIELDS = ("title", "standfirst", "byline", "credit", "published", "text")
KINDS = (
    "number", "date", "name", "quote", "attribution", "negation", "hedge", "pronoun", "headline", "byline",
    "correction", "noise", "typography", "spelling", "wording",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Version:
    """One state of an article, as exact text; *text* holds paragraphs parted by a blank line."""

    text: str = ""
    title: str | None = None
    standfirst: str | None = None
    byline: str | None = None
    credit: str | None = None
    published: str | None = None
    lang: str | None = None

    def field(self, name: str) -> str:
        """The exact text of a field ("" where it has none)."""
        return getattr(self, name) or ""

    def as_dict(self) -> dict[str, str]:
        """Title and text always, other fields where they are set."""
        held = {name: self.field(name) for name in FIELDS if name in ("title", "text") or self.field(name)}
        return held | ({"lang": self.lang} if self.lang else {})


class Span(NamedTuple):
    """A run of code points of one side: ``text == side[start:end]``."""

    start: int
    end: int
    text: str

    def as_dict(self) -> dict[str, Any]:
        """The span as JSON holds it."""
        return {"start": self.start, "end": self.end, "text": self.text}


class Edit(NamedTuple):
    """One thing that a reader would call an edit.

    *before* is None for an insert, *after* for a delete. *field* names what was edited, offsets run in that field.
    *reason* says in a few words why the edit matters, or why it does not. *place* is where the edit stands in before
    (an insert: where it would go), *whole* says that whole sentences or paragraphs went, came or moved.
    """

    op: Op
    before: Span | None
    after: Span | None
    kinds: tuple[str, ...] = ()
    material: bool = True
    context: str = ""
    field: str = "text"
    reason: str = ""
    place: int = 0
    whole: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The edit as the command line prints it."""
        row: dict[str, Any] = {
            "op": self.op,
            "kinds": list(self.kinds),
            "material": self.material,
            "before": self.before and self.before.as_dict(),
            "after": self.after and self.after.as_dict(),
            "context": self.context,
        }
        if self.field != "text":
            row["field"] = self.field
        if self.reason:
            row["reason"] = self.reason
        return row


@dataclass(frozen=True, slots=True)
class Comparison:
    """What lies between two versions. *similarity* and *contained* are shares (0 to 1) of matched words."""

    before: Version
    after: Version
    similarity: float
    contained: float
    edits: tuple[Edit, ...]
    level: Level = "token"

    def as_dict(self) -> dict[str, Any]:
        """The comparison as the command line prints it."""
        return {
            "before": self.before.as_dict(),
            "after": self.after.as_dict(),
            "similarity": round(self.similarity, 4),
            "contained": round(self.contained, 4),
            "level": self.level,
            "edits": [edit.as_dict() for edit in self.edits],
        }

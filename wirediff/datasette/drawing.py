"""Cells of Datasette's tables as readers see them: edits drawn with what went and what came, times and links plain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from comparison.compare import compare
from comparison.model import Version
from reports.inert import ALWAYS, shown
from reports.marks import field_marks

PAIRS = {"after_text": "before_text", "title": "source_title"}  # a cell -> the one that it is compared with
LONGEST = 4_000  # code points of both sides together that are compared word by word
CELL = 2_000  # code points of a cell
OWN = "/-/wirediff/"
STYLE = """
.wd { unicode-bidi: isolate; max-width: 44rem; }
.wd del { background: #ffe3cc; color: #7a2e00; text-decoration: line-through; }
.wd ins { background: #d6ebff; color: #0b3d66; text-decoration: underline; }
.wd del + ins { margin-inline-start: .15em; }
.wd .vh { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.wd .hidden-char { border: 1px solid; border-radius: 3px; font-size: .75em; padding: 0 .2em; }
@media (prefers-color-scheme: dark) {
  .wd del { background: #5c2600; color: #ffd9b8; }
  .wd ins { background: #0c3a5e; color: #cfe8ff; }
}
"""


def cell(row: Mapping[str, Any], column: str, value: object) -> Markup | None:
    """The HTML of a cell; None leaves it to Datasette."""
    if value is None or not isinstance(value, str):
        return _inserted(row, column) if value is None else None
    base = row[PAIRS[column]] if column in PAIRS and PAIRS[column] in _names(row) else None
    if isinstance(base, str) and base != value:
        return _drawn(base, value)
    if column in {"before_text", "after_text"} and "before_text" in _names(row):
        return _whole("del" if column == "before_text" else "ins", value)
    if column.endswith("report") and value.startswith(OWN):
        return Markup('<a href="{}">report</a>').format(value)
    if ALWAYS.search(value):
        return Markup('<span class="wd" dir="auto">{}</span>').format(shown(value, longest=CELL))
    return None


def _names(row: Mapping[str, Any]) -> Any:
    return row.keys()


def _inserted(row: Mapping[str, Any], column: str) -> Markup | None:
    """What was taken out: the empty side of an edit is drawn as the passage that went."""
    if column == "after_text" and "before_text" in _names(row) and isinstance(row["before_text"], str):
        return _whole("del", row["before_text"])
    return None


def _whole(tag: str, text: str) -> Markup:
    said = "removed: " if tag == "del" else "added: "
    mark = Markup(
        '<div class="wd" dir="auto"><{0}><span class="vh">[{1}</span>{2}<span class="vh">]</span></{0}></div>'
    )
    return mark.format(tag, said, shown(text, changed=True, longest=CELL))


def _drawn(before: str, after: str) -> Markup:
    """Both sides in one line, what went struck through, what came underlined."""
    if len(before) + len(after) > LONGEST:
        return _whole("del", before) + _whole("ins", after)
    both = compare(Version(title=before), Version(title=after))
    return Markup('<div class="wd" dir="auto">{}</div>').format(field_marks(both, "title"))

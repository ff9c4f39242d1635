"""A comparison for a terminal: words that came are underlined, words that went struck through, moves marked.

Where a terminal shows no styles (a pipe, ``NO_COLOR``, a dumb one) the marks are written out: ``[-gone-]``,
``{+came+}``, ``[↕-moved away-↕]`` and ``{↕+moved here+↕}``. Strangers' control characters are written out always.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from comparison.model import FIELDS, Comparison
from reports.inert import plain
from reports.marks import FIELD_NAMES, kinds_of, nearby
from reports.weave import NEW, OLD, Block, Run, blocks, weave

STYLES = {
    "same": "",
    "removed": "strike red",
    "added": "underline bold blue",
    "moved-from": "strike magenta",
    "moved-to": "underline magenta",
}
SIGNS = {
    "removed": ("[-", "-]"),
    "added": ("{+", "+}"),
    "moved-from": ("[↕-", "-↕]"),
    "moved-to": ("{↕+", "+↕}"),
}


def render(
    comparison: Comparison, *, context: int = 1, side_by_side: bool = False, styled: bool = True
) -> Iterator[RenderableType]:
    """The changed fields, then the changed paragraphs with *context* unchanged ones around each."""
    for field in FIELDS:
        if field != "text" and any(edit.field == field for edit in comparison.edits):
            name = Text(f"{FIELD_NAMES.get(field, field):<11}", style="dim")
            yield name + line(weave(comparison, field), styled)
    pieces = nearby(blocks(comparison), context)
    if side_by_side:
        yield _table(list(pieces), styled)
        return
    for piece in pieces:
        yield _skipped(piece) if isinstance(piece, int) else _paragraph(piece, styled)
        yield Text()


def summary(comparison: Comparison) -> Text:
    """One line: how many edits of which kinds, and how much is shared."""
    kinds = ", ".join(
        f"{kind}{f' × {times}' if times > 1 else ''}" for kind, times, material, _ in kinds_of(comparison) if material
    )
    edits = len(comparison.edits)
    material = sum(edit.material for edit in comparison.edits)
    said = f"{edits} edit{'' if edits == 1 else 's'}, {material} material"
    return Text(f"{said}{f' ({kinds})' if kinds else ''}; {comparison.similarity:.1%} of words shared")


def line(runs: tuple[Run, ...], styled: bool = True) -> Text:
    """Runs as one line of text."""
    text = Text()
    for run in runs:
        shown = plain(run.text.replace("\n\n", "¶").replace("\n", "¶") if run.joint else run.text)
        if run.mark == "same":
            text.append(shown)
        elif styled:
            text.append(shown, style=STYLES[run.mark])
        else:
            before, after = SIGNS[run.mark]
            text.append(f"{before}{shown}{after}")
    return text


def _paragraph(block: Block, styled: bool) -> Text:
    text = line(block.runs, styled)
    if not block.changed:
        text.stylize("dim")
    return text


def _skipped(number: int) -> Text:
    return Text(f"⋯ {number} paragraph{'s' if number > 1 else ''} unchanged", style="dim italic")


def _table(pieces: list[Block | int], styled: bool) -> Table:
    """Before on the left, after on the right, a paragraph a row."""
    table = Table("before", "after", box=None, expand=True, padding=(0, 2, 1, 0), header_style="dim")
    for column in table.columns:
        column.ratio = 1
    for piece in pieces:
        if isinstance(piece, int):
            table.add_row(_skipped(piece), "")
            continue
        left = line(tuple(run for run in piece.runs if run.mark in OLD and run.inside is None), styled)
        right = line(tuple(run for run in piece.runs if run.mark in NEW), styled)
        table.add_row(left, right)
    return table

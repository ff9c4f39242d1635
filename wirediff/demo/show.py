"""The demo's outcome on a terminal: the story, paragraph by paragraph, and the truth check. Plain text elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from reports.model import ArticleReport, StoryReport
from wirediff.demo.findings import Line, lines
from wirediff.demo.run import Days
from wirediff.demo.setup import ARCHIVE
from wirediff.demo.truth import Point, Truth

WIDE = 160  # a line of the table where no terminal breaks it
GLYPHS = {"kept": ("=", "green"), "edited": ("~", "yellow"), "moved": ("↕", "magenta"), "cut": ("−", "red")}


@dataclass(frozen=True)
class Shown:
    """What there is to show. *others* are articles in other languages than the story's, each on its own."""

    days: Days
    story: StoryReport | None
    others: Sequence[ArticleReport]
    totals: dict[str, int]
    truth: Truth
    config: Path
    report: Path | None

    def as_dict(self) -> dict[str, Any]:
        """What ``--json`` prints."""
        return {
            "seconds": round(self.days.seconds, 1),
            "rounds": self.days.rounds,
            "fetches": self.days.fetches,
            **self.totals,
            "truth": self.truth.as_dict(),
            "config": str(self.config),
            "archive": str(self.days.folder / ARCHIVE),
            "report": str(self.report) if self.report else None,
        }


def console() -> Console:
    """Standard output: coloured on a terminal, plain and unbroken elsewhere."""
    terminal = Console(highlight=False)
    return terminal if terminal.is_terminal else Console(highlight=False, width=WIDE)


def show(shown: Shown, console: Console) -> None:
    """Print everything, the truth check last."""
    console.print()
    console.print(_totals(shown))
    if shown.story is not None:
        console.print()
        console.print(_heading(shown.story))
        console.print(_table(lines(shown.story), console))
        console.print(_legend())
    if shown.others:
        console.print(_others(shown.others))
    console.print()
    for line in truth_lines(shown.truth):
        console.print(line)
    console.print()
    for line in _where(shown):
        console.print(line)


def _totals(shown: Shown) -> Text:
    days, totals = shown.days, shown.totals
    words = (f"{totals[name]} {name}" for name in ("outlets", "articles", "versions", "edits"))
    began = f"{days.rounds} rounds in 3 simulated days, {days.seconds:.0f} s"
    return Text(" · ".join((began, f"{days.fetches} fetches", *words)), style="bold")


def _heading(story: StoryReport) -> Text:
    wire = story.reference or story.articles[0]
    paragraphs = wire.latest.version.text.count("\n\n") + 1
    told = f"   {wire.name}: {paragraphs} paragraphs, {len(wire.revisions)} versions"
    return Text("STORY  ", style="bold").append(story.title, style="bold cyan").append(told, style="dim")


def _table(rows: Iterable[Line], console: Console) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for name, justify in (("outlet", "left"), ("seen", "right"), ("paragraphs", "left")):
        table.add_column(name, justify=justify, no_wrap=True)  # type: ignore[arg-type]
    for name in ("kept", "cut", "own", "versions"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("observed", ratio=1 if console.is_terminal else None)
    for row in rows:
        table.add_row(
            row.name, clock(row.after), _strip(row.states), str(row.count("kept")), str(row.count("cut")),
            str(row.own), str(row.revisions), _notes(row),
        )  # fmt: skip
    return table


def clock(span: timedelta) -> str:
    """A span as "+1:05"."""
    minutes = round(span.total_seconds() / 60)
    return f"+{minutes // 60}:{minutes % 60:02d}"


def _strip(states: Iterable[str]) -> Text:
    strip = Text()
    for state in states:
        glyph, style = GLYPHS[state]
        strip.append(glyph, style=style)
    return strip


def _notes(row: Line) -> Text:
    notes = Text()
    for urgent, sentence in row.notes:
        notes.append("\n" if notes else "")
        notes.append(f"! {sentence}" if urgent else f"  {sentence}", style="bold red" if urgent else "dim")
    return notes


def _legend() -> Text:
    legend = Text()
    for state, (glyph, style) in GLYPHS.items():
        legend.append(f"{glyph} {state}   ", style=style)
    return legend


def _others(articles: Iterable[ArticleReport]) -> Text:
    names = ", ".join(f"{a.name} ({a.latest.version.lang}, {len(a.revisions)} versions)" for a in articles)
    return Text(f"{names}: own history only, not compared across languages", style="dim")


def truth_lines(truth: Truth) -> Iterator[Text]:
    """The check in words: the counts, then every miss."""
    counts = " · ".join(
        f"{right}/{of} {name}" + (f" ({late} not yet)" if late else "") for name, right, late, of in truth.counts()
    )
    yield Text("truth check  ", style="bold").append(counts, style="red" if truth.wrong else "green")
    for point in truth.wrong:
        yield Text(f"  wrong    {_point(point)}", style="red")
    for point in truth.not_yet:
        yield Text(f"  not yet  {_point(point)} ({point.later})", style="yellow")


def _point(point: Point) -> str:
    return f"{point.what}: {point.detail}" if point.detail else point.what


def _where(shown: Shown) -> Iterator[Text]:
    if shown.report is not None:
        yield Text.assemble(("report    ", "bold"), str(shown.report))
    yield Text.assemble(("archive   ", "bold"), str(shown.days.folder / ARCHIVE))
    yield Text.assemble(("look      ", "bold"), f"cd {shown.days.folder}; wirediff stories; wirediff status")
    yield Text("          ").append("wirediff history http://metro.example/a/83-died-in-plain-sight")

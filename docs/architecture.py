"""Draws ``architecture.svg``: the way of a page, who writes, and who only reads. ``make docs`` runs it.

Boxes stand on a grid of columns and rows; arrows join their edges. The picture brings its own background and follows
the reader's light or dark scheme.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import Path

OUT = Path(__file__).with_name("architecture.svg")
LEFT, WIDTH, HEIGHT = -14, 1174, 726
TITLE = "The way of a page: visits, spiders, gate, fetch, extract, judge, clean, keep, compare, story, archive, readers"
STYLE = """
svg { --paper: #fdfcf9; --ink: #1d1b18; --soft: #5b564e; --line: #8a8378; --band: #f3efe7; --box: #ffffff;
      --write: #0b3d66; --writes: #d6ebff; --read: #4b2a7b; --reads: #ece3fb; }
@media (prefers-color-scheme: dark) {
  svg { --paper: #16181c; --ink: #ece9e2; --soft: #b1aba0; --line: #7d776c; --band: #1f2228; --box: #282c33;
        --write: #cfe8ff; --writes: #0c3a5e; --read: #e3d6ff; --reads: #3d2466; } }
text { font-family: system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif; fill: var(--ink); font-size: 15px; }
.paper { fill: var(--paper); }
.band { fill: var(--band); }
.band-name { font-size: 14px; font-weight: 650; fill: var(--soft); text-anchor: end; }
.box { fill: var(--box); stroke: var(--line); stroke-width: 1.2; }
.writes { fill: var(--writes); stroke: var(--write); stroke-width: 1.2; }
.reads { fill: var(--reads); stroke: var(--read); stroke-width: 1.2; }
.name { font-weight: 650; text-anchor: middle; }
.note { font-size: 12.5px; fill: var(--soft); text-anchor: middle; }
.writes-note { fill: var(--write); } .reads-note { fill: var(--read); }
.arrow { fill: none; stroke: var(--line); stroke-width: 1.8; marker-end: url(#head); }
.head { fill: var(--line); }
.label { font-size: 12.5px; fill: var(--soft); }
"""


@dataclass(frozen=True)
class Box:
    """A thing in the picture; *kind* is ``box``, ``writes`` or ``reads``."""

    x: int
    y: int
    width: int
    height: int
    name: str
    notes: tuple[str, ...] = ()
    kind: str = "box"

    @property
    def middle(self) -> tuple[int, int]:
        """Its centre."""
        return self.x + self.width // 2, self.y + self.height // 2

    def svg(self) -> str:
        """The box, its name and its notes, centred."""
        x, y = self.middle
        top = y - 9 * len(self.notes) + 5
        shade = "" if self.kind == "box" else f" {self.kind}-note"
        notes = (
            f'<text class="note{shade}" x="{x}" y="{top + 18 * n}">{escape(note)}</text>'
            for n, note in enumerate(self.notes, 1)
        )
        frame = (
            f'<rect class="{self.kind}" x="{self.x}" y="{self.y}" width="{self.width}" height="{self.height}" rx="7"/>'
        )
        return "".join([frame, f'<text class="name" x="{x}" y="{top}">{escape(self.name)}</text>', *notes])


def band(x: int, y: int, width: int, height: int, name: str) -> str:
    """A lane: what runs in one place. Its name stands at its right."""
    frame = f'<rect class="band" x="{x}" y="{y}" width="{width}" height="{height}" rx="10"/>'
    return f'{frame}<text class="band-name" x="{x + width - 20}" y="{y + 25}">{escape(name)}</text>'


def right(one: Box, other: Box) -> str:
    """An arrow from the right edge of *one* to the left edge of *other*."""
    return f'<path class="arrow" d="M{one.x + one.width} {one.middle[1]}H{other.x - 3}"/>'


def path(steps: str, label: str = "", x: int = 0, y: int = 0) -> str:
    """An arrow along *steps*, in the language of SVG's paths, with a label at *x*, *y*."""
    text = f'<text class="label" x="{x}" y="{y}">{escape(label)}</text>' if label else ""
    return f'<path class="arrow" d="{steps}"/>{text}'


def row(y: int, height: int, xs: Iterable[int], width: int, named: Iterable[tuple[str, ...]], kind: str) -> list[Box]:
    """Boxes of one size beside each other."""
    return [Box(x, y, width, height, name, notes, kind) for x, (name, *notes) in zip(xs, named, strict=True)]  # type: ignore[arg-type]


COLUMNS = (44, 264, 484, 704, 924)
VISITS = Box(44, 62, 192, 62, "visits", ("address, why, when",))
SCHEDULE = Box(264, 62, 192, 62, "schedule", ("asks what is due",))
OUTLETS = Box(504, 62, 612, 62, "outlets and agencies", ("feeds, sitemaps, searches, pages; web archives",))
FETCH = row(208, 78, COLUMNS, 192, (
    ("spiders", "feed, sitemap, article,", "search, archives"),
    ("gate", "scheme, address, robots,", "pace, size, redirects"),
    ("fetch", "conditional; every", "attempt is kept"),
    ("ladder", "304, same bytes, same", "sight: nothing to read"),
    ("extract", "in processes that can", "be killed"),
), "box")  # fmt: skip
WRITE = row(388, 78, COLUMNS, 192, (
    ("judge", "an honest version,", "or held, and why"),
    ("clean", "what the outlet’s pages", "share is furniture"),
    ("keep", "a new revision,", "or nothing new"),
    ("compare", "typed edits to the", "revision before"),
    ("story", "join, wire, tree,", "who runs old text"),
), "writes")  # fmt: skip
ARCHIVE = Box(44, 520, 1072, 62, "the archive: one SQLite file", (
    "evidence (fetches, pages, decisions, notes) is append-only and sealed; all else is derived, and can be made anew",
), "writes")  # fmt: skip
READ = row(650, 50, COLUMNS, 192, (
    ("report", "HTML, Markdown, Atom ..."), ("query", "SQL, by name or your own"), ("serve", "Datasette"),
    ("alerts", "webhook, mail, Apprise"), ("export", "tables, texts, WARC"),
), "reads")  # fmt: skip


def picture() -> str:
    """The whole file."""
    head = '<marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    lanes = [
        band(24, 20, 452, 122, "wirediff watch, for months"),
        band(484, 20, 652, 122, "the web"),
        band(24, 166, 1112, 140, "a batch of visits: a child process with a deadline"),
        band(24, 346, 1112, 254, "the archivist: the only one who writes, one transaction a fetch"),
    ]
    arrows = [
        *(right(one, other) for boxes in (FETCH, WRITE) for one, other in pairwise(boxes)),
        path("M264 93H239"),
        path("M140 124V205", "due", 150, 158),
        path("M556 208V127", "conditional GET", 614, 158),
        path("M604 124V205"),
        path("M1020 286V326H140V385", "title, standfirst, byline, dates, paragraphs", 470, 320),
        *(path(f"M{box.middle[0]} 466V517") for box in WRITE),
        path("M44 551H12V93H41"),
        *(path(f"M{box.middle[0]} 582V647") for box in READ),
    ]
    again = '<text class="label" transform="translate(8 470) rotate(-90)">when to look again</text>'
    boxes = [SCHEDULE, VISITS, OUTLETS, *FETCH, *WRITE, ARCHIVE, *READ]
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{LEFT} 0 {WIDTH} {HEIGHT}" role="img" aria-label="{TITLE}">',
        f"<style>{STYLE}</style>",
        f'<defs>{head}<path class="head" d="M0 0L8 4L0 8Z"/></marker></defs>',
        f'<rect class="paper" x="{LEFT}" width="{WIDTH}" height="{HEIGHT}"/>',
        *lanes, *arrows, again, *(box.svg() for box in boxes),
        "</svg>\n",
    ])  # fmt: skip


if __name__ == "__main__":
    OUT.write_text(picture(), encoding="utf-8")

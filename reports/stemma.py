"""A family tree of versions as text, as an SVG file and as a graph for Graphviz. Values in, text out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from markupsafe import escape

from reports.inert import plain

ROW, STEP, LEFT = 44, 28, 16  # pixels: a version's height, a generation's indent, the margin
LEAST_STEP, DEEP = 8, 900  # a tree of many generations is indented less
LANE, LANES = 6, 8  # second parents run along the left edge, each in a lane of its own while there are some
NARROW, WIDE = 7.4, 13.5  # how wide a character is taken to be
LONGEST = 110  # characters of a headline
COLOURS = {
    "wire": "#0b5cad", "revision": "#5b6673", "copy": "#1b7f4b", "trimmed": "#8a6d00", "edited": "#b3541e",
    "rewritten": "#a3195b", "unknown": "#6b6b6b",
}  # fmt: skip
DARK = {
    "wire": "#7db8f5", "revision": "#a9b4c0", "copy": "#6fd3a0", "trimmed": "#e0c35c", "edited": "#f0a070",
    "rewritten": "#f08ab8", "unknown": "#a8a8a8",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Leaf:
    """One version of the tree. *key* and *parents* name leaves; *when* is a time as a reader says it."""

    key: str
    parents: tuple[str, ...]
    outlet: str
    revision: int
    url: str
    title: str
    when: str
    relation: str
    confidence: float
    rewritten: bool
    evidence: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Outlet and revision."""
        return f"{self.outlet} {self.revision}"

    @property
    def said(self) -> str:
        """Relation, confidence and whether it was reworded."""
        mark = ", reworded" if self.rewritten and self.relation != "rewritten" else ""
        return f"{self.relation} {self.confidence:.0%}{mark}"


def in_order(leaves: Sequence[Leaf]) -> Iterator[tuple[Leaf, int]]:
    """The leaves from the roots down, each followed by those that come from it, with its depth."""
    children: dict[str | None, list[Leaf]] = {}
    for leaf in leaves:
        children.setdefault(leaf.parents[0] if leaf.parents else None, []).append(leaf)
    stack = [(leaf, 0) for leaf in reversed(children.get(None, []))]
    while stack:
        leaf, depth = stack.pop()
        yield leaf, depth
        stack += [(child, depth + 1) for child in reversed(children.get(leaf.key, []))]


def dot(leaves: Sequence[Leaf], title: str) -> str:
    """The tree as a graph for Graphviz; a second parent's edge is dashed."""
    numbers = {leaf.key: number for number, leaf in enumerate(leaves)}
    lines = [f"digraph {_quoted(title)} {{", "  rankdir=LR;", "  node [shape=box, style=rounded];"]
    for leaf in leaves:
        label = f"{leaf.name}\n{leaf.title}\n{leaf.when}"
        colour = COLOURS.get(leaf.relation, "#777777")
        lines.append(
            f"  v{numbers[leaf.key]} [label={_quoted(label)}, URL={_quoted(leaf.url)}, color={_quoted(colour)}];"
        )
    for leaf in leaves:
        for place, parent in enumerate(leaf.parents):
            style = "dashed" if place else "solid"
            label = "also" if place else leaf.said
            lines.append(f"  v{numbers[parent]} -> v{numbers[leaf.key]} [label={_quoted(label)}, style={style}];")
    return "\n".join([*lines, "}", ""])


def _quoted(text: str) -> str:
    safe = plain(text, longest=300).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{safe}"'


def svg(leaves: Sequence[Leaf], title: str) -> str:
    """The tree as one SVG file that needs nothing else: a version a row, its children below it and to the right.

    It follows the reader's light or dark scheme. Second parents are dashed, beside the rows, so that no label is
    crossed.
    """
    rows = list(in_order(leaves))
    seconds = sum(max(0, len(leaf.parents) - 1) for leaf in leaves)
    left = LEFT + LANE * min(seconds, LANES)
    deepest = max((depth for _, depth in rows), default=0)
    step = max(LEAST_STEP, min(STEP, DEEP // (deepest + 1)))
    places = {leaf.key: (left + depth * step, (row + 1) * ROW) for row, (leaf, depth) in enumerate(rows)}
    names = {leaf.key: leaf.name for leaf in leaves}
    lines, marks, lane = [], [], 0
    for leaf, _ in rows:
        for number, parent in enumerate(leaf.parents):
            lines.append(_dashed(places[parent], places[leaf.key], lane) if number else _line(places, parent, leaf.key))
            lane += number > 0
        marks.append(_mark(leaf, names, *places[leaf.key]))
    longest = max((places[leaf.key][0] + _width(leaf, names) for leaf, _ in rows), default=0)
    width, height = round(longest + 2 * LEFT), (len(rows) + 1) * ROW
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="stemma" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="system-ui, sans-serif" font-size="13" role="img">'
    )
    ground = '<rect class="ground" width="100%" height="100%"/>'
    return "\n".join([head, f"<title>{_escaped(title)}</title>", _style(), ground, *lines, *marks, "</svg>", ""])


def _style() -> str:
    """The colours, light and dark."""
    light = _rules("#ffffff", "#14181d", "#9aa4af", COLOURS)
    dark = _rules("#14181d", "#e8ebee", "#5f6a75", DARK)
    return f"<style>{light} @media (prefers-color-scheme: dark) {{ {dark} }}</style>"


def _rules(ground: str, ink: str, line: str, colours: dict[str, str]) -> str:
    rules = [f".ground {{ fill: {ground} }}", f"text {{ fill: {ink} }}", f"path {{ fill: none; stroke: {line} }}"]
    rules += [f".{relation} {{ fill: {colour} }}" for relation, colour in colours.items()]
    return " ".join(f".stemma {rule}" for rule in rules)


def _line(places: dict[str, tuple[int, int]], parent: str, child: str) -> str:
    (x, y), (right, below) = places[parent], places[child]
    return f'<path d="M{x} {y} V{below} H{right}" stroke-width="1.6"/>'


def _dashed(start: tuple[int, int], end: tuple[int, int], lane: int) -> str:
    edge = LANE + LANE * (lane % LANES)
    return f'<path d="M{start[0]} {start[1]} H{edge} V{end[1]} H{end[0]}" stroke-width="1.2" stroke-dasharray="4 3"/>'


def _mark(leaf: Leaf, names: dict[str, str], x: int, y: int) -> str:
    kind = leaf.relation if leaf.relation in COLOURS else "unknown"
    why = "\n".join((leaf.url, *leaf.evidence))
    return (
        f'<g><title>{_escaped(why)}</title><circle class="{kind}" cx="{x}" cy="{y}" r="5"/>'
        f'<text x="{x + 12}" y="{y - 2}">{_escaped(_headline(leaf))}</text>'
        f'<text class="{kind}" x="{x + 12}" y="{y + 13}" font-size="11">{_escaped(_small(leaf, names))}</text></g>'
    )


def _headline(leaf: Leaf) -> str:
    title = f"{leaf.name}: {leaf.title}"
    return title if len(title) <= LONGEST else f"{title[:LONGEST].rsplit(' ', 1)[0]} …"


def _small(leaf: Leaf, names: dict[str, str]) -> str:
    """The line below the headline."""
    also = ", ".join(names[key] for key in leaf.parents[1:])
    return f"{leaf.said}, {leaf.when}" + (f"; also from {also}" if also else "")


def _width(leaf: Leaf, names: dict[str, str]) -> float:
    """How wide a label is taken to be, so that the picture is as wide as its longest."""
    return 12 + max(_pixels(_headline(leaf)), 0.86 * _pixels(_small(leaf, names)))


def _pixels(text: str) -> float:
    return sum(WIDE if east_asian_width(letter) in "WF" else NARROW for letter in text)


def _escaped(text: str) -> str:
    return str(escape(plain(text, longest=2_000)))

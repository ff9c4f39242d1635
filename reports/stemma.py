"""A family tree of versions as text, as an SVG file and as a graph for Graphviz. Values in, text out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import escape

from reports.inert import plain

ROW, STEP, LEFT, CHARACTER = 44, 28, 16, 7.2  # pixels
COLOURS = {
    "wire": "#0b5cad", "revision": "#5b6673", "copy": "#1b7f4b", "trimmed": "#8a6d00", "edited": "#b3541e",
    "rewritten": "#a3195b", "unknown": "#777777",
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
    """The tree as one SVG file that needs nothing else: a version a row, its children below it and to the right."""
    rows = [(leaf, depth, number) for number, (leaf, depth) in enumerate(in_order(leaves))]
    places = {leaf.key: (LEFT + depth * STEP, (number + 1) * ROW) for leaf, depth, number in rows}
    longest = max((depth * STEP + CHARACTER * len(_headline(leaf)) for leaf, depth, _ in rows), default=0)
    width, height = round(longest + 4 * LEFT), (len(rows) + 1) * ROW
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        'font-family="system-ui, sans-serif" font-size="13" role="img">',
        f"<title>{_escaped(title)}</title>",
        '<rect width="100%" height="100%" fill="#ffffff"/>',
    ]
    for leaf, _, _ in rows:
        parts += [_line(places[parent], places[leaf.key], place > 0) for place, parent in enumerate(leaf.parents)]
    for leaf, _, _ in rows:
        parts.append(_mark(leaf, *places[leaf.key]))
    return "\n".join([*parts, "</svg>", ""])


def _line(start: tuple[int, int], end: tuple[int, int], second: bool) -> str:
    dashes = ' stroke-dasharray="4 3"' if second else ""
    return (
        f'<path d="M{start[0]} {start[1]} V{end[1]} H{end[0]}" fill="none" stroke="#9aa4af" '
        f'stroke-width="{1.2 if second else 1.6}"{dashes}/>'
    )


def _mark(leaf: Leaf, x: int, y: int) -> str:
    colour = COLOURS.get(leaf.relation, "#777777")
    why, said = "\n".join((leaf.url, *leaf.evidence)), f"{leaf.said}, {leaf.when}"
    return (
        f'<g><title>{_escaped(why)}</title><circle cx="{x}" cy="{y}" r="5" fill="{colour}"/>'
        f'<text x="{x + 12}" y="{y - 2}">{_escaped(_headline(leaf))}</text>'
        f'<text x="{x + 12}" y="{y + 13}" font-size="11" fill="{colour}">{_escaped(said)}</text></g>'
    )


def _headline(leaf: Leaf) -> str:
    return f"{leaf.name}: {leaf.title}"[:120]


def _escaped(text: str) -> str:
    return str(escape(plain(text, longest=2_000)))

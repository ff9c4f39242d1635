"""A comparison as HTML: ``<ins>`` and ``<del>`` in running text, with words for those who see no colour.

Screen readers pass over ins and del by default, so hidden words say "added" and "removed"; sighted readers
get underline, strike and colour. Moved passages stand at both places and link to each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from comparison.compare import compare
from comparison.model import FIELDS, Comparison, Edit, Version
from reports.inert import LONGEST, shown
from reports.weave import Block, Run, blocks, weave

WORDS = {
    "removed": ("del", "", "removed: "),
    "added": ("ins", "", "added: "),
    "moved-from": ("del", "moved", "moved away: "),
    "moved-to": ("ins", "moved", "moved here: "),
}
FIELD_NAMES = {
    "title": "Headline",
    "standfirst": "Standfirst",
    "byline": "Byline",
    "credit": "Credit",
    "published": "Published",
}
HALF, MOSTLY = 0.6, 0.8  # shares of a headline's characters
BRIEF = 120  # code points of a removed passage that is told of elsewhere on the page
OPS = {
    "insert": "passage added",
    "delete": "passage removed",
    "move": "passage moved",
    "replace": "passage replaced",
    "split": "split",
    "merge": "merged",
}


class _Drawer:
    """Draws the runs of one comparison; remembers which edits have their anchor and their title already.

    *brief* shortens long removed passages, where the page shows the text that they come from elsewhere.
    """

    def __init__(self, comparison: Comparison, name: str, *, brief: bool = False) -> None:
        self.edits = comparison.edits
        self.name = name
        self.brief = brief
        self.anchored: set[str] = set()
        self.titled: set[int | None] = set()

    def run(self, run: Run) -> str:
        if run.mark == "same":
            return str(shown(run.text))
        tag, style, words = WORDS[run.mark]
        edit = self.edits[run.edit] if run.edit is not None else None
        title = "" if run.edit in self.titled else _title(edit)
        self.titled.add(run.edit)
        anchor = self._anchor(run)
        styles = " ".join(filter(None, (style, _minor(edit))))
        attributes = f"{_class(styles)}{anchor}{title}"
        longest = BRIEF if self.brief and tag == "del" else LONGEST
        plain = run.text.replace("\n\n", "¶").replace("\n", "¶") if run.joint else run.text
        text = shown(plain, changed=True, longest=longest)
        return (
            f'<{tag}{attributes}><span class="vh" dir="ltr">[{words}</span>{self._link(run) if anchor else ""}{text}'
            f'<span class="vh" dir="ltr">]</span></{tag}>'
        )

    def _anchor(self, run: Run) -> str:
        if not self.name or run.edit is None:
            return ""
        place = f"{self.name}-e{run.edit + 1}{'-from' if run.mark == 'moved-from' else ''}"
        if place in self.anchored:
            return ""
        self.anchored.add(place)
        return f' id="{place}"'

    def _link(self, run: Run) -> str:
        if not self.name or run.edit is None or not run.mark.startswith("moved"):
            return ""
        there, words = ("", "to") if run.mark == "moved-from" else ("-from", "from")
        target = f"{self.name}-e{run.edit + 1}{there}"
        return f'<a class="jump" href="#{target}" aria-label="moved {words} there">↕</a>'


def _class(styles: str) -> str:
    return f' class="{styles}"' if styles else ""


def _minor(edit: Edit | None) -> str:
    return "" if edit is None or edit.material else "minor"


def _title(edit: Edit | None) -> str:
    if edit is None:
        return ""
    said = ", ".join(edit.kinds) or edit.op
    return f' title="{escape(f"{said}: {edit.reason}" if edit.reason else said)}"'


def field_marks(comparison: Comparison, field: str, name: str = "") -> Markup:
    """One field (a headline, ...) as a running line with its edits."""
    draw = _Drawer(comparison, name)
    return Markup("".join(draw.run(run) for run in weave(comparison, field)))  # noqa: S704 - escaped by shown


def title_marks(reference: Version, version: Version) -> Markup:
    """A headline with the words that differ from the reference's; without marks where it is another headline."""
    both = compare(Version(title=reference.title), Version(title=version.title, lang=version.lang))
    if not _same_headline(both):
        return shown(version.title) + Markup(' <span class="badge">own headline</span>')
    return field_marks(both, "title")


def _same_headline(both: Comparison) -> bool:
    """Whether a reader would call one headline an edit of the other: half shared, or little cut out of it."""
    before, after = both.before.title or "", both.after.title or ""
    kept = sum(len(run.text) for run in weave(both, "title") if run.mark in ("same", "moved-to"))
    if kept >= HALF * (len(before) + len(after)) / 2:
        return True
    return kept >= MOSTLY * len(after) and len(both.edits) <= 3


def fields_marks(comparison: Comparison, name: str = "") -> list[tuple[str, Markup]]:
    """The changed fields other than the text: their names as a reader says them, and their marks."""
    changed = {edit.field for edit in comparison.edits}
    return [
        (FIELD_NAMES.get(field, field.title()), field_marks(comparison, field, name))
        for field in FIELDS
        if field != "text" and field in changed
    ]


def text_marks(
    comparison: Comparison, name: str = "", context: int = 1, *, full: bool = False, brief: bool = False
) -> Markup:
    """The changed paragraphs with *context* unchanged ones around them; *full* shows every paragraph."""
    draw = _Drawer(comparison, name, brief=brief)
    lang = comparison.after.lang or comparison.before.lang
    parts = []
    for piece in nearby(blocks(comparison), len(comparison.after.text) if full else context):
        if isinstance(piece, int):
            parts.append(f'<p class="skipped">{piece} paragraph{"s" if piece > 1 else ""} unchanged</p>')
        else:
            style = "" if piece.changed else ' class="context"'
            runs = "".join(draw.run(run) for run in piece.runs)
            parts.append(f'<p{style}{lang_attribute(lang)} dir="auto">{runs}</p>')
    return Markup("".join(parts))  # noqa: S704 - escaped by shown


def nearby(paragraphs: Sequence[Block], context: int) -> Iterator[Block | int]:
    """Changed paragraphs and their neighbours; a number stands for that many left out."""
    near = {
        place
        for number, block in enumerate(paragraphs)
        if block.changed
        for place in range(max(0, number - context), min(len(paragraphs), number + context + 1))
    }
    skipped = 0
    for number, block in enumerate(paragraphs):
        if number not in near:
            skipped += 1
            continue
        if skipped:
            yield skipped
            skipped = 0
        yield block
    if skipped:
        yield skipped


def lang_attribute(lang: str | None) -> str:
    """`` lang="…"`` where the language is known and well formed, so that readers aloud choose its voice."""
    return f' lang="{escape(lang)}"' if lang and lang.replace("-", "").isalnum() and lang.isascii() else ""


def kinds_of(comparison: Comparison, name: str = "") -> list[tuple[str, int, bool, str]]:
    """(kind, how often, material, link to the first) of a comparison's edits, the material ones first."""
    counts: Counter[tuple[str, bool]] = Counter()
    first: dict[tuple[str, bool], str] = {}
    for number, edit in enumerate(comparison.edits):
        for kind in edit.kinds or (OPS[edit.op],):
            counts[kind, edit.material] += 1
            first.setdefault((kind, edit.material), f"#{name}-e{number + 1}")
    ordered = sorted(counts.items(), key=lambda held: (not held[0][1], -held[1], held[0][0]))
    return [(kind, times, material, first[kind, material]) for (kind, material), times in ordered]

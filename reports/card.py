"""A card to pass on: the finding and the weightiest change as one SVG picture with its alternative text.

SVG breaks no lines, so they are broken here, by widths that are about those of common faces: a wide character (CJK)
counts as two. The picture needs nothing else and runs nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from markupsafe import escape

from reports.attention import Attention, Snippet, clip
from reports.brief import Brief, Report, brief_of
from reports.inert import plain
from reports.rows import SHORT
from reports.when import local

SUFFIX = ".svg"
WIDTH, HEIGHT, EDGE = 1200, 630, 64
SERIF = "Charter, 'Noto Serif', Georgia, 'Noto Serif CJK SC', serif"
SANS = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans CJK SC', sans-serif"
NEWLINE = "\n"
KICKER = ' letter-spacing="2.5" font-weight="650"'
BOLD = ' font-weight="650"'
STYLES = {
    "": "",
    "del": ' fill="#7a2e00" text-decoration="line-through"',
    "ins": ' fill="#0b3d66" text-decoration="underline" font-weight="650"',
}
LEAD, LONG = 70, 150  # code points of a passage's lead; of what went or came
PER_EM = 0.52  # the mean width of a letter
NO_BREAK_BEFORE = "，。、；：？！）」』”’…,.;:?!)"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a passage: *mark* is empty, ``del`` or ``ins``."""

    text: str
    mark: str = ""


def render(report: Report, *, safe: bool = False) -> str:
    """The whole file. *safe* shortens long passages."""
    head = brief_of(report)
    item = next((one for one in head.items if one.snippet), None)
    held = _short(item.snippet, SHORT if safe else LONG) if item and item.snippet else None
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fcfbf8"/><rect width="14" height="{HEIGHT}" fill="#7a2e00"/>',
        _text(EDGE, 78, 22, head.kind.upper(), family=SANS, fill="#5b5750", more=KICKER),
        *_lines(head.title, 140, 44, 2, more=' font-weight="600"'),
        *_lines(head.finding, 262 if _long(head.title, 44) else 206, 26, 3, fill="#3b3935"),
        *(_change(item, held) if item and held else ()),
        _text(EDGE, HEIGHT - 40, 19, _foot(head), family=SANS, fill="#5b5750"),
    ]
    alt = _safe(alternative(head, item, held), 1_500)
    names = f'<title id="t">{_safe(head.title, 300)}</title><desc id="d">{alt}</desc>'
    return NEWLINE.join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
            f'viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t d">{names}',
            *parts,
            "</svg>",
            "",
        ]
    )


def _short(held: Snippet, longest: int) -> Snippet:
    """The passage as the card has room for it."""
    lead = plain(held.lead)
    if len(lead) > LEAD:
        lead = "… " + lead[-LEAD:].partition(" ")[2]
    return replace(
        held, lead=lead, removed=clip(plain(held.removed), longest), added=clip(plain(held.added), longest),
        tail=plain(held.tail),
    )  # fmt: skip


def alternative(head: Brief, item: Attention | None, held: Snippet | None) -> str:
    """The picture in words, for those who do not see it."""
    said = f"{head.finding} {item.sentence if item else ''}".strip()
    if held and held.removed and held.added:
        said += f" “{held.removed}” became “{held.added}”."
    elif held:
        said += f" Added: “{held.added}”." if held.added else f" Removed: “{held.removed}”."
    return f"{said} As of {local(head.as_of, head.zone)}."


def _foot(head: Brief) -> str:
    page = next((held.page for article in head.articles for held in reversed(article.revisions) if held.page), None)
    first = f" · SHA-256 {page[:16]}…" if page else ""
    return f"wirediff · as of {local(head.as_of, head.zone)}{first}"


def _change(item: Attention, held: Snippet) -> Iterator[str]:
    """The box with the sentence and the passage, its changes struck and underlined."""
    yield f'<rect x="{EDGE}" y="336" width="{WIDTH - 2 * EDGE}" height="214" rx="8" fill="#fff" stroke="#dedad1"/>'
    for number, line in enumerate(_wrapped(item.sentence, 20, 2)):
        yield _text(EDGE + 24, 372 + 26 * number, 20, line, family=SANS, fill="#7a2e00", more=BOLD)
    for number, pieces in enumerate(_passage(held)):
        yield _drawn(pieces, 440 + 36 * number)


def _passage(held: Snippet, size: int = 25, most: int = 3) -> list[list[Piece]]:
    """The passage as lines of pieces; what does not fit is cut."""
    pieces = (Piece(held.lead), Piece(held.removed, "del"), Piece(held.added, "ins"), Piece(held.tail))
    room = (WIDTH - 2 * EDGE - 48) / (size * PER_EM)
    lines: list[list[Piece]] = [[]]
    used = 0.0
    for piece in pieces:
        for word in _words(piece.text):
            wide = _width(word)
            if used + wide > room and used:
                lines.append([])
                used = 0.0
            lines[-1].append(Piece(word, piece.mark))
            used += wide
    return lines[:most]


def _drawn(line: Iterable[Piece], y: int) -> str:
    merged: list[Piece] = []
    for piece in line:
        if merged and merged[-1].mark == piece.mark:
            merged[-1] = Piece(merged[-1].text + piece.text, piece.mark)
        else:
            merged.append(piece)
    spans = "".join(f"<tspan{STYLES[piece.mark]}>{_safe(piece.text, 900)}</tspan>" for piece in merged)
    right = _rightward("".join(piece.text for piece in merged))
    place = f'x="{WIDTH - EDGE - 24}" direction="rtl"' if right else f'x="{EDGE + 24}"'
    return (
        f'<text {place} y="{y}" font-size="25" font-family="{SERIF}" fill="#1d1c1a" xml:space="preserve">{spans}</text>'
    )


def _lines(text: str, y: int, size: int, most: int, *, fill: str = "#1d1c1a", more: str = "") -> Iterator[str]:
    for number, line in enumerate(_wrapped(text, size, most)):
        yield _text(EDGE, y + round(number * size * 1.25), size, line, fill=fill, more=more)


def _text(x: int, y: int, size: int, text: str, *, family: str = SERIF, fill: str = "#1d1c1a", more: str = "") -> str:
    place = f'x="{WIDTH - x}" direction="rtl"' if _rightward(text) else f'x="{x}"'
    return (
        f'<text {place} y="{y}" font-size="{size}" font-family="{family}" fill="{fill}"{more}>{_safe(text, 900)}</text>'
    )


def _long(text: str, size: int) -> bool:
    return len(list(_wrapped(text, size, 2))) > 1


def _wrapped(text: str, size: int, most: int) -> Iterator[str]:
    """The text in lines that fit the card; an ellipsis where it goes on after the last of them."""
    room = (WIDTH - 2 * EDGE) / (size * PER_EM)
    lines, used = [""], 0.0
    for word in _words(plain(" ".join(text.split()), longest=600)):
        wide = _width(word)
        if used + wide > room and used:
            lines.append("")
            used = 0.0
        lines[-1] += word
        used += wide
    cut = [line.rstrip() for line in lines[:most]]
    if len(lines) > most:
        cut[-1] = cut[-1][:-1].rstrip() + "…"
    yield from cut


def _words(text: str) -> Iterator[str]:
    """Pieces after which a line may end: words with their blank, wide characters one by one, long words in parts."""
    word = ""
    for character in text:
        wide = unicodedata.east_asian_width(character) in "WF"
        if word and ((wide and character not in NO_BREAK_BEFORE) or word.endswith(" ") or len(word) >= 40):
            yield word
            word = ""
        word += character
    if word:
        yield word


def _width(text: str) -> float:
    return sum(2.0 if unicodedata.east_asian_width(character) in "WF" else 1.0 for character in text)


def _rightward(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    strong = (unicodedata.bidirectional(character) for character in text)
    return next((kind in ("R", "AL") for kind in strong if kind in ("L", "R", "AL")), False)


def _safe(text: str, longest: int) -> str:
    return str(escape(plain(text, longest=longest)))

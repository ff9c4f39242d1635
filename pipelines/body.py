"""From trafilatura's answer to paragraphs: every bound kept that a reader sees, none invented.

Its plain text loses bounds (two line breaks in a row, paragraphs in a list item); its tree keeps them. Two <br> in a
row part paragraphs, one does where a sentence ends before it. A row of a table is a paragraph, its cells parted by
" | ".
"""

from __future__ import annotations

import re
from typing import Any

from lxml.html import HtmlElement

PARTING = "\U0010fffd"  # stands for two line breaks on the way through trafilatura; a character that no text has
_BLOCKS = frozenset({"p", "head", "item", "list", "quote", "code", "div", "table", "row", "cell", "body", "ab", "fw"})
_SENTENCE_END = re.compile(r"[.!?…:;。！？؟।][\"'”’»›)\]]*$")


def mark_breaks(tree: HtmlElement) -> None:
    """Mark every run of two or more <br> in *tree*, so that it survives as a bound."""
    for one in tree.iter("br"):
        following = one.getnext()
        if following is not None and following.tag == "br" and not (one.tail or "").strip():
            one.tail = PARTING


def unwrap_code(tree: HtmlElement) -> None:
    """Unwrap code that stands within a sentence (in place): the extractor takes all code for blocks."""
    for one in list(tree.iter("code", "kbd", "samp", "tt")):
        if all(up.tag != "pre" for up in one.iterancestors()):
            one.drop_tag()


def paragraphs(body: Any) -> list[str]:
    """The paragraphs of trafilatura's body element."""
    lines: list[str] = []
    current: list[str] = []
    _walk(body, current, lines)
    _flush(current, lines)
    return lines


def _walk(element: Any, current: list[str], lines: list[str]) -> None:
    """Collect text; a block begins and ends paragraphs."""
    for child in element:
        _open(child, current, lines)
        if child.tag == "row" and not _is_layout(child):
            current.append(_row(child))
        else:
            current.append(_text(child))
            _walk(child, current, lines)
        if child.tag in _BLOCKS:
            _flush(current, lines)
        current.append(_flat(child.tail or ""))
    if element.tag == "body" and element.text:
        lines[:0] = _parted(element.text)


def _open(child: Any, current: list[str], lines: list[str]) -> None:
    if child.tag in _BLOCKS:
        _flush(current, lines)
    elif child.tag == "lb":
        current.append("\n")


def _text(child: Any) -> str:
    """An element's own text; line breaks of preformatted text part paragraphs, those of others mean nothing."""
    text = child.text or ""
    return text if child.tag == "code" else _flat(text)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _is_layout(row: Any) -> bool:
    """Whether a row is there to place text on the page: one of its cells holds several blocks."""
    return any(sum(child.tag in _BLOCKS for child in cell) > 1 for cell in row)


def _row(row: Any) -> str:
    cells = (" ".join("".join(cell.itertext()).replace(PARTING, " ").split()) for cell in row)
    return " | ".join(cell for cell in cells if cell)


def _flush(current: list[str], lines: list[str]) -> None:
    lines += _parted("".join(current))
    current.clear()


def _parted(text: str) -> list[str]:
    """The paragraphs in a run of text with marks and single line breaks."""
    found = []
    for part in text.split(PARTING):
        pieces: list[str] = []
        for line in part.split("\n"):
            squeezed = " ".join(line.split())
            if pieces and squeezed and not _SENTENCE_END.search(pieces[-1]):
                pieces[-1] = f"{pieces[-1]} {squeezed}"
            elif squeezed:
                pieces.append(squeezed)
        found += pieces
    return found

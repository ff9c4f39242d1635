"""Where things stand in a TOML file.

tomllib gives values without lines, and an edit of the file has to keep every comment. So the text is cut into
statements (a table's header, or a key with its value), each with its first and last line. Only texts that
tomllib has accepted come here: the scanner need not judge them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

Path = tuple[str | int, ...]
TOKEN = re.compile(
    r'''"""(?:[^\\]|\\.)*?"{3,5}'''  # a text over several lines
    r"""|'''.*?'{3,5}"""
    r'''|"(?:[^"\\\n]|\\.)*"'''  # a text on one line
    r"""|'[^'\n]*'"""
    r"""|\#[^\n]*|[\[\]{}\n]|[^"'\#\[\]{}\n]+""",
    re.DOTALL,
)
_WORD = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_KEY = re.compile(rf"\s*({_WORD}(?:\s*\.\s*{_WORD})*)\s*=")


@dataclass(frozen=True, slots=True)
class Statement:
    """A header or a key with its value: *path* is ("outlet", 0, "id"), lines count from 1, both included."""

    path: Path
    first: int
    last: int
    header: bool


def statements(text: str) -> list[Statement]:
    """Every statement of *text*, in its order."""
    table: Path = ()
    seen: dict[Path, int] = {}
    found: list[Statement] = []
    for first, last, piece in _pieces(text.replace("\r\n", "\n")):
        if piece.startswith("["):
            table = _header(piece, seen)
            found.append(Statement(table, first, last, header=True))
        elif key := _KEY.match(piece):
            found.append(Statement((*table, *_words(key[1])), first, last, header=False))
    return found


def _pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """(first line, last line, text) of each statement; brackets and quotes keep a value together."""
    line, first, depth, piece = 1, 1, 0, ""
    for part in TOKEN.findall(text + "\n"):
        if part == "\n" and depth == 0:
            if piece.strip():
                yield first, line, piece.strip()
            piece, first = "", line + 1
        elif not part.startswith("#"):
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(part, 0)
            piece += part
        line += part.count("\n")


def _header(piece: str, seen: dict[Path, int]) -> Path:
    """The path of ``[a.b]``, or of the next entry of ``[[a]]``."""
    path = _placed(_words(piece.strip("[] \t")), seen)
    if not piece.startswith("[["):
        return path
    seen[path] = seen.get(path, -1) + 1
    return (*path, seen[path])


def _placed(words: tuple[str, ...], seen: dict[Path, int]) -> Path:
    """``[a.b]`` below ``[[a]]`` belongs to the latest entry of it."""
    path: Path = ()
    for word in words[:-1]:
        path = (*path, word)
        path = (*path, seen[path]) if path in seen else path
    return (*path, words[-1])


def _words(dotted: str) -> tuple[str, ...]:
    value: object = tomllib.loads(f"{dotted} = 0")
    words: list[str] = []
    while isinstance(value, dict):
        word, value = next(iter(value.items()))
        words.append(word)
    return tuple(words)


def lines(text: str) -> dict[Path, int]:
    """The line on which each path begins; a table that is only implied begins with its first key."""
    found: dict[Path, int] = {}
    for statement in statements(text):
        for length in range(1, len(statement.path) + 1):
            found.setdefault(statement.path[:length], statement.first)
    return found

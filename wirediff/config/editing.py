"""Changing a ``wirediff.toml`` as a careful hand would: one entry at a time, every other character kept.

Each function takes a text and returns the changed one; `save` checks that the result still is a configuration
and replaces the file in one step.
"""

from __future__ import annotations

import os
import re
import tempfile
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any

from wirediff.config import layout
from wirediff.config.errors import ConfigError, Mistake
from wirediff.config.reading import read_file
from wirediff.config.writing import toml


class NoSuchEntry(ConfigError):
    """The file has no entry of that id that could be edited."""


def append(text: str, entry: str) -> str:
    """*text* with an entry at its end, a blank line before it."""
    newline = _newline(text)
    body = text.rstrip(" \t\r\n")
    return (body + newline * 2 if body else "") + entry.replace("\n", newline)


def set_key(text: str, table: str, name: str, key: str, value: Any) -> str:
    """The entry *name* of *table* with ``key = value``; None takes the key away, with what stands behind it."""
    lines, newline = _lines(text), _newline(text)
    block = _block(text, table, name)
    old = next((s for s in block if s.path[-1] == key and not s.header), None)
    first, last = (old.first - 1, old.last) if old else (block[-1].last, block[-1].last)
    if value is None:
        lines[first:last] = []
        return "".join(lines)
    if not old and not lines[last - 1].endswith("\n"):
        lines[last - 1] += newline
    remark = _remark(lines[last - 1]) if old else ""
    lines[first:last] = [f"{key} = {toml(value)}{remark}".replace("\n", newline) + newline]
    return "".join(lines)


def add_to_list(text: str, table: str, name: str, key: str, value: Any) -> str:
    """The entry *name* of *table* with *value* at the end of the list *key*, comments within it kept."""
    old = next((s for s in _block(text, table, name) if s.path[-1] == key and not s.header), None)
    if not old:
        return set_key(text, table, name, key, [value])
    lines = _lines(text)
    written = "".join(lines[old.first - 1 : old.last])
    present = tomllib.loads(written)[key]
    if not isinstance(present, list):
        return set_key(text, table, name, key, [present, value])
    lines[old.first - 1 : old.last] = [_longer_list(written, toml(value))]
    return "".join(lines)


def _longer_list(written: str, value: str) -> str:
    """A list as it is written, with one value more before its closing bracket."""
    parts = [part for part in layout.TOKEN.finditer(written) if part[0].strip() and part[0][0] != "#"]
    end = max(number for number, part in enumerate(parts) if part[0] == "]")
    close, last = parts[end].start(), parts[end - 1]
    cut = last.start() + len(last[0].rstrip())
    comma = "" if last[0] == "[" or last[0].strip() == "," else ","
    start = written.rfind("\n", 0, close) + 1
    if start > cut:  # the bracket stands on a line of its own
        newline = _newline(written)
        return f"{written[:cut]}{comma}{written[cut:start]}    {value},{newline}{written[start:]}"
    blank = "" if last[0] == "[" else " "
    return f"{written[:cut]}{comma}{blank}{value}{written[cut:]}"


def remove(text: str, table: str, name: str) -> str:
    """*text* without the entry, the comments that stand directly above and below it, and one blank line."""
    lines = _lines(text)
    block = _block(text, table, name)
    first, last = block[0].first - 1, block[-1].last
    while first > 0 and lines[first - 1].lstrip().startswith("#"):
        first -= 1
    last += _own_comments(lines[last:])
    if last < len(lines) and not lines[last].strip():
        last += 1
    elif last >= len(lines) and first > 0 and not lines[first - 1].strip():
        first -= 1
    return "".join(lines[:first] + lines[last:])


def _own_comments(below: list[str]) -> int:
    """How many comment lines directly below an entry are its own: none where they lead to the next header."""
    count = next((n for n, line in enumerate(below) if not line.lstrip().startswith("#")), len(below))
    return 0 if count < len(below) and below[count].lstrip().startswith("[") else count


def _block(text: str, table: str, name: str) -> list[layout.Statement]:
    """The statements of an entry, its header first."""
    entries = tomllib.loads(text).get(table, [])
    number = next((n for n, entry in enumerate(entries) if entry.get("id") == name), None)
    found = [s for s in layout.statements(text) if number is not None and s.path[:2] == (table, number)]
    if not found:
        mend = f"write it as [[{table}]] in a table of its own to edit it here"
        raise NoSuchEntry(Mistake(table, 0, f"no [[{table}]] has the id {name}: {mend}"))
    return found


def _lines(text: str) -> list[str]:
    """The lines of *text* with their ends; TOML knows no other end than the line feed."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _remark(line: str) -> str:
    """The comment at the end of a line, with the blanks before it."""
    parts = layout.TOKEN.findall(line)
    remark = next((part for part in parts if part.startswith("#")), "")
    return f"  {remark.rstrip()}" if remark else ""


def save(path: Path, text: str) -> None:
    """Replace *path* by *text* in one step; ConfigError where it cannot be, or would be no configuration."""
    try:
        _replace(path, text)
    except OSError as error:
        message = f"cannot be written ({error.strerror}): check its folder's permissions"
        raise ConfigError(Mistake(str(path), 0, message)) from None


def _replace(path: Path, text: str) -> None:
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".new")
    new = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if mistakes := read_file(new).mistakes:
            raise ConfigError([Mistake(str(path), wrong.line, wrong.message) for wrong in mistakes])
        new.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        new.replace(target)
    finally:
        with suppress(FileNotFoundError):
            new.unlink()

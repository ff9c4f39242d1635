"""Values and examples as TOML: what ``wirediff init`` writes, and entries to append."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from wirediff.config.schema import HOSTS_HELP, SECTIONS, TABLES, Key, Section
from wirediff.config.units import write_duration

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
OPENING = """\
# wirediff.toml: what is watched, and how. A line that begins with # is a comment: take the # away to use it.
# `wirediff config check` names every mistake, `wirediff config show --origin` shows what is in force and why,
# `wirediff add https://harbor.example/` finds the feeds of a site and adds it below.
"""


def plain(value: Any) -> Any:
    """A value as JSON and a terminal show it: durations as "15m", paths as text, tuples as lists."""
    if isinstance(value, timedelta):
        return write_duration(value)
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return str(value) if isinstance(value, Path) else value


def flat(value: Any) -> str:
    """A value on one line of a terminal: lists parted by commas, true and false as they are written."""
    value = plain(value)
    if isinstance(value, list):
        return ", ".join(map(flat, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def toml(value: Any) -> str:
    """A value as TOML holds it; a list of several stands on lines of its own."""
    value = plain(value)
    if isinstance(value, list):
        parts = [toml(one) for one in value]
        if len(parts) < 2 or sum(map(len, parts)) < 80:
            return f"[{', '.join(parts)}]"
        return "[\n" + "".join(f"    {part},\n" for part in parts) + "]"
    if isinstance(value, bool | int):
        return json.dumps(value)
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def entry(table: str, values: Mapping[str, Any], above: str = "") -> str:
    """An entry ``[[table]]`` with its keys, *above* as comments over its header."""
    comments = [f"# {_CONTROL.sub(' ', line)}".rstrip() for line in above.splitlines()]
    keys = [f"{key} = {toml(value)}" for key, value in values.items()]
    return "\n".join([*comments, f"[[{table}]]", *keys]) + "\n"


def commented_file(contact: str = "") -> str:
    """The text of a new ``wirediff.toml``: every key with its meaning, its default or an example."""
    given = {"contact": contact} if contact else {}
    names = dict.fromkeys(section.name for section in SECTIONS)
    tables = [_settings(name, given) for name in names]
    return "\n".join([OPENING, *tables, _hosts(), *(_example(table) for table in TABLES)])


def _settings(name: str, given: Mapping[str, str]) -> str:
    sections = [section for section in SECTIONS if section.name == name]
    lines = [f"# {sections[0].help}", f"[{name}]"]
    for section in sections:
        for key in section.keys:
            line = f"{key.name} = {toml(given[key.name]) if key.name in given else default_text(section, key)}"
            lines += [f"# {key.help}", line if key.name in given else f"# {line}"]
    return "\n".join(lines) + "\n"


def default_text(section: Section, key: Key) -> str:
    """The default in TOML, or the example where the default is nothing or is what the example says."""
    default = section.default(key)
    unclear = default in ("", None) or key.read(_loads(key.example)) == default
    return key.example if unclear else toml(default)


def _loads(value: str) -> Any:
    import tomllib

    return tomllib.loads(f"value = {value}")["value"]


def _hosts() -> str:
    return f'# {HOSTS_HELP}\n# [network.hosts]\n# "harbor.example" = "127.0.0.1:8080"\n'


def _example(table: Section) -> str:
    lines = [f"# {table.help}", f"# [[{table.name}]]"]
    return "\n".join([*lines, *(f"# {key.name} = {key.example}  # {key.help}" for key in table.keys)]) + "\n"

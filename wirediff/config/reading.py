"""One file to what it says: each key's value with its line, or a mistake with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wirediff.config import layout
from wirediff.config.errors import ConfigError, Mend, Mistake, did_you_mean
from wirediff.config.readers import host, loopback
from wirediff.config.schema import SECTIONS, TABLES, Key, Section
from wirediff.config.values import Origin

TOP = tuple(dict.fromkeys((*(s.name for s in SECTIONS), "network", *(t.name for t in TABLES))))
Entry = dict[str, Origin]


@dataclass
class Source:
    """What one source says: *settings* by dotted name, *entries* by table, *hosts* by name, *mistakes*."""

    name: str
    path: Path | None = None
    settings: Entry = field(default_factory=dict)
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    hosts: Entry = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    lines: Mapping[layout.Path, int] = field(default_factory=dict)

    def line(self, *path: str | int) -> int:
        """The line of a path, or of the nearest thing around it; 0 in a source without lines."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)

    def wrong(self, message: str, *path: str | int) -> None:
        """Note a mistake at a path."""
        self.mistakes.append(Mistake(self.name, self.line(*path), message))

    def origin(self, value: Any, written: object, *path: str | int) -> Origin:
        """A value with its place; what is *written* is shown in its stead where it names a secret."""
        return Origin(value, f"{self.name}:{self.line(*path)}", written if "${" in str(written) else None)


def read_file(path: Path) -> Source:
    """Read a TOML file; mistakes of keys are collected, a file that is no TOML is a ConfigError."""
    text = read_text(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(_syntax(path, text, error)) from None
    source = Source(str(path), path, lines=layout.lines(text))
    for name, value in data.items():
        _read_table(source, name, value)
    return source


def read_text(path: Path) -> str:
    """The text of a configuration file (ConfigError where there is none)."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        message = "there is no such file: wirediff init writes one, --config names another"
    except UnicodeDecodeError as error:
        message = f"not UTF-8 (byte {error.start}): save it as UTF-8"
    except OSError as error:
        message = f"cannot be read ({error.strerror}): --config names another file"
    raise ConfigError(Mistake(str(path), 0, message))


def _syntax(path: Path, text: str, error: tomllib.TOMLDecodeError) -> Mistake:
    found = re.search(r"at line (\d+)", str(error))
    line = int(found[1]) if found else text.count("\n") + 1
    what = re.sub(r" \(at .*\)", "", str(error))
    return Mistake(str(path), line, f'no TOML: {what}: a line reads key = "text", in straight double quotes')


def _read_table(source: Source, name: str, value: object) -> None:
    table = next((table for table in TABLES if table.name == name), None)
    if name not in TOP:
        source.wrong(f"[{name}] is not known: {did_you_mean(name, TOP)}", name)
    elif table:
        _read_entries(source, table, value)
    elif not isinstance(value, dict):
        source.wrong(f"{name} is a table: write [{name}] on a line of its own, its keys below", name)
    elif name == "network":
        _read_network(source, value)
    else:
        keys = [key for section in SECTIONS if section.name == name for key in section.keys]
        found = _read_keys(source, keys, value, name)
        source.settings |= {f"{name}.{key}": origin for key, origin in found.items()}


def _read_entries(source: Source, table: Section, value: object) -> None:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        return source.wrong(f"write [[{table.name}]] in double brackets, once for each", table.name)
    source.entries[table.name] = [
        _read_keys(source, table.keys, entry, table.name, number) for number, entry in enumerate(value)
    ]
    return None


def _read_keys(source: Source, keys: Sequence[Key], values: Mapping[str, object], *path: str | int) -> Entry:
    """Read the keys of one table at *path*; unknown, wrong and missing ones become mistakes."""
    known = {key.name: key for key in keys}
    title = f"[[{path[0]}]]" if len(path) > 1 else f"[{path[0]}]"
    found: Entry = {}
    for name, value in values.items():
        if name not in known:
            source.wrong(f"{name} is not known in {title}: {did_you_mean(name, list(known))}", *path, name)
            continue
        try:
            found[name] = source.origin(known[name].read(value), value, *path, name)
        except Mend as mend:
            source.wrong(f"{name}: {mend}", *path, name)
    for key in keys:
        if key.required and key.name not in values:
            source.wrong(f"{title} needs {key.name}: write {key.name} = {key.example}", *path)
    return found


def _read_network(source: Source, value: Mapping[str, object]) -> None:
    for name in value:
        if name != "hosts":
            source.wrong(f"{name} is not known in [network]: did you mean hosts?", "network", name)
    hosts = value.get("hosts", {})
    if not isinstance(hosts, dict):
        return source.wrong("write [network.hosts] on a line of its own, its hosts below", "network", "hosts")
    for name, target in hosts.items():
        try:
            source.hosts[host(name)] = source.origin(loopback(target), target, "network", "hosts", name)
        except Mend as mend:
            quoted = f' (quote a name with dots: "{name}.example")' if isinstance(target, dict) else ""
            source.wrong(f"{name}: {mend}{quoted}", "network", "hosts", name)
    return None

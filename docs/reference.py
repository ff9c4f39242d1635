"""Writes the references in this folder from the code: configuration keys, commands, the archive's tables, JSON schemas.

``make docs`` runs it; ``tests/test_docs.py`` fails where a page is not what it would write. What stands between the
markers of a page is written here, everything else by hand.
"""

from __future__ import annotations

import json
import re
import runpy
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from sqlite_utils import Database

from storage.migrations import DERIVED, EVIDENCE, WORKING, migrations
from wirediff.cli import COMMANDS
from wirediff.config.schema import HOSTS_HELP, SECTIONS, TABLES, Section, variable
from wirediff.config.writing import default_text

HERE = Path(__file__).parent
MEANINGS: dict[str, str] = runpy.run_path(str(HERE / "meanings.py"))["MEANINGS"]
BEGIN, END = "<!-- written by reference.py: {} -->", "<!-- end of {} -->"


def configuration() -> str:
    """Every key of ``wirediff.toml``, by table."""
    names = dict.fromkeys(section.name for section in SECTIONS)
    parts = [_settings([section for section in SECTIONS if section.name == name]) for name in names]
    block = '<!-- run -->\n```toml\n[network.hosts]\n"harbor.example" = "127.0.0.1:8080"\n```\n'
    hosts = f"### `[network.hosts]`\n\n{HOSTS_HELP}\n\n{block}"
    return "\n".join([*parts, hosts, *map(_entries, TABLES)])


def _settings(sections: list[Section]) -> str:
    name, rows = sections[0].name, ["| key | default | environment | meaning |", "|---|---|---|---|"]
    for section in sections:
        for key in section.keys:
            default = "none" if section.default(key) == "" else f"`{default_text(section, key)}`"
            rows.append(f"| `{key.name}` | {default} | `{variable(f'{name}.{key.name}')}` | {key.help} |")
    return f"### `[{name}]`\n\n{sections[0].help}\n\n" + "\n".join(rows) + "\n"


def _entries(table: Section) -> str:
    rows = ["| key | example | meaning |", "|---|---|---|"]
    for key in table.keys:
        meaning = f"{key.help}; must be there" if key.required else key.help
        rows.append(f"| `{key.name}` | `{key.example}` | {meaning} |")
    return f"### `[[{table.name}]]`\n\n{table.help} Once for each.\n\n" + "\n".join(rows) + "\n"


def commands() -> str:
    """What ``--help`` says of every command."""
    return "\n".join(f"## `{title}`\n\n```text\n{text}\n```\n" for title, text in _helps())


def _helps() -> Iterator[tuple[str, str]]:
    for name in COMMANDS:
        yield from _help(import_module(f"wirediff.cli.{name}_").command, f"wirediff {name}")


def _help(command: click.Command, title: str) -> Iterator[tuple[str, str]]:
    settings = {"help_option_names": ["-h", "--help"], "terminal_width": 80}
    yield title, command.get_help(click.Context(command, info_name=title, **settings)).rstrip()  # type: ignore[arg-type]
    if isinstance(command, click.Group):
        for name, sub in command.commands.items():
            yield from _help(sub, f"{title} {name}")


def tables() -> str:
    """Every table and view of the archive with its columns."""
    db = Database(memory=True)
    migrations.apply(db)
    groups = {"Evidence, never rewritten": EVIDENCE, "Derived from it": DERIVED, "At work": WORKING}
    parts = [_columns(db, f"{title}:", names) for title, names in groups.items()]
    return "\n".join([*parts, _columns(db, "Views:", tuple(sorted(db.view_names())))])


def _columns(db: Database, title: str, names: tuple[str, ...]) -> str:
    rows = ["| name | a row is | columns |", "|---|---|---|"]
    for name in names:
        columns = [row["name"] for row in db.query("SELECT name FROM pragma_table_info(?)", [name])]
        rows.append(f"| `{name}` | {MEANINGS.get(name, '')} | {', '.join(columns)} |")
    return f"{title}\n\n" + "\n".join(rows) + "\n"


def schemas() -> str:
    """Every JSON schema with its keys."""
    return "\n".join(map(_schema, sorted((HERE / "schemas").glob("*.json"))))


def _schema(path: Path) -> str:
    schema = json.loads(path.read_text(encoding="utf-8"))
    rows = ["| key | type | always there |", "|---|---|---|"]
    for key, value in schema["properties"].items():
        rows.append(f"| `{key}` | {_type(value)} | {'yes' if key in schema['required'] else ''} |")
    link = f"[`{path.name}`](schemas/{path.name})"
    return f"### {schema['title']}\n\n{schema['description']} {link}\n\n" + "\n".join(rows) + "\n"


def _type(value: dict[str, Any]) -> str:
    """A key's type in words: what it may be, what its list holds."""
    if "anyOf" in value or "oneOf" in value:
        return " or ".join(_type(one) for one in value.get("anyOf") or value["oneOf"])
    named = value.get("type", "one of a list" if "enum" in value else "any")
    types = [named] if isinstance(named, str) else named
    items = f" of {_type(value['items'])}" if "type" in value.get("items", {}) else ""
    return " or ".join(types) + items


WRITTEN: dict[str, tuple[str, Callable[[], str]]] = {
    "configuration": ("configuration.md", configuration),
    "commands": ("commands.md", commands),
    "tables": ("archive.md", tables),
    "schemas": ("schemas.md", schemas),
}


def page(name: str) -> tuple[Path, str]:
    """The page of a reference as it should be: its path and its text."""
    file, make = WRITTEN[name]
    begin, end = BEGIN.format(name), END.format(name)
    path = HERE / file
    old = path.read_text(encoding="utf-8")
    block = f"{begin}\n\n{make()}\n{end}"
    return path, re.sub(f"{re.escape(begin)}.*{re.escape(end)}", lambda _: block, old, flags=re.DOTALL)


if __name__ == "__main__":
    for each in WRITTEN:
        target, text = page(each)
        target.write_text(text, encoding="utf-8")
    runpy.run_path(str(HERE / "architecture.py"), run_name="__main__")

"""From all sources to the configuration in force: flag, environment, nearest file, the user's, default."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import platformdirs

from wirediff.config.composing import compose
from wirediff.config.errors import ConfigError, Mend, Mistake, did_you_mean
from wirediff.config.reading import Source, read_file
from wirediff.config.schema import settings, variable
from wirediff.config.values import Config, Origin

NAME = "wirediff.toml"


def load(path: Path | None = None, overrides: Mapping[str, Any] | None = None) -> Config:
    """The configuration in force; ConfigError lists every mistake of every file.

    *path* is the file that a flag named (it must be there); without one, the file that ``WIREDIFF_CONFIG``
    names, or ``wirediff.toml`` in the working folder where there is one. The user's own file stands below it.
    *overrides* are flags by dotted name, ``{"crawl.pace": "1s"}``, with values as the file would hold them.
    """
    files = [read_file(file) for file in config_files(path)]
    sources = [_flags(overrides or {}), _environment(), *files]
    if mistakes := [mistake for source in sources for mistake in source.mistakes]:
        raise ConfigError(mistakes)
    return compose(_layered(sources), files[0].path if files else None)


def config_files(path: Path | None = None) -> list[Path]:
    """The files that apply, nearest first."""
    named = path or (Path(os.environ["WIREDIFF_CONFIG"]) if os.environ.get("WIREDIFF_CONFIG") else None)
    here, own = Path(NAME), user_file()
    nearest = named or (here if here.exists() else None)
    below = [own] if own.exists() and not (nearest and _same(nearest, own)) else []
    return [nearest, *below] if nearest else below


def _same(one: Path, other: Path) -> bool:
    return one.exists() and one.samefile(other)


def user_file() -> Path:
    """Where the user's own configuration stands, if there is one."""
    return platformdirs.user_config_path("wirediff") / NAME


def _flags(overrides: Mapping[str, Any]) -> Source:
    source, known = Source("flag"), settings()
    for name, value in overrides.items():
        if name not in known:
            source.wrong(f"{name} is no setting: {did_you_mean(name, list(known))}")
        elif value is not None:
            _set(source, name, str(value) if isinstance(value, Path) else value, "flag")
    return source


def _environment() -> Source:
    source = Source("environment")
    for name in settings():
        if value := os.environ.get(variable(name)):
            _set(source, name, value, variable(name))
    return source


def _set(source: Source, name: str, value: Any, origin: str) -> None:
    """One setting from outside a file, where a list is a text parted by commas."""
    section, key = settings()[name]
    if isinstance(value, str) and isinstance(section.default(key), tuple):
        value = [part.strip() for part in value.split(",") if part.strip()]
    try:
        source.settings[name] = Origin(key.read(value), origin)
    except Mend as mend:
        source.mistakes.append(Mistake(origin, 0, f"{name.partition('.')[2]}: {mend}"))


def _layered(sources: list[Source]) -> Source:
    """One source of all: settings key by key, entries of a table from the nearest file that has any."""
    whole = Source("all")
    for source in reversed(sources):
        for name, found in source.settings.items():
            whole.settings[name] = _anchored(source, name, found)
        whole.hosts |= source.hosts
        whole.entries |= source.entries
    return whole


def _anchored(source: Source, name: str, found: Origin) -> Origin:
    """A relative database path starts at the file that says it, elsewhere in the working folder."""
    if name != "project.database":
        return found
    value = Path(found.value).expanduser()
    return Origin(source.path.parent / value if source.path else value, found.source)

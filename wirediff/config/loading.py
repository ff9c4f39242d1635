"""From all sources to the one configuration in force: flag, environment, nearest file, the user's file, default."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import platformdirs

from crawler.outlets import FollowedStory, Outlet, Policy, Rhythm
from wirediff.config.errors import ConfigError, Mend, Mistake, did_you_mean
from wirediff.config.reading import Entry, Source, read_file
from wirediff.config.schema import ALERT, OUTLET, SECTIONS, STORY, Section, settings, variable
from wirediff.config.values import NEVER_IGNORED, Alert, Config, Materiality, Origin

NAME = "wirediff.toml"
T = TypeVar("T")


def load(path: Path | None = None, overrides: Mapping[str, Any] | None = None) -> Config:
    """The configuration in force; ConfigError lists every mistake of every file.

    *path* is the file that a flag named (it must be there); without one, ``WIREDIFF_CONFIG`` or ``wirediff.toml`` in
    the working folder, where there is one. Below it stands the user's own file. *overrides* are flags by dotted name:
    ``{"crawl.pace": "1s"}``, values as the file would hold them.
    """
    files = [read_file(file) for file in config_files(path)]
    sources = [_flags(overrides or {}), _environment(), *files]
    if mistakes := [mistake for source in sources for mistake in source.mistakes]:
        raise ConfigError(mistakes)
    found = _layered(sources)
    _check(found, files)
    return _compose(found, files)


def config_files(path: Path | None = None) -> list[Path]:
    """The files that apply, nearest first."""
    named = path or (Path(os.environ["WIREDIFF_CONFIG"]) if os.environ.get("WIREDIFF_CONFIG") else None)
    nearest = [named] if named else [here for here in [Path(NAME)] if here.exists()]
    own = user_file()
    return [
        *nearest,
        *([own] if own.exists() and not any(own.samefile(f) for f in nearest if f.exists()) else []),
    ]


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
    section, key = settings()[name]
    if isinstance(value, str) and isinstance(section.default(key), tuple):
        value = [part.strip() for part in value.split(",") if part.strip()]
    try:
        source.settings[name] = Origin(key.read(value), origin)
    except Mend as mend:
        source.mistakes.append(Mistake(f"{origin} ({name})" if origin == "flag" else origin, 0, str(mend)))


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
    if name != "project.database":
        return found
    value = Path(found.value).expanduser()
    return Origin(source.path.parent / value if source.path else value, found.source)


def _check(found: Source, files: list[Source]) -> None:
    """What only the whole can show: ids that stand twice, values that contradict each other."""
    mistakes = [*_doubles(found), *_contradictions(found)]
    if mistakes:
        order = {file.name: number for number, file in enumerate(files)}
        raise ConfigError(sorted(mistakes, key=lambda m: (order.get(m.where, -1), m.line)))


def _doubles(found: Source) -> Iterator[Mistake]:
    for table in (OUTLET, STORY):
        entries = found.entries.get(table.name, [])
        counted = Counter(entry["id"].value for entry in entries)
        seen: dict[str, Origin] = {}
        for entry in entries:
            first = seen.setdefault(entry["id"].value, entry["id"])
            if counted[first.value] > 1 and entry["id"] is not first:
                yield _mistake(
                    entry["id"], f'id: "{first.value}" stands already at {first.source}: choose another'
                )


def _contradictions(found: Source) -> Iterator[Mistake]:
    order = [
        (name, *_value(found, f"crawl.{name}"))
        for name in ("every", "slow_after", "days_after", "stop_after")
    ]
    for (less, short, short_at), (more, long, long_at) in pairwise(order):
        if short > long:
            place = long_at or short_at
            assert place, "defaults do not contradict each other"
            yield _mistake(place, f"crawl.{less} is longer than crawl.{more}: visits thin out with time")
    ignore, ignored_at = _value(found, "material.ignore")
    always, always_at = _value(found, "material.always")
    for kind in ignore:
        if kind in NEVER_IGNORED and ignored_at:
            yield _mistake(ignored_at, f"ignore: a changed {kind} is never hidden: take {kind} out")
        elif kind in always and (place := always_at or ignored_at):
            yield _mistake(place, f"{kind} is both in material.ignore and in material.always: keep one")


def _value(found: Source, name: str) -> tuple[Any, Origin | None]:
    section, key = settings()[name]
    origin = found.settings.get(name)
    return (origin.value if origin else section.default(key)), origin


def _mistake(origin: Origin, message: str) -> Mistake:
    where, _, line = origin.source.rpartition(":")
    return (
        Mistake(where, int(line), message)
        if where and line.isdecimal()
        else Mistake(origin.source, 0, message)
    )


def _compose(found: Source, files: list[Source]) -> Config:
    nearest = files[0].path if files else None
    database = _value(found, "project.database")[0]
    anchored = database if "project.database" in found.settings else (nearest or Path()).parent / database
    return Config(
        database=anchored,
        timezone=_value(found, "project.timezone")[0],
        policy=_fill(
            Policy, found, hosts=tuple(sorted((name, at.value) for name, at in found.hosts.items()))
        ),
        rhythm=_fill(Rhythm, found),
        material=_fill(Materiality, found),
        outlets=tuple(_entry(OUTLET, Outlet, entry) for entry in found.entries.get("outlet", [])),
        stories=tuple(_entry(STORY, FollowedStory, entry) for entry in found.entries.get("story", [])),
        alerts=tuple(_entry(ALERT, Alert, entry) for entry in found.entries.get("alert", [])),
        path=nearest,
        origins=MappingProxyType(_origins(found, anchored)),
    )


def _fill(kind: type[T], found: Source, **more: Any) -> T:
    names = [(s, key) for s in SECTIONS if s.fills is kind for key in s.keys]
    given = {key.fills: _value(found, f"{section.name}.{key.name}")[0] for section, key in names}
    return kind(**given, **more)


def _entry(table: Section, kind: type[T], entry: Entry) -> T:
    return kind(**{key.fills: entry[key.name].value for key in table.keys if key.name in entry})


def _origins(found: Source, database: Path) -> Entry:
    """Every setting, host and key of an entry by its dotted name, with the place that it comes from."""
    plain = {
        name: found.settings.get(name) or Origin(_value(found, name)[0], "default") for name in settings()
    }
    plain["project.database"] = Origin(database, plain["project.database"].source)
    hosts = {f"network.hosts.{name}": origin for name, origin in sorted(found.hosts.items())}
    entries = {
        f"{table}.{entry['id'].value if 'id' in entry else number}.{key}": origin
        for table, listed in found.entries.items()
        for number, entry in enumerate(listed, 1)
        for key, origin in entry.items()
    }
    return plain | hosts | entries


def present(value: Any) -> Any:
    """A value as JSON and the terminal show it."""
    from wirediff.config.units import write_duration

    if isinstance(value, timedelta):
        return write_duration(value)
    if isinstance(value, tuple):
        return [present(one) for one in value]
    return str(value) if isinstance(value, Path) else value

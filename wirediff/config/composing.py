"""From readings to the frozen `Config`, once what only the whole can show has been checked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from crawler.outlets import Policy, Rhythm
from wirediff.config.errors import ConfigError, Mistake
from wirediff.config.reading import Entry, Source
from wirediff.config.schema import ALERT, OUTLET, SECTIONS, STORY, Section, settings
from wirediff.config.values import NEVER_IGNORED, Config, Materiality, Origin

T = TypeVar("T")
THINNING = ("every", "slow_after", "days_after", "stop_after")


def compose(found: Source, nearest: Path | None) -> Config:
    """The configuration that *found* says (ConfigError where its parts contradict each other)."""
    if mistakes := [*_doubles(found), *_rhythm(found), *_material(found)]:
        raise ConfigError(sorted(mistakes, key=lambda mistake: mistake.line))
    hosts = tuple(sorted((name, origin.value) for name, origin in found.hosts.items()))
    database, given = _value(found, "project.database")
    anchored = database if given else (nearest.parent if nearest else Path()) / database
    return Config(
        database=anchored,
        timezone=_value(found, "project.timezone")[0],
        policy=_fill(Policy, found, hosts=hosts),
        rhythm=_fill(Rhythm, found),
        material=_fill(Materiality, found),
        outlets=_entries(OUTLET, found),
        stories=_entries(STORY, found),
        alerts=_entries(ALERT, found),
        path=nearest,
        origins=MappingProxyType(_origins(found, anchored)),
    )


def _value(found: Source, name: str) -> tuple[Any, Origin | None]:
    """A setting's value, and its origin where it is not the default."""
    section, key = settings()[name]
    origin = found.settings.get(name)
    return (origin.value if origin else section.default(key)), origin


def _fill(kind: type[T], found: Source, **more: Any) -> T:
    keys = [(section, key) for section in SECTIONS if section.fills is kind for key in section.keys]
    given = {key.fills: _value(found, f"{section.name}.{key.name}")[0] for section, key in keys}
    return kind(**given, **more)


def _entries(table: Section, found: Source) -> tuple[Any, ...]:
    fills = {key.name: key.fills for key in table.keys}
    entries = found.entries.get(table.name, [])
    return tuple(table.fills(**{fills[name]: at.value for name, at in entry.items()}) for entry in entries)


def _doubles(found: Source) -> Iterator[Mistake]:
    for table in (OUTLET, STORY):
        first: dict[str, Origin] = {}
        for entry in found.entries.get(table.name, []):
            name = entry["id"]
            if (before := first.setdefault(name.value, name)) is not name:
                yield _mistake(name, f'id: "{name.value}" stands already at {before.source}: choose another')


def _rhythm(found: Source) -> Iterator[Mistake]:
    order = [(name, *_value(found, f"crawl.{name}")) for name in THINNING]
    for (less, short, short_at), (more, long, long_at) in pairwise(order):
        if short > long and (place := long_at or short_at):
            yield _mistake(place, f"crawl.{less} is longer than crawl.{more}: visits thin out with time")


def _material(found: Source) -> Iterator[Mistake]:
    ignore, ignore_at = _value(found, "material.ignore")
    always, always_at = _value(found, "material.always")
    for kind in ignore:
        if kind in NEVER_IGNORED and ignore_at:
            yield _mistake(ignore_at, f"ignore: a changed {kind} is never hidden: take {kind} out")
        elif kind in always and (place := always_at or ignore_at):
            yield _mistake(place, f"{kind} is both in material.ignore and in material.always: keep one")


def _mistake(origin: Origin, message: str) -> Mistake:
    where, _, line = origin.source.rpartition(":")
    return Mistake(where, int(line), message) if line.isdecimal() else Mistake(origin.source, 0, message)


def _origins(found: Source, database: Path) -> Entry:
    """Every setting, host and key of an entry by its dotted name, with the place where its value is from."""
    plain = {name: found.settings.get(name) or Origin(_value(found, name)[0], "default") for name in settings()}
    plain["project.database"] = Origin(database, plain["project.database"].source)
    hosts = {f"network.hosts.{name}": origin for name, origin in sorted(found.hosts.items())}
    entries = {
        f"{table}.{entry['id'].value if 'id' in entry else number}.{key}": origin
        for table, listed in found.entries.items()
        for number, entry in enumerate(listed, 1)
        for key, origin in entry.items()
    }
    return plain | hosts | entries

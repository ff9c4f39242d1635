"""The outlet catalogue: who publishes news where, shipped with the package as one TOML file a country or group.

Each address names the source in which it was looked up (``sources.toml``) and counts as unverified until this
archive has fetched it once. To add a country, add a file; to add an outlet, add an entry.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from rapidfuzz import fuzz, process

NEAR = 80  # per cent of a name's letters that a misspelt word shares with it
SOURCES = "sources.toml"


@dataclass(frozen=True)
class Source:
    """Where a fact of the catalogue was looked up."""

    title: str
    url: str


@dataclass(frozen=True)
class Listed:
    """An address (of a feed or news sitemap) or an agency (of a membership), and where it was looked up."""

    what: str
    source: Source


@dataclass(frozen=True)
class Entry:
    """One outlet. *country* is its ISO 3166 code, empty for an agency; *looked_up* the day of all its facts."""

    id: str
    name: str
    home: str
    country: str
    place: str
    looked_up: date
    also: tuple[str, ...] = ()
    lang: str | None = None
    agency: str | None = None
    feeds: tuple[Listed, ...] = ()
    sitemaps: tuple[Listed, ...] = ()
    members: tuple[Listed, ...] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        """Its feeds and news sitemaps."""
        return tuple(listed.what for listed in (*self.feeds, *self.sitemaps))

    @property
    def names(self) -> tuple[str, ...]:
        """All that it goes by, in lower case: id, name, other names."""
        return tuple(dict.fromkeys(name.casefold() for name in (self.id, self.name, *self.also)))


@cache
def entries() -> tuple[Entry, ...]:
    """Every outlet of the catalogue, by id."""
    found = [entry for name in _files() if name != SOURCES for entry in _entries(_read(name))]
    return tuple(sorted(found, key=lambda entry: entry.id))


@cache
def sources() -> dict[str, Source]:
    """Every source of the catalogue by the key under which entries name it."""
    return {key: Source(**value) for key, value in _read(SOURCES).items()}


def called(word: str) -> Entry | None:
    """The one outlet that goes by *word*: its id, else the only one with that name.

    >>> called("AP").name, called("bbc").home, called("nobody-at-all")
    ('Associated Press', 'https://www.bbc.co.uk/', None)
    """
    word = word.strip().casefold()
    same = [entry for entry in entries() if word in entry.names]
    return next((entry for entry in same if entry.id == word), same[0] if len(same) == 1 else None)


def find(word: str) -> list[Entry]:
    """The outlets that *word* may mean, the closest first: by name, host, agency, country; misspelt ones last.

    >>> [entry.id for entry in find("le monde")], "orf" in [entry.id for entry in find("Austria")]
    (['lemonde'], True)
    """
    word = word.strip().casefold()
    if not word:
        return list(entries())
    ranked = [(rank, entry) for entry in entries() if (rank := _rank(entry, word)) is not None]
    return [entry for _, entry in sorted(ranked, key=lambda pair: (pair[0], pair[1].id))] or _near(word)


def _rank(entry: Entry, word: str) -> int | None:
    """How directly *word* names the outlet (0 is its own name), None where it does not."""
    tests = (
        word in entry.names,
        any(name.startswith(word) or f" {word}" in name for name in entry.names),
        "." in word and word in entry.home.casefold(),
        word in {entry.country.casefold(), entry.place.casefold(), *_agencies(entry)},
    )
    return next((rank for rank, holds in enumerate(tests) if holds), None)


def _agencies(entry: Entry) -> Iterable[str]:
    return (name.casefold() for name in (entry.agency or "", *(member.what for member in entry.members)))


def _near(word: str) -> list[Entry]:
    """Where nothing is named so: what a misspelling may have meant."""
    names = {name: entry for entry in entries() for name in entry.names}
    close = process.extract(word, names.keys(), scorer=fuzz.ratio, score_cutoff=NEAR, limit=3)
    return list(dict.fromkeys(names[name] for name, _, _ in close))


def _files() -> list[str]:
    return sorted(one.name for one in files("wirediff.catalogue").iterdir() if one.name.endswith(".toml"))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("wirediff.catalogue").joinpath(name).read_text(encoding="utf-8"))


def _entries(table: dict[str, Any]) -> list[Entry]:
    return [_entry(one, table) for one in table["outlet"]]


def _entry(one: dict[str, Any], table: dict[str, Any]) -> Entry:
    plain = {key: one[key] for key in ("id", "name", "home", "lang", "agency") if key in one}
    return Entry(
        **plain,
        country=table.get("country", ""),
        place=table["name"],
        looked_up=table["looked_up"],
        also=tuple(one.get("also", ())),
        feeds=_listed(one, "feeds", "url"),
        sitemaps=_listed(one, "news_sitemaps", "url"),
        members=_listed(one, "member_of", "agency"),
    )


def _listed(one: dict[str, Any], key: str, what: str) -> tuple[Listed, ...]:
    return tuple(Listed(each[what], sources()[each["source"]]) for each in one.get(key, ()))

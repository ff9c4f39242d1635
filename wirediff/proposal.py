"""From what was found at an address to the lines that ``wirediff.toml`` lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

from crawler.clock import now
from crawler.following import outlet_of
from crawler.outlets import FollowedStory
from wirediff.config import Config, ConfigError, Mistake
from wirediff.config.editing import add_to_list, append
from wirediff.config.errors import Mend
from wirediff.config.loading import NAME
from wirediff.config.readers import language
from wirediff.config.writing import entry, toml
from wirediff.discovery import Finding


@dataclass(frozen=True)
class Wish:
    """What the reader said of the entry; None leaves it to what was found."""

    outlet: str | None = None
    name: str | None = None
    story: str | None = None
    follow: str | None = None
    match: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """One change of the file: *shown* as TOML, *make* from the old text to the new one."""

    shown: str
    make: Callable[[str], str]


@dataclass(frozen=True)
class Proposal:
    """What would change in which file; *outlet* is the id of the outlet that it is about."""

    path: Path
    outlet: str
    changes: tuple[Change, ...]

    def text(self, before: str) -> str:
        """The file's new text."""
        return reduce(lambda text, change: change.make(text), self.changes, before)


def propose(config: Config, finding: Finding, wish: Wish) -> Proposal:
    """What *finding* adds to the configuration (ConfigError where the outlet stands there already)."""
    outlet = wish.outlet or outlet_of(finding.article or finding.home, config.outlets)
    known = config.outlet(outlet)
    path = config.path or Path(NAME)
    if known and not finding.article:
        where, line = _place(config, outlet)
        message = f"{finding.home} stands here already, as {outlet}: --id adds it once more"
        raise ConfigError(Mistake(where, line, message))
    if known:
        path = Path(_place(config, outlet)[0])
    changes = [*_outlet(config, finding, wish, outlet), *_story(config, finding, wish)]
    return Proposal(path, outlet, tuple(changes))


def _place(config: Config, outlet: str) -> tuple[str, int]:
    """The file and line of an outlet's id."""
    where, _, line = config.origins[f"outlet.{outlet}.id"].source.rpartition(":")
    return where, int(line)


def _outlet(config: Config, finding: Finding, wish: Wish, outlet: str) -> Iterator[Change]:
    known = config.outlet(outlet)
    by_hand = finding.article if not wish.story else None  # the dispatch of a story is visited as such
    if known is None:
        keys = _keys(finding, wish, outlet, by_hand) | ({"follow": "all"} if follows_all(config, finding, wish) else {})
        yield _appended("outlet", keys, _remark(finding))
    elif by_hand and by_hand not in known.articles:
        yield _joined("outlet", outlet, "articles", by_hand)


def follows_all(config: Config, finding: Finding, wish: Wish) -> bool:
    """Whether all that the outlet publishes is followed, for want of a story and of a word of the reader on it."""
    return not (wish.follow or config.stories or wish.story or finding.article)


def _keys(finding: Finding, wish: Wish, outlet: str, article: str | None) -> dict[str, Any]:
    keys = {
        "id": outlet,
        "name": wish.name or finding.name,
        "home": finding.home,
        "feeds": finding.feeds,
        "sitemaps": finding.sitemaps,
        "articles": (article,) if article else (),
        "lang": _language(finding.lang),
        "agency": finding.agency,
        "follow": wish.follow,
    }
    return {key: value for key, value in keys.items() if value}


def _language(lang: str | None) -> str | None:
    try:
        return language(lang)
    except Mend:
        return None


def _remark(finding: Finding) -> str:
    also = [f"also announced: {address}" for address in finding.also]
    return "\n".join([f"added on {now():%Y-%m-%d}", *filter(None, [finding.note]), *also])


def _story(config: Config, finding: Finding, wish: Wish) -> Iterator[Change]:
    if not (wish.story and finding.article):
        return
    known = followed(config, wish)
    if known is None:
        title = (finding.sample.extraction.title if finding.sample else None) or ""
        keys = {"id": wish.story, "name": title, "wire": (finding.article,), "match": wish.match}
        yield _appended("story", {key: value for key, value in keys.items() if value}, "")
        return
    if finding.article not in known.wire:
        yield _joined("story", known.id, "wire", finding.article)
    for words in wish.match:
        if words not in known.match:
            yield _joined("story", known.id, "match", words)


def followed(config: Config, wish: Wish) -> FollowedStory | None:
    """The story that the reader named, where it is followed already."""
    return next((story for story in config.stories if story.id == wish.story), None)


def _appended(table: str, keys: dict[str, Any], above: str) -> Change:
    written = entry(table, keys, above)
    return Change(written, lambda text: append(text, written))


def _joined(table: str, name: str, key: str, value: str) -> Change:
    shown = f"# [[{table}]] {name}\n{key} = [..., {toml(value)}]\n"
    return Change(shown, lambda text: add_to_list(text, table, name, key, value))

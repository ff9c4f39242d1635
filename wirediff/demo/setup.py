"""The demo's folder: its configuration, written so that every other command works on it afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from wirediff.demo import script
from wirediff.demo.timeline import Outlet

FIRST_LINE = "# Written by wirediff demo; it writes this folder anew whenever it runs."
ARCHIVE = "wirediff.db"
CONFIG = "wirediff.toml"
REPORT = "report.html"
SERVED = "served.jsonl"


class NotOurs(Exception):
    """The folder holds something that the demo did not write."""


def prepare(folder: Path, outlets: Iterable[Outlet], hosts: Mapping[str, str], *, every: str, whole: bool) -> Path:
    """Empty *folder* of an earlier demo's files and write its configuration; the path of that.

    *hosts* maps each outlet's host to where it is served, *every* is the time between two visits. *whole*: some
    outlets are followed whole, which asks for a clock near the articles' own times; else all by match words. NotOurs
    where the folder has an archive or a configuration of somebody else's.
    """
    claim(folder)
    config = folder / CONFIG
    for file in folder.glob(f"{ARCHIVE}*"):
        file.unlink()
    (folder / REPORT).unlink(missing_ok=True)
    config.write_text(configuration(outlets, hosts, every=every, whole=whole), "utf-8")
    return config


def claim(folder: Path) -> None:
    """Make *folder* where it is not there; NotOurs where it is somebody else's."""
    folder.mkdir(parents=True, exist_ok=True)
    if not _is_ours(folder):
        raise NotOurs(f"{folder} holds files that the demo did not write: name another folder, wirediff demo FOLDER")


def _is_ours(folder: Path) -> bool:
    config = folder / CONFIG
    if config.exists():
        return config.read_text("utf-8", errors="replace").startswith(FIRST_LINE)
    return not (folder / ARCHIVE).exists()


def configuration(outlets: Iterable[Outlet], hosts: Mapping[str, str], *, every: str, whole: bool) -> str:
    """The text of ``wirediff.toml``."""
    outlets = tuple(outlets)
    never = "40d" if whole else "9000d"  # by our own clock the articles are years old, and would be let alone
    wire = next(outlet for outlet in outlets if outlet.agency)
    lines = [
        FIRST_LINE,
        "# Invented outlets, served on this machine by wirediff demo at a simulated time.",
        *_table("[project]", database=ARCHIVE, contact="demo@wirediff.example"),
        *_table(
            "[crawl]", every=every, feeds_every=every, pace="0s", slow_after=never, days_after=never, stop_after=never,
        ),
        *_table(
            "[[story]]", id=script.STORY, name=script.STORY_NAME,
            wire=[wire.url(wire.articles[0].path)],
            match=list(script.MATCH if whole else script.MATCH + script.MATCH_ALL),
        ),
        *(line for outlet in outlets for line in _outlet(outlet, whole)),
        "",
        "[network.hosts]",
        *(f"{_value(host)} = {_value(address)}" for host, address in hosts.items()),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _outlet(outlet: Outlet, whole: bool) -> list[str]:
    source = "sitemaps" if outlet.feed == "news-sitemap" else "feeds"
    values: dict[str, object] = {"id": outlet.id, "name": outlet.name, "home": outlet.home}
    values[source] = [outlet.url(outlet.feed_path)]
    values |= {"lang": outlet.lang, "licence": outlet.licence, "follow": outlet.follow if whole else "stories"}
    return _table("[[outlet]]", **values, **({"agency": outlet.agency} if outlet.agency else {}))


def _table(head: str, **values: object) -> list[str]:
    return ["", head, *(f"{name} = {_value(value)}" for name, value in values.items())]


def _value(value: object) -> str:
    """A string or a list of strings in TOML, which reads JSON's."""
    return json.dumps(value, ensure_ascii=False)

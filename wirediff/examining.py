"""What `wirediff doctor` looks at: each check tells what it found, and where something is wrong, how to mend it."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from crawler.clock import now, parse, stamp
from crawler.reach import mapped_hosts
from crawler.render.browser import browser_of, is_sandboxed, trouble
from crawler.robots import rules_of
from storage import sqlite3
from storage.archive import SAFE_SQLITE, Archive, ArchiveError
from storage.robots import load
from storage.state import fetches, newest_answers, outlet_states
from wirediff import heartbeat, locks, room
from wirediff.config import Config

GOOD, ODD, BAD = "good", "odd", "bad"
SECONDS = 5.0  # for a name, or a connection
SKEW = timedelta(minutes=5)  # of this machine's clock against the outlets'
STALE = timedelta(days=2)


class Finding(NamedTuple):
    """What one check found: how good that is, what was looked at, what was seen, the mend ("" where none is needed)."""

    state: str
    what: str
    seen: str
    mend: str = ""


def examine(config: Config, path: Path, *, offline: bool = False) -> Iterator[Finding]:
    """Look at everything that a crawl needs; *offline* asks no name server and connects to nothing."""
    yield from _sqlite()
    yield _contact(config)
    yield from _browser(config)
    yield _disk(path)
    yield _watch(path)
    if not offline:
        yield from _hosts(config)
    yield from _archive(config, path)


def _sqlite() -> Iterator[Finding]:
    found = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info >= SAFE_SQLITE:
        yield Finding(GOOD, "SQLite", found)
    else:
        yield Finding(BAD, "SQLite", f"{found} can corrupt an archive", "pip install pysqlite3")


def _contact(config: Config) -> Finding:
    if config.policy.contact.strip():
        return Finding(GOOD, "contact", config.policy.contact)
    return Finding(BAD, "contact", "none: nothing is crawled", 'set contact = "you@newsroom.example" under [project]')


def _browser(config: Config) -> Iterator[Finding]:
    """Whether pages of outlets with ``render = true`` can be rendered."""
    if any(outlet.render for outlet in config.outlets):
        missing, _, mend = (trouble(config.outlets, config.policy) or "").partition(": ")
        found = str(browser_of(config.policy))
        if missing:
            yield Finding(BAD, "browser", missing, mend)
        elif not is_sandboxed():
            yield Finding(ODD, "browser", f"{found}, as root, without its sandbox", "crawl as an ordinary user")
        else:
            yield Finding(GOOD, "browser", found)


def _disk(path: Path) -> Finding:
    folder = path.resolve().parent
    if not folder.exists():
        return Finding(BAD, "disk", f"there is no folder {folder}", "make it, or name another database under [project]")
    usage = shutil.disk_usage(folder)
    seen = f"{usage.free / 2**30:.1f} of {usage.total / 2**30:.1f} GiB free"
    if room.is_scarce(usage.total, usage.free):
        return Finding(BAD, "disk", f"{seen}: nothing is fetched", "make room, or move the archive")
    return Finding(GOOD, "disk", seen)


def _watch(path: Path) -> Finding:
    """Who crawls, and whether a watch ended as it was told to."""
    if (holder := locks.holder(path, locks.SCHEDULE)) is not None:
        return Finding(GOOD, "crawl", holder)
    told = heartbeat.last(path)
    if told is None or told.get("state") == "ended":
        return Finding(GOOD, "crawl", f"nobody; the last watch ended by {told['ended_by']}" if told else "nobody")
    seen = f"the watch with process {told.get('pid')} died after {told.get('at')}"
    return Finding(BAD, "crawl", seen, "start it again: wirediff watch (as a service: wirediff unit)")


def _hosts(config: Config) -> Iterator[Finding]:
    """Mapped hosts answer, other names resolve."""
    mapped = mapped_hosts(config.policy)
    asked = {host for outlet in config.outlets for host in _names(outlet.feeds + outlet.sitemaps + (outlet.home,))}
    with ThreadPoolExecutor(8) as pool:
        yield from pool.map(lambda host: _mapped(host, mapped[host]), sorted(mapped))
        yield from pool.map(_resolves, sorted(asked - set(mapped)))


def _names(addresses: tuple[str, ...]) -> set[str]:
    return {host for address in addresses if address and (host := urlsplit(address).hostname)}


def _mapped(host: str, target: tuple[str, int]) -> Finding:
    try:
        socket.create_connection(target, SECONDS).close()
    except OSError as error:
        mend = "start its server, or take the host out of [network.hosts]"
        return Finding(BAD, f"host {host}", f"{target[0]}:{target[1]} does not answer ({error})", mend)
    return Finding(GOOD, f"host {host}", f"mapped to {target[0]}:{target[1]}, which answers")


def _resolves(host: str) -> Finding:
    try:
        found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        return Finding(BAD, f"host {host}", f"has no address ({error})", "check its spelling, and this machine's DNS")
    return Finding(GOOD, f"host {host}", str(found[0][4][0]))


def _archive(config: Config, path: Path) -> Iterator[Finding]:
    if not path.exists():
        yield Finding(GOOD, "archive", f"{path} is not there yet: the first crawl makes it")
        return
    try:
        with Archive(path, read_only=True) as archive:
            yield _opened(archive, path)
            yield _clock(archive)
            yield from _outlets(archive, config)
    except (ArchiveError, sqlite3.Error) as error:
        mend = "wirediff verify names what is damaged; wirediff restore puts a backup back"
        yield Finding(BAD, "archive", str(error), mend)


def _opened(archive: Archive, path: Path) -> Finding:
    size, log = path.stat().st_size, Path(f"{path}-wal")
    seen = f"{size / 2**20:.1f} MiB, {fetches(archive)} fetches"
    waiting = log.stat().st_size if log.exists() else 0
    if waiting > 64 * 2**20:
        mend = "a program reads it without an end: close what has the file open"
        return Finding(ODD, "archive", f"{seen}, a log of {waiting / 2**20:.0f} MiB", mend)
    return Finding(GOOD, "archive", seen)


def _clock(archive: Archive) -> Finding:
    """This machine's clock against what outlets said at the last fetches, and against the archive's newest fetch."""
    rows = newest_answers(archive, 20)
    newest = max((parse(row["fetched_at"]) for row in rows), default=None)
    if newest is not None and newest > now() + SKEW:
        mend = "set the clock: due times follow, and nothing is asked early"
        return Finding(BAD, "clock", f"{stamp(now())}, and the newest fetch is of {stamp(newest)}", mend)
    skews = sorted(skew for row in rows if (skew := _skew(row["fetched_at"], row["headers"])) is not None)
    skew = skews[len(skews) // 2] if skews else timedelta(0)
    if abs(skew) > SKEW:
        return Finding(ODD, "clock", f"{skew} away from what outlets say", "let a time server set it (timedatectl)")
    return Finding(GOOD, "clock", stamp(now().replace(microsecond=0)))


def _skew(fetched_at: str, headers: str) -> timedelta | None:
    try:
        said: datetime = parsedate_to_datetime(json.loads(headers)["date"])
        return said - parse(fetched_at)
    except (KeyError, ValueError, TypeError):
        return None


def _outlets(archive: Archive, config: Config) -> Iterator[Finding]:
    """Each configured outlet: what its robots.txt says of its sources, and when something last came of it."""
    states = {row["outlet"]: row for row in outlet_states(archive, stamp(now()), 0)}
    for outlet in config.outlets:
        sources = outlet.feeds + outlet.sitemaps
        yield from (found for address in sources if (found := _robots(archive, outlet.id, address)) is not None)
        yield _last(outlet.id, states.get(outlet.id, {}).get("last_fetch"), paused=outlet.paused)


def _robots(archive: Archive, outlet: str, address: str) -> Finding | None:
    parts = urlsplit(address)
    kept = load(archive, f"{parts.scheme}://{parts.netloc}")
    if kept is None:
        return None
    refusal = rules_of(kept, parse(kept.fetched_at)).refusal(address)
    what = f"outlet {outlet}"
    if refusal == "robots":
        return Finding(BAD, what, f"robots.txt forbids {address}", "ask the outlet, or name another feed")
    if refusal is not None:
        mend = "nothing is fetched there until it answers (RFC 9309); look at it in a browser"
        return Finding(ODD, what, f"its robots.txt cannot be had (status {kept.status})", mend)
    return Finding(GOOD, what, f"robots.txt allows {address}")


def _last(outlet: str, fetched_at: str | None, *, paused: bool) -> Finding:
    what = f"outlet {outlet}"
    if paused:
        return Finding(GOOD, what, "paused")
    if fetched_at is None:
        return Finding(ODD, what, "was never fetched", f"wirediff crawl --outlet {outlet}")
    if now() - parse(fetched_at) > STALE:
        return Finding(
            ODD, what, f"was last fetched at {fetched_at}", "wirediff status tells why; wirediff watch goes on"
        )
    return Finding(GOOD, what, f"was last fetched at {fetched_at}")

"""One small reader for each type of value that ``wirediff.toml`` may hold.

A reader takes what TOML gave (or the environment, as text) and returns the value, or raises `Mend` saying
what would be right. None of them touches the network or the disk. ``${NAME}`` is taken from the environment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from crawler import clock
from wirediff.config.errors import Mend, did_you_mean
from wirediff.config.secrets import fill_in, missing
from wirediff.config.units import duration, shown

Reader = Callable[[object], Any]
_ID = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_CONTACT = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|https?://\S+")
_DAILY = re.compile(r"daily ([01]\d|2[0-3]):[0-5]\d")


def text(value: object) -> str:
    """A text without the blanks around it."""
    found = secret(value)
    if absent := missing(found):
        raise Mend(f"the environment has no {absent[0]}: export {absent[0]}=...")
    return fill_in(found)


def secret(value: object) -> str:
    """A text whose ``${NAME}`` stay as they are until it is used."""
    if not isinstance(value, str) or not value.strip():
        raise Mend(f"{shown(value)} is not a text: put it into double quotes")
    return value.strip()


def filled(value: object) -> str:
    """A text that is not empty."""
    if not (found := text(value)):
        raise Mend("it is empty: write something, or leave the key out")
    return found


def flag(value: object) -> bool:
    """True or false."""
    if isinstance(value, bool):
        return value
    if value in ("true", "false", "1", "0") and isinstance(value, str):
        return value in ("true", "1")
    raise Mend(f"{shown(value)} is neither true nor false (without quotes)")


def count(value: object) -> int:
    """A whole number from 1."""
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise Mend(f"{shown(value)} is not a whole number from 1")
    return value


def some_time(value: object) -> timedelta:
    """A duration longer than nothing."""
    if not (length := duration(value)):
        raise Mend('it must be longer than nothing, such as "15m"')
    return length


def identifier(value: object) -> str:
    """A short name for files, tables and command lines."""
    if not _ID.fullmatch(found := text(value)):
        raise Mend(f"{shown(value)} is no id: write a to z, 0 to 9 and . _ - between, such as harbor-times")
    return found


def address(value: object) -> str:
    """An http or https address."""
    found = text(value)
    try:
        parts = urlsplit(found)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable or re.search(r"[\s\x00-\x1f\x7f]", found):
        raise Mend(f"{shown(value)} is no web address: it starts with https:// and holds no blanks")
    return found


def search(value: object) -> str:
    """A search feed's address with ``{query}`` in it, the word gdelt, or commoncrawl: and a host."""
    found = text(value)
    service, _, host = found.partition(":")
    if found == "gdelt" or (service == "commoncrawl" and _HOST.fullmatch(host)):
        return found
    if "{query}" not in found:
        raise Mend(f"{shown(value)} has no {{query}} where the words go; or write gdelt, or commoncrawl:harbor.example")
    address(found.replace("{query}", "words"))
    return found


def contact(value: object) -> str:
    """A mail address or a page where a site's owner can reach the reader."""
    found = text(value)
    if found and not _CONTACT.fullmatch(found):
        raise Mend(f"{shown(value)} is neither a mail address nor the address of a web page")
    return found


def timezone(value: object) -> str:
    """The name of a time zone."""
    found = filled(value)
    try:
        ZoneInfo(found)
    except (ValueError, OSError, KeyError):
        near = did_you_mean(found, sorted({"UTC", *available_timezones()}))
        mend = near if near.endswith("?") else "write one such as Europe/Vienna"
        raise Mend(f"{shown(value)} is no time zone: {mend}") from None
    return found


def moment(value: object) -> str:
    """A day or a time, as the archive stores it."""
    try:
        if isinstance(value, datetime):
            return clock.stamp(value if value.tzinfo else value.replace(tzinfo=UTC))
        if isinstance(value, date):
            return clock.stamp(datetime.combine(value, time(), UTC))
        return clock.stamp(clock.parse(text(value)))
    except (ValueError, OverflowError):
        raise Mend(f"{shown(value)} is no day: write it as 2026-08-31, without quotes") from None


def language(value: object) -> str:
    """A language code."""
    if not _LANGUAGE.fullmatch(found := text(value)):
        raise Mend(f'{shown(value)} is no language code: write one such as "en" or "zh-Hans"')
    return found


def host(name: str) -> str:
    """The name of a host, in lower case."""
    if not _HOST.fullmatch(found := name.strip().lower()):
        raise Mend(f"{shown(name)} is no host name: write the name alone, without https:// or a path")
    return found


def loopback(value: object) -> str:
    """``127.0.0.1:port``, where a named host is really reached."""
    found = text(value)
    try:
        parts = urlsplit(f"//{found}")
        usable = ip_address(parts.hostname or "").is_loopback and bool(parts.port) and not parts.path
    except ValueError:
        usable = False
    if not usable:
        raise Mend(f'{shown(value)} is no loopback address with a port: write "127.0.0.1:8080"')
    return found


def cadence(value: object) -> str:
    """When an alert goes out: now, hourly, or daily at a time of the configured zone."""
    found = text(value)
    if found not in ("now", "hourly") and not _DAILY.fullmatch(found):
        raise Mend(f'{shown(value)} is no cadence: write "now", "hourly" or "daily 08:00"')
    return found


def one_of(*words: str) -> Reader:
    """A reader that takes one of *words*."""

    def choice(value: object) -> str:
        if (found := text(value)) not in words:
            raise Mend(f"{shown(value)} is not known: {did_you_mean(found, words)}")
        return found

    return choice


def each(reader: Reader) -> Reader:
    """A reader that takes a list, or one value alone."""

    def several(value: object) -> tuple[Any, ...]:
        values: Sequence[object] = value if isinstance(value, list) else [value]
        found = tuple(reader(one) for one in values)
        if twice := next((one for one in found if found.count(one) > 1), None):
            raise Mend(f"{shown(twice)} stands there twice: take one away")
        return found

    return several

"""Durations ("15m") and sizes ("10 MiB"), read and written as a reader writes them."""

from __future__ import annotations

import re
from datetime import timedelta

from wirediff.config.errors import Mend

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
BYTES = {"B": 1, "kB": 10**3, "KB": 10**3, "MB": 10**6, "GB": 10**9, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
LONGEST = timedelta(days=36500)
_DURATION = re.compile(r"(?:[0-9]+(?:\.[0-9]+)?[smhdw])+")
_PART = re.compile(r"(\d+(?:\.\d+)?)([smhdw])")
_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([KMG]?i?B|kB)")


def duration(value: object) -> timedelta:
    """Read "90s", "15m", "6h", "3d", "1h30m"."""
    text = value.replace(" ", "") if isinstance(value, str) else ""
    if not _DURATION.fullmatch(text):
        raise Mend(f'{shown(value)} is no duration: write a number and s, m, h or d, such as "15m"')
    seconds = sum(float(number) * SECONDS[unit] for number, unit in _PART.findall(text))
    if seconds > LONGEST.total_seconds():
        raise Mend(f"{shown(value)} is longer than a century")
    return timedelta(seconds=seconds)


def write_duration(length: timedelta) -> str:
    """The shortest text that `duration` reads back as *length*."""
    seconds = length.total_seconds()
    for unit in ("d", "h", "m"):
        if seconds and seconds % SECONDS[unit] == 0:
            return f"{seconds // SECONDS[unit]:.0f}{unit}"
    return f"{seconds:.6f}".rstrip("0").rstrip(".") + "s"


def size(value: object) -> int:
    """Read a number of bytes: 10485760, "10 MB", "10 MiB"."""
    if isinstance(value, int) and not isinstance(value, bool):
        count = float(value)
    elif isinstance(value, str) and (found := _SIZE.fullmatch(value.strip())) and found[2] in BYTES:
        count = float(found[1]) * BYTES[found[2]]
    else:
        raise Mend(f'{shown(value)} is no size: write bytes, or a text such as "10 MiB"')
    if count < 1:
        raise Mend(f"{shown(value)} leaves no room for a page: write at least 1")
    return int(count)


def write_size(count: int) -> int | str:
    """A whole number of MiB where it is one, else bytes."""
    return f"{count // 2**20} MiB" if count % 2**20 == 0 else count


def shown(value: object) -> str:
    """A value as a message shows it: short, on one line."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."

"""changedetection.io: a data folder with a folder for each watch, its ``history.txt`` and snapshots.

A snapshot is the text that it made of the whole page, menus and all. It keeps pages too, but the last two only: read
for some versions and not for others, they would make edits of what was never edited.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import brotli

from crawler import clock
from crawler.items import Fetched
from pipelines.documents import DocumentError, Given, Place, Unread, fetched_from

SETTINGS = ("changedetection.json", "url-watches.json")  # of today, and of before 2026
WATCH, HISTORY = "watch.json", "history.txt"
LARGEST = 64 * 2**20


def is_one(path: Path) -> bool:
    """Whether *path* is such a data folder."""
    return path.is_dir() and any((path / name).is_file() for name in SETTINGS)


def places(path: Path, given: Given) -> Iterator[Place | Unread]:
    """The snapshots of all watches."""
    known = _watches(path)
    for folder in sorted(child for child in path.iterdir() if (child / HISTORY).is_file()):
        try:
            watch = known.get(folder.name) or json.loads((folder / WATCH).read_text("utf-8"))
            address = str(watch["url"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            yield Unread(str(folder), f"its watch cannot be read: {error}")
            continue
        yield from _snapshots(folder, address, given)


def _watches(path: Path) -> dict[str, Any]:
    """The watches of the older form, all in one file."""
    for name in SETTINGS:
        try:
            found = json.loads((path / name).read_text("utf-8")).get("watching")
        except (OSError, ValueError, AttributeError):
            continue
        if isinstance(found, dict):
            return found
    return {}


def _snapshots(folder: Path, address: str, given: Given) -> Iterator[Place | Unread]:
    lines = (folder / HISTORY).read_text("utf-8", "replace").splitlines()
    for number, line in enumerate(lines, 1):
        stamp, _, name = line.partition(",")
        try:
            when = clock.stamp(datetime.fromtimestamp(int(stamp), UTC))
        except (ValueError, OverflowError, OSError):
            yield Unread(f"{folder / HISTORY}:{number}", f"no time and name of a snapshot: {line[:80]!r}")
            continue
        text = folder / Path(name.strip()).name
        yield Place(when, folder, number, read=partial(_read, text, address, when, given.outlet))


def _read(text: Path, address: str, when: str, outlet: str | None) -> Fetched:
    """The text of a snapshot (DocumentError where it cannot be read)."""
    found = text if text.is_file() else text.with_name(f"{text.name}.br")
    try:
        body = _unpacked(found).decode("utf-8", "replace")
    except (OSError, brotli.error) as error:
        raise DocumentError(f"its snapshot {text.name} cannot be read: {error}") from error
    return fetched_from({
        "url": address, "fetched_at": when, "outlet": outlet or urlsplit(address).hostname or "unknown", "text": body,
    })  # fmt: skip


def _unpacked(path: Path) -> bytes:
    raw = path.read_bytes()
    body = bytes(brotli.decompress(raw)) if path.suffix == ".br" else raw
    if len(body) > LARGEST:
        raise DocumentError(f"{path.name} is larger than {LARGEST // 2**20} MiB")
    return body

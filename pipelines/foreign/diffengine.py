"""diffengine: an SQLite database with a row for each version of each entry of its feeds.

It kept what readability took of a page, as paragraphs, and the address of a capture at the Internet Archive.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from lxml import etree, html
from sqlite_utils.utils import sqlite3

from crawler import clock
from crawler.items import Fetched
from pipelines.documents import DocumentError, Given, Place, Unread, fetched_from

MAGIC = b"SQLite format 3\x00"
TABLES = {"entry", "entryversion"}
VERSIONS = "SELECT id, url, created FROM entryversion ORDER BY created, id"
VERSION = "SELECT title, url, summary, archive_url FROM entryversion WHERE id = ?"


def is_one(path: Path) -> bool:
    """Whether *path* is such a database."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            return False
    try:
        return {row[0] for row in _rows(path, "SELECT name FROM sqlite_master WHERE type = 'table'")} >= TABLES
    except sqlite3.Error:
        return False


def places(path: Path, given: Given) -> Iterator[Place | Unread]:
    """The versions of all entries."""
    try:
        rows = _rows(path, VERSIONS)
    except sqlite3.Error as error:
        yield Unread(str(path), f"it is damaged: {error}")
        return
    for number, url, created in rows:
        try:
            when = clock.stamp(clock.parse(str(created)))  # kept in UTC, without saying so
        except ValueError:
            yield Unread(f"{path}: version {number}", f"{created!r} is no time")
            continue
        if not str(url).startswith(("http://", "https://")):
            yield Unread(f"{path}: version {number}", f"{url!r} is no web address")
            continue
        yield Place(when, path, number, read=partial(_read, path, number, when, given.outlet))


def _read(path: Path, number: int, when: str, outlet: str | None) -> Fetched:
    try:
        ((title, url, summary, capture),) = _rows(path, VERSION, (number,))
    except (sqlite3.Error, ValueError) as error:
        raise DocumentError(f"version {number} cannot be read: {error}") from error
    paragraphs = _paragraphs(str(summary))
    if paragraphs[:1] == [str(title)]:
        del paragraphs[0]  # its heading lost its tags, not its words
    text = "\n\n".join(paragraphs) or str(summary)
    document = {"url": str(url), "fetched_at": when, "title": str(title), "text": text}
    fetched = fetched_from(document | ({"outlet": outlet} if outlet else {}))
    fetched.claims = {"memento": str(capture)} if capture else {}
    return fetched


def _paragraphs(summary: str) -> list[str]:
    """The texts of the paragraphs, and of what stands between them."""
    try:
        root = html.fragment_fromstring(summary, create_parent="div")
    except (etree.ParserError, ValueError):
        return []
    pieces = [root.text or "", *(piece for child in root for piece in (child.text_content(), child.tail or ""))]
    return [text for piece in pieces if (text := " ".join(piece.split()))]


def _rows(path: Path, sql: str, params: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Rows of the database, which is opened to read and left as it is."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        db.text_factory = lambda raw: raw.decode("utf-8", "replace")
        return list(db.execute(sql, params))

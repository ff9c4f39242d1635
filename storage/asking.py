"""Strangers' SQL, read-only: an authorizer that lets nothing but reading through.

``mode=ro`` alone is not read-only (ATTACH and VACUUM INTO make files), and no handler stops one long function call:
so whoever runs a query here does it in a process that can be killed, with `limit` set.
"""

from __future__ import annotations

import math
import resource
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlite_utils.utils import sqlite3

from storage.archive import Archive, ArchiveError
from storage.search import expression

MEMORY = 2**30
TOO_LARGE = "the query takes more than 1 GiB of memory: narrow it, or add a LIMIT"
READING = frozenset(
    getattr(sqlite3, name) for name in ("SQLITE_SELECT", "SQLITE_READ", "SQLITE_RECURSIVE") if hasattr(sqlite3, name)
) | {33}  # SQLITE_RECURSIVE, which older bindings do not name
READING_PRAGMAS = (
    "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list",
    "data_version", "database_list", "recursive_triggers",
)  # fmt: skip
ASKING_PRAGMAS = ("schema_version",)  # those that read without a value, and write with one
FORBIDDEN_FUNCTIONS = ("load_extension", "writefile", "readfile", "edit", "fts3_tokenizer")


class QueryRefused(ArchiveError):
    """The SQL does something else than read, or is no SQL; the message says what."""


class QueryTooLarge(ArchiveError):
    """The answer does not fit into the memory that a query may take."""


def limit(seconds: float) -> None:
    """Bound the memory of this process, and its processor time should nobody be left to kill it.

    For a child that does nothing else.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    processor = math.ceil(seconds + resource.getrusage(resource.RUSAGE_SELF).ru_utime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor + 1))


def read_only(conn: Any) -> None:
    """Let a connection do nothing but read from now on; ``wirediff_words`` makes a search of what a reader typed."""
    conn.create_function("wirediff_words", 1, _words, deterministic=True)
    conn.execute("PRAGMA query_only = ON")
    conn.set_authorizer(_authorize)


def _words(typed: object) -> str:
    """A search that cannot be malformed; no word finds nothing."""
    return expression(str(typed or "")) or '""'


def ask(
    path: Path, sql: str, values: Mapping[str, str] | None = None, ready: Callable[[], object] = lambda: None
) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    """The column names and the rows of one SELECT with its parameters' *values*; *ready* hears when it begins."""
    archive = Archive(path, read_only=True)
    conn = archive.db.conn
    read_only(conn)
    ready()
    try:
        cursor = conn.execute(sql, values or {})
    except MemoryError as error:
        raise QueryTooLarge(TOO_LARGE) from error
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise QueryRefused(_why(str(error))) from error
    if cursor.description is None:
        raise QueryRefused("that is no SELECT: the archive is only read here")
    return [column[0] for column in cursor.description], _rows(cursor)


def _rows(cursor: Any) -> Iterator[tuple[Any, ...]]:
    try:
        yield from cursor
    except MemoryError as error:
        raise QueryTooLarge(TOO_LARGE) from error
    except sqlite3.Error as error:
        raise QueryRefused(_why(str(error))) from error


def _why(error: str) -> str:
    if "not authorized" in error or "prohibited" in error:
        return f"{error}: the archive is only read here"
    return error


def _authorize(action: int, one: str | None, two: str | None, _database: str | None, _source: str | None) -> int:
    if action == sqlite3.SQLITE_FUNCTION:
        allowed = (two or "").lower() not in FORBIDDEN_FUNCTIONS
    elif action == sqlite3.SQLITE_PRAGMA:
        name = (one or "").lower()
        allowed = name in READING_PRAGMAS or (name in ASKING_PRAGMAS and two is None)
    else:
        allowed = action in READING
    return int(sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY)

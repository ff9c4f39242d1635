"""Seals: a hash over every row of evidence, so that a bit that flipped on the disk is found and named.

A seal covers all columns of its row but itself and, of a page, the compressed body, which the page's own name (the
SHA-256 of its bytes) vouches for however it is compressed. It is written with the row, in the same statement.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping
from typing import Any

NUMBERED = frozenset({"fetches", "requests", "decisions", "notes", "deliveries"})  # their row id is sealed with the row
REAL = frozenset({"seconds"})  # columns in which a strict table makes every number a float

_REQUIRED = object()
FIRST: dict[str, dict[str, Any]] = {  # columns and their defaults, in the order in which they are hashed
    "pages": {"hash": _REQUIRED, "media_type": "", "headers": "{}", "bytes": _REQUIRED},
    "fetches": {
        "id": _REQUIRED, "key": _REQUIRED, "fetched_at": _REQUIRED, "moment": _REQUIRED, "outlet": _REQUIRED,
        "kind": "article", "address": _REQUIRED, "final_address": _REQUIRED, "hops": "[]", "why": "", "claims": "{}",
        "status": None, "etag": None, "last_modified": None, "headers": "{}", "page": None, "body_hash": None,
        "bytes": None, "seconds": None, "truncated": 0, "refused": None, "error": None,
    },
    "decisions": {
        "id": _REQUIRED, "made_at": _REQUIRED, "kind": _REQUIRED, "subject": _REQUIRED, "detail": "{}", "who": "",
    },
    "notes": {"id": _REQUIRED, "made_at": _REQUIRED, "subject": _REQUIRED, "text": _REQUIRED, "who": ""},
    "deliveries": {
        "id": _REQUIRED, "key": _REQUIRED, "event": "", "attempt": 0, "sent_at": _REQUIRED, "target": _REQUIRED,
        "subject": _REQUIRED, "outcome": _REQUIRED, "detail": "",
    },
    "tombstones": {"hash": _REQUIRED, "made_at": _REQUIRED, "reason": _REQUIRED, "kind": "address"},
}  # fmt: skip
COVERED = FIRST | {"requests": {"id": _REQUIRED, "headers": _REQUIRED}}  # with the tables that came later
LATER = {"fetches": ("request", "request_values")}  # columns that came later: hashed with their names where not null


def sealed_columns(table: str) -> list[str]:
    """All columns of *table* that its seals cover; the first is its key."""
    return [*COVERED[table], *LATER.get(table, ())]


def seal(table: str, row: Mapping[str, Any]) -> str:
    """The seal of *row*: SHA-256, in hex, over the typed values of its covered columns.

    >>> row = {"id": 1, "made_at": "2026-03-01T12:00:00Z", "subject": "https://outlet.example/a", "text": "call them"}
    >>> seal("notes", row) == seal("notes", row | {"who": ""})
    True
    >>> seal("notes", row) == seal("notes", row | {"text": "call then"})
    False
    """
    made = hashlib.sha256(table.encode())
    for column, default in COVERED[table].items():
        value = row[column] if default is _REQUIRED else row.get(column, default)
        made.update(_typed(float(value) if column in REAL and value is not None else value))
    for column in LATER.get(table, ()):
        if (value := row.get(column)) is not None:
            made.update(_typed(column) + _typed(value))
    return made.hexdigest()


def _typed(value: Any) -> bytes:
    match value:
        case None:
            return b"n"
        case int():
            return b"i%d;" % value
        case float():
            return b"f" + struct.pack(">d", value)
        case str():
            text = value.encode("utf-8", "surrogateescape")
            return b"s%d;" % len(text) + text
        case bytes():
            return b"b%d;" % len(value) + value
        case _:
            raise TypeError(f"SQLite holds no {type(value).__name__}")

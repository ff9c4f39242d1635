"""Plain texts with a head: a file a revision, as `wirediff export texts` writes them and an import takes them back.

url: https://harbor.example/flood
first_seen: 2026-03-01T09:00:00Z
title: Flood barrier fails

The flood barrier at Merrow failed ...
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NAMES = ("url", "outlet", "first_seen", "title", "standfirst", "byline", "credit", "published", "lang")
NEEDED = {"url", "first_seen"}


def written(row: Mapping[str, Any]) -> str:
    """The text of a revision's row under its head."""
    head = [f"{name}: {' '.join(str(row[name]).split())}" for name in NAMES if row[name]]
    return "\n".join(head) + f"\n\n{row['text'] or ''}\n"


def read(text: str) -> dict[str, str] | None:
    """The document in a text that has such a head; None where it has none.

    >>> read("url: https://a.example/\\nfirst_seen: 2026-03-01T09:00:00Z\\n\\nOne.\\n\\nTwo.\\n")["text"]
    'One.\\n\\nTwo.'
    >>> read("url: the address\\n\\nOne.") is None
    True
    """
    head, _, body = text.replace("\r\n", "\n").partition("\n\n")
    parts = [line.partition(": ") for line in head.split("\n")]
    if not all(name in NAMES for name, _, _ in parts) or not {name for name, _, _ in parts} >= NEEDED:
        return None
    said = {name: value for name, _, value in parts}
    return {"fetched_at": said.pop("first_seen"), "text": body.rstrip("\n")} | said

"""Any search that answers with a feed, by the template of its address: ``{query}`` is where the words go.

An engine's terms are between it and whoever writes its address into the configuration; its robots.txt is obeyed.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from binascii import Error
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, quote_plus, urlsplit

from crawler.entries import Entry, Named
from crawler.feeds import read_feed
from crawler.searches.words import any_of

LEAST = timedelta(0)
PLACE = "{query}"
WRAPPED = ("url", "u", "q")
PACKED = re.compile(r"/articles/(CBMi[\w-]{8,2000})")  # Google News: the address is within, in an old form of theirs
WITHIN = re.compile(rb"https?://[\x21-\x7e]+")


def takes(template: str) -> bool:
    """Whether a configured search has a place for words."""
    return PLACE in template


def answers(base: str) -> bool:
    """Whether what came from *base* may be a feed."""
    return bool(base)


def addresses(template: str, match: Sequence[str]) -> list[str]:
    """The address to ask for a story's words; a plain address is itself.

    >>> addresses("https://search.example/rss?q={query}", ["Orla Quay", "harbour strike"])
    ['https://search.example/rss?q=%22Orla+Quay%22+OR+%22harbour+strike%22']
    """
    if not takes(template):
        return [template]
    return [template.replace(PLACE, quote_plus(any_of(match)))] if match else []


def read(body: bytes, base: str) -> Named:
    """The entries of the feed, an engine's own redirecting addresses unwrapped."""
    host = urlsplit(base).hostname or ""
    return Named(tuple(_unwrapped(found, host) for found in read_feed(body, base)))


def _unwrapped(found: Entry, host: str) -> Entry:
    try:
        parts = urlsplit(found.address)
    except ValueError:
        return found
    if parts.hostname != host:
        return found
    asked = parse_qs(parts.query)
    inner = next((asked[name][0] for name in WRAPPED if name in asked and "://" in asked[name][0]), None)
    inner = inner or _unpacked(parts.path)
    return replace(found, address=inner) if inner else found


def _unpacked(path: str) -> str | None:
    """The address in the base64 of a path."""
    packed = PACKED.search(path)
    try:
        raw = urlsafe_b64decode(packed[1] + "=" * (-len(packed[1]) % 4)) if packed else b""
    except (Error, ValueError):
        return None
    inner = WITHIN.search(raw)
    return inner[0].decode("ascii") if inner else None

"""Searches for copies at outlets that nobody listed: any search feed's address template, and GDELT's DOC API.

A template is an address with ``{query}`` in it, answered by RSS or Atom; ``gdelt`` stands for the DOC 2.0 API
in its JSON form (https://blog.gdeltproject.org/gdelt-doc-2-0-api-debuts/).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import parse_qs, quote_plus, urlencode, urlsplit

from crawler.entries import MOST, Entry, Unreadable, entry, newest
from crawler.feeds import read_feed

GDELT = "https://api.gdeltproject.org/api/v2/doc/doc"
TERMS = 8  # a search engine takes few words; the first match words are the best ones
WRAPPED = ("url", "u", "q")


def addresses(template: str, match: Sequence[str]) -> list[str]:
    """The addresses to ask for one story's match words: none where there is none; a plain address is itself.

    >>> addresses("https://search.example/rss?q={query}", ["Orla Quay", "harbour strike"])
    ['https://search.example/rss?q=%22Orla+Quay%22+OR+%22harbour+strike%22']
    """
    if template != "gdelt" and "{query}" not in template:
        return [template]
    if not match:
        return []
    query = " OR ".join(_term(word) for word in match[:TERMS])
    if template == "gdelt":
        return [_gdelt_address(f"({query})" if len(match) > 1 else query)]
    return [template.replace("{query}", quote_plus(query))]


def _term(word: str) -> str:
    word = word.replace('"', " ").strip()
    return f'"{word}"' if " " in word else word


def _gdelt_address(query: str) -> str:
    asked = {"query": query, "mode": "artlist", "format": "json", "maxrecords": "250", "timespan": "1d",
             "sort": "datedesc"}  # fmt: skip
    return f"{GDELT}?{urlencode(asked)}"


def read_search(body: bytes, base: str) -> list[Entry]:
    """The entries of a search's answer, redirecting addresses unwrapped; `Unreadable` where it is none."""
    if base.startswith(GDELT):
        return newest(_gdelt_entries(body, base))
    host = urlsplit(base).hostname or ""
    return [_unwrapped(found, host) for found in read_feed(body, base)]


def _gdelt_entries(body: bytes, base: str) -> list[Entry | None]:
    """``{"articles": [{"url", "title", "seendate": "20260102T030405Z"}]}``; mistakes come as plain text."""
    try:
        answer = json.loads(body.decode("utf-8", "replace") or "{}", strict=False)
    except (ValueError, RecursionError) as error:
        said = body[:200].decode("utf-8", "replace").strip()
        raise Unreadable(f"GDELT answered: {said}") from error
    articles = answer.get("articles", []) if isinstance(answer, dict) else []
    return [
        entry(found.get("url"), base, title=found.get("title"), published=found.get("seendate"))
        for found in articles[:MOST]
        if isinstance(found, dict)
    ]


def _unwrapped(found: Entry, host: str) -> Entry:
    """The address that a search engine's own redirect carries in its query."""
    try:
        parts = urlsplit(found.address)
    except ValueError:
        return found
    if parts.hostname != host:
        return found
    asked = parse_qs(parts.query)
    inner = next((asked[name][0] for name in WRAPPED if name in asked and "://" in asked[name][0]), None)
    return replace(found, address=inner) if inner else found

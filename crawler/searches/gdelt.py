"""GDELT's DOC 2.0 API in its JSON form: what newspapers of the world published in the last day.

https://blog.gdeltproject.org/gdelt-doc-2-0-api-debuts/
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlencode

from crawler.entries import MOST, Entry, Named, Unreadable, entry, newest
from crawler.searches.words import any_of

NAME = "gdelt"
LEAST = timedelta(minutes=15)  # between two answers that may differ: GDELT's own rhythm
API = "https://api.gdeltproject.org/api/v2/doc/doc"


def takes(template: str) -> bool:
    """Whether a configured search means GDELT."""
    return template == NAME


def addresses(_: str, match: Sequence[str]) -> list[str]:
    """The one question for a story's words."""
    query = any_of(match)
    asked = {"query": f"({query})" if len(match) > 1 else query, "mode": "artlist", "format": "json",
             "maxrecords": "250", "timespan": "1d", "sort": "datedesc"}  # fmt: skip
    return [f"{API}?{urlencode(asked)}"] if match else []


def answers(base: str) -> bool:
    """Whether what came from *base* is GDELT's answer."""
    return base.startswith(API)


def read(body: bytes, base: str) -> Named:
    """``{"articles": [{"url", "title", "seendate": "20260102T030405Z"}]}``; mistakes come as plain text."""
    try:
        answer = json.loads(body.decode("utf-8", "replace") or "{}", strict=False)
    except (ValueError, RecursionError) as error:
        said = body[:200].decode("utf-8", "replace").strip()
        raise Unreadable(f"GDELT answered: {said}") from error
    articles = answer.get("articles", []) if isinstance(answer, dict) else []
    if not isinstance(articles, list):
        raise Unreadable("GDELT answered with no list of articles")
    return Named(tuple(newest([_entry(found, base) for found in articles[:MOST]])))


def _entry(found: object, base: str) -> Entry | None:
    if not isinstance(found, dict):
        return None
    return entry(found.get("url"), base, title=found.get("title"), published=found.get("seendate"))

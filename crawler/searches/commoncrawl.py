"""Common Crawl's index as a search: pages of an outlet whose addresses hold a story's words, in the newest crawl.

``commoncrawl:harbor.example`` asks for the pages of that host and those below it. The index knows addresses, not texts,
and is made once a month: it finds copies at outlets without feeds, late. See `crawler.commoncrawl`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import quote, urldefrag, urlencode

from crawler.commoncrawl import COLLECTIONS, INDEX, read_collections, read_rows
from crawler.entries import MOST, Named, Unreadable, entry
from crawler.following import WORD, fold
from crawler.mementos import NoCaptures
from crawler.searches.words import TERMS

PREFIX = "commoncrawl:"
LEAST = timedelta(days=1)  # the index is a shared and small service, and changes once a month


def takes(template: str) -> bool:
    """Whether a configured search means Common Crawl."""
    return template.startswith(PREFIX)


def addresses(template: str, match: Sequence[str]) -> list[str]:
    """The list of crawls, with the question that is to be asked of the newest one as its fragment.

    >>> addresses("commoncrawl:harbor.example", ["Orla Quay"])[0].partition("&filter=~")[2]
    'url%3A.%2A%28%3Fi%3A%28%3F%3D.%2Aorla%29%28%3F%3D.%2Aquay%29%29&fl=url%2Ctimestamp&limit=2000'
    """
    terms = [term for word in match[:TERMS] if (term := _occurring(word))]
    asked = {
        "url": template.removeprefix(PREFIX), "matchType": "domain", "output": "json", "filter": "=status:200",
    }  # fmt: skip
    words = {"filter": f"~url:.*(?i:{'|'.join(terms)})", "fl": "url,timestamp", "limit": str(MOST)}
    return [f"{COLLECTIONS}#{urlencode(asked)}&{urlencode(words, safe='~')}"] if terms else []


def _occurring(term: str) -> str:
    """A pattern for an address in which all words of *term* occur; "" where they cannot be written in one."""
    words = WORD.findall(fold(term))
    return "".join(f"(?=.*{re.escape(quote(word))})" for word in words)


def answers(base: str) -> bool:
    """Whether what came from *base* is Common Crawl's answer."""
    return base.startswith(f"{INDEX}/")


def read(body: bytes, base: str) -> Named:
    """Of the list of crawls, what to ask the newest one; of that one's answer, the pages."""
    address, question = urldefrag(base)
    try:
        if address == COLLECTIONS:
            newest = read_collections(body)[0]
            return Named(children=((f"{newest.cdx}?{question}", None),))
        rows = read_rows(body)
    except NoCaptures as error:
        raise Unreadable(str(error)) from error
    return Named(tuple(found for row in rows[:MOST] if (found := entry(row.get("url"), base))))

"""Was the page's template changed? By the names that its mark-up gives to its parts, whatever the text.

A redesign shows fields that the old template hid, and hides what it showed: no edit of anybody's. It is told by two
things together: a field appears from nothing, or goes, and the mark-up of the two pages has little in common.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pipelines.arrival import Extraction
from pipelines.dom import plain

REDESIGNED = 0.4  # the share of names that two pages have in common, below which they are of different templates
LEAST_NAMES = 6  # of fewer nobody can say
_READ = 1 << 18  # bytes of a page that are looked at
_NAMED = re.compile(rb"<([a-zA-Z][\w-]*)\b[^>]*?\s(?:class|id)\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)')")
_TURNED = re.compile(rb"\d|^.{40,}$|^$")
FIELDS = ("standfirst", "byline", "credit", "published")
_ROLE_WORDS = """
    by staff reporter writer correspondent editor desk senior chief special contributor for the and in von par por
    redakteur redakteurin reporterin korrespondent korrespondentin journaliste redactor redactora
"""
_ROLES = frozenset(_ROLE_WORDS.split())
_DAY = 10  # characters of a date without its time


def names_of(body: bytes) -> frozenset[bytes]:
    """Element and class or id, for every part that has one; names with digits (counted, or made by machine) left out.

    >>> sorted(names_of(b'<p class="lead big"><b id=x1><i class="ad-77">'))
    [b'p.big', b'p.lead']
    """
    found = set[bytes]()
    for tag, one, other in _NAMED.findall(body[:_READ]):
        for name in (one or other).split():
            if not _TURNED.search(name):
                found.add(tag.lower() + b"." + name)
    return frozenset(found)


def redesigned(before: bytes, after: bytes) -> bool:
    """Whether two pages were made by different templates."""
    one, other = names_of(before), names_of(after)
    if min(len(one), len(other)) < LEAST_NAMES:
        return False
    return len(one & other) < REDESIGNED * len(one | other)


def differently_written(before: Mapping[str, Any], after: Extraction, outlet: str) -> list[str]:
    """Fields that say the same in another form: a byline with the same names, a date with or without its time.

    What a byline has more than the other may only be a role or the outlet's own name.
    """
    found, site = [], plain(outlet).replace(" ", "")
    if before["byline"] and after.byline and before["byline"] != after.byline:
        named = {
            word
            for word in set(plain(before["byline"]).split()) ^ set(plain(after.byline).split())
            if word not in _ROLES
        }
        found += ["byline"] if all(word in site for word in named) else []
    one, other = sorted((before["published"] or "", after.published or ""), key=len)
    if len(one) == _DAY < len(other) and other.startswith(one):
        found.append("published")
    return found

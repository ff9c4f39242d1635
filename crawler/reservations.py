"""What an origin reserves of text and data mining: ``/.well-known/tdmrep.json``. Pure.

After the TDM Reservation Protocol (W3C community group, https://www.w3.org/2022/tdmrep/): a list of rules, each with a
``location`` (a path as robots.txt has it, ``*`` and a last ``$`` included) and ``tdm-reservation``; the first rule that
fits an address holds. A file that cannot be read reserves nothing, as the protocol has it; what headers and pages say
counts besides.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import unquote, urlsplit

PATH = "/.well-known/tdmrep.json"
RESERVED = "tdm-reservation"  # the claim of a fetch whose origin reserved the address
FRESH = timedelta(hours=24)  # a good copy is not asked for again
MOST = 1000  # rules that are looked at
LONGEST = 2000  # characters of a location


@dataclass(frozen=True)
class Reservations:
    """The rules of one origin: location and whether it is reserved, in the file's order."""

    rules: tuple[tuple[str, bool], ...] = ()

    def hold(self, address: str) -> bool:
        """Whether *address* is reserved.

        >>> read('[{"location": "/a/*.html$", "tdm-reservation": 1}]').hold("https://outlet.example/a/b.html")
        True
        """
        if not self.rules:
            return False
        parts = urlsplit(address)
        path = unquote(parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return next((reserved for location, reserved in self.rules if _fits(location, path)), False)


def read(text: str) -> Reservations:
    """The rules that a tdmrep.json states."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return Reservations()
    rules = said if isinstance(said, list) else []
    found = [
        (str(rule["location"])[:LONGEST], str(rule.get("tdm-reservation")).strip() == "1")
        for rule in rules[:MOST]
        if isinstance(rule, dict) and "location" in rule
    ]
    return Reservations(tuple(found))


def _fits(location: str, path: str) -> bool:
    """Whether a pattern fits the beginning of *path* (all of it where it ends with ``$``), in one pass."""
    whole = location.endswith("$")
    first, *rest = unquote(location.removesuffix("$")).split("*")
    if not path.startswith(first):
        return False
    at, last = len(first), rest.pop() if whole and rest else None
    for piece in rest:
        if (found := path.find(piece, at)) < 0:
            return False
        at = found + len(piece)
    if not whole:
        return True
    return path[at:].endswith(last) if last is not None else at == len(path)

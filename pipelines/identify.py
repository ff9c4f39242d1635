"""Which article does a fetch belong to? By the address asked for, the one that answered, the page's own canonical link.

A canonical link is believed only where it looks like the address that answered: sites in error point every page at
their home or a section, and believing them would fold many articles into one. One that points to another site is
recorded (it is evidence of syndication), never merged.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import regex
from tldextract import TLDExtract

from crawler.addresses import address_key
from pipelines.arrival import Arrival
from pipelines.desk import Desk
from storage import derived

_site = TLDExtract(suffix_list_urls=(), cache_dir=None)  # the list that ships with it: no request, no file
_WORDS = regex.compile(r"[\p{L}\p{N}]+")


def identify(arrival: Arrival, desk: Desk) -> None:
    """Set ``arrival.article``: the one that its addresses are known under, else a new one, unread."""
    fetched = arrival.fetched
    for address in addresses_of(arrival):
        found = derived.find_article(desk.archive, fetched.outlet, address_key(address))
        if found is not None:
            arrival.article = found
            return
    arrival.article = derived.make_article(
        desk.archive, fetched.outlet, address_key(fetched.address), fetched.address, fetched.fetched_at
    )
    _note(arrival, desk, fetched.address, "requested")


def addresses_of(arrival: Arrival) -> list[str]:
    """The addresses that name the article, the one asked for first."""
    fetched = arrival.fetched
    found = [fetched.address]
    if arrival.extraction and not arrival.extraction.failure:
        found += [fetched.final_address, canonical_of(arrival)]
    return list(dict.fromkeys(found))


def canonical_of(arrival: Arrival) -> str:
    """The address that the article has now: its canonical link where that can be believed, else what answered."""
    final = arrival.fetched.final_address
    link = arrival.extraction.canonical if arrival.extraction else None
    return link if link and believable(link, final) else final


def believable(link: str, final: str) -> bool:
    """Whether a canonical *link* names the article that answered at *final*: same site, much the same path."""
    if site_of(link) != site_of(final):
        return False
    words, others = _path_words(link), _path_words(final)
    if not words or not others:
        return words == others
    return len(words & others) / min(len(words), len(others)) >= 0.5 and len(words & others) >= min(2, len(others))


def site_of(address: str) -> str:
    """The registrable domain of an address, or its host."""
    host = urlsplit(address).hostname or ""
    return _site(host).top_domain_under_public_suffix or host


def _path_words(address: str) -> set[str]:
    parts = urlsplit(address)
    return {word.lower() for word in _WORDS.findall(parts.path) if word.lower() not in ("html", "htm", "amp", "index")}


def register(arrival: Arrival, desk: Desk) -> list[int]:
    """Note every address of an honest page; the other articles that turned out to be this one."""
    fetched, others = arrival.fetched, list[int]()
    for address, via in (
        (fetched.address, "requested"), (fetched.final_address, "answered"), (canonical_of(arrival), "canonical")
    ):  # fmt: skip
        known = derived.find_article(desk.archive, fetched.outlet, address_key(address))
        if known is not None and known != arrival.article and known not in others:
            others.append(known)
        _note(arrival, desk, address, via)
    return others


def _note(arrival: Arrival, desk: Desk, address: str, via: str) -> None:
    assert arrival.article is not None
    fetched = arrival.fetched
    derived.keep_address(
        desk.archive, arrival.article, fetched.outlet, address_key(address), address, via, fetched.fetched_at
    )

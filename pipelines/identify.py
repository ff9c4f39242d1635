"""Which article does a fetch belong to? To the one of the address that was asked for, and of those that it leads to.

An honest page links the address asked for with the one that answered and with the page's own canonical link. Where the
linked address is another article's, the two are one, provided that their texts are akin: a page that leads elsewhere
is no reason to mix two articles. A canonical link is believed only where it looks like the address that answered:
sites in error point every page at their home or a section. One that points to another site is recorded (it is
evidence of syndication), never merged.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import regex

from comparison.model import Version
from crawler.addresses import address_key
from pipelines import judging
from pipelines.arrival import Arrival
from pipelines.desk import Desk
from pipelines.judge import STRANGER
from pipelines.kinship import kinship
from storage import derived
from storage.archive import Row

if TYPE_CHECKING:
    from tldextract import TLDExtract

_WORDS = regex.compile(r"[\p{L}\p{N}]+")
_KEPT, _TITLE, _TOPIC = 0.05, 0.5, 0.35  # of text, title, long words: with less of each, two texts are strangers


@cache
def _sites() -> TLDExtract:
    """Which part of a host is a site's, by the list that ships with the library: no request, no file."""
    from tldextract import TLDExtract  # loads an HTTP client

    return TLDExtract(suffix_list_urls=(), cache_dir=None)


def identify(arrival: Arrival, desk: Desk, ids: dict[str, int] | None = None) -> None:
    """Set ``arrival.article``: the one that the address asked for is known under, else a new one, unread.

    *ids* are row ids to take again, by the articles' keys: an article that is derived anew keeps its number.
    """
    fetched = arrival.fetched
    found = derived.find_article(desk.archive, fetched.outlet, address_key(fetched.address))
    if found is None:
        _make(arrival, desk, ids)
    else:
        arrival.article = found


def _make(arrival: Arrival, desk: Desk, ids: dict[str, int] | None = None) -> None:
    fetched = arrival.fetched
    key = address_key(fetched.address)
    number = (ids or {}).get(derived.article_key(fetched.outlet, key))
    arrival.article = derived.make_article(
        desk.archive, fetched.outlet, key, fetched.address, fetched.fetched_at, number
    )
    note(arrival, desk, fetched.address, "requested")


def link(arrival: Arrival, desk: Desk) -> None:
    """The stage: note every address of an honest page; name in ``arrival.united`` articles that are this one too."""
    assert arrival.verdict is not None
    if not arrival.settled and _is_borrowed(arrival, desk):
        derived.forget_address(desk.archive, arrival.fetched.outlet, address_key(arrival.fetched.address))
        _make(arrival, desk, arrival.ids)
        arrival.verdict = None
        judging.weigh(arrival, desk)
    if arrival.repeats is not None and arrival.verdict and arrival.verdict.outcome == "unchanged":
        _note_again(arrival, desk, arrival.repeats)
    if arrival.verdict is None or arrival.verdict.outcome is not None or arrival.extraction is None:
        return
    arrival.united = [] if arrival.settled else _others(arrival, desk)
    if not arrival.united:
        note(arrival, desk, arrival.fetched.address, "requested")
        for address, via in _leads_to(arrival):
            known = derived.find_article(desk.archive, arrival.fetched.outlet, address_key(address))
            if known in (None, arrival.article):
                note(arrival, desk, address, via)


def _note_again(arrival: Arrival, desk: Desk, look: Row) -> None:
    """Note the addresses of a page that shows again what *look* showed."""
    fetched = arrival.fetched
    link = look["canonical"]
    home = link if link and believable(link, fetched.final_address) else fetched.final_address
    for address, via in ((fetched.address, "requested"), (fetched.final_address, "answered"), (home, "canonical")):
        note(arrival, desk, address, via)


def _is_borrowed(arrival: Arrival, desk: Desk) -> bool:
    """Whether the address is the article's by a canonical link alone, and serves another article when asked for."""
    assert arrival.verdict is not None
    stranger = arrival.verdict.outcome == "held" and (arrival.verdict.reason or "").startswith(STRANGER)
    fetched = arrival.fetched
    return stranger and derived.address_via(desk.archive, fetched.outlet, address_key(fetched.address)) == "canonical"


def _others(arrival: Arrival, desk: Desk) -> list[int]:
    """Other articles under whose addresses this page answered, or which its canonical link names, of a like text."""
    found = list[int]()
    for address, _ in _leads_to(arrival):
        known = derived.find_article(desk.archive, arrival.fetched.outlet, address_key(address))
        if known is not None and known != arrival.article and known not in found and _akin(arrival, known, desk):
            found.append(known)
    return found


def _akin(arrival: Arrival, other: int, desk: Desk) -> bool:
    """Whether the page is of the *other* article as it was then: what came to stand there later tells nothing."""
    assert arrival.extraction is not None
    last = derived.last_revision(desk.archive, other, arrival.fetched.fetched_at)
    if last is None:
        return True
    now: Version = arrival.extraction.version()
    kin = kinship(derived.version_of(desk.archive, last["id"]), now)
    return kin.kept >= _KEPT or kin.title >= _TITLE or kin.topic >= _TOPIC


def _leads_to(arrival: Arrival) -> list[tuple[str, str]]:
    """The addresses that a page leads to, and how."""
    return [(arrival.fetched.final_address, "answered"), (canonical_of(arrival), "canonical")]


def canonical_of(arrival: Arrival) -> str:
    """The address that the article has now: its canonical link where that can be believed, else what answered."""
    return believed(arrival) or arrival.fetched.final_address


def believed(arrival: Arrival) -> str | None:
    """The page's canonical link, where it can be believed."""
    link = arrival.extraction.canonical if arrival.extraction else None
    return link if link and believable(link, arrival.fetched.final_address) else None


def present_address(arrival: Arrival, before: str) -> str:
    """Where the article is to be found: by the page's canonical link, a redirect, or as *before*.

    An alias that answers for itself, without a word about another address, does not move the article.
    """
    fetched = arrival.fetched
    if link := believed(arrival):
        return link
    return fetched.final_address if address_key(fetched.final_address) != address_key(fetched.address) else before


def believable(link: str, final: str) -> bool:
    """Whether a canonical *link* names the article that answered at *final*: same site, much the same path."""
    try:
        if site_of(link) != site_of(final):
            return False
    except ValueError:  # broken brackets
        return False
    words, others = _path_words(link), _path_words(final)
    if not words or not others:
        return words == others
    return len(words & others) / min(len(words), len(others)) >= 0.5 and len(words & others) >= min(2, len(others))


@lru_cache(maxsize=8192)
def site_of(address: str) -> str:
    """The registrable domain of an address, or its host."""
    host = urlsplit(address).hostname or ""
    return _sites()(host).top_domain_under_public_suffix or host


def _path_words(address: str) -> set[str]:
    parts = urlsplit(address)
    return {word.lower() for word in _WORDS.findall(parts.path) if word.lower() not in ("html", "htm", "amp", "index")}


def note(arrival: Arrival, desk: Desk, address: str, via: str) -> None:
    """Note that the article was seen under an address."""
    assert arrival.article is not None
    fetched = arrival.fetched
    derived.keep_address(
        desk.archive, arrival.article, fetched.outlet, address_key(address), address, via, fetched.fetched_at
    )

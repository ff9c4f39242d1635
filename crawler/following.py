"""Which of the addresses that feeds, sitemaps and searches name are worth a visit: pure.

An outlet is followed whole, or for stories: a story's match words in title, summary or the words of the
address, or one of its wire's own addresses. One entry of ``match`` is found where all of its words occur, in
any order; any one entry of ``match`` will do. In scripts that part no words by blanks it is found as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import unquote, urlsplit
from zlib import crc32

from crawler.addresses import address_key, host_key
from crawler.clock import stamp
from crawler.entries import Entry, believed
from crawler.outlets import FollowedStory, Outlet

WORD = re.compile(r"\w+")
UNPARTED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")
CHILDREN = 20  # sitemaps of one index that are looked at, the lately changed first
CHANGED = timedelta(days=3)  # a sitemap that says that it did not change since is hardly looked at
OLD = timedelta(days=7)  # an outlet followed whole is followed from now on: what is older is left alone


def fold(text: str) -> str:
    """*text* for matching: case, width and diacritics gone.

    >>> fold("Zürich ＡＢＣ")
    'zurich abc'
    """
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def story_of(found: Entry, stories: Iterable[FollowedStory], now: datetime) -> str | None:
    """The id of the first story that *found* seems to belong to."""
    text = fold(" ".join((found.title, found.summary, slug_words(found.address))))
    words = frozenset(WORD.findall(text))
    said = believed(found, now)
    for story in stories:
        if address_key(found.address) in _wire_keys(story):
            return story.id
        if story.since and said and said < datetime.fromisoformat(story.since).astimezone(said.tzinfo):
            continue
        if any(_occurs(term, text, words) for term in story.match):
            return story.id
    return None


def young(found: Entry, now: datetime, *, undated: bool) -> bool:
    """Whether *found* is new enough for an outlet followed whole; *undated* answers where it has no time."""
    said = believed(found, now)
    return undated if said is None else said >= now - OLD


def outlet_of(address: str, outlets: Iterable[Outlet]) -> str:
    """The outlet that *address* belongs to: a configured one with that host, else the host's own name."""
    host = host_key(address)
    for outlet in outlets:
        own = (outlet.home, *outlet.feeds, *outlet.sitemaps, *outlet.articles)
        if host and host in {host_key(one) for one in own}:
            return outlet.id
    return host or urlsplit(address).netloc or address


def chosen(index: str, children: Iterable[tuple[str, str | None]], now: datetime) -> list[str]:
    """The sitemaps of an *index* (address, claimed time of change) to look at now: those that changed lately.

    What they claim is a hint: in one hour of a day one of the others is looked at too, another one each day.
    """
    since = stamp(now - CHANGED)
    known = list(children)
    lately = [address for address, changed in known if not changed or changed >= since][:CHILDREN]
    others = [address for address, _ in known if address not in set(lately)]
    hours = int(now.timestamp()) // 3600
    if others and hours % 24 == crc32(index.encode()) % 24:
        lately.append(others[hours // 24 % len(others)])
    return lately


def slug_words(address: str) -> str:
    """The words of an address's path.

    >>> slug_words("https://outlet.example/2026/11/orla-quay_strike.html")
    '2026 11 orla quay strike html'
    """
    try:
        return " ".join(re.split(r"[\W_]+", unquote(urlsplit(address).path))).strip()
    except ValueError:
        return ""


def _occurs(term: str, text: str, words: frozenset[str]) -> bool:
    asked = fold(term).strip()
    if not asked:
        return False
    if UNPARTED.search(asked):
        return asked in text
    return all(word in words for word in WORD.findall(asked))


@lru_cache(maxsize=1024)
def _wire_keys(story: FollowedStory) -> frozenset[str]:
    return frozenset(map(address_key, story.wire))

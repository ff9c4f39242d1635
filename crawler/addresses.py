"""One key for all spellings of an address: what identity is asked by.

The key folds what never tells two articles of one outlet apart: scheme, default port, ``www.``, ``m.`` and
``amp.`` hosts, AMP forms, trackers, session numbers, the order of the query, the fragment, a trailing slash. It is no
address to fetch and none to show. Only parameters known to be trackers are taken away: many outlets put an
article's number into ``?cid=``, ``?source=`` or a bare ``?12345``, and two articles folded into one would
be worse than one seen twice, which its canonical link mends.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

MOBILE = ("www.", "m.", "mobile.", "amp.", "wap.")
TRACKER = re.compile(
    r"(utm_|at_|mc_|mkt_|pk_|piwik_|mtm_|matomo_|ga_|hsa_|itm_|oly_|vero_|ns_|_hs|cmpid$|cmp$|ito$|ocid$|xtor$|smid$|"
    r"fbclid$|gclid$|dclid$|msclkid$|twclid$|yclid$|igshid$|igsh$|wbraid$|gbraid$|gclsrc$|_ga$|_gl$|mibextid$|srnd$|"
    r"jsessionid$|phpsessid$|aspsessionid|sessid$|cfid$|cftoken$|oscsid$|zenid$|"
    r"partner$|ref_src$|ref_url$|taid$|guccounter$|guce_|wt_mc|__twitter_impression$|feature$|soc_src$|soc_trk$)",
    re.I,
)
AMP_QUERY = {
    ("amp", ""), ("amp", "1"), ("amp", "true"), ("outputtype", "amp"), ("output", "amp"), ("view", "amp"),
}  # fmt: skip
ROUNDS = 20  # nobody marks an address oftener, save to keep a crawler busy
SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.I)
AMP_PATH = re.compile(r"(?:/amp|(?<=[^/.])\.amp|/amp\.html|/index\.html?)$|(?<=\.)amp\.(?=html?$)", re.I)
AMP_CACHE = re.compile(
    r"^(?:[\w-]+\.cdn\.ampproject\.org/(?:[vci]/)?|(?:www\.)?google\.[a-z.]+/amp/)(s/)?"
    r"(?P<real>[\w.-]+\.[a-z]{2,}/.*)$",
    re.I,
)
PLAIN = re.compile(r"https?://([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?:/[\w~-][\w.~-]*)*/?)", re.ASCII)  # most are
AMP_HOST = re.compile(r"(?:^|\.)(?:google\.|ampproject\.org$)")


@lru_cache(maxsize=8192)
def address_key(address: str) -> str:
    """The key of *address*: ``host/path?query``; what is no http(s) address is its own key.

    >>> address_key("http://www.outlet.example:80/a/?utm_source=x#top") == address_key("https://m.outlet.example/a")
    True
    >>> address_key("https://outlet.example/story.php?b=2&a=1")
    'outlet.example/story.php?a=1&b=2'
    >>> address_key("https://outlet.example/news/story.amp.html")
    'outlet.example/news/story.html'
    """
    if (plain := PLAIN.fullmatch(address)) and not AMP_HOST.search(plain[1]):
        return _fold_plain(plain[1], plain[2] or "/")
    address = address.strip()
    if not address[:8].lower().startswith(("http://", "https://")):
        return address
    try:
        return _folded(_key(_out_of_amp_cache(address)))
    except ValueError:  # no host, a broken port, broken brackets
        return address


@lru_cache(maxsize=8192)
def host_key(address: str) -> str:
    """The folded host of *address*, "" where it has none.

    >>> host_key("https://www.outlet.example/a")
    'outlet.example'
    """
    try:
        return _fold_host(urlsplit(address).hostname or "")
    except ValueError:
        return ""


def _fold_plain(host: str, path: str) -> str:
    """As `_folded`, of parts in which nothing is escaped, spelled in capitals or to be resolved."""
    for _ in range(ROUNDS):
        again = _fold_host(host), _fold_path(path)
        if again == (host, path):
            break
        host, path = again
    return host + path


def _folded(key: str) -> str:
    """*key* folded until nothing is left to fold: what one fold uncovers is as good as what was there at first."""
    for _ in range(ROUNDS):
        again = _key(f"https://{key}")
        if again == key:
            break
        key = again
    return key


def _key(address: str) -> str:
    parts = urlsplit(canonicalize_url(_without_trackers(address)))
    if not parts.hostname:
        raise ValueError(address)
    port = "" if parts.port in {None, 80, 443} else f":{parts.port}"
    path = _fold_path(parts.path)
    return f"{_fold_host(parts.hostname)}{port}{path}{'?' + parts.query if parts.query else ''}"


def _without_trackers(address: str) -> str:
    parts = urlsplit(address)
    if not parts.query:
        return address
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(k, v) for k, v in pairs if not TRACKER.match(k) and (k.lower(), v.lower()) not in AMP_QUERY]
    if len(kept) == len(pairs):
        return address
    return urlunsplit(parts._replace(query=urlencode(kept)))


def _fold_host(host: str) -> str:
    """The host without what only says which device it is for; at least two labels are left."""
    host = host.lower().rstrip(".")
    for prefix in MOBILE:
        if host.startswith(prefix) and host.count(".") >= 2:
            host = host.removeprefix(prefix)
    return host


def _fold_path(path: str) -> str:
    path = SESSION.sub("", path).rstrip("/")
    return AMP_PATH.sub("", path).rstrip("/") or "/"


def _out_of_amp_cache(address: str) -> str:
    """The real address inside one of an AMP cache."""
    found = AMP_CACHE.match(address.split("://", 1)[1])
    return f"https://{unquote(found['real'])}" if found else address

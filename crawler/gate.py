"""One gate before any fetch: start, feed item, sitemap entry, redirect hop, robots.txt, search result.

`admit` judges an address as it was written, before any library mends it (two parsers that read one address
differently is how such gates were passed before). What the name resolves to is judged at connect time, by
`crawler.reach`.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import quote, urlsplit, urlunsplit

import idna

LONGEST = 2000
PORTS = frozenset({80, 443, 81, 591, 3000, 4443, 5000, 8000, 8008, 8080, 8081, 8088, 8443, 8888})
LOCAL_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home.arpa", "onion", "i2p", "alt")
NOT_WRITTEN = re.compile(r"[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]")
SURROGATE = re.compile("[\ud800-\udfff]")
ESCAPED_CONTROL = re.compile(r"%[01][0-9a-f]|%7f", re.I)
NUMERIC_LABEL = re.compile(r"(0x[0-9a-f]*|[0-9]+)$", re.I)
PLAIN_QUAD = re.compile(r"(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$")
HOST = re.compile(r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$")

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class Refusal(Exception):
    """An address that is not fetched; *reason* is a short name, *address* what was refused.

    Reasons: ``scheme``, ``syntax``, ``userinfo``, ``too-long``, ``port``, ``host``, ``local-name``,
    ``private-address``; from redirects ``too-many-redirects``.
    """

    def __init__(self, reason: str, address: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.address = address[:LONGEST]


def admit(address: str, mapped: Mapping[str, object] | None = None) -> str:
    """The address as it will be asked for, or a `Refusal`.

    *mapped* holds the host names that the policy maps to loopback: they pass, with any port,
    whatever they look like.

    >>> admit("https://Outlet.example/a b")
    Traceback (most recent call last):
    crawler.gate.Refusal: syntax
    >>> admit("HTTPS://Outlet.example/ä?q=1#part")
    'https://outlet.example/%C3%A4?q=1'
    >>> admit("http://2130706433/")
    Traceback (most recent call last):
    crawler.gate.Refusal: private-address
    """
    try:
        return _admit(address, mapped or {})
    except Refusal as refusal:
        raise Refusal(refusal.reason, address) from None


def _admit(address: str, mapped: Mapping[str, object]) -> str:
    _judge_writing(address)
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:  # brackets, a port that is no number, characters that normalise to delimiters
        raise Refusal("port" if "port" in str(error).lower() else "syntax") from error
    if "@" in parts.netloc:
        raise Refusal("userinfo")
    host = ascii_host(host)
    if host not in mapped:
        _judge_host(host)
        _judge_port(port)
    return _written(parts.scheme, host, port, parts.path, parts.query)


def _judge_writing(address: str) -> None:
    if len(address) > LONGEST:
        raise Refusal("too-long")
    scheme = address.partition(":")[0].lower()
    if scheme not in {"http", "https"}:
        raise Refusal("scheme")
    if NOT_WRITTEN.search(address) or "\\" in address or not address[len(scheme) :].startswith("://"):
        raise Refusal("syntax")
    if SURROGATE.search(address):
        raise Refusal("syntax")
    authority = re.split(r"[/?#]", address[len(scheme) + 3 :], maxsplit=1)[0]
    if not authority or "%" in authority or ESCAPED_CONTROL.search(address):
        raise Refusal("userinfo" if "@" in authority else "syntax")


def ascii_host(host: str) -> str:
    """The host in the letters of the DNS; other scripts by UTS 46, as browsers do; `Refusal` where there is none."""
    if ":" in host or not host:
        if not host:
            raise Refusal("host")
        return host
    if not host.isascii():
        try:
            host = idna.encode(unicodedata.normalize("NFKC", host), uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise Refusal("host") from error
    return host.lower().removesuffix(".")


def _judge_host(host: str) -> None:
    if ":" in host:
        _judge_address(_ip(host))
        return
    if NUMERIC_LABEL.match(host.rpartition(".")[2]):
        _judge_address(_ip(_as_quad(host)))
        if not PLAIN_QUAD.match(host):
            raise Refusal("host")
        return
    if not HOST.match(host):
        raise Refusal("host")
    if "." not in host or any(host == name or host.endswith("." + name) for name in LOCAL_NAMES):
        raise Refusal("local-name")


def _judge_port(port: int | None) -> None:
    if port is not None and port not in PORTS:
        raise Refusal("port")


def _judge_address(address: IPAddress) -> None:
    if not is_public(address):
        raise Refusal("private-address")


def _ip(text: str) -> IPAddress:
    try:
        return ipaddress.ip_address(text)
    except ValueError as error:
        raise Refusal("host") from error


def _as_quad(host: str) -> str:
    """A number in any spelling that ``inet_aton`` takes (hex, octal, fewer parts) as a dotted quad."""
    try:
        parts = [_number(label) for label in host.split(".")]
    except ValueError as error:
        raise Refusal("host") from error
    *heads, last = parts
    if len(parts) > 4 or any(head > 255 for head in heads) or last >= 256 ** (5 - len(parts)):
        raise Refusal("host")
    value = last + sum(head << (8 * (3 - place)) for place, head in enumerate(heads))
    return str(ipaddress.IPv4Address(value))


def _number(label: str) -> int:
    if label.lower().startswith("0x"):
        return int(label[2:] or "0", 16)
    return int(label, 8) if len(label) > 1 and label.startswith("0") else int(label)


def is_public(address: IPAddress) -> bool:
    """Whether strangers may be reached at *address*; what a v6 address carries inside counts too."""
    if isinstance(address, ipaddress.IPv6Address):
        if inner := _carried(address):
            return is_public(inner)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
COMPATIBLE = ipaddress.IPv6Network("::/96")


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The v4 address inside a mapped, compatible, 6to4, Teredo or NAT64 one."""
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if address in NAT64 or (address in COMPATIBLE and int(address) > 1):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _written(scheme: str, host: str, port: int | None, path: str, query: str) -> str:
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != {"http": 80, "https": 443}[scheme]:
        netloc += f":{port}"
    safe = "/%:=&?~#+!$,;'@()*[]|"
    return urlunsplit((scheme, netloc, quote(path, safe=safe) or "/", quote(query, safe=safe + '"'), ""))

"""What feeds, sitemaps and searches name, one `Entry` an address, and how their bytes become safe text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from urllib.parse import urljoin

from crawler.clock import stamp

DEPTH = 2  # a sitemap's index may name an index once
MOST = 2000  # entries of one feed that are looked at, the newest
TITLE, SUMMARY = 500, 2000  # characters kept of each
PLAIN_DOCTYPE = re.compile(r"<!DOCTYPE\s[^<>\[]*>", re.I)
DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}encoding\s*=\s*["']([\w.:-]{1,40})["']""")
BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
KNOWN_ENCODINGS = re.compile(
    r"(utf-?8|utf-?16([lb]e)?|us-ascii|iso-?8859-?\d+|latin-?\d|windows-?125\d|cp125\d|koi8-?[ru]|gb(k|2312|18030)|"
    r"big5(-?hkscs)?|shift[_-]?jis|x-sjis|euc-?(jp|kr|tw)|tis-?620)$",
    re.I,
)
CHARACTER = re.compile(r"&#([xX][0-9a-fA-F]{1,8}|[0-9]{1,8});")
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Unreadable(Exception):
    """A feed, sitemap or answer of a search that cannot be read; the message says why."""


@dataclass(frozen=True)
class Entry:
    """One address and what was said of it. Times are UTC, ISO 8601 with Z; texts are plain, squeezed."""

    address: str
    title: str = ""
    published: str | None = None
    summary: str = ""
    guid: str = ""
    modified: str | None = None

    def claims(self, source: str) -> dict[str, str]:
        """What *source* said of the address, as it is kept with a visit."""
        said = {"title": self.title, "published": self.published, "modified": self.modified, "source": source}
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True)
class Named:
    """What a source names: addresses, and other sitemaps (address and time of change, the newest first).

    *news* says that it is a sitemap of Google's News extension.
    """

    entries: tuple[Entry, ...] = ()
    children: tuple[tuple[str, str | None], ...] = ()
    news: bool = False


def entry(address: Any, base: str, **said: Any) -> Entry | None:
    """An `Entry` of what a parser found, its texts bounded; None where there is no address in it."""
    if not isinstance(address, str) or not (address := tidy(address)):
        return None
    try:
        address = urljoin(base, address)
    except ValueError:
        return None
    return Entry(
        address,
        plain(said.get("title"))[:TITLE],
        moment(said.get("published")),
        plain(said.get("summary"))[:SUMMARY],
        str(said.get("guid") or "")[:TITLE],
        moment(said.get("modified")),
    )


def tidy(address: str) -> str:
    """An address as feeds write it, its outer white space and line breaks gone and its blanks escaped."""
    return re.sub(r"[\r\n\t]+", "", address.strip()).replace(" ", "%20")


def plain(text: Any) -> str:
    """Text without mark-up, white space squeezed."""
    if not isinstance(text, str):
        return ""
    text = re.sub(r"<[^<>]{0,2000}>", " ", unescape(text[: 8 * SUMMARY]))
    return " ".join(unescape(text).split())


def moment(said: Any) -> str | None:
    """A time in any form that feeds use, in UTC; None for none, nonsense, and years that no newspaper had."""
    try:
        found = _moment(said)
        return stamp(found.replace(microsecond=0)) if found and 1600 <= found.year <= 9000 else None
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _moment(said: Any) -> datetime | None:
    if isinstance(said, datetime):
        found = said
    elif not isinstance(said, str) or not said.strip():
        return None
    elif re.match(r"\d{8}T?\d{6}Z?$", said.strip()):  # GDELT's
        found = datetime.strptime(re.sub(r"\D", "", said), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    elif re.match(r"\d{4}-", said.strip()):
        found = datetime.fromisoformat(said.strip())
    else:
        found = parsedate_to_datetime(said.strip())
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def age_key(found: Entry) -> str:
    """What entries are ordered by: the time that they claim."""
    return found.published or found.modified or ""


def newest(entries: Iterable[Entry | None], most: int = MOST) -> list[Entry]:
    """The *most* newest, each address once; those without a time keep their place in the feed's order."""
    once: dict[str, Entry] = {}
    for item in entries:
        if item:
            once.setdefault(item.address, item)
    found = list(once.values())
    return found if len(found) <= most else sorted(found, key=age_key, reverse=True)[:most]


def xml_text(body: bytes) -> str:
    """The characters of an XML document, without declaration, plain DOCTYPE and illegal characters.

    Decoding happens here and nowhere else, so that no parser can be told of an encoding in which the look-out
    for entity declarations would have been blind. `Unreadable` where entities are declared.
    """
    text = NOT_XML.sub("", DECLARATION.sub("", _decoded(body), count=1))
    text = CHARACTER.sub(_legal, text)
    text = PLAIN_DOCTYPE.sub("", text, count=1)
    if re.search(r"<!(?:ENTITY|DOCTYPE|ELEMENT|ATTLIST|NOTATION)", _outside_cdata(text), re.I):
        raise Unreadable("it declares entities, which are never expanded")
    return text.lstrip()


def _legal(reference: re.Match[str]) -> str:
    """A numeric character reference, or nothing where it names no character of XML: lxml chokes on surrogates."""
    digits = reference[1]
    number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    return "" if number > 0x10FFFF or NOT_XML.match(chr(number)) else reference[0]


def _outside_cdata(text: str) -> str:
    """*text* without its CDATA sections; in one pass, since what opens a thousand and closes none is hostile."""
    outside, at = [], 0
    while (begin := text.find("<![CDATA[", at)) >= 0 and (end := text.find("]]>", begin)) >= 0:
        outside.append(text[at:begin])
        at = end + len("]]>")
    return "".join([*outside, text[at:]])


def _decoded(body: bytes) -> str:
    for mark, encoding in BOMS:
        if body.startswith(mark):
            return body.decode(encoding, "replace").lstrip("\ufeff")
    if b"\x00" in body[:4]:
        return body.decode("utf-16-be" if body[:1] == b"\x00" else "utf-16-le", "replace")
    declared = DECLARED.match(body[:400])
    name = declared[1].decode("ascii") if declared else "utf-8"
    if not KNOWN_ENCODINGS.match(name) or name.lower().startswith("utf-16"):
        name = "utf-8"
    try:
        return body.decode(name)
    except (UnicodeDecodeError, LookupError):
        return _guessed(body)


def _guessed(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


LATEST = timedelta(days=1)  # a claimed time further ahead than this is a mistake, and is not believed


def believed(item: Entry, now: datetime) -> datetime | None:
    """The entry's time, where it has one that can be true."""
    if not (claimed := item.published or item.modified):
        return None
    said = datetime.fromisoformat(claimed)
    return said if said <= now + LATEST else None

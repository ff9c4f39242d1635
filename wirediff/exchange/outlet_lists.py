"""Lists of outlets as feed readers (OPML 2.0) and spreadsheets (CSV) hold them, in and out: pure.

Coming in, the feeds of one host are one outlet; what cannot be used is told by its line, and the rest is taken.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from lxml import etree

from crawler.addresses import host_key
from crawler.outlets import Outlet
from reports.inert import is_formula
from wirediff.config import readers
from wirediff.config.errors import Mend
from wirediff.exchange import formats

COLUMNS = ("id", "name", "home", "feeds", "sitemaps", "lang", "agency", "licence", "follow")
LISTS = ("feeds", "sitemaps")
READ: dict[str, readers.Reader] = {
    "id": readers.identifier,
    "home": readers.address,
    "feeds": readers.address,
    "sitemaps": readers.address,
    "lang": readers.language,
    "licence": readers.one_of("full", "excerpt", "none", "unknown"),
    "follow": readers.one_of("stories", "all"),
}


@dataclass
class Read:
    """What a list held: the outlets, in its order, and what could not be used (line, why)."""

    outlets: list[Outlet] = field(default_factory=list)
    troubles: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, make: Callable[[], Outlet]) -> None:
        """Take one outlet, joined to an earlier one of the same id, or tell why it cannot be taken."""
        try:
            new = make()
        except Mend as mend:
            self.troubles.append((line, str(mend)))
            return
        place = next((at for at, known in enumerate(self.outlets) if known.id == new.id), None)
        if place is None:
            self.outlets.append(new)
        else:
            self.outlets[place] = _joined(self.outlets[place], new)


def _joined(known: Outlet, new: Outlet) -> Outlet:
    return replace(
        known,
        feeds=tuple(dict.fromkeys([*known.feeds, *new.feeds])),
        sitemaps=tuple(dict.fromkeys([*known.sitemaps, *new.sitemaps])),
    )


def read_opml(body: bytes) -> Read:
    """The feeds of an OPML file, grouped by host (`Mend` where it is no OPML)."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise Mend("it is no OPML file: a feed reader's export begins with <opml")
    found = Read()
    for outline in root.iter("outline"):
        said = {str(name).lower(): str(value).strip() for name, value in outline.attrib.items()}
        if said.get("xmlurl"):
            found.add(outline.sourceline or 0, partial(_of_outline, said))
    return found


def _of_outline(said: dict[str, str]) -> Outlet:
    feed = readers.address(said["xmlurl"])
    home = readers.address(said["htmlurl"]) if said.get("htmlurl") else ""
    return Outlet(
        id=_id(home or feed),
        name=said.get("title") or said.get("text") or "",
        home=home,
        feeds=(feed,),
        lang=_language(said.get("language")),
    )


def _id(address: str) -> str:
    return str(readers.identifier(host_key(address).replace(":", "-")))


def _language(said: str | None) -> str | None:
    """The language, where the list says one that is one."""
    try:
        return str(readers.language(said))
    except Mend:
        return None


def read_csv(body: bytes) -> Read:
    """The outlets of a CSV file whose first line names its columns (`Mend` where it names no feeds)."""
    rows = csv.DictReader(io.StringIO(body.decode("utf-8-sig", errors="replace"), newline=""), restkey="more")
    known = {name.strip().lower() for name in rows.fieldnames or ()}
    if not known & {"feeds", "sitemaps", "home"}:
        raise Mend(f"its first line must name columns, of {', '.join(COLUMNS)}: at least feeds, sitemaps or home")
    found = Read()
    for row in rows:
        said = {name.strip().lower(): _unguarded(value or "") for name, value in row.items() if isinstance(value, str)}
        found.add(rows.line_num, partial(_of_row, said))
    return found


def _of_row(said: dict[str, str]) -> Outlet:
    values: dict[str, Any] = {name: _value(name, said[name]) for name in COLUMNS if said.get(name, "").strip()}
    first = next((each for name in ("home", *LISTS) for each in _several(said.get(name, ""))), None)
    if first is None:
        raise Mend("it names no feed, sitemap or home")
    return Outlet(**({"id": _id(first)} | values))


def _value(name: str, said: str) -> Any:
    read = READ.get(name, str.strip)
    return tuple(read(one) for one in _several(said)) if name in LISTS else read(said.strip())


def _several(said: str) -> list[str]:
    return said.split()


def write_opml(outlets: Iterable[Outlet]) -> bytes:
    """The outlets' feeds for a feed reader; an outlet of several feeds is a group."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "wirediff"
    body = etree.SubElement(root, "body")
    for outlet in outlets:
        within = body if len(outlet.feeds) < 2 else etree.SubElement(body, "outline", text=_xml(_name(outlet)))
        for feed in outlet.feeds:
            said = {"type": "rss", "text": _name(outlet), "xmlUrl": feed, "htmlUrl": outlet.home}
            said["language"] = outlet.lang or ""
            etree.SubElement(within, "outline", {key: _xml(value) for key, value in said.items() if value})
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return written


def _name(outlet: Outlet) -> str:
    return outlet.name or outlet.id


def _xml(text: str) -> str:
    """*text* without what XML cannot hold."""
    return "".join(c for c in text if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff" and c < "\ufffe"))


def write_csv(outlets: Iterable[Outlet]) -> bytes:
    """The outlets for a spreadsheet; a value that it would take for a formula begins with an apostrophe."""
    out = io.BytesIO()
    formats.write_csv(out, dict.fromkeys(COLUMNS, "text"), (_cells(outlet) for outlet in outlets))
    return out.getvalue()


def _cells(outlet: Outlet) -> dict[str, str]:
    values = {column: getattr(outlet, column) for column in COLUMNS}
    return {column: " ".join(value) if isinstance(value, tuple) else value or "" for column, value in values.items()}


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and is_formula(cell[1:]) else cell

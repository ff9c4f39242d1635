"""Feeds to entries: RSS, Atom and RDF by fastfeedparser, broken ones by feedparser, JSON feed by hand.

Nothing here touches the network. A feed that cannot be read is `Unreadable`, never "all items removed".
"""

from __future__ import annotations

import json
import logging
import re
from io import BytesIO
from typing import Any

from crawler.entries import MOST, Entry, Unreadable, entry, newest, xml_text

ITEM_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.I)
SLOW_PARSER_MOST = 1_000_000  # characters that the slow parser is given: about a second
logging.getLogger("fastfeedparser").setLevel(logging.ERROR)


def read_feed(body: bytes, base: str) -> list[Entry]:
    """The entries of a feed, at most 2,000, the newest; `Unreadable` where it is no feed.

    *base* is the feed's own address, for relative links.
    """
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        return newest(_json_entries(body, base))
    text = _few_items(xml_text(body))
    if not text.strip():
        raise Unreadable("it is empty")
    return newest(_fast(text, base) or _patient(text, base))


def _few_items(text: str) -> str:
    """The feed cut behind its 4,000th item: nobody reads more, and a bomb of a million costs little."""
    for number, found in enumerate(ITEM_END.finditer(text), start=1):
        if number == 2 * MOST:
            return text[: found.end()]
    return text


def _fast(text: str, base: str) -> list[Entry | None]:
    import fastfeedparser  # here, since most of what reads addresses reads no feed

    try:
        parsed = fastfeedparser.parse(text.encode())
        return [_entry(item, base) for item in parsed.entries]
    except Exception:  # whatever it stumbles on, the other parser has a try
        return []


def _patient(text: str, base: str) -> list[Entry | None]:
    import feedparser

    try:
        parsed = feedparser.parse(BytesIO(text[:SLOW_PARSER_MOST].encode()), sanitize_html=False)
        found = [_entry(item, base) for item in parsed.entries]
    except Exception as error:  # a hostile feed ends as an outcome
        raise Unreadable(f"no parser could read it ({type(error).__name__})") from error
    if not found and not parsed.get("version"):
        raise Unreadable("it is no feed")
    return found


def _entry(item: Any, base: str) -> Entry | None:
    return entry(
        _link(item),
        base,
        title=item.get("title"),
        published=item.get("published"),
        modified=item.get("updated"),
        summary=item.get("summary") or item.get("description"),
        guid=item.get("id"),
    )


def _link(item: Any) -> Any:
    """An entry's address; where there is none, a guid that is one."""
    if link := item.get("link"):
        return link
    for other in item.get("links") or ():
        if other.get("rel", "alternate") == "alternate" and other.get("href"):
            return other["href"]
    guid = item.get("id")
    return guid if isinstance(guid, str) and guid.startswith(("http://", "https://")) else None


def _json_entries(body: bytes, base: str) -> list[Entry | None]:
    """JSON Feed 1.0 and 1.1 (jsonfeed.org)."""
    try:
        feed = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("its JSON is broken") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise Unreadable("it is JSON, but no JSON feed")
    return [_json_entry(item, base) for item in items[: 10 * MOST] if isinstance(item, dict)]


def _json_entry(item: dict[str, Any], base: str) -> Entry | None:
    guid = item.get("id")
    address = item.get("url") or item.get("external_url") or (guid if str(guid).startswith("http") else None)
    return entry(
        address,
        base,
        title=item.get("title"),
        published=item.get("date_published"),
        modified=item.get("date_modified"),
        summary=item.get("summary") or item.get("content_text") or item.get("content_html"),
        guid=guid,
    )

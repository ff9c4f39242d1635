"""What a publisher reserves: pages that may not be archived, texts that may not be mined. Asked before a page is kept.

A page that says ``noarchive`` (in a robots meta element or X-Robots-Tag) is not kept: in its place is what was read of
it, the text that comparison needs, so that everything derived can be derived anew. A reservation of text and data
mining (TDMRep: ``tdm-reservation: 1`` in the page, its headers, or the origin's tdmrep.json) is recorded and shown;
where the configuration says so, such a page is refused.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields, replace
from typing import Any

from crawler.items import Fetched
from crawler.reservations import RESERVED as CLAIMED
from pipelines.arrival import Arrival, Extraction
from pipelines.desk import Desk
from pipelines.documents import DOCUMENT, read_document
from storage import history
from storage.pages import PageDamaged, body_of

READ = "application/vnd.wirediff.reading+json"  # the page that stands for one that is not kept
NOARCHIVE, RESERVED = "noarchive", "tdm-reserved"
TOLD = (NOARCHIVE, RESERVED)  # the flags that a reading shows
_LISTS = frozenset({"paragraphs", "flags", "names"})
_FIELDS = {field.name for field in fields(Extraction)} - {"sight"}


def respect(arrival: Arrival, desk: Desk) -> None:
    """Take out of *arrival* what its publisher lets nobody keep."""
    fetched = arrival.fetched
    if fetched.kind != "article" or not fetched.body or read_already(fetched) is not None:
        return
    told = _told(arrival, desk)
    if RESERVED in told and desk.refuse_reserved:
        fetched.refused = RESERVED
        _replace(arrival, None)
    elif NOARCHIVE in told and desk.obey_noarchive:
        read = arrival.extraction or _read_before(arrival, desk)
        _replace(arrival, read or desk.extract(fetched.body, fetched.headers, fetched.final_address))


def _told(arrival: Arrival, desk: Desk) -> set[str]:
    """What is reserved; a page that was not read again says what the page before it said."""
    told = set(flags_of(arrival))
    if arrival.extraction is None:
        tag = arrival.fetched.headers.get("x-robots-tag", "").lower()
        before = history.last_page_from(desk.archive, arrival.fetched.address)
        told |= {NOARCHIVE} if "noarchive" in tag or (before and before["media_type"] == READ) else set()
    return told


def _read_before(arrival: Arrival, desk: Desk) -> Extraction | None:
    """What was read of the page before it, where this one has the same bytes, or shows the same."""
    row = history.last_page_from(desk.archive, arrival.fetched.address)
    if row is None or row["media_type"] != READ:
        return None
    if arrival.sight is None and row["body_hash"] != arrival.fetched.body_hash:
        return None
    try:
        return replace(_reading(body_of(desk.archive, row["page"])), sight=arrival.sight)
    except PageDamaged:
        return None


def flags_of(arrival: Arrival) -> tuple[str, ...]:
    """What a reading shows of all that was told: by the page that was read, and by its origin as a whole."""
    said = arrival.extraction.flags if arrival.extraction else ()
    origin = (RESERVED,) if arrival.fetched.claims.get(CLAIMED) else ()
    return tuple(flag for flag in TOLD if flag in (*said, *origin))


def _replace(arrival: Arrival, read: Extraction | None) -> None:
    """Let *read* stand for the page, whose hash stays; None: nothing does."""
    fetched = arrival.fetched
    name = fetched.body_hash
    fetched.body = None if read is None else _record(read)
    fetched.__dict__["body_hash"] = name
    arrival.extraction, arrival.sight = read, None
    if arrival.ahead is not None:  # what was made of the page itself is another's now
        arrival.ahead = replace(arrival.ahead, verdict=None, frame=None)
    if read is not None:
        fetched.headers = fetched.headers | {"content-type": READ}


def _record(read: Extraction) -> bytes:
    held = {name: value for name, value in asdict(read).items() if name in _FIELDS and value not in (None, (), "")}
    return json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "surrogatepass")


def read_already(fetched: Fetched) -> Extraction | None:
    """What was read of a page before it came here: a clean text, or the reading of one that is not kept."""
    kind = fetched.headers.get("content-type")
    if fetched.body is None or kind not in {DOCUMENT, READ}:
        return None
    try:
        return read_document(fetched.body) if kind == DOCUMENT else _reading(fetched.body)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Extraction(failure="not-html")


def _reading(body: bytes) -> Extraction:
    held: dict[str, Any] = json.loads(body.decode("utf-8", "surrogatepass"))
    values: dict[str, Any] = {name: tuple(value) if name in _LISTS else value for name, value in held.items()}
    return Extraction(**values)

"""The ladder of a visit: the cheapest look that can tell that nothing is new.

A 304, then the same bytes, then the same sight (`pipelines.bare`): other bytes of which all that is read was read
before. Only what passes all three is extracted. A sight is believed where the full way could come to no other end: the
article's last look at a page had it, under the same address, and found the newest revision; nothing that was judged or
learned since can make the same extraction tell something else. One look in `AUDITED` is made in full all the same, and
what the ladder would have said is compared with it: see the table ``audits``.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from crawler.addresses import address_key
from pipelines import walls
from pipelines.arrival import Arrival, Verdict
from pipelines.desk import Desk
from pipelines.evidence import fetch_key
from storage import audits, derived, history

if TYPE_CHECKING:
    from crawler.items import Fetched, Visit
    from storage.archive import Row

AUDITED = 64
READ_ALL = "WIREDIFF_READ_ALL"  # in the environment: every page is extracted, for measuring
LONG_ENOUGH = 100  # words of a first version from which its second look is judged for what it repeats
ONCE_ONLY = {"furniture", "template"}  # reasons of a look that changed what the next one finds
BY_A_READER = "held by a reader"
ONCE_MORE = ("failed extraction", BY_A_READER)  # how the reasons of what is looked at again begin
PASSING = {"flapping", "template"}


def climbs() -> bool:
    """Whether looks may be cut short."""
    return not os.environ.get(READ_ALL)


def repeats(fetched: Fetched, visit: Visit) -> bool:
    """Whether the page has the bytes of the last one: then nobody reads it before the archivist asks for that."""
    return climbs() and fetched.body_hash is not None and fetched.body_hash in (visit.body_hash, visit.last_body)


def is_audited(fetched: Fetched) -> bool:
    """Whether this look is made in full though it could be cut short; told by its key, so always the same."""
    return int(fetch_key(fetched)[:8], 16) % AUDITED == 0


def same_sight(arrival: Arrival, desk: Desk, sight: bytes) -> Row | None:
    """The last look at the article's page, where this one, of that *sight*, shows again what it showed."""
    fetched = arrival.fetched
    if arrival.article is None or fetched.status != 200 or fetched.truncated or fetched.error or fetched.refused:
        return None
    look = history.last_look(desk.archive, arrival.article)
    if look is None or look["sight"] != sight or walls.by_headers(fetched.headers):
        return None
    same_place = (look["address"], look["final_address"]) == (fetched.address, fetched.final_address)
    return look if same_place and _stands(look, desk) and _is_home(look, desk, fetched.outlet) else None


def _stands(look: Row, desk: Desk) -> bool:
    """Whether what the look found is what the archive holds the article to be."""
    article, last = look["article"], derived.last_revision(desk.archive, look["article"])
    if last is None or look["revision"] != last["id"] or PASSING & set(_reasons(look)):
        return False
    settled = look["outcome"] == "unchanged" or (look["outcome"] == "new" and last["words"] >= LONG_ENOUGH)
    return bool(settled and derived.article_row(desk.archive, article)["state"] == "present")


def _is_home(look: Row, desk: Desk, outlet: str) -> bool:
    """Whether all addresses that the page leads to are the article's own: none could unite it with another."""
    from pipelines.identify import believable  # which itself asks for verdicts

    link = look["canonical"]
    believed = link if link and believable(link, look["final_address"]) else look["final_address"]
    leads = {look["address"], look["final_address"], believed}
    found = {derived.find_article(desk.archive, outlet, address_key(one)) for one in leads}
    return found == {look["article"]}


def held_before(arrival: Arrival, desk: Desk) -> Row | None:
    """The article's very last look, where that was held and this one brings the same page: nothing can be new in it.

    What failed for want of time or memory, and what a reader or a header decided, is looked at again.
    """
    fetched = arrival.fetched
    if arrival.article is None or fetched.status != 200 or fetched.truncated or fetched.error or is_audited(fetched):
        return None
    look = history.last_reading(desk.archive, arrival.article)
    if look is None or look["outcome"] != "held" or look["status"] != 200 or look["truncated"] or not look["sight"]:
        return None
    if look["reason"].startswith(ONCE_MORE) or ": header" in look["reason"] or walls.by_headers(fetched.headers):
        return None
    same_place = (look["address"], look["final_address"]) == (fetched.address, fetched.final_address)
    same_page = look["body_hash"] == fetched.body_hash or look["sight"] == arrival.sight
    return look if same_place and same_page else None


def held_again(look: Row) -> Verdict:
    """What the full way finds of a page that is held for the same reason."""
    return Verdict("held", look["reason"], look["quality"])


def verdict_of(look: Row) -> Verdict:
    """What the full way finds of a page that shows again what *look* showed."""
    kept = [reason for reason in _reasons(look) if reason not in ONCE_ONLY]
    quality = 1.0 if look["outcome"] == "new" else look["quality"]
    return Verdict("unchanged", ", ".join(kept) or None, quality)


def _reasons(look: Row) -> list[str]:
    return look["reason"].split(", ") if look["reason"] else []


def expected(arrival: Arrival, desk: Desk) -> Row | None:
    """What the ladder would say of a look that is made in full."""
    read = arrival.extraction
    return same_sight(arrival, desk, read.sight) if read and read.sight and is_audited(arrival.fetched) else None


def audit(arrival: Arrival, desk: Desk, look: Row) -> None:
    """Note whether the full look found what the ladder would have said."""
    told = verdict_of(look)
    right = (arrival.outcome, arrival.reason, arrival.content) == (told.outcome, told.reason, look["content"])
    audits.note(desk.archive, arrival.fetched.fetched_at[:10], missed=not right)

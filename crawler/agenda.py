"""The visits of an archive as the crawler knows them: taken as `Visit`, settled by what a fetch brought."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from crawler import rhythm as rhythms
from crawler.addresses import address_key
from crawler.budget import Budget
from crawler.clock import parse, stamp
from crawler.items import Discovered, Fetched, Visit
from crawler.outlets import Rhythm
from crawler.rest import UNSAID
from crawler.searches import least
from storage import due_times, visits
from storage.archive import Archive, Row
from storage.history import last_sight
from storage.visits import Selection, Settlement

HONEST = frozenset({"new", "revised", "unchanged", "moved", "returned"})
ABSENT = frozenset({"missing", "gone"})
RESTING = frozenset({429, 503, None})  # None: nothing was sent, since the host had asked another visit for rest
PASSING = frozenset({"robots-unreachable"})  # refusals that end by themselves: timed like a failure, not like a no


def take(archive: Archive, batch: int, now: datetime, limit: int, selection: Selection | None = None) -> list[Visit]:
    """Put up to *limit* visits that are due into the hands of *batch*."""
    return [visit_of(row) for row in visits.take(archive, batch, stamp(now), limit, selection)]


def taken(archive: Archive, batch: int) -> list[Visit]:
    """The visits that *batch* has in hand."""
    rows = visits.taken(archive, batch)
    looked = {row["id"]: last_sight(archive, row["outlet"], row["key"]) for row in rows if row["kind"] == "article"}
    came = visits.last_bodies(archive, batch)
    return [visit_of(row, looked.get(row["id"]), came.get(row["id"])) for row in rows]


def visit_of(row: Row, sight: bytes | None = None, last_body: str | None = None) -> Visit:
    """A row of ``visits`` as a worker takes it."""
    return Visit(
        id=row["id"], address=row["address"], outlet=row["outlet"], kind=row["kind"], why=row["why"],
        due=row["due_at"] or "", etag=row["etag"], last_modified=row["last_modified"],
        body_hash=row["body_hash"], sight=sight, claims=json.loads(row["claims"]),
        last_body=last_body,
    )  # fmt: skip


def plan(archive: Archive, found: Discovered, now: datetime, budget: Budget | None = None) -> bool:
    """Intend to look at an article's address that a source named; whether it was new, in whatever spelling.

    Beyond the *budget* of new addresses only those that are known already are heard of.
    """
    new = visits.plan(
        archive, found.outlet, found.address, "article", found.why, found.claims,
        due=stamp(now.replace(microsecond=0)), key=address_key(found.address),
        new=budget is None or budget.allows(found),
    )  # fmt: skip
    if new and budget is not None:
        budget.spend(found)
    return new


def settle(archive: Archive, fetched: Fetched, *, fetch_id: int, outcome: str, now: datetime, rhythm: Rhythm) -> None:
    """Let the visit behind *fetched* go and choose its next; belongs inside the transaction that keeps the fetch.

    A fetch without a visit (an import) has none to settle. An article that is found at another address than it was
    asked for is asked for there from then on.
    """
    row = visits.find(archive, fetched.visit) if fetched.visit is not None else None
    if row is None:
        return
    made = settlement(row, fetched, fetch_id, outcome, now, rhythm, visits.last_outcome(archive, row))
    if _moved(archive, row, fetched, fetch_id, outcome):
        final = fetched.final_address
        made = visits.hand_over(archive, row, made, final, address_key(final))
    visits.settle(archive, row["id"], made)
    _obey_rest(archive, fetched, now)


def _moved(archive: Archive, row: Row, fetched: Fetched, fetch_id: int, outcome: str) -> bool:
    """Whether the visit's own article answered at another address. (A redirect to something else is no move.)"""
    if row["kind"] != "article" or fetched.final_address == row["address"]:
        return False
    answered = outcome in HONEST or outcome == "not-modified"
    return answered and visits.same_article(archive, fetch_id, row["last_fetch"])


def settlement(
    row: Row, fetched: Fetched, fetch_id: int, outcome: str, now: datetime, rhythm: Rhythm, before: str | None
) -> Settlement:
    """What *fetched*, judged as *outcome*, makes of the visit *row*; *before* is the last fetch's outcome."""
    changed = outcome in rhythms.CHANGING or (outcome in ABSENT and before not in ABSENT)
    last_change = stamp(now) if changed else row["last_change"]
    failures = row["failures"] + 1 if outcome in rhythms.FAILING else 0
    past = rhythms.Past(
        address=row["address"],
        outcome="failed" if fetched.refused in PASSING else outcome,
        first_seen=parse(row["created_at"]),
        kind=row["kind"],
        published=_moment(json.loads(row["claims"]).get("published")),
        last_change=parse(last_change) if last_change else None,
        failures=failures,
        retry_after=_asked_rest(fetched, now),
    )
    due, stopped = rhythms.next_due(past, rhythm, now)
    etag, last_modified, body_hash = _validators(row, fetched, outcome)
    due_at = None if due is None else max(stamp(due), row["due_at"] or "")  # later already: its host rests
    if due_at and row["kind"] == "search":
        due_at = max(due_at, stamp(now.replace(microsecond=0) + least(row["address"])))
    return Settlement(fetch_id, due_at, stopped, failures, last_change, etag, last_modified, body_hash)


def _validators(row: Row, fetched: Fetched, outcome: str) -> tuple[str | None, str | None, str | None]:
    """ETag, Last-Modified and body hash to ask with next time: those of the last honest page.

    A sitemap has none: an index may stay as it is while the sitemaps that it names change. A block page's
    validators would make its next copy look like the article unchanged; after an absence a whole page is wanted, so
    nothing is asked conditionally.
    """
    if row["kind"] == "sitemap":
        return None, None, fetched.body_hash or row["body_hash"]
    known = (row["etag"], row["last_modified"], row["body_hash"])
    if outcome in HONEST:
        return (
            fetched.headers.get("etag"),
            fetched.headers.get("last-modified"),
            fetched.body_hash or known[2],
        )
    return (None, None, known[2]) if outcome in ABSENT else known


def _asked_rest(fetched: Fetched, now: datetime) -> timedelta | None:
    """How long the host asked to be left alone: by its answer, or by one that kept this request back."""
    if fetched.status not in RESTING and fetched.status is not None:
        return None
    return rhythms.retry_after(fetched.headers.get("retry-after"), now)


def _obey_rest(archive: Archive, fetched: Fetched, now: datetime) -> None:
    """A host that answers "too many requests", or "not now" and when, rests for all its addresses."""
    wait = _asked_rest(fetched, now) or (UNSAID if fetched.status == 429 else None)
    if wait is None:
        return
    parts = urlsplit(fetched.final_address)
    until = now.replace(microsecond=0) + min(wait, rhythms.OBEYED)
    due_times.rest(archive, f"{parts.scheme}://{parts.netloc}", stamp(until))


def put_off(archive: Archive, batch: int, now: datetime, rhythm: Rhythm) -> int:
    """Put off what *batch* holds and cannot bring to a fetch, longer each time; how many visits that were.

    Such a visit ends its process, or its fetch cannot be kept: tried again at once it would keep a crawl busy
    for ever.
    """
    moment = stamp(now.replace(microsecond=0))
    held = [row for row in visits.taken(archive, batch) if row["due_at"] <= moment]  # later: its host rests
    for row in held:
        failures = row["failures"] + 1
        wait = rhythms.put_off(rhythm, failures)
        made = Settlement(
            None, stamp(now.replace(microsecond=0) + wait), None, failures, row["last_change"], row["etag"],
            row["last_modified"], row["body_hash"],
        )  # fmt: skip
        visits.settle(archive, row["id"], made)
    return len(held)


def _moment(text: object) -> datetime | None:
    try:
        return parse(str(text)) if text else None
    except (ValueError, OverflowError):
        return None

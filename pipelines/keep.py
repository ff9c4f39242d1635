"""Keep what a fetch told: a new revision, a confirmation, an absence, or a page that is held. The reading is written.

Outcome and reason say what became of the article; events tell what an outcome alone cannot (moved and revised at once,
a return to an earlier text, a removal).
"""

from __future__ import annotations

import regex

from comparison.model import Version
from crawler import clock
from crawler.addresses import address_key
from pipelines.arrival import Arrival, Outcome
from pipelines.desk import Desk
from pipelines.identify import canonical_of, register
from pipelines.normalise import difference
from storage import derived
from storage.archive import Row

SURE_LOOKS = 3  # this many looks found it missing ...
SURE_SECONDS = 6 * 3600  # ... over this long: it is gone
_WORD = regex.compile(r"\w+")


def keep(arrival: Arrival, desk: Desk) -> None:
    """Decide the outcome, keep the revision that the page makes or confirms, write the reading."""
    assert arrival.verdict is not None
    outcome = arrival.verdict.outcome
    if outcome is None:
        _honest(arrival, desk)
    elif outcome in ("unchanged", "not-modified"):
        _confirm(arrival, desk, outcome)
    elif outcome in ("missing", "gone"):
        _absent(arrival, desk, outcome)
    else:
        arrival.outcome, arrival.reason = outcome, arrival.verdict.reason
    write_reading(arrival, desk)


def _honest(arrival: Arrival, desk: Desk) -> None:
    assert arrival.article is not None
    assert arrival.extraction is not None
    arrival.united = register(arrival, desk)
    version = arrival.extraction.version()
    article = derived.article_row(desk.archive, arrival.article)
    last = derived.last_revision(desk.archive, arrival.article)
    address = canonical_of(arrival)
    if last is None:
        _revise(arrival, desk, version, "new")
    else:
        found = difference(derived.version_of(desk.archive, last["id"]), version)
        if article["state"] in ("missing", "gone"):
            arrival.events.append("returned")
        if address_key(address) != address_key(article["address"]):
            arrival.events.append("moved")
        if found.revised:
            if derived.revision_with(desk.archive, arrival.article, derived.content_hash(version)):
                arrival.events.append("reverted")
            _revise(arrival, desk, version, "revised")
        else:
            arrival.outcome, arrival.reason = _same(arrival), ", ".join([*arrival.cleaned, *found.normalisers]) or None
            _confirmed(arrival, desk, last)
    derived.update_article(
        desk.archive, arrival.article, state="present", address=address, last_seen=arrival.fetched.fetched_at
    )
    _write_events(arrival, desk)


def _same(arrival: Arrival) -> Outcome:
    for event in ("returned", "moved"):
        if event in arrival.events:
            return "returned" if event == "returned" else "moved"
    return "unchanged"


def _confirm(arrival: Arrival, desk: Desk, outcome: Outcome) -> None:
    assert arrival.article is not None
    assert arrival.verdict is not None
    arrival.outcome, arrival.reason = outcome, arrival.verdict.reason
    last = derived.last_revision(desk.archive, arrival.article)
    if last is None:
        return
    if derived.article_row(desk.archive, arrival.article)["state"] in ("missing", "gone"):
        arrival.outcome = "returned"
        arrival.events.append("returned")
    _confirmed(arrival, desk, last)
    derived.update_article(desk.archive, arrival.article, state="present", last_seen=arrival.fetched.fetched_at)
    _write_events(arrival, desk)


def _confirmed(arrival: Arrival, desk: Desk, last: Row) -> None:
    arrival.revision = last["id"]
    derived.confirm_revision(desk.archive, last["id"], arrival.fetched.fetched_at)


def _revise(arrival: Arrival, desk: Desk, version: Version, outcome: Outcome) -> None:
    assert arrival.article is not None
    assert arrival.extraction is not None
    read = arrival.extraction
    arrival.outcome, arrival.made_revision = outcome, True
    arrival.revision = derived.keep_revision(
        desk.archive,
        {
            "article": arrival.article,
            "first_seen": arrival.fetched.fetched_at,
            "last_seen": arrival.fetched.fetched_at,
            "made_by": arrival.fetch_id,
            "title": version.title,
            "standfirst": version.standfirst,
            "byline": version.byline,
            "credit": version.credit,
            "published": version.published,
            "modified": read.modified,
            "lang": version.lang,
            "extractor": read.extractor,
            "content": derived.content_hash(version),
            "words": len(_WORD.findall(version.text)),
        },
        derived.article_row(desk.archive, arrival.article)["key"],
        read.paragraphs,
    )


def _absent(arrival: Arrival, desk: Desk, outcome: Outcome) -> None:
    """404 is missing until several looks over hours found it so; 410, or that, is gone, and a removal."""
    assert arrival.article is not None
    assert arrival.verdict is not None
    state = derived.article_row(desk.archive, arrival.article)["state"]
    arrival.outcome, arrival.reason = outcome, arrival.verdict.reason
    if outcome == "missing" and (state == "gone" or _missing_for_sure(arrival, desk)):
        arrival.outcome = "gone"
    if state == "unread":
        return
    if arrival.outcome == "gone" and state != "gone":
        arrival.events.append("removed")
    derived.update_article(desk.archive, arrival.article, state=arrival.outcome)
    _write_events(arrival, desk)


def _missing_for_sure(arrival: Arrival, desk: Desk) -> bool:
    """Whether this look and those just before it found nothing, often and long enough."""
    assert arrival.article is not None
    looks = []
    for reading in reversed(derived.readings_of(desk.archive, arrival.article)):
        if reading["outcome"] == "missing":
            looks.append(reading["fetched_at"])
        elif reading["outcome"] not in ("failed", "held", "refused"):
            break
    if len(looks) + 1 < SURE_LOOKS:
        return False
    return (clock.parse(arrival.fetched.fetched_at) - clock.parse(looks[-1])).total_seconds() >= SURE_SECONDS


def _write_events(arrival: Arrival, desk: Desk) -> None:
    assert arrival.article is not None
    assert arrival.fetch_id is not None
    for kind in arrival.events:
        detail = arrival.fetched.final_address if kind == "moved" else arrival.reason or ""
        derived.keep_event(
            desk.archive,
            arrival.article,
            arrival.fetch_id,
            arrival.revision,
            kind,
            arrival.fetched.fetched_at,
            detail,
        )


def write_reading(arrival: Arrival, desk: Desk) -> None:
    """The fetch as understood."""
    read, verdict = arrival.extraction, arrival.verdict
    derived.keep_reading(
        desk.archive,
        {
            "fetch": arrival.fetch_id,
            "article": arrival.article,
            "outcome": arrival.outcome,
            "reason": arrival.reason,
            "quality": verdict.quality if verdict else None,
            "revision": arrival.revision,
            "modified": read.modified if read else None,
            "canonical": read.canonical if read else None,
            "extractor": read.extractor if read else None,
            "content": derived.content_hash(read.version()) if read and not read.failure else None,
        },
    )

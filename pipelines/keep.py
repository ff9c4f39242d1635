"""Keep what a fetch told: a new revision, a confirmation, an absence, or a page that is held. The reading is written.

Outcome and reason say what became of the article; events tell what an outcome alone cannot (moved and revised at once,
a return to an earlier text, a removal).
"""

from __future__ import annotations

from comparison.model import Version
from comparison.tokens import count_words
from crawler.addresses import address_key
from pipelines import flapping
from pipelines.arrival import Arrival, Outcome
from pipelines.desk import Desk
from pipelines.documents import CLEAN_TEXT
from pipelines.evidence import moment_of
from pipelines.identify import believable, present_address
from pipelines.normalise import Difference, difference
from pipelines.rights import flags_of
from storage import derived, history
from storage.archive import Row

SURE_LOOKS = 3  # this many looks found it missing ...
SURE_TIME = 6 * 3600 * 1_000_000  # ... over this long (microseconds): it is gone
ABSENT = ("missing", "gone")


def keep(arrival: Arrival, desk: Desk) -> None:
    """Decide the outcome, keep the revision that the page makes or confirms, write the reading and the events."""
    assert arrival.verdict is not None
    outcome = arrival.verdict.outcome
    arrival.outcome, arrival.reason = outcome, arrival.verdict.reason
    if outcome is None:
        _honest(arrival, desk)
    elif outcome in ("unchanged", "not-modified"):
        _confirm(arrival, desk)
    elif outcome in ABSENT:
        _absent(arrival, desk)
    write_reading(arrival, desk)
    _write_events(arrival, desk)


# ---------------------------------------------------------------- an honest page


def _honest(arrival: Arrival, desk: Desk) -> None:
    assert arrival.article is not None
    assert arrival.extraction is not None
    version = arrival.extraction.version()
    arrival.content = derived.content_hash(version)
    last = derived.last_revision(desk.archive, arrival.article)
    address = _place(arrival, desk, last)
    if last is None:
        _revise(arrival, desk, version, "new")
    else:
        found = difference(derived.version_of(desk.archive, last["id"]), version)
        if found.revised:
            if {last["extractor"], arrival.extraction.extractor} - {CLEAN_TEXT} > {arrival.extraction.extractor}:
                arrival.stale.add(arrival.article)  # older code read the last one: today's is to read them all
            _differing(arrival, desk, version, found, last)
        else:
            arrival.reason = ", ".join([*arrival.cleaned, *found.normalisers]) or None
            _same(arrival, desk, last["id"])
    derived.update_article(
        desk.archive, arrival.article, state="present", address=address, last_seen=arrival.fetched.fetched_at
    )


def _place(arrival: Arrival, desk: Desk, last: Row | None) -> str:
    """The article's address now; it moved where it was never at home there before."""
    assert arrival.article is not None
    article = derived.article_row(desk.archive, arrival.article)
    address = present_address(arrival, article["address"])
    if last is None:
        return address
    if article["state"] in ABSENT:
        arrival.events.append(("returned", ""))
    if address_key(address) == address_key(article["address"]):
        return address
    homes = [event["detail"] for event in history.events_of(desk.archive, arrival.article, "moved")]
    if address_key(address) not in map(address_key, [*homes, *_first_home(arrival.article, desk)]):
        arrival.events.append(("moved", address))
    return address


def _first_home(article: int, desk: Desk) -> list[str]:
    """The address that the article's first version gave itself."""
    row = history.first_place(desk.archive, article)
    if row is None:
        return []
    link, final = row["canonical"], row["final_address"]
    return [link if link and believable(link, final) else final]


def _differing(arrival: Arrival, desk: Desk, version: Version, found: Difference, last: Row) -> None:
    """Another content than the newest revision's: a revision, unless it alternates with one that is kept."""
    assert arrival.article is not None
    back = flapping.returned(arrival, desk, version, found.fields)
    if back is None or not back.alternates:
        if back and back.equal is not None:
            number = desk.archive.value("SELECT number FROM revisions WHERE id = ?", (back.equal,))
            arrival.events.append(("reverted", f"to revision {number}"))
        _revise(arrival, desk, version, "revised")
        return
    shown = back.equal or last["id"]
    for revision in back.withdrawn:
        arrival.withdrew = True
        earlier = flapping.take_back(desk, revision)
        shown = earlier if shown == revision else shown
    if back.begins:
        arrival.events.append((flapping.FLAPPING, ", ".join(back.fields)))
    arrival.reason = flapping.FLAPPING
    _same(arrival, desk, shown)


def _same(arrival: Arrival, desk: Desk, revision: int) -> None:
    """The page shows a revision that is kept."""
    told = [kind for kind, _ in arrival.events]
    arrival.outcome = "returned" if "returned" in told else "moved" if "moved" in told else "unchanged"
    arrival.revision = revision
    derived.confirm_revision(desk.archive, revision, arrival.fetched.fetched_at)


def _revise(arrival: Arrival, desk: Desk, version: Version, outcome: Outcome) -> None:
    assert arrival.article is not None
    assert arrival.extraction is not None
    read = arrival.extraction
    arrival.outcome, arrival.reason, arrival.made_revision = outcome, None, True
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
            "words": count_words(version.text),
        },
        derived.article_row(desk.archive, arrival.article)["key"],
        read.paragraphs,
    )


# ---------------------------------------------------------------- no page, or one that was read before


def _confirm(arrival: Arrival, desk: Desk) -> None:
    """The same page as before: it tells again what it told then, be it a version or one that was held."""
    assert arrival.article is not None
    fetched = arrival.fetched
    shown = arrival.repeats or _shown_before(arrival, desk)
    if shown is None or shown["revision"] is None:
        arrival.reason = "the page before it was held" if shown else "no page was read before it"
        return
    arrival.revision, arrival.content = shown["revision"], shown["content"]
    if derived.article_row(desk.archive, arrival.article)["state"] in ABSENT:
        arrival.outcome = "returned"
        arrival.events.append(("returned", ""))
    derived.confirm_revision(desk.archive, shown["revision"], fetched.fetched_at)
    derived.update_article(desk.archive, arrival.article, state="present", last_seen=fetched.fetched_at)


def _shown_before(arrival: Arrival, desk: Desk) -> Row | None:
    """How the same page was read before: the one with these bytes, or the one that a 304 says is there still."""
    assert arrival.article is not None
    fetched = arrival.fetched
    if arrival.outcome == "unchanged" and fetched.body_hash:
        return history.last_reading_of_page(desk.archive, arrival.article, fetched.body_hash)
    return history.last_page_read(desk.archive, arrival.article, fetched.address)


def _absent(arrival: Arrival, desk: Desk) -> None:
    """404 is missing until several looks over hours found it so; 410, or that, is gone, and a removal."""
    assert arrival.article is not None
    state = derived.article_row(desk.archive, arrival.article)["state"]
    if arrival.outcome == "missing" and (state == "gone" or _missing_for_sure(arrival, desk)):
        arrival.outcome = "gone"
    if state == "unread":
        return
    if arrival.outcome == "gone" and state != "gone":
        arrival.events.append(("removed", arrival.reason or ""))
    derived.update_article(desk.archive, arrival.article, state=arrival.outcome)


def _missing_for_sure(arrival: Arrival, desk: Desk) -> bool:
    """Whether this look and those just before it found nothing, often and long enough."""
    assert arrival.article is not None
    before = history.looks_since_present(desk.archive, arrival.article)
    if before["looks"] + 1 < SURE_LOOKS:
        return False
    return moment_of(arrival.fetched.fetched_at) - int(before["since"]) >= SURE_TIME


# ---------------------------------------------------------------- what is written


def _write_events(arrival: Arrival, desk: Desk) -> None:
    for kind, detail in arrival.events:
        assert arrival.article is not None
        assert arrival.fetch_id is not None
        at = arrival.fetched.fetched_at
        derived.keep_event(desk.archive, arrival.article, arrival.fetch_id, arrival.revision, kind, at, detail)


def write_reading(arrival: Arrival, desk: Desk) -> None:
    """The fetch as understood."""
    read, verdict = arrival.extraction, arrival.verdict
    told = arrival.repeats or {
        "modified": read.modified if read else None,
        "canonical": read.canonical if read else None,
        "extractor": read.extractor if read else None,
        "sight": read.sight if read else None,
        "rights": ", ".join(flags_of(arrival)),
    }
    derived.keep_reading(
        desk.archive,
        {
            "fetch": arrival.fetch_id,
            "article": arrival.article,
            "moment": moment_of(arrival.fetched.fetched_at),
            "outcome": arrival.outcome,
            "reason": arrival.reason,
            "quality": verdict.quality if verdict else None,
            "revision": arrival.revision,
            "content": arrival.content,
            **{name: told[name] for name in ("modified", "canonical", "extractor", "sight", "rights")},
        },
    )

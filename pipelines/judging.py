"""The judge's stage: what is known of the article goes to `pipelines.judge.judge`, the verdict goes on.

A reader's decision on a page that was held, or should have been, is evidence: it is obeyed whenever the page is judged.
"""

from __future__ import annotations

from typing import Literal, cast

from pipelines import ladder
from pipelines.arrival import Arrival, Extraction, Verdict
from pipelines.desk import Desk
from pipelines.evidence import fetch_key
from pipelines.judge import LastSeen, judge
from pipelines.rights import read_already
from storage import decisions, derived, history

SAME_BODY = "same body"


def weigh(arrival: Arrival, desk: Desk) -> None:
    """Set ``arrival.verdict``, extracting the page first where nobody did yet."""
    fetched = arrival.fetched
    assert arrival.article is not None
    if arrival.verdict is not None:
        return  # a fetch whose page is no longer kept: what it was read as is all there is
    decided = decisions.on_page(desk.archive, fetch_key(fetched)) if fetched.body is not None else None
    if decided is None and repeats_last_body(arrival, desk):
        arrival.verdict, arrival.extraction = Verdict("unchanged", SAME_BODY), None
        return
    if decided is None and arrival.sight and (look := ladder.same_sight(arrival, desk, arrival.sight)):
        arrival.repeats, arrival.verdict = look, ladder.verdict_of(look)
        return
    if decided is None and (look := ladder.held_before(arrival, desk)):
        arrival.repeats, arrival.verdict, arrival.extraction = look, ladder.held_again(look), None
        return
    if arrival.extraction is None and fetched.body is not None and fetched.status != 304:
        arrival.extraction = read(arrival, desk)
    last = last_seen(arrival.article, desk) if arrival.extraction else None  # what is compared with a page
    alone = arrival.ahead.verdict if arrival.ahead and last is None else None
    arrival.verdict = alone or judge(fetched, arrival.extraction, last)
    _obey(arrival, decided)


def read(arrival: Arrival, desk: Desk) -> Extraction:
    """The page's extraction."""
    fetched = arrival.fetched
    assert fetched.body is not None
    if (known := read_already(fetched)) is not None:
        return known
    return desk.extract(fetched.body, fetched.headers, fetched.final_address)


def _obey(arrival: Arrival, decided: str | None) -> None:
    """A reader's word goes before the judge's, where there is a text to take."""
    assert arrival.verdict is not None
    readable = arrival.extraction is not None and not arrival.extraction.failure
    if decided == decisions.ACCEPTED and arrival.verdict.outcome == "held" and readable:
        arrival.verdict = Verdict(None, None, arrival.verdict.quality)
    elif decided == decisions.HELD and arrival.verdict.outcome is None:
        arrival.verdict = Verdict("held", ladder.BY_A_READER, 0.0)


def repeats_last_body(arrival: Arrival, desk: Desk) -> bool:
    """Whether the page is, byte for byte, the last one that came, and that was read as the article's newest revision.

    One that came before the last is read again: what came and went between them tells of the outlet's furniture.
    """
    fetched = arrival.fetched
    if arrival.article is None or fetched.body_hash is None or fetched.status != 200 or fetched.truncated:
        return False
    state = derived.article_row(desk.archive, arrival.article)["state"]
    known = history.last_page_read(desk.archive, arrival.article, fetched.address)
    last = derived.last_revision(desk.archive, arrival.article)
    same_place = fetched.final_address == fetched.address
    if not (state == "present" and same_place and known and last):
        return False
    same_question = known["address"] == fetched.address  # under another address it may tell of a move
    same_body = known["body_hash"] == fetched.body_hash
    return bool(same_question and same_body and known["revision"] == last["id"] and known["reason"] != "flapping")


def last_seen(article: int, desk: Desk) -> LastSeen | None:
    """What the judge may know of the article."""
    last = derived.last_revision(desk.archive, article)
    if last is None:
        return None
    state = derived.article_row(desk.archive, article)["state"]
    version = derived.version_of(desk.archive, last["id"])
    return LastSeen(version, int(last["number"]), cast(Literal["present", "missing", "gone", "unread"], state))

"""The judge's stage: what is known of the article goes to `pipelines.judge.judge`, the verdict goes on."""

from __future__ import annotations

from typing import Literal, cast

from pipelines.arrival import Arrival, Verdict
from pipelines.desk import Desk
from pipelines.judge import LastSeen, judge
from storage import derived


def weigh(arrival: Arrival, desk: Desk) -> None:
    """Set ``arrival.verdict``, extracting the page first where nobody did yet."""
    fetched = arrival.fetched
    assert arrival.article is not None
    if repeats_last_body(arrival, desk):
        arrival.verdict = Verdict("unchanged", "same body")
        return
    if arrival.extraction is None and fetched.body is not None and fetched.status != 304:
        arrival.extraction = desk.extract(fetched.body, fetched.headers, fetched.final_address)
    arrival.verdict = judge(fetched, arrival.extraction, last_seen(arrival.article, desk))


def repeats_last_body(arrival: Arrival, desk: Desk) -> bool:
    """Whether the page is, byte for byte, one that was read before as the article's newest revision."""
    fetched = arrival.fetched
    if arrival.article is None or fetched.body_hash is None or fetched.status != 200:
        return False
    state = derived.article_row(desk.archive, arrival.article)["state"]
    read = derived.last_reading_of_page(desk.archive, arrival.article, fetched.body_hash)
    last = derived.last_revision(desk.archive, arrival.article)
    same_place = fetched.final_address == fetched.address
    return bool(state == "present" and same_place and read and last and read["revision"] == last["id"])


def last_seen(article: int, desk: Desk) -> LastSeen | None:
    """What the judge may know of the article."""
    last = derived.last_revision(desk.archive, article)
    if last is None:
        return None
    state = derived.article_row(desk.archive, article)["state"]
    version = derived.version_of(desk.archive, last["id"])
    return LastSeen(version, int(last["number"]), cast(Literal["present", "missing", "gone", "unread"], state))

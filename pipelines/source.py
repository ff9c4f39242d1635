"""Read a fetch of a feed, sitemap or search: nothing is kept of it but what came of the attempt."""

from __future__ import annotations

from pipelines.arrival import Arrival, Outcome
from pipelines.desk import Desk
from pipelines.judge import judge
from pipelines.keep import write_reading


def read_source(arrival: Arrival, desk: Desk) -> None:
    """Set the outcome of a source's fetch: failed, refused, missing, gone, not-modified, unchanged or revised."""
    fetched = arrival.fetched
    verdict = judge(fetched, None, None)
    outcome: Outcome | None = verdict.outcome
    if fetched.status is not None and 200 <= fetched.status < 300 and not fetched.refused and not fetched.error:
        outcome = "unchanged" if _seen_before(arrival, desk) else "revised"
        verdict = type(verdict)(outcome)
    arrival.verdict, arrival.outcome, arrival.reason = verdict, outcome, verdict.reason
    write_reading(arrival, desk)


def _seen_before(arrival: Arrival, desk: Desk) -> bool:
    """Whether the last answer of this address had the same body."""
    last = desk.archive.value(
        "SELECT body_hash FROM fetches WHERE address = ? AND id <> ? AND body_hash IS NOT NULL "
        "ORDER BY moment DESC, id DESC LIMIT 1",
        (arrival.fetched.address, arrival.fetch_id),
    )
    return bool(last == arrival.fetched.body_hash)

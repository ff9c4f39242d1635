"""Backfill: the captures that web archives hold of articles, fetched politely and kept in the order of their times.

Captures are taken some at a time; those of a round are kept before the next round is asked for, so that a backfill that
was broken off goes on where it was. An archive that asks for rest gets it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Event

from crawler import clock
from crawler.addresses import address_key
from crawler.fetch_once import fetch
from crawler.items import Fetched
from crawler.mementos import ABSENT, Capture, NoCaptures, as_fetched
from crawler.outlets import Policy
from crawler.rhythm import retry_after
from pipelines.desk import Desk
from pipelines.importing import Tally, keep_all
from pipelines.pool import ExtractionPool
from wirediff.webarchives import OK, WebArchive

ROUND = 20  # captures that are asked for at once and kept together
TRIES = 6
FIRST_WAIT, LONGEST_WAIT = 5.0, 900.0  # seconds, where an archive asks for rest and names no time
KNOWN = "SELECT 1 FROM fetches WHERE address = ? AND (fetched_at = ? OR json_extract(claims, '$.memento') = ?) LIMIT 1"
Tell = Callable[[str], None]
Seen = Callable[[int, int], None]


@dataclass
class Backfilled:
    """What came of one address: captures listed, known already, kept by outcome, left out, and those not to be had."""

    address: str
    listed: int = 0
    known: int = 0
    left_out: int = 0
    tally: Tally = field(default_factory=Tally)
    troubles: list[str] = field(default_factory=list)

    @property
    def outcomes(self) -> Counter[str]:
        """How many captures were kept, by outcome."""
        return self.tally.outcomes


@dataclass
class Backfill:
    """One backfill: from *source* by *policy* into *desk*'s archive."""

    source: WebArchive
    policy: Policy
    desk: Desk
    pool: ExtractionPool
    tell: Tell
    since: str | None = None
    until: str | None = None

    def run(self, address: str, outlet: str, seen: Seen) -> Backfilled:
        """Bring the captures of *address* into the archive as fetches of *outlet*."""
        done = Backfilled(address)
        try:
            captures = self.source.captures(address, self.since, self.until, self._fetch)
        except NoCaptures as none:
            done.troubles.append(f"{address}: {none}")
            return done
        done.listed = len(captures)
        wanted = [one for one in captures if self._wanted(one, done)]
        for start in range(0, len(wanted), ROUND):
            self._keep(wanted[start : start + ROUND], outlet, done)
            seen(min(start + ROUND, len(wanted)), len(wanted))
        return done

    def _wanted(self, capture: Capture, done: Backfilled) -> bool:
        """Whether a capture is new, and of the article: a redirect or an error of the server tells nothing of it."""
        if capture.status is not None and capture.status not in ABSENT | {OK}:
            done.left_out += 1
            return False
        known = self.desk.archive.value(KNOWN, (capture.address, capture.captured_at, capture.memento))
        done.known += known is not None
        return known is None

    def _keep(self, captures: Sequence[Capture], outlet: str, done: Backfilled) -> None:
        pages = [one for one in captures if one.status not in ABSENT]
        answers = dict(zip((one.memento for one in pages), self._fetch([one.memento for one in pages]), strict=True))
        fetches = list(self._fetches(captures, answers, outlet, done))
        keep_all(
            sorted(fetches, key=lambda one: one.fetched_at), len(fetches), self.desk, self.pool, done.tally, _nothing
        )

    def _fetches(
        self, captures: Sequence[Capture], answers: dict[str, Fetched], outlet: str, done: Backfilled
    ) -> Iterator[Fetched]:
        for capture in captures:
            if capture.status in ABSENT:
                yield as_fetched(capture, outlet)
                continue
            try:
                yield self.source.fetched(capture, outlet, answers[capture.memento])
            except ValueError as error:
                done.troubles.append(f"{capture.memento}: {error}")

    def _fetch(self, addresses: Sequence[str]) -> list[Fetched]:
        """The answers to *addresses*, asked for again while the archive wants rest or its server is at fault."""
        found: dict[str, Fetched] = {}
        left = list(addresses)
        for attempt in range(TRIES):
            found |= dict(zip(left, fetch(left, self.policy), strict=True)) if left else {}
            left = [one for one in left if _passing(found[one])]
            if not left or attempt == TRIES - 1:
                break
            self._rest([found[one] for one in left], attempt)
        return [found[one] for one in addresses]

    def _rest(self, answers: Sequence[Fetched], attempt: int) -> None:
        asked = [retry_after(one.headers.get("retry-after"), clock.now()) for one in answers]
        named = max((one.total_seconds() for one in asked if one), default=FIRST_WAIT * 2**attempt)
        wait = min(named, LONGEST_WAIT)
        self.tell(f"the archive wants rest: {len(answers)} captures again in {wait:.0f} s")
        Event().wait(wait)


def _passing(answer: Fetched) -> bool:
    """Whether it may go well another time: rest asked for, a server at fault, a network that failed."""
    if answer.refused:
        return False
    return answer.status is None or answer.status == 429 or answer.status >= 500


def _nothing(_done: int, _total: int) -> None: ...


def addresses_of(desk: Desk, outlet: str) -> list[str]:
    """The addresses of an outlet's articles, the one of each that was seen first."""
    rows = desk.archive.rows("SELECT address FROM articles WHERE outlet = ? ORDER BY first_seen, id", (outlet,))
    return list({address_key(row["address"]): row["address"] for row in rows}.values())


def row_of(done: Backfilled) -> dict[str, object]:
    """What came of one address, as ``--json`` shows it."""
    counts = {"captures": done.listed, "known": done.known, "left_out": done.left_out}
    return {"url": done.address, **counts, "kept": json.loads(json.dumps(done.outcomes)), "troubles": done.troubles}

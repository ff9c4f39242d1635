"""The archives of the web that a backfill asks: what to ask of each, and how a capture becomes a fetch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from crawler import commoncrawl
from crawler.items import Fetched
from crawler.mementos import Capture, NoCaptures, as_fetched, cdx_address, read_cdx, read_timemap, timemap_of
from pipelines.warc import read_warc_record

OK, PARTIAL, MISSING = 200, 206, 404
Ask = Callable[[Sequence[str]], list[Fetched]]  # addresses, asked for together, and their answers


class WebArchive(Protocol):
    """A source of captures."""

    def captures(self, address: str, since: str | None, until: str | None, ask: Ask) -> list[Capture]:
        """The captures of *address* between two times, the oldest first; `NoCaptures` where it cannot tell."""

    def fetched(self, capture: Capture, outlet: str, answer: Fetched) -> Fetched:
        """The fetch that the archive made, from the *answer* that brought it; ValueError where it did not."""


@dataclass(frozen=True)
class Cdx:
    """A CDX server, and where its captures are replayed."""

    cdx: str
    replay: str

    def captures(self, address: str, since: str | None, until: str | None, ask: Ask) -> list[Capture]:
        """What the index lists."""
        return read_cdx(_body(ask([cdx_address(self.cdx, address, since, until)])[0]), self.replay)

    def fetched(self, capture: Capture, outlet: str, answer: Fetched) -> Fetched:
        """The memento as it was replayed."""
        return _memento(capture, outlet, answer)


@dataclass(frozen=True)
class TimeMap:
    """A Memento archive: the address of its TimeMaps, {url} where that of the page goes."""

    template: str

    def captures(self, address: str, since: str | None, until: str | None, ask: Ask) -> list[Capture]:
        """What the TimeMap lists between the two times."""
        answers = ask([_filled(self.template, address)])
        return [one for one in read_timemap(_body(answers[0]), address) if _between(one, since, until)]

    def fetched(self, capture: Capture, outlet: str, answer: Fetched) -> Fetched:
        """The memento as it was replayed."""
        return _memento(capture, outlet, answer)


@dataclass(frozen=True)
class TimeGate(TimeMap):
    """A Memento archive by its TimeGates, {url} where the address of the page goes: each names its TimeMap."""

    def captures(self, address: str, since: str | None, until: str | None, ask: Ask) -> list[Capture]:
        """What the TimeMap lists that the TimeGate names."""
        (gate,) = ask([_filled(self.template, address)])
        named = timemap_of(gate.headers.get("link", ""))
        if named is None:
            raise NoCaptures(_why(gate) if gate.status != OK else "it names no TimeMap, so it is no TimeGate")
        return TimeMap(named).captures(address, since, until, ask)


@dataclass(frozen=True)
class CommonCrawl:
    """Common Crawl: an index for each of its crawls, and records within large files."""

    def captures(self, address: str, since: str | None, until: str | None, ask: Ask) -> list[Capture]:
        """What the indexes of the crawls of that time list; of a year where no time is given."""
        crawls = commoncrawl.wanted(
            commoncrawl.read_collections(_body(ask([commoncrawl.COLLECTIONS])[0])), since, until
        )
        answers = ask([commoncrawl.question(crawl, address) for crawl in crawls])
        there = (commoncrawl.read_captures(_body(one)) for one in answers if one.status != MISSING)
        found = [one for captures in there for one in captures if _between(one, since, until)]
        return sorted(found, key=lambda one: one.captured_at)

    def fetched(self, capture: Capture, outlet: str, answer: Fetched) -> Fetched:
        """The record that stands in the part of the file that was asked for."""
        if answer.status != PARTIAL or answer.body is None:
            raise ValueError(_why(answer))
        found = read_warc_record(answer.body, outlet, capture.captured_at)
        if found.address != capture.address:
            raise ValueError(f"the record there is one of {found.address}")
        found.why, found.claims = "backfill", {"memento": capture.memento}
        return found


def _filled(template: str, address: str) -> str:
    return template.replace("{url}", quote(address, safe=":/?&=%"))


def _memento(capture: Capture, outlet: str, answer: Fetched) -> Fetched:
    if answer.body is None or answer.status != (capture.status or OK):
        raise ValueError(_why(answer))
    return as_fetched(capture, outlet, answer)


def _between(capture: Capture, since: str | None, until: str | None) -> bool:
    return (since or "") <= capture.captured_at and (not until or capture.captured_at <= until)


def _body(answer: Fetched) -> bytes:
    if answer.status != OK or answer.body is None:
        raise NoCaptures(_why(answer))
    return answer.body


def _why(answer: Fetched) -> str:
    return answer.refused or answer.error or f"the archive answered {answer.status}"

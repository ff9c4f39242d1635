"""Merge: unite archives. Evidence is united by its hashes; all else is derived from it, so that the order is nothing.

What was forgotten in one is forgotten in the united one. A merge that was broken off is run again: what is there
already stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crawler import clock
from crawler.items import Fetched
from pipelines import forgetting
from pipelines.desk import Desk
from pipelines.documents import Unread
from pipelines.evidence import fetched_of
from pipelines.importing import Seen, Tally, keep_all
from pipelines.pool import ExtractionPool
from pipelines.rebuilding import CODE, rebuild
from storage import tombstones, uniting
from storage.archive import Archive
from storage.pages import PageDamaged
from storage.rebuilds import Scope


@dataclass
class Merged:
    """What a merge brought: fetches by outcome, articles forgotten, decisions that were taken over."""

    tally: Tally
    forgotten: int
    decisions: int


def merge(desk: Desk, other: Archive, pool: ExtractionPool, seen: Seen) -> Merged:
    """Take everything of *other* into the desk's archive."""
    archive, tally = desk.archive, Tally()
    stones = {*tombstones.in_archive(other), *tombstones.read_beside(other.path)}
    if stones:
        tombstones.write_beside(archive.path, stones - set(tombstones.in_archive(archive)))
    erased = forgetting.obey(desk, stones) if stones else None
    with archive.transaction():
        uniting.take_outlets(archive, other)
    fetches = uniting.fetches_in_order(other)
    keep_all(_read(other, fetches, tally), len(fetches), desk, pool, tally, seen)
    with archive.transaction():
        decisions = uniting.take_words(archive, other)
    if decisions:
        rebuild(desk, Scope(CODE), clock.stamp_now(), seen)
    return Merged(tally, erased.articles if erased else 0, decisions)


def _read(other: Archive, fetches: list[int], tally: Tally) -> Iterator[Fetched]:
    for fetch in fetches:
        try:
            yield fetched_of(other, fetch)
        except PageDamaged as damaged:
            tally.unread.append(Unread(f"fetch {fetch} of {other.path}", str(damaged)))
            yield fetched_of(other, fetch, with_page=False)

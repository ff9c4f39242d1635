"""Batches: the child processes that crawl, what they took in hand, how they ended."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from storage import visits
from storage.archive import Archive, Row


def begin(archive: Archive, began: str, deadline: str) -> int:
    """A new batch, with nothing in hand yet; its id."""
    return archive.insert("batches", {"began_at": began, "deadline_at": deadline, "visits": 0})


def started(archive: Archive, batch: int, pid: int) -> None:
    """Say which process runs *batch*."""
    archive.write("UPDATE batches SET pid = ? WHERE id = ?", (pid, batch))


def keep_stats(archive: Archive, batch: int, stats: Mapping[str, Any]) -> None:
    """Keep what the crawl counted."""
    text = json.dumps(dict(stats), default=str, sort_keys=True)
    archive.write("UPDATE batches SET stats = ? WHERE id = ?", (text, batch))


def end(archive: Archive, batch: int, ended: str, ending: str) -> int:
    """Close *batch* and give back the visits that it did not settle; how many those were."""
    with archive.transaction():
        left = visits.release(archive, batch)
        archive.write("UPDATE batches SET ended_at = ?, ending = ? WHERE id = ?", (ended, ending, batch))
        return left


def end_dead(archive: Archive, ended: str) -> list[Row]:
    """Close every open batch, as only a holder of the crawl's lock may: their processes are gone."""
    with archive.transaction():
        dead = archive.rows("SELECT * FROM batches WHERE ended_at IS NULL")
        for row in dead:
            end(archive, row["id"], ended, "died")
        return dead


def running(archive: Archive) -> list[Row]:
    """The batches that have not ended (or died without a word)."""
    return archive.rows("SELECT * FROM batches WHERE ended_at IS NULL ORDER BY id")


def last(archive: Archive) -> Row | None:
    """The batch that ended last."""
    return archive.row("SELECT * FROM batches WHERE ended_at IS NOT NULL ORDER BY id DESC LIMIT 1")

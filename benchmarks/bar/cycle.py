"""One cycle of a crawl's writing side, in one thread, so that its system calls are the same every time.

Everything that touches the archive's files is the real code: opening, planning, taking, keeping with its visit settled,
a reader's note, ending the batch, writing the log back, a backup. Only the answers do not come over a network.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from benchmarks.bar.sample import fetched
from crawler import agenda
from crawler.clock import parse, stamp
from crawler.items import Discovered
from crawler.outlets import Rhythm
from pipelines.archivist import Archivist
from pipelines.arrival import Arrival
from pipelines.desk import Desk
from pipelines.extract import extract
from storage import archive as archives
from storage import backups, batches
from storage.archive import Archive

ARTICLES = 3
NAME = "wirediff.db"
PATIENCE = 3  # seconds to wait for a lock, in place of a minute: a lock that failed to be let go is waited for in vain


def run(folder: Path, number: int, acks: int) -> None:
    """The cycle with that *number* over the archive in *folder*; what is kept is told by a line written to *acks*."""
    archives.BUSY_SECONDS = PATIENCE
    now = parse(f"2026-03-{1 + number // 24:02d}T{number % 24:02d}:00:00Z")
    with Archive(folder / NAME) as archive:
        rhythm = Rhythm()
        batches.end_dead(archive, stamp(now))
        for article in range(ARTICLES):
            agenda.plan(archive, Discovered(f"https://sample.example/{article}", "sample", "feed"), now)
        batch = batches.begin(archive, stamp(now), stamp(now))
        archivist = Archivist(
            Desk(archive, extract),
            lambda arrival: agenda.settle(
                archive, arrival.fetched, fetch_id=arrival.fetch_id or 0, outcome=arrival.outcome or "", now=now,
                rhythm=rhythm,
            ),
        )  # fmt: skip
        for visit in agenda.take(archive, batch, now, 100):
            one = fetched(int(visit.address.rpartition("/")[2]), number + 1, stamp(now))
            one.visit = visit.id
            assert one.body is not None
            archivist.keep(Arrival(one, extract(one.body, one.headers, one.address)))
            os.write(acks, f"{one.address} {one.body_hash}\n".encode())
        with archive.transaction():
            archive.insert("notes", {"made_at": stamp(now), "subject": f"cycle {number}", "text": "looked at it"})
        os.write(acks, f"note cycle {number}\n".encode())
        batches.end(archive, batch, stamp(now), "done")
    backups.back_up(folder / NAME, folder / "backups", stamp(now), keep=2)


def lost(folder: Path, acks: str) -> list[str]:
    """What was acknowledged (whole lines) and is not in the archive, exactly once."""
    promised = {line for line in acks.splitlines(keepends=True) if line.endswith("\n")}
    with Archive(folder / NAME) as archive:
        kept = Counter(
            f"{row['address']} {row['body_hash']}\n" for row in archive.rows("SELECT address, body_hash FROM fetches")
        )
        kept += Counter(f"note {row['subject']}\n" for row in archive.rows("SELECT subject FROM notes"))
    return [f"lost: {line!r}" for line in promised if not kept[line]] + [
        f"kept twice: {line!r}" for line, times in kept.items() if times > 1
    ]


def forked(folder: Path, numbers: Sequence[int], log: Path, wait: tuple[int, int] | None = None) -> int:
    """Run cycles in a fork, which first waits until the pipe *wait* is closed by its maker; the fork's id."""
    process = os.fork()
    if process:
        return process
    code = 1
    with suppress(BaseException):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        acks = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        if wait:
            os.close(wait[1])
            os.read(wait[0], 1)
        for number in numbers:
            run(folder, number, acks)
        code = 0
    os._exit(code)

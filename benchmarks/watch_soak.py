"""Watches the demo's outlets for minutes, kills the watch with SIGKILL now and then, and audits the archive.

    python benchmarks/watch_soak.py --minutes 20 --kills 3

The outlets live through all of their script meanwhile. Afterwards what they served, which their servers wrote down
before each answer left, is compared with what the archive holds: every fetch of the archive was served, in the same
order with the same bytes, and nothing that was served is missing but what was under way when its process was killed.
Every second kill takes the batch that is running too. Prints one JSON object; exit code 1 where something is wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from crawler.clock import parse, stamp
from storage.archive import Archive
from wirediff.demo import script, setup
from wirediff.demo.server import Clock, Served, serving
from wirediff.demo.timeline import Outlet, at

STORY_LASTS = timedelta(hours=72)
CRAWLED_FROM = at("72:00")  # the crawl's own clock begins when the script is over, and runs at the pace of real time
NEAR = timedelta(seconds=15)  # how far from a kill something that was under way may be
OUTLETS = tuple(replace(outlet, outage=None) for outlet in script.OUTLETS)  # its Retry-After would outlast the soak
Served_ = dict[str, Any]


class Kept(NamedTuple):
    """An answer that the archive has, and when it was asked for, in real time."""

    status: int
    body_hash: str | None
    time: datetime


@dataclass
class Soak:
    """One run: where it lives, and when its processes were killed."""

    folder: Path
    every: str
    tick: float
    began: float = field(default_factory=time.monotonic)
    began_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    kills: list[datetime] = field(default_factory=list)

    def start(self) -> subprocess.Popen[bytes]:
        """A new watch; its clock goes on where the one before stood."""
        elapsed = timedelta(seconds=time.monotonic() - self.began)
        environment = os.environ | {"WIREDIFF_CLOCK": stamp(CRAWLED_FROM + elapsed)}
        command = [sys.executable, "-m", "wirediff", "watch", "--tick", str(self.tick), "--config", str(self.config)]
        with (self.folder / "watch.log").open("ab") as log:
            return subprocess.Popen(command, stderr=log, env=environment, start_new_session=True)

    @property
    def config(self) -> Path:
        """The configuration that all watches run by."""
        return self.folder / setup.CONFIG

    @property
    def archive(self) -> Path:
        """The archive that all of them write."""
        return self.folder / setup.ARCHIVE

    def kill(self, watch: subprocess.Popen[bytes], *, batch_too: bool) -> None:
        """SIGKILL, without a word before."""
        batches = [int(pid) for pid in _children(watch.pid)] if batch_too else []
        self.kills.append(datetime.now(UTC))
        watch.kill()
        for pid in batches:
            os.killpg(pid, signal.SIGKILL)
        watch.wait()


def _children(parent: int) -> Iterator[str]:
    for listed in Path(f"/proc/{parent}/task").glob("*/children"):
        yield from listed.read_text().split()


def soak(run: Soak, minutes: float, kills: int, seed: int) -> int:
    """Watch for *minutes* with so many *kills* at chosen moments; the exit code of the last watch, stopped in order."""
    chosen = random.Random(seed)
    part = minutes * 60 / (kills + 1)
    end = time.monotonic() + minutes * 60
    watch = run.start()
    for number in range(kills):
        time.sleep(part * chosen.uniform(0.6, 1.0))
        run.kill(watch, batch_too=number % 2 == 1)
        watch = run.start()
    time.sleep(max(0.0, end - time.monotonic()))
    watch.send_signal(signal.SIGTERM)
    return watch.wait(timeout=120)


def audit(run: Soak) -> dict[str, Any]:
    """What the outlets served beside what the archive holds."""
    served = _served(run.folder / setup.SERVED)
    with Archive(run.archive, read_only=True) as archive:
        kept = _kept(archive, run.began_at - CRAWLED_FROM)
        lost, strange = _compare(served, kept)
        return {
            "served": sum(map(len, served.values())),
            "kept": sum(map(len, kept.values())),
            "lost_under_way_at_a_kill": len(lost),
            "lost_otherwise": [one for one in lost if not _near_a_kill(one, run.kills)],
            "never_served": strange,
            "revisions": _revisions(archive, served),
            "integrity": archive.value("PRAGMA integrity_check"),
            "foreign_keys": len(archive.rows("PRAGMA foreign_key_check")),
            "in_hand": archive.value("SELECT count(*) FROM visits WHERE taken_by IS NOT NULL"),
            "open_batches": archive.value("SELECT count(*) FROM batches WHERE ended_at IS NULL"),
            "endings": {row["ending"]: row["n"] for row in archive.rows(
                "SELECT ending, count(*) AS n FROM batches GROUP BY ending")},
            "outcomes": {row["outcome"]: row["n"] for row in archive.rows(
                "SELECT outcome, count(*) AS n FROM readings GROUP BY outcome")},
            "tracebacks": (run.folder / "watch.log").read_text("utf-8", "replace").count("Traceback"),
        }  # fmt: skip


def _served(file: Path) -> dict[str, list[Served_]]:
    """What was served, by address, in order; robots.txt is no visit."""
    answers: dict[str, list[Served_]] = defaultdict(list)
    for line in file.read_text("utf-8").splitlines():
        answer = json.loads(line)
        if answer["what"] != "robots":
            answers[answer["address"]].append(answer)
    return answers


def _kept(archive: Archive, to_real_time: timedelta) -> dict[str, list[Kept]]:
    """Everything that answered, by address, in order; a redirect is an answer of its own."""
    answers: dict[str, list[Kept]] = defaultdict(list)
    for row in archive.rows("SELECT * FROM fetches WHERE status IS NOT NULL ORDER BY id"):
        chain = [row["address"], *json.loads(row["hops"]), row["final_address"]]
        time_ = parse(row["fetched_at"]) + to_real_time
        for address in chain[:-1] if row["final_address"] != row["address"] else []:
            answers[address].append(Kept(301, None, time_))
        body_hash = row["body_hash"] if row["status"] != 304 else None
        answers[row["final_address"]].append(Kept(row["status"], body_hash, time_))
    return answers


def _compare(served: dict[str, list[Served_]], kept: dict[str, list[Kept]]) -> tuple[list[Served_], list[Any]]:
    """What was served and not kept; what was kept and not served (in that order)."""
    lost: list[Served_] = []
    strange: list[Any] = []
    for address in sorted({*served, *kept}):
        rest = served.get(address, [])
        for one in kept.get(address, ()):
            if (place := _place(rest, one)) is None:
                strange.append([address, one.status, one.body_hash])
            else:
                lost += rest[:place]
                rest = rest[place + 1 :]
        lost += rest
    return lost, strange


def _place(served: list[Served_], one: Kept) -> int | None:
    """Where *one* stands among what was served: of equal answers the nearest in time."""
    same = [
        place
        for place, answer in enumerate(served)
        if (answer["status"], answer["body_hash"]) == (one.status, one.body_hash)
    ]
    return min(same, key=lambda place: abs(parse(served[place]["real"]) - one.time), default=None)


def _near_a_kill(answer: Served_, kills: list[datetime]) -> bool:
    return any(abs(parse(answer["real"]) - kill) <= NEAR for kill in kills)


def _revisions(archive: Archive, served: dict[str, list[Served_]]) -> dict[str, Any]:
    """Of every article that was served whole: how many scripted versions were, and how many the archive has."""
    wrong, versions = {}, 0
    for outlet, article in _articles():
        addresses = [outlet.url(path) for path in article.paths]
        shown = {a["revision"] for address in addresses for a in served.get(address, ()) if a["status"] == 200} - {None}
        marks = ", ".join("?" * len(addresses))
        found = archive.value(
            "SELECT count(*) FROM revisions WHERE article IN "
            f"(SELECT article FROM addresses WHERE address IN ({marks}))", addresses,
        )  # fmt: skip
        versions += len(shown)
        if found != len(shown):
            wrong[addresses[0]] = {"served": len(shown), "kept": found}
    return {"served": versions, "differing": wrong}


def _articles() -> Iterator[tuple[Outlet, Any]]:
    for outlet in OUTLETS:
        for article in outlet.articles:
            yield outlet, article


def sound(found: dict[str, Any], exit_code: int) -> bool:
    """Whether the archive holds exactly what was served."""
    nothing = ("lost_otherwise", "never_served", "foreign_keys", "in_hand", "open_batches", "tracebacks")
    return not any(found[name] for name in nothing) and found["integrity"] == "ok" and exit_code == 0


def main() -> int:
    """Run it."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=20)
    options.add_argument("--kills", type=int, default=3)
    options.add_argument("--every", default="5s", help="between two visits of one address")
    options.add_argument("--tick", type=float, default=1)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--folder", type=Path, help="keep archive and logs there")
    given = options.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="wirediff-soak-"))
    folder.mkdir(parents=True, exist_ok=True)
    clock = Clock(speed=STORY_LASTS.total_seconds() / (given.minutes * 60))
    with (folder / setup.SERVED).open("w") as file, serving(OUTLETS, clock, Served(file)) as hosts:
        setup.prepare(folder, OUTLETS, hosts, every=given.every, whole=True)
        run = Soak(folder, given.every, given.tick)
        code = soak(run, given.minutes, given.kills, given.seed)
    found = audit(run)
    told = {"minutes": given.minutes, "kills": [stamp(kill) for kill in run.kills], "exit_code": code, **found}
    print(json.dumps(told, indent=1))
    return 0 if sound(found, code) else 1


if __name__ == "__main__":
    sys.exit(main())

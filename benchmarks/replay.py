"""The main job over real pages: a loopback server plays captures as hosts with feeds and sitemaps, crawled for real.

    python -m benchmarks.replay DATA [--sets rev_newssniffer pages_fundus ...] [--keep FOLDER] [--no-validators]

Round n serves the n-th capture of every address, at a virtual time; one more round serves the last captures again and
must find nothing new. The real command crawls under the pages' real addresses. Prints one JSON object; exit code 1
where a fetch has no outcome, a log has a traceback, or the archive does not hold exactly what was served.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.captures import SETS, Histories, read
from benchmarks.replay_server import Replay, serving
from crawler.addresses import address_key
from crawler.clock import stamp
from storage.archive import Archive

START = datetime(2026, 3, 2, 6, tzinfo=UTC)
BETWEEN = timedelta(hours=12)
Served = Callable[[str], object]


def main() -> int:
    """Replay, check, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("data", type=Path, help="the folder of captures")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS))
    parser.add_argument("--keep", type=Path, help="keep archive, configuration and log there")
    parser.add_argument("--no-validators", action="store_true", help="serve without ETag")
    parser.add_argument("--rounds", type=int, help="at most this many rounds before the last one")
    options = parser.parse_args()
    histories = read(options.data, options.sets)
    with nullcontext(options.keep) if options.keep else tempfile.TemporaryDirectory() as folder:
        found = run(Path(folder), histories, validators=not options.no_validators, most=options.rounds)
    print(json.dumps(found, indent=1))
    return 0 if not found["wrong"] else 1


def run(
    folder: Path, histories: Histories, *, validators: bool, most: int | None = None, served: Served = str
) -> dict[str, Any]:
    """Crawl every round of *histories* into an archive in *folder*; figures, and what is wrong.

    *served* hears the server's address, host:port, before anything is asked for.
    """
    folder.mkdir(parents=True, exist_ok=True)
    replay = Replay(histories, validators)
    rounds = min(most or 10**9, max(map(len, histories.values())))
    began = time.perf_counter()
    with serving(replay) as server, (folder / "log.txt").open("w") as log:
        served(server)
        write_config(folder, replay, server)
        for number in range(rounds):
            replay.round = number
            crawl(folder, START + number * BETWEEN, log)
        before = last_fetch(folder)
        crawl(folder, START + rounds * BETWEEN, log)
    seconds = time.perf_counter() - began
    return audit(folder, replay, before) | {"rounds": rounds + 1, "seconds": round(seconds, 1)}


def write_config(folder: Path, replay: Replay, server: str) -> None:
    """Every host an outlet that is followed whole."""
    lines = ['[project]\ndatabase = "archive.db"\ncontact = "replay@wirediff.example"', '[crawl]\npace = "0s"']
    for host in replay.hosts:
        source = replay.source(host)
        name = "sitemaps" if source.endswith(".xml") else "feeds"
        lines.append(f'[[outlet]]\nid = {json.dumps(host)}\n{name} = [{json.dumps(source)}]\nfollow = "all"')
    lines.append("[network.hosts]\n" + "\n".join(f"{json.dumps(host)} = {json.dumps(server)}" for host in replay.hosts))
    (folder / "wirediff.toml").write_text("\n\n".join(lines) + "\n")
    (folder / "archive.db").unlink(missing_ok=True)


def crawl(folder: Path, when: datetime, log: Any) -> None:
    """One `wirediff crawl` of everything, at a virtual time."""
    line = [sys.executable, "-m", "wirediff", "crawl", "--all", "-v", "--config", str(folder / "wirediff.toml")]
    environment = os.environ | {"WIREDIFF_CLOCK": stamp(when)}
    subprocess.run(line, env=environment, stdout=log, stderr=log, check=False, timeout=3600)


def last_fetch(folder: Path) -> int:
    """The newest row of fetches."""
    with Archive(folder / "archive.db", read_only=True) as archive:
        return int(archive.value("SELECT coalesce(max(id), 0) FROM fetches"))


def audit(folder: Path, replay: Replay, before: int) -> dict[str, Any]:
    """What the archive holds, against what was served."""
    with Archive(folder / "archive.db", read_only=True) as archive:
        outcomes = archive.rows(
            "SELECT r.outcome, r.reason, f.id, f.address, f.body_hash, f.status FROM fetches f "
            "LEFT JOIN readings r ON r.fetch = f.id WHERE f.kind = 'article'"
        )
        bodies = Counter(row["body_hash"] for row in outcomes if row["body_hash"])
        integrity = archive.value("PRAGMA integrity_check")
        revisions = archive.rows(
            "SELECT a.address, count(*) AS n FROM revisions r JOIN articles a ON a.id = r.article GROUP BY a.id"
        )
    first = Counter(row["outcome"] for row in outcomes if row["id"] <= before)
    last = Counter(row["outcome"] for row in outcomes if row["id"] > before)
    wrong = []
    if without := sum(row["outcome"] is None for row in outcomes):
        wrong.append(f"{without} fetches without an outcome")
    if "Traceback" in (folder / "log.txt").read_text():
        wrong.append("a traceback in the log")
    if integrity != "ok":
        wrong.append(f"integrity_check: {integrity}")
    kept = Counter(row["status"] for row in outcomes if row["status"])
    if kept != replay.served:
        wrong.append(f"served {dict(replay.served)}, kept {dict(kept)}")
    fetched = {address_key(row["address"]) for row in outcomes}
    if unvisited := [address for address in replay.histories if address_key(address) not in fetched]:
        wrong.append(f"never fetched: {', '.join(unvisited)}")
    known = {hashlib.sha256(body).hexdigest() for history in replay.histories.values() for body in history}
    if strangers := set(bodies) - known:
        wrong.append(f"{len(strangers)} bodies that nobody served")
    return {
        "addresses": len(replay.histories),
        "captures": sum(map(len, replay.histories.values())),
        "fetches": len(outcomes),
        "outcomes": dict(first),
        "held": dict(Counter(row["reason"] for row in outcomes if row["outcome"] == "held").most_common(12)),
        "last round": dict(last),
        "revisions": {row["address"]: row["n"] for row in revisions if "newssniffer" in row["address"]},
        "revisions in all": sum(row["n"] for row in revisions),
        "wrong": wrong,
    }


if __name__ == "__main__":
    sys.exit(main())

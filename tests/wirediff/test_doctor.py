"""`wirediff doctor`: what is wrong is named with its mend."""

from __future__ import annotations

import json
import socket
from datetime import timedelta
from pathlib import Path

from crawler.clock import now, stamp
from storage.archive import Archive
from storage.robots import RobotsCopy, save
from tests.kept import kept_archive
from tests.wirediff.newsstand import START, configure, run
from wirediff.config import load
from wirediff.examining import BAD, GOOD, ODD, Finding, examine
from wirediff.heartbeat import beat


def _found(folder: Path, *, offline: bool = False) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for one in examine(load(folder / "wirediff.toml"), folder / "wirediff.db", offline=offline):
        found.setdefault(one.what, []).append(one)
    return found


def test_a_sound_house_has_no_bad_finding_and_a_silent_one_is_named_with_its_mend(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        configure(
            tmp_path, {"harbor.example": f"127.0.0.1:{listening.getsockname()[1]}", "tide.example": "127.0.0.1:9"}
        )
        found = _found(tmp_path)

    assert [one.state for one in found["host harbor.example"] + found["host tide.example"]] == [GOOD, BAD]
    assert "[network.hosts]" in found["host tide.example"][0].mend
    assert all(one.mend for findings in found.values() for one in findings if one.state != GOOD)


def test_a_wrong_clock_a_dead_watch_and_forbidding_robots_are_bad(tmp_path: Path) -> None:
    configure(tmp_path, {"harbor.example": "127.0.0.1:9"})
    tomorrow = stamp(now() + timedelta(days=1))
    beat(tmp_path / "wirediff.db", state="waiting")
    with Archive(kept_archive(tmp_path / "wirediff.db")) as archive:
        archive.write("UPDATE fetches SET fetched_at = ? WHERE id = 6", (tomorrow,))
        save(archive, RobotsCopy("http://harbor.example", START, 200, "User-agent: *\nDisallow: /feed", START))
    found = _found(tmp_path, offline=True)

    assert found["clock"][0].state == BAD
    assert "died" in found["crawl"][0].seen
    assert [one.state for one in found["outlet harbor"]] == [BAD, ODD]


def test_a_damaged_archive_is_told_in_a_line_and_the_command_says_so_by_its_code(tmp_path: Path) -> None:
    configure(tmp_path, {})
    (tmp_path / "wirediff.db").write_bytes(b"no archive at all" * 500)
    done = run("doctor", "--offline", "--json", cwd=tmp_path)

    told = {one["what"]: one for one in map(json.loads, done.stdout.splitlines())}
    assert (done.returncode, told["archive"]["state"]) == (3, BAD)
    assert "wirediff restore" in told["archive"]["mend"]

"""Batches that die: what hangs is killed at its deadline, and what kills is found and put off."""

from __future__ import annotations

import asyncio
import fcntl
import os
import signal
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.outlets import Outlet, Policy
from storage import visits
from storage.archive import Archive
from wirediff.children import Child
from wirediff.config import Config
from wirediff.dispatch import Dispatcher, Ran
from wirediff.job import Job
from wirediff.locks import BATCH, SCHEDULE, Busy, hold, holder, lock_path

NOON = "2026-03-01T12:00:00Z"


def config(**policy: object) -> Config:
    outlets = (Outlet("harbor", feeds=("http://harbor.example/feed",)), Outlet("tide", pace=timedelta(seconds=60)))
    return Config(policy=Policy(contact="desk@newsroom.example", **policy), outlets=outlets)  # type: ignore[arg-type]


def planned(archive: Archive, count: int, outlet: str = "harbor") -> None:
    for number in range(count):
        visits.plan(archive, outlet, f"http://{outlet}.example/{number}", due=NOON)


async def run_and_kill(dispatcher: Dispatcher) -> Ran:
    """Run a batch and kill its process as soon as there is one."""
    task = asyncio.create_task(dispatcher.run())
    while (pid := dispatcher.archive.value("SELECT pid FROM batches WHERE ended_at IS NULL")) is None:
        await asyncio.sleep(0.01)
    os.killpg(pid, signal.SIGKILL)
    ran = await task
    assert ran is not None
    return ran


def test_what_kills_its_process_is_found_by_halves_and_put_off(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        planned(archive, 4)
        dispatcher = Dispatcher(archive, config())
        deaths = [asyncio.run(run_and_kill(dispatcher)) for _ in range(3)]
        assert [ran.taken for ran in deaths] == [4, 2, 1]
        assert {ran.ending for ran in deaths} == {"killed by SIGKILL"}
        assert archive.rows("SELECT failures, taken_by FROM visits WHERE failures > 0") == [
            {"failures": 1, "taken_by": None}
        ]
        assert dispatcher.due() == 3


def test_a_process_that_hangs_is_killed_at_its_deadline(tmp_path: Path) -> None:
    job = Job.of(config(batch_deadline=timedelta(seconds=0.3)), tmp_path / "a.db", 1)
    child = Child(job, grace=timedelta(seconds=0.2))
    ending = asyncio.run(child.run(lambda pid: os.kill(pid, signal.SIGSTOP)))
    assert ending == "killed at its deadline"


def test_a_slow_outlet_takes_a_small_part_of_a_batch(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        planned(archive, 50)
        planned(archive, 50, "tide")
        ran = asyncio.run(run_and_kill(Dispatcher(archive, config(pace=timedelta(seconds=10)))))
    assert ran.taken == 120 // 10 + 120 // 60


def test_the_batch_of_a_killed_predecessor_is_waited_for_before_its_visits_are_given_back(tmp_path: Path) -> None:
    with (
        Archive(tmp_path / "a.db") as archive,
        hold(archive.path, BATCH, "batch 1"),
        pytest.raises(Busy, match="batch 1"),
    ):
        Dispatcher(archive, config()).begin(wait=0.2)


def test_a_lock_names_its_holder_and_is_free_after_it(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with hold(path, SCHEDULE, "wirediff watch"):
        assert f"wirediff watch, process {os.getpid()}" in (holder(path, SCHEDULE) or "")
        assert holder(path, BATCH) is None
        link = tmp_path / "other-name.db"
        path.touch()
        link.symlink_to(path)
        with pytest.raises(Busy), hold(link, SCHEDULE, "wirediff crawl"):
            pass
    assert holder(path, SCHEDULE) is None


def test_a_holder_that_has_the_lock_and_not_yet_written_its_name_is_named_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with lock_path(path, SCHEDULE).open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)

        def write() -> None:
            file.write("wirediff crawl, process 7")
            file.flush()

        late = threading.Timer(0.2, write)
        late.start()
        with pytest.raises(Busy, match="process 7"), hold(path, SCHEDULE, "wirediff watch"):
            pass
        late.join()


@pytest.mark.parametrize("change", [lambda text: b"", lambda text: text[:20], lambda text: b"hello"])
def test_a_batch_that_nobody_told_what_to_do_says_so(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    import subprocess
    import sys

    told = Job.of(config(), tmp_path / "a.db", 1).dump()
    done = subprocess.run(
        [sys.executable, "-m", "wirediff.batch"], input=change(told), capture_output=True, timeout=300, check=False
    )
    assert done.returncode == 70
    assert b"by hand" in done.stderr
    assert b"Traceback" not in done.stderr

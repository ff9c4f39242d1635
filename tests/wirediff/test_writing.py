"""The process that writes beside the one that fetches: whichever dies, what was told is kept, and work goes on."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.wirediff.newsstand import PATIENCE, START, WIREDIFF, Newsstand, configure, environment, run, until, value
from wirediff.locks import BATCH, holder

ARTICLES = "SELECT count(*) FROM fetches WHERE kind = 'article' AND status = 200"


@contextmanager
def crawling(folder: Path, clock: str = START) -> Iterator[tuple[subprocess.Popen[str], Newsstand]]:
    """A crawl of four articles in the middle of its second batch: one of them is held back."""
    with Newsstand("/a", "/b", "/c", "/d") as stand, (folder / "log").open("w") as log:
        configure(folder, {"harbor.example": stand.address})
        stand.hold("/d")
        command = [*WIREDIFF, "crawl", "--verbose"]
        with subprocess.Popen(
            command, cwd=folder, env=environment(WIREDIFF_CLOCK=clock), stderr=log, text=True
        ) as crawl:
            try:
                assert stand.arrived.wait(PATIENCE)
                yield crawl, stand
            finally:
                crawl.kill()


def batch(folder: Path) -> int:
    return int(value(folder / "wirediff.db", "SELECT pid FROM batches WHERE ended_at IS NULL"))


def writer_of(process: int) -> int:
    """The first child of *process*: it is forked before anything else is begun."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return min(int(child) for task in tasks for child in task.read_text().split())


def is_gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_the_death_of_either_process_ends_the_crawl_with_a_word_and_the_next_goes_on(tmp_path: Path) -> None:
    archive, log = tmp_path / "wirediff.db", tmp_path / "log"
    with crawling(tmp_path) as (crawl, stand):
        os.kill(writer_of(batch(tmp_path)), signal.SIGKILL)
        stand.let_go()
        assert crawl.wait(PATIENCE) != 0
    assert "the archivist's process ended: killed by SIGKILL" in log.read_text()
    assert "batch 2 killed by SIGKILL (the process that writes)" in log.read_text()
    assert value(archive, ARTICLES) == 0
    assert value(archive, "SELECT count(*) FROM visits WHERE taken_by IS NOT NULL") == 0
    assert "Traceback" not in log.read_text()

    with crawling(tmp_path, "2026-03-01T12:05:00Z") as (crawl, stand):
        fetches = batch(tmp_path)
        writes = writer_of(fetches)
        os.kill(fetches, signal.SIGKILL)
        until(lambda: is_gone(writes), "the end of the process that writes")
        stand.let_go()
        assert crawl.wait(PATIENCE) != 0
    assert "killed by SIGKILL: what it did not settle is given back" in log.read_text()
    assert "Traceback" not in log.read_text()
    assert holder(archive, BATCH) is None

    with Newsstand("/a", "/b", "/c", "/d") as stand:
        configure(tmp_path, {"harbor.example": stand.address})
        assert run("crawl", cwd=tmp_path, WIREDIFF_CLOCK="2026-03-01T12:10:00Z").returncode == 0
    assert value(archive, ARTICLES) == 4
    assert value(archive, "PRAGMA integrity_check") == "ok"


def test_a_stop_of_all_processes_at_once_finishes_and_keeps_what_is_under_way(tmp_path: Path) -> None:
    with crawling(tmp_path) as (crawl, stand):
        fetches = batch(tmp_path)
        writes = writer_of(fetches)
        os.killpg(fetches, signal.SIGTERM)
        stand.let_go()
        assert crawl.wait(PATIENCE) == 0
        assert is_gone(writes)

    archive = tmp_path / "wirediff.db"
    assert value(archive, ARTICLES) == 4
    assert value(archive, "SELECT count(*) FROM visits WHERE taken_by IS NOT NULL") == 0
    assert "Traceback" not in (tmp_path / "log").read_text()

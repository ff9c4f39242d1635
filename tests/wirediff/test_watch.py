"""`wirediff watch` as a reader runs it: killed and taken over, stopped in order, its configuration edited meanwhile."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.wirediff.newsstand import PATIENCE, WIREDIFF, Newsstand, configure, environment, until, value
from wirediff.locks import BATCH, holder

FETCHED = "SELECT count(*) FROM fetches WHERE kind = 'article' AND outlet = '{}' AND status = 200"


@contextmanager
def watching(folder: Path, clock: str, log: str = "watch.log") -> Iterator[subprocess.Popen[str]]:
    """A watch that ticks five times a second; killed at the end of the block if it still runs."""
    with (folder / log).open("w") as file:
        watch = subprocess.Popen(
            [*WIREDIFF, "watch", "--tick", "0.2"],
            cwd=folder,
            env=environment(WIREDIFF_CLOCK=clock),
            stderr=file,
            text=True,
        )
        try:
            yield watch
        finally:
            watch.kill()
            watch.wait()


def stop(watch: subprocess.Popen[str]) -> int:
    watch.send_signal(signal.SIGTERM)
    return watch.wait(timeout=PATIENCE)


def test_killed_in_the_middle_of_a_fetch_it_leaves_nothing_behind_and_its_successor_goes_on(tmp_path: Path) -> None:
    archive = tmp_path / "wirediff.db"
    with Newsstand("/a", "/b") as stand:
        configure(tmp_path, {"harbor.example": stand.address})
        stand.hold("/a")
        with watching(tmp_path, "2026-03-01T12:00:00Z", "killed.log") as watch:
            assert stand.arrived.wait(PATIENCE)
            watch.kill()
        assert value(archive, "SELECT count(*) FROM visits WHERE taken_by IS NOT NULL")
        with watching(tmp_path, "2026-03-01T12:05:00Z") as watch:
            assert (holder(archive, BATCH) or "").startswith("batch ")
            stand.let_go()
            until(lambda: value(archive, FETCHED.format("harbor")) == 2, "both articles")
            died = "SELECT count(*) FROM batches WHERE ending = 'died'"
            until(lambda: value(archive, died) == 1, "the batch that is given up")
            assert stop(watch) == 0
    assert value(archive, "SELECT count(*) FROM visits WHERE taken_by IS NOT NULL") == 0
    assert value(archive, "SELECT count(*) FROM batches WHERE ended_at IS NULL") == 0
    assert value(archive, "PRAGMA integrity_check") == "ok"
    assert "Traceback" not in (tmp_path / "watch.log").read_text() + (tmp_path / "killed.log").read_text()


def test_stopped_in_the_middle_of_a_fetch_it_finishes_and_keeps_it(tmp_path: Path) -> None:
    archive = tmp_path / "wirediff.db"
    with Newsstand("/a") as stand:
        configure(tmp_path, {"harbor.example": stand.address})
        stand.hold("/a")
        with watching(tmp_path, "2026-03-01T12:00:00Z") as watch:
            assert stand.arrived.wait(PATIENCE)
            watch.send_signal(signal.SIGTERM)
            until(lambda: "stopping" in (tmp_path / "watch.log").read_text(), "the stop")
            stand.let_go()
            assert watch.wait(timeout=PATIENCE) == 0
    assert value(archive, FETCHED.format("harbor")) == 1
    assert value(archive, "SELECT ending FROM batches ORDER BY id DESC LIMIT 1") == "stopped"
    assert holder(archive, BATCH) is None


def test_an_edited_configuration_is_followed_and_a_mistake_in_it_is_told_and_survived(tmp_path: Path) -> None:
    archive, log = tmp_path / "wirediff.db", tmp_path / "watch.log"
    with Newsstand() as stand:
        configure(tmp_path, {"harbor.example": stand.address})
        with watching(tmp_path, "2026-03-01T12:00:00Z") as watch:
            until(lambda: "/feed" in stand.asked, "the first feed")
            configure(tmp_path, {"harbor.example": stand.address}, extra='evry = "1h"')
            until(lambda: "stays in force" in log.read_text(), "the mistake")
            assert "did you mean every?" in log.read_text()
            configure(tmp_path, {"harbor.example": stand.address, "tide.example": stand.address})
            until(lambda: value(archive, "SELECT count(*) FROM fetches WHERE outlet = 'tide'"), "the new outlet")
            configure(tmp_path, {"tide.example": stand.address})
            stopped = "SELECT stopped FROM visits WHERE outlet = 'harbor' AND kind = 'feed'"
            until(lambda: value(archive, stopped) == "no longer configured", "the old outlet's end")
            assert stop(watch) == 0
    assert "Traceback" not in log.read_text()

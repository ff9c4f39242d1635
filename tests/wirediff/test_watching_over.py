"""What tells of a crawl's health: the heartbeat, log lines, room on the disk, pages in quarantine."""

from __future__ import annotations

import json
import logging
import signal
import subprocess
from pathlib import Path

import pytest

from pipelines.archivist import Archivist
from pipelines.arrival import Arrival, Extraction
from pipelines.desk import Desk
from pipelines.documents import fetched_from
from pipelines.extract import extract
from storage.archive import Archive
from storage.quarantine import killers
from tests.pipelines.newsroom import page
from tests.wirediff.newsstand import WIREDIFF, Newsstand, configure, environment, until
from wirediff.heartbeat import last
from wirediff.logs import JsonLines, TextLines


def test_a_watch_tells_that_it_lives_what_it_did_and_who_ended_it_and_logs_json_on_wish(tmp_path: Path) -> None:
    archive = tmp_path / "wirediff.db"
    with Newsstand("/a") as stand:
        configure(tmp_path, {"harbor.example": stand.address})
        command = [*WIREDIFF, "watch", "--tick", "0.1", "--json-log"]
        with subprocess.Popen(command, cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, text=True) as watch:
            until(lambda: ((last(archive) or {}).get("last_batch") or {}).get("fetches"), "a batch in the heartbeat")
            alive = last(archive)
            watch.send_signal(signal.SIGTERM)
            _, log = watch.communicate(timeout=300)
    ended = last(archive)

    assert alive is not None
    assert (alive["pid"], alive["trouble"], alive["state"] in {"waiting", "fetching"}) == (watch.pid, None, True)
    assert ended is not None
    assert (ended["state"], ended["ended_by"]) == ("ended", "SIGTERM")
    lines = [json.loads(line) for line in log.splitlines()]
    assert {"pipelines.keeping", "wirediff.schedule"} <= {line["logger"] for line in lines}
    assert all(line["time"].endswith("Z") for line in lines)


@pytest.mark.parametrize("formatter", [TextLines(), JsonLines()])
def test_a_strangers_control_characters_are_text_in_a_log_line(formatter: logging.Formatter) -> None:
    told = "title \x1b[2J\r\nWARNING: forged\x00"
    line = formatter.format(logging.LogRecord("x", logging.INFO, "", 0, "held %s", (told,), None))

    assert not [character for character in line if not character.isprintable() and character != "\n"]
    assert "\\x1b[2J" in line or "\\u001b[2J" in line


def test_a_page_that_ended_its_process_three_times_is_in_quarantine(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archivist = Archivist(Desk(archive, extract))
        seen = []
        for hour in range(4):
            fetched = fetched_from(
                {"url": f"https://harbor.example/{hour}", "fetched_at": f"2026-03-01T0{hour}:00:00Z", "html": page()}
            )
            archivist.keep(Arrival(fetched, Extraction(failure="crashed")))
            seen.append(killers(archive))

    assert seen == [frozenset(), frozenset(), {fetched.body_hash}, {fetched.body_hash}]

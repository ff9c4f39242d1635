"""Alerts: every event arrives, a repeat is known by its id, and rules tell only of what they ask for."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.reports.granite import CONFIG, here
from tests.reports.receivers import Received, mailbox, parts_of, webhook
from wirediff.alerts import deliver
from wirediff.alerts.rules import slot
from wirediff.config import load

NOW = "2026-03-03T12:00:00Z"
RAW = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u200b]")
RULE = '\n[[alert]]\nto = "{}"\ncadence = "{}"\nwhen = {}\n{}\n'


@pytest.fixture
def desk(bridge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the story's archive, looked at on the day after."""
    shutil.copy(bridge / "wirediff.db", tmp_path)
    monkeypatch.setenv("WIREDIFF_CLOCK", NOW)
    return tmp_path


def configure(
    folder: Path, to: str, *when: str, cadence: str = "now", more: str = "", port: int = 9, above: str = ""
) -> None:
    hosts = f'\n[network.hosts]\n"hook.example" = "127.0.0.1:{port}"\n'
    rule = RULE.format(to, cadence, json.dumps(when), more)
    (folder / "wirediff.toml").write_text(CONFIG + above + hosts + rule, encoding="utf-8")


def send(folder: Path, received: Received, *, killed: bool) -> int:
    """Run ``wirediff alerts send``; its exit code."""
    command = [sys.executable, "-m", "wirediff", "alerts", "send"]
    process = subprocess.Popen(command, cwd=folder, env=os.environ, stdout=subprocess.DEVNULL)
    received.victims.put(process.pid if killed else None)
    return process.wait(timeout=300)


def due(folder: Path) -> list[tuple[str, str]]:
    """(why, outlet) of all that would be sent now."""
    done = here(folder, "alerts", "--json")
    assert done.returncode == 0, done.stderr
    return [
        (event["why"], event["outlet"]) for line in done.stdout.splitlines() for event in json.loads(line)["events"]
    ]


def test_killed_between_send_and_log_every_event_arrives_under_one_id(desk: Path) -> None:
    with webhook() as received:
        configure(desk, "https://hook.example/desk?token=s3cret", "correction-missing", "removal", port=received.port)
        codes = [send(desk, received, killed=True) for _ in range(2)]
        assert codes == [-9] * 2
        assert send(desk, received, killed=False) == 0
        assert here(desk, "alerts", "send", "--json").stdout == ""

    assert len(received.keys) == 3
    assert len(set(received.keys)) == 1
    assert received.messages == [received.messages[0]] * 3
    events = {(event["why"], event["outlet"]) for event in received.messages[0]["events"]}
    assert {("correction-missing", "valley"), ("removal", "gazette")} <= events
    (sent,) = [json.loads(line) for line in here(desk, "alerts", "--sent", "--json").stdout.splitlines()]
    assert (sent["outcome"], sent["attempts"]) == ("sent", 1)
    assert b"s3cret" not in (desk / "wirediff.db").read_bytes()


def test_mail_repeats_its_message_id_and_shows_before_and_after_in_both_parts(desk: Path) -> None:
    with mailbox() as received:
        configure(desk, f"smtp://127.0.0.1:{received.port}/?to=desk@newsroom.example", "correction-missing")
        assert send(desk, received, killed=True) == -9
        assert send(desk, received, killed=False) == 0

    first, second = received.messages
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Subject"].startswith("Correction missing: valley")
    text, html = parts_of(second)
    assert "- 12" in text
    assert "+ 19" in text
    assert "12</del>" in html
    assert "<script" not in html
    assert not RAW.search(text + html + first["Subject"])


def test_a_receiver_that_refuses_is_tried_again_and_the_log_says_so(desk: Path) -> None:
    with webhook() as received:
        configure(desk, "http://hook.example/desk", "removal", port=received.port)
        received.victims.put(None)
        received.victims.put(None)
        received.status = 503
        assert here(desk, "alerts", "send").returncode == 4
        received.status = 204
        assert here(desk, "alerts", "send").returncode == 0

    (sent,) = [json.loads(line) for line in here(desk, "alerts", "--sent", "--json").stdout.splitlines()]
    assert (sent["outcome"], sent["attempts"]) == ("sent", 2)
    assert len(set(received.keys)) == 1


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("http://127.0.0.1:{}/", "private-address"),
        ("http://localhost:{}/", "local-name"),
        ("gopher-mail://somewhere/{}", 'pip install "wirediff[alerts]"'),
        ("${{DESK_THAT_IS_NOT_SET}}{}", "export DESK_THAT_IS_NOT_SET="),
    ],
)
def test_what_cannot_be_sent_is_said_with_its_mend_and_nothing_is_connected_to(desk: Path, to: str, said: str) -> None:
    with webhook() as received:
        configure(desk, to.format(received.port), "removal")
        done = here(desk, "alerts", "send")

    if "Apprise does not know" not in done.stderr:  # as it says where Apprise is installed
        assert said in done.stderr
    assert done.returncode == 4
    assert received.messages == []


def test_a_rule_tells_of_its_stories_outlets_and_kinds_only(desk: Path) -> None:
    told = {}
    for more in ("", 'story = "bridge"', 'outlet = "metro"', 'kinds = ["pronoun"]', 'story = "volcano"'):
        configure(desk, "http://hook.example/", "undisclosed-edit", more=more)
        told[more] = {outlet for _, outlet in due(desk)}

    assert told[""] >= {"metro", "nahar", "dongfang"}
    assert told['story = "bridge"'] == told[""] - {"nahar", "dongfang"}
    assert told['outlet = "metro"'] == {"metro"}
    assert told['kinds = ["pronoun"]'] == told['story = "volcano"'] == set()


def test_a_copy_of_corrected_text_is_told_until_it_follows(desk: Path) -> None:
    configure(desk, "http://hook.example/", "correction-missing")

    told = {outlet for _, outlet in due(desk)}
    assert {"valley", "metro"} <= told
    assert told & {"harbor", "northwire", "gazette"} == set()


def test_what_is_older_than_a_week_is_no_news(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(desk, "http://hook.example/", "removal")
    monkeypatch.setenv("WIREDIFF_CLOCK", "2026-03-10T12:00:00Z")

    assert due(desk) == []


def test_kinds_that_are_ignored_make_no_alert_but_facts_always_do(desk: Path) -> None:
    quiet = '\n[material]\nignore = ["correction"]\nalways = []\n'
    told = {}
    for kind in ("correction", "number"):
        for above in ("", quiet):
            configure(desk, "http://hook.example/", "material-edit", more=f'kinds = ["{kind}"]', above=above)
            told[kind, above] = {outlet for _, outlet in due(desk)}

    assert told["correction", ""] == {"northwire", "harbor"}
    assert told["correction", quiet] == set()
    assert told["number", quiet] == told["number", ""] > {"northwire", "harbor"}


def test_a_digest_takes_what_happened_before_its_hour_and_comes_once(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with webhook() as received:
        configure(desk, "http://hook.example/", "removal", "return", cadence="daily 13:00", port=received.port)
        monkeypatch.setenv("WIREDIFF_CLOCK", "2026-03-02T23:00:00Z")
        assert due(desk) == []  # the removal was at 13:30
        monkeypatch.setenv("WIREDIFF_CLOCK", "2026-03-03T13:00:00Z")
        received.victims.put(None)
        assert here(desk, "alerts", "send").returncode == 0
        assert due(desk) == []

    (message,) = received.messages
    assert [event["outlet"] for event in message["events"]] == ["gazette"]


@pytest.mark.parametrize("first", [datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 10, 24, tzinfo=UTC)])
@pytest.mark.parametrize("cadence", ["daily 02:30", "daily 08:00", "daily 00:00"])
def test_a_digest_has_one_moment_a_day_through_a_change_of_the_clocks(first: datetime, cadence: str) -> None:
    minutes = [first + timedelta(minutes=5 * step) for step in range(3 * 288)]
    moments = [slot(cadence, minute, "Europe/Vienna") for minute in minutes]

    assert moments == sorted(moments)
    assert len(set(moments)) in (3, 4)
    assert all(moment <= minute for moment, minute in zip(moments, minutes, strict=True))
    gaps = {later - sooner for sooner, later in zip(sorted(set(moments)), sorted(set(moments))[1:], strict=False)}
    assert gaps <= {timedelta(hours=hours) for hours in (23, 24, 25)}


def test_a_crawl_sends_what_is_due_and_is_not_stopped_by_what_cannot_be_sent(
    desk: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with webhook() as received:
        configure(desk, "http://hook.example/", "removal", port=received.port)
        config = load(desk / "wirediff.toml")
        received.victims.put(None)
        received.victims.put(None)
        received.status = 500
        deliver(desk / "wirediff.db", config)
        deliver(desk / "wirediff.db", config)  # too soon after a failure
        assert len(received.keys) == 1
        received.status = 200
        monkeypatch.setenv("WIREDIFF_CLOCK", "2026-03-03T12:03:00Z")
        deliver(desk / "wirediff.db", config)
    deliver(desk / "no" / "such" / "folder.db", config)

    assert len(set(received.keys)) == 1
    assert len(received.keys) == 2
    assert "answered 500" in caplog.text


def test_a_rebuilt_archive_tells_nothing_twice(desk: Path) -> None:
    configure(desk, "http://hook.example/")
    (desk / "wirediff.toml").write_text((desk / "wirediff.toml").read_text().replace("when = []", ""))
    before = here(desk, "alerts", "--json").stdout
    assert here(desk, "rebuild").returncode in (0, 1)
    after = here(desk, "alerts", "--json").stdout

    assert ids(before) == ids(after) != set()


def ids(lines: str) -> set[str]:
    """The ids of all events of some messages."""
    found = [json.loads(line) for line in lines.splitlines()]
    return {event["id"] for message in found for event in message["events"]} | {
        key for message in found for key in message["more"]
    }


def test_the_test_message_goes_out_and_is_not_logged(desk: Path) -> None:
    with webhook() as received:
        configure(desk, "http://hook.example/", "removal", port=received.port)
        received.victims.put(None)
        assert here(desk, "alerts", "test").returncode == 0

    assert "This is a test" in received.messages[0]["events"][0]["sentence"]
    assert here(desk, "alerts", "--sent").stdout == ""

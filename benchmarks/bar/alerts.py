"""Alerts by webhook and mail, with the sender killed between sending and logging; digests through a change of clocks.

The archive is imported, the commands are the real ones, the receivers are a web server and a mail server on loopback
that note what they got and then kill whoever sent it: at once, before they answer, or some moments after.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

from benchmarks.bar.figure import Measured
from crawler.clock import now, stamp
from tests.reports.receivers import Received, mailbox, parts_of, webhook
from wirediff.alerts import send
from wirediff.config import load

BAR = "every event exactly once by id at a webhook and a mailbox through 100 kills; digests at the hour through DST"
BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)
ZONE = "Europe/Vienna"
CHANGES = ((datetime(2026, 3, 27, tzinfo=UTC), 4), (datetime(2026, 10, 23, tzinfo=UTC), 4))
HOOK = '[[alert]]\nto = "http://hook.example/desk"\ncadence = "{}"\nwhen = ["material-edit", "headline"]\n'
MAIL = '[[alert]]\nto = "smtp://127.0.0.1:{}/?to=desk@newsroom.example"\ncadence = "{}"\nwhen = ["material-edit"]\n'
CONFIG = (
    '[project]\ncontact = "desk@newsroom.example"\ntimezone = "{}"\n[network.hosts]\n"hook.example" = "127.0.0.1:{}"\n'
)


def measure(full: bool) -> Measured:
    """*full*: 100 kills and digests looked for every quarter of an hour; else 6 kills and every hour."""
    chance = random.Random(1)
    killed, told, wrong = _kills(100 if full else 6, 60 if full else 6, chance)
    slots, missed = _digests(timedelta(minutes=15) if full else timedelta(hours=1))
    said = f"{killed} kills -9, {told}; {slots} digests of 16, each within its first look after 08:00 or 02:30"
    return Measured(not wrong and not missed, said, (*wrong, *missed))


def _import(folder: Path, begin: datetime, count: int, every: timedelta) -> None:
    """*count* articles of which each is edited once, one after the other."""
    rows = []
    for number in range(count):
        body = (
            f"Officials in district {number} counted {{}} boats on the {number} quays of the {'old ' * number}harbour."
        )
        for at, boats in ((begin - timedelta(hours=1), 12), (begin + number * every, 19)):
            rows.append({
                "url": f"https://outlet{number % 7}.example/{number}", "fetched_at": stamp(at),
                "title": f"Boats of district {number}", "text": body.format(boats) + "\n\nThey will count them again.",
            })  # fmt: skip
    (folder / "boats.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = _run(folder, begin, "import", "boats.jsonl")
    assert done.wait() == 0


def _run(folder: Path, at: datetime, *words: str) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WIREDIFF_")}
    return subprocess.Popen(
        [sys.executable, "-m", "wirediff", *words], cwd=folder, env=environment | {"WIREDIFF_CLOCK": stamp(at)},
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip


class Sender:
    """Runs ``wirediff alerts send`` in forks of one process that has everything loaded, a process for each run."""

    def __init__(self, folder: Path) -> None:
        self._loaded = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.bar.alerts_sender", str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.running: int | None = None

    def __enter__(self) -> Sender:
        return self

    def __exit__(self, *_: object) -> None:
        self._loaded.communicate()

    def send(self, at: datetime) -> int:
        """Run it at that time; its exit code, negative where a signal ended it."""
        assert self._loaded.stdin is not None
        assert self._loaded.stdout is not None
        self._loaded.stdin.write(stamp(at) + "\n")
        self._loaded.stdin.flush()
        self.running = int(self._loaded.stdout.readline())
        code = int(self._loaded.stdout.readline())
        self.running = None
        return code


class Killer:
    """Kills the sender of three messages in four, as long as kills are left."""

    def __init__(self, kills: int, chance: random.Random, sender: Sender) -> None:
        self.left, self.chance, self.sender = kills, chance, sender

    def __call__(self) -> None:
        """Asked by a receiver that has just taken a message in."""
        if self.left <= 0 or self.chance.random() < 0.25:
            return
        victim = self.sender.running
        if self.chance.random() < 0.5:
            self._kill(victim)
        else:
            threading.Timer(self.chance.random() * 0.005, self._kill, [victim]).start()

    def _kill(self, victim: int | None) -> None:
        if victim is not None and victim == self.sender.running:
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)


def _kills(kills: int, hours: int, chance: random.Random) -> tuple[int, str, list[str]]:
    """How many were killed, what came, what was wrong."""
    with tempfile.TemporaryDirectory() as name, webhook() as hook, mailbox() as mails:
        folder = Path(name)
        config = CONFIG.format("UTC", hook.port) + HOOK.format("now") + MAIL.format(mails.port, "now")
        (folder / "wirediff.toml").write_text(config, encoding="utf-8")
        _import(folder, BEGIN, hours, timedelta(minutes=40))
        expected = _expected(folder, BEGIN + timedelta(hours=hours))
        with Sender(folder) as sender:
            killer = Killer(kills, chance, sender)
            hook.spare_nobody = mails.spare_nobody = killer  # type: ignore[method-assign]
            killed = sum(_send_until_done(BEGIN + timedelta(hours=hour), killer) for hour in range(hours + 1))
        came = {"webhook": _from_webhook(hook), "mail": _from_mail(mails)}
    wrong = [] if killed >= kills else [f"only {killed} kills"]
    for (who, ids), target in zip(came.items(), ("http", "smtp"), strict=True):
        wrong += list(_faults(who, ids, expected[target]))
    sizes = ", ".join(
        f"{who}: {len(messages)} messages with {_events(messages)} events" for who, messages in came.items()
    )
    repeats = len(hook.messages) + len(mails.messages) - sum(map(len, came.values()))
    return killed, f"{sizes}, {repeats} repeats told by their id", wrong


def _send_until_done(at: datetime, killer: Killer) -> int:
    """How often the sender was killed before it got through."""
    killed = 0
    while code := killer.sender.send(at):
        assert code == -signal.SIGKILL, code
        killed += 1
        killer.left -= 1
    return killed


def _expected(folder: Path, at: datetime) -> dict[str, set[str]]:
    """The ids of all events, by the scheme of the address that they go to; nothing is queued by asking."""
    out, _ = _run(folder, at, "alerts", "--json").communicate()
    found: dict[str, set[str]] = defaultdict(set)
    for line in out.splitlines():
        message = json.loads(line)
        found[message["target"].partition(":")[0]] |= {event["id"] for event in message["events"]} | {*message["more"]}
    return found


def _from_webhook(received: Received) -> dict[str, list[str]]:
    """Message id -> the ids of its events; repeats have to say the same."""
    found: dict[str, list[str]] = {}
    for key, message in zip(received.keys, received.messages, strict=True):
        ids = [event["id"] for event in message["events"]] + message["more"]
        assert found.setdefault(key, ids) == ids
        assert key == message["id"]
    return found


def _from_mail(received: Received) -> dict[str, list[str]]:
    """Message-ID -> its lines of events: a mail names an event by its words."""
    found: dict[str, list[str]] = {}
    for mail in received.messages:
        text, _ = parts_of(mail)
        lines = [line for line in text.splitlines() if line.startswith("* ")]
        assert found.setdefault(mail["Message-ID"], lines) == lines
    return found


def _events(messages: dict[str, list[str]]) -> int:
    return sum(map(len, messages.values()))


def _faults(who: str, messages: dict[str, list[str]], expected: set[str]) -> Iterator[str]:
    told = [event for events in messages.values() for event in events]
    if len(told) != len(set(told)):
        yield f"{who}: {len(told) - len(set(told))} events under more than one id"
    if len(set(told)) != len(expected) or (who == "webhook" and set(told) != expected):
        yield f"{who}: {len(set(told))} events came, {len(expected)} happened"


def _digests(every: timedelta) -> tuple[int, list[str]]:
    """Digests at 08:00 and at 02:30, the hour that is missing or doubled, over each change of the clocks."""
    came, wrong = 0, []
    for begin, days in CHANGES:
        with tempfile.TemporaryDirectory() as name, webhook() as hook, mailbox() as mails:
            folder = Path(name)
            rules = HOOK.format("daily 08:00") + MAIL.format(mails.port, "daily 02:30")
            (folder / "wirediff.toml").write_text(CONFIG.format(ZONE, hook.port) + rules, encoding="utf-8")
            _import(folder, begin, days * 24, timedelta(hours=1))
            for received in (hook, mails):
                received.spare_nobody = lambda: None  # type: ignore[method-assign]
            moments = {"08:00": [], "02:30": []}  # type: dict[str, list[datetime]]
            for look in _looks(folder, begin, days, every):
                for clock, received in (("08:00", hook), ("02:30", mails)):
                    if len(received.messages) > len(moments[clock]):
                        moments[clock].append(look)
        for clock, found in moments.items():
            came += len(found)
            wrong += list(_untimely(clock, found, every, days))
    return came, wrong


def _looks(folder: Path, begin: datetime, days: int, every: timedelta) -> Iterator[datetime]:
    """Send what is due at every look, and say when it was."""
    from storage.archive import Archive

    config = load(folder / "wirediff.toml")
    with Archive(folder / "wirediff.db") as archive:
        look = begin + timedelta(seconds=30)
        while look < begin + timedelta(days=days):
            with patch.dict(os.environ, WIREDIFF_CLOCK=stamp(look)):
                late = now() - look
                os.environ["WIREDIFF_CLOCK"] = stamp(look - late)
                assert all(one.outcome == "sent" for one in send(archive, config))
            yield look
            look += every


def _untimely(clock: str, found: list[datetime], every: timedelta, days: int) -> Iterator[str]:
    """A digest a local day, at the first look after its hour; a doubled hour counts once, a missing one as the next."""
    zone = ZoneInfo(ZONE)
    local = [moment.astimezone(zone) for moment in found]
    if len({moment.date() for moment in local}) != days or len(local) != days:
        yield f"{clock}: {len(local)} digests on {len({moment.date() for moment in local})} of {days} days"
    for moment in local:
        due = moment.replace(hour=int(clock[:2]), minute=int(clock[3:]), second=0, fold=0).astimezone(UTC)
        if not timedelta(0) <= moment.astimezone(UTC) - due <= every:
            yield f"{clock}: a digest at {moment.isoformat()}"

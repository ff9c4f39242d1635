"""``wirediff backfill`` against a web archive on loopback that asks for rest, redirects, and lacks captures."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from storage.archive import Archive
from tests.wirediff.newsstand import WIREDIFF, environment, run

PAGE = "https://harbor.example/flood"
PATIENT = 300  # seconds for a command that starts many others, on a busy machine
ARCHIVE = ("--cdx", "http://archive.example/cdx", "--replay", "http://archive.example/web")


class WebArchive:
    """Captures of one page, an hour apart: each says another number of people; some have other statuses."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.asked: list[str] = []
        self.resting: set[int] = set()  # captures that are answered 429 when they are first asked for
        self.left_to_serve = 1  # captures, before ``served`` is set
        self.served = threading.Event()
        archive = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                archive._answer(self)

            def log_message(self, *_: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    def stamp(self, number: int) -> str:
        return f"2026{1 + number // 672:02}{1 + number // 24 % 28:02}{number % 24:02}0000"

    def status(self, number: int) -> int:
        """Of ten captures, one is a redirect; one address in fifty was gone for a while."""
        return 302 if number % 10 == 7 else 404 if number % 50 == 23 else 200

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        self.asked.append(handler.path)
        if parts.path == "/robots.txt":
            self._send(handler, 404, b"")
        elif parts.path.startswith("/gate/"):
            link = f'<http://archive.example/map/{PAGE}>; rel="timemap"; type="application/link-format"'
            self._send(handler, 302, b"", {"Link": link, "Location": f"http://archive.example/web/{self.stamp(0)}id_/"})
        elif parts.path.startswith("/map/"):
            self._send(handler, 200, self._timemap().encode(), {"Content-Type": "application/link-format"})
        elif parts.path == "/cdx":
            assert parse_qs(parts.query)["url"] == [PAGE]
            self._send(handler, 200, json.dumps(self._index()).encode(), {"Content-Type": "application/json"})
        else:
            self._memento(handler, next(n for n in range(self.count) if self.stamp(n) in parts.path))

    def _index(self) -> list[list[str]]:
        rows = [[self.stamp(n), PAGE, str(self.status(n)), "text/html", f"D{n}"] for n in range(self.count)]
        return [["timestamp", "original", "statuscode", "mimetype", "digest"], *rows]

    def _timemap(self) -> str:
        links = [f'<{PAGE}>; rel="original"']
        for number in range(self.count):
            when = format_datetime(_time(self.stamp(number)), usegmt=True)
            place = f"http://archive.example/web/{self.stamp(number)}id_/{PAGE}"
            links.append(f'<{place}>; rel="memento"; datetime="{when}"')
        return ",\n".join(links)

    def _memento(self, handler: BaseHTTPRequestHandler, number: int) -> None:
        if number in self.resting:
            self.resting.discard(number)
            self._send(handler, 429, b"slow down", {"Retry-After": "1"})
        elif number % 20 == 11:  # not really held: the nearest one is the one before
            place = f"http://archive.example/web/{self.stamp(number - 1)}id_/{PAGE}"
            self._send(handler, 302, b"", {"Location": place})
        elif number % 100 == 32:
            self._send(handler, 404, b"not held after all")
        else:
            self.left_to_serve -= 1
            if self.left_to_serve <= 0:
                self.served.set()
            when = format_datetime(_time(self.stamp(number)), usegmt=True)
            link = f'<http://archive.example/map/{PAGE}>; rel="timemap"; type="application/link-format"'
            self._send(
                handler,
                200,
                page(number).encode(),
                {"Content-Type": "text/html", "Memento-Datetime": when, "Link": link},
            )

    def _send(
        self, handler: BaseHTTPRequestHandler, status: int, body: bytes, more: dict[str, str] | None = None
    ) -> None:
        handler.send_response(status)
        for name, value in (more or {}).items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def history(self) -> list[tuple[str, int]]:
        """What a whole backfill must know: the captures that are really held, with the number that each says."""
        held = [n for n in range(self.count) if self.status(n) == 200 and n % 20 != 11 and n % 100 != 32]
        return [(self.stamp(n), 100 + n) for n in held]


def _time(stamp: str) -> datetime:
    return datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def page(number: int) -> str:
    return (
        "<html lang='en'><head><title>Flood barrier fails at Merrow</title></head><body><article>"
        "<h1>Flood barrier fails at Merrow</h1>"
        "<p>The flood barrier at Merrow failed on Tuesday night after two of its nine gates stayed open.</p>"
        "<p>Crews had reported a broken motor in the spring, the harbour office said in a statement.</p>"
        f"<p>About {100 + number} people left their homes along the lower river before the water came.</p>"
        "<p>The council meets on Thursday to hear why the repair was put off twice.</p></article></body></html>"
    )


@pytest.fixture
def archive() -> Iterator[WebArchive]:
    server = WebArchive(40)
    yield server
    server.close()


def configure(folder: Path, web: WebArchive) -> None:
    (folder / "wirediff.toml").write_text(
        '[project]\ncontact = "desk@newsroom.example"\n[crawl]\npace = "0s"\ntimeout = "20s"\n'
        '[[outlet]]\nid = "harbor"\nhome = "https://harbor.example/"\n'
        f'[network.hosts]\n"archive.example" = "{web.address}"\n'
    )


def known(folder: Path) -> list[tuple[str, int]]:
    """The revisions in order of time, with the number of people that each gives."""
    with Archive(folder / "wirediff.db", read_only=True) as kept:
        rows = kept.rows("SELECT first_seen, text, outlet FROM revision_texts ORDER BY revision")
    assert {row["outlet"] for row in rows} == {"harbor"}
    digits = [row["first_seen"].translate(str.maketrans("", "", "-T:Z")) for row in rows]
    return [(when, int(row["text"].split("About ")[1].split()[0])) for when, row in zip(digits, rows, strict=True)]


def test_a_backfill_ends_with_the_served_history_in_order_and_a_second_one_asks_only_for_what_was_not_to_be_had(
    tmp_path: Path, archive: WebArchive
) -> None:
    configure(tmp_path, archive)
    archive.resting = {3, 25}
    done = run("backfill", PAGE, *ARCHIVE, "--json", cwd=tmp_path, seconds=PATIENT)
    assert known(tmp_path) == archive.history()
    told = json.loads(done.stdout)
    assert (done.returncode, told["captures"], told["left_out"]) == (3, 40, 4)
    assert ["404" in trouble for trouble in told["troubles"]] == [True]
    assert "the archive wants rest" in done.stderr

    first = len(archive.asked)
    again = run("backfill", PAGE, *ARCHIVE, "--json", cwd=tmp_path, seconds=PATIENT)
    assert json.loads(again.stdout)["kept"] == {}
    unheld = {archive.stamp(n) for n in (10, 11, 30, 31, 32)}  # the archive lists them, and has the nearest or none
    assert {path.split("/")[2][:14] for path in archive.asked[first:] if path.startswith("/web/")} == unheld
    assert known(tmp_path) == archive.history()


def test_captures_come_to_stand_before_revisions_that_are_kept_already(tmp_path: Path, archive: WebArchive) -> None:
    configure(tmp_path, archive)
    late = {"url": PAGE, "outlet": "harbor", "fetched_at": "2026-06-01T00:00:00Z", "html": page(900)}
    (tmp_path / "late.jsonl").write_text(json.dumps(late))
    run("import", "late.jsonl", cwd=tmp_path)
    run("backfill", "harbor", "--until", "2026-01-01T09:30:00Z", *ARCHIVE, cwd=tmp_path, seconds=PATIENT)
    assert known(tmp_path)[-1] == ("20260601000000", 1000)
    assert len(known(tmp_path)) > 5


@pytest.mark.parametrize(
    ("option", "address"),
    [("--timemap", "http://archive.example/map/{url}"), ("--timegate", "http://archive.example/gate/{url}")],
)
def test_a_memento_archive_tells_its_captures_by_a_timemap(tmp_path: Path, option: str, address: str) -> None:
    web = WebArchive(3)
    try:
        configure(tmp_path, web)
        done = run(
            "backfill",
            PAGE,
            option,
            address,
            "--since",
            "2026-01-01T00:30:00Z",
            "--json",
            cwd=tmp_path,
            seconds=PATIENT,
        )
    finally:
        web.close()
    assert known(tmp_path) == web.history()[1:], done.stderr
    assert (done.returncode, json.loads(done.stdout)["captures"]) == (0, 2)


def killed_and_run_again(folder: Path, web: WebArchive) -> None:
    configure(folder, web)
    started = subprocess.Popen(
        [*WIREDIFF, "backfill", PAGE, *ARCHIVE], cwd=folder, env=environment(), stderr=subprocess.DEVNULL
    )
    assert web.served.wait(600)
    started.kill()
    started.wait(30)
    run("backfill", PAGE, *ARCHIVE, cwd=folder, seconds=900)
    assert known(folder) == web.history()


def test_a_backfill_that_was_killed_goes_on(tmp_path: Path, archive: WebArchive) -> None:
    killed_and_run_again(tmp_path, archive)


@pytest.mark.campaign
def test_five_hundred_captures_with_rests_gaps_redirects_and_a_kill(tmp_path: Path) -> None:
    web = WebArchive(500)
    web.resting = {3, 77, 140, 201, 202, 333, 460}
    web.left_to_serve = 250
    try:
        killed_and_run_again(tmp_path, web)
    finally:
        web.close()


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("nobody",), "neither an address nor an outlet"),
        ((PAGE, "--cdx", "http://archive.example/cdx"), "both, --cdx and --replay"),
        ((PAGE, "--timemap", "http://archive.example/"), "no {url}"),
        ((PAGE, "--since", "yesterday"), "no ISO 8601 time"),
        ((PAGE, "--timegate", "http://archive.example/"), "no {url}"),
        ((PAGE, "--common-crawl", "--timemap", "http://archive.example/{url}"), "one at a time"),
    ],
)
def test_a_mistake_is_told_with_its_mend(
    tmp_path: Path, archive: WebArchive, args: tuple[str, ...], message: str
) -> None:
    configure(tmp_path, archive)
    done = run("backfill", *args, cwd=tmp_path, seconds=PATIENT)
    assert done.returncode == 2
    assert message in " ".join(done.stderr.split())

"""Faults and what answers each: every row of docs/faults.md names tests; here are those of no other place."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import namedtuple
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from crawler import agenda, rhythm
from crawler.clock import parse, stamp
from crawler.feeds import read_feed
from crawler.following import chosen
from crawler.items import Discovered, Fetched
from crawler.outlets import Rhythm
from pipelines.archivist import Archivist
from pipelines.desk import Desk
from pipelines.extract import extract
from storage import batches
from storage.archive import Archive
from tests.pipelines.newsroom import Keeper, page
from wirediff.exchange.texts import _name
from wirediff.room import NoRoom, check_room

ROOT = Path(__file__).parents[1]
PAGES = ("faults.md", "security.md")
ROWS = re.findall(r"^\| (\d+) \|(.*)$", (ROOT / "docs" / "faults.md").read_text("utf-8"), re.M)
NOW = parse("2026-03-02T10:00:00Z")
FERRY = "https://harbor.example/ferry"


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Keeper]:
    """A newsroom's archive and who keeps pages in it."""
    with Archive(tmp_path / "archive.db") as archive:
        yield Keeper(archive, Archivist(Desk(archive, extract)))


def test_every_fault_has_its_row() -> None:
    assert sorted(int(number) for number, _ in ROWS) == list(range(1, 66))


@pytest.mark.parametrize("number,line", ROWS, ids=[number for number, _ in ROWS])
def test_a_fault_names_a_test(number: str, line: str) -> None:
    assert re.search(r"`tests/\S+\.py::\w+`", line), number


@pytest.mark.parametrize("name", PAGES)
def test_every_test_that_a_page_names_exists(name: str) -> None:
    named = re.findall(r"`(tests/\S+\.py)::(\w+)`", (ROOT / "docs" / name).read_text("utf-8"))
    missing = [f"{path}::{test}" for path, test in named if f"def {test}(" not in (ROOT / path).read_text("utf-8")]

    assert named
    assert missing == []


@pytest.mark.parametrize("name", PAGES)
def test_every_figure_that_a_page_names_is_one(name: str) -> None:
    from benchmarks.bar import FIGURES

    named = {
        figure
        for told in re.findall(r"`make bar`:((?: `\w+`,?)+)", (ROOT / "docs" / name).read_text("utf-8"))
        for figure in re.findall(r"\w+", told)
    }
    assert named
    assert named <= set(FIGURES)


def test_guids_that_repeat_or_change_make_no_other_article(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive.db") as archive:
        for look in range(3):
            items = "".join(
                f"<item><link>{FERRY}-{number}</link><guid isPermaLink='false'>{guid}</guid></item>"
                for number, guid in ((1, "same"), (2, "same"), (3, f"other {look}"))
            )
            for found in read_feed(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), FERRY):
                agenda.plan(archive, Discovered(found.address, "harbor", "feed", found.claims("feed")), NOW)

        assert archive.value("SELECT count(*) FROM visits") == 3


def test_a_sitemap_that_claims_to_be_old_is_looked_at_all_the_same_some_day() -> None:
    named = [("https://o.example/new", stamp(NOW)), *((f"https://o.example/{n}", "2020-01-01T00:00:00Z") for n in "ab")]
    looks = [chosen("https://o.example/index", named, NOW + timedelta(hours=hour)) for hour in range(48)]

    assert all("https://o.example/new" in look for look in looks)
    assert sorted(address for look in looks for address in look[1:]) == ["https://o.example/a", "https://o.example/b"]


def test_a_canonical_link_to_another_domain_is_recorded_and_not_believed(keeper: Keeper) -> None:
    other = "https://wire.example/ferry"
    keeper.keep("10:00", FERRY, html=page(head=f'<link rel="canonical" href="{other}">'))
    keeper.keep("11:00", other)

    assert keeper.archive.value("SELECT canonical FROM readings WHERE fetch = 1") == other
    assert keeper.archive.value("SELECT count(*) FROM articles") == 2
    assert keeper.archive.value("SELECT address FROM articles WHERE outlet = 'harbor.example'") == FERRY


def test_another_etag_makes_no_revision(keeper: Keeper) -> None:
    for hour, tag in (("10", '"a"'), ("11", 'W/"b"'), ("12", "junk"), ("13", '"a"')):
        keeper.keep(f"{hour}:00", headers={"etag": tag}, html=page())

    assert keeper.outcomes() == ["new", "unchanged", "unchanged", "unchanged"]


def test_eight_hours_of_sleep_cost_one_visit(tmp_path: Path) -> None:
    awake = NOW + timedelta(hours=8)
    with Archive(tmp_path / "archive.db") as archive:
        agenda.plan(archive, Discovered(FERRY, "harbor", "feed"), NOW)
        batch = batches.begin(archive, stamp(awake), stamp(awake))
        (visit,) = agenda.take(archive, batch, awake, 100)
        archive.write("INSERT INTO fetches (id, key, fetched_at, moment, outlet, address, final_address) "
                      "VALUES (1, 'k', ?, 1, 'harbor', ?, ?)", (stamp(awake), FERRY, FERRY))  # fmt: skip
        fetched = Fetched(FERRY, "harbor", stamp(awake), status=200, visit=visit.id)
        agenda.settle(archive, fetched, fetch_id=1, outcome="new", now=awake, rhythm=Rhythm())

        assert agenda.take(archive, batch, awake, 100) == []
        due = parse(archive.value("SELECT due_at FROM visits"))
        assert awake < due <= awake + 2 * rhythm.longest(Rhythm())


def test_nothing_is_fetched_while_the_disk_is_nearly_full(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    usage = namedtuple("usage", ("total", "used", "free"))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(2**34, 2**34 - 2**28, 2**28))
    with pytest.raises(NoRoom, match="256 MiB are free"):
        check_room(tmp_path / "archive.db")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(2**34, 2**33, 2**33))

    check_room(tmp_path / "archive.db")


FULL = """
import sys
from pathlib import Path
from storage.archive import Archive, sqlite3
from storage.verifying import verify

path, filler, kept = Path(sys.argv[1]) / "archive.db", Path(sys.argv[1]) / "filler", 0
filler.write_bytes(bytes(2**20))

def keep(archive):
    archive.insert("notes", {"made_at": "2026-03-01T12:00:00Z", "subject": str(kept), "text": f"{kept} " * 3000})

with Archive(path) as archive:
    try:
        while True:
            keep(archive)
            kept += 1
    except sqlite3.OperationalError as error:
        print(error)
    filler.unlink()
    keep(archive)
    notes = [int(row["subject"]) for row in archive.rows("SELECT subject FROM notes ORDER BY id")]
print(kept > 10, notes == list(range(kept + 1)), list(verify(path)))
"""


def test_a_disk_that_is_full_costs_nothing_acknowledged_and_writing_goes_on_when_it_has_room(tmp_path: Path) -> None:
    mount = ["unshare", "-rm", "sh", "-c", 'mount -t tmpfs -o size=6m none "$0" && "$@"', str(tmp_path)]
    if subprocess.run([*mount, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    done = subprocess.run(
        [*mount, sys.executable, "-c", FULL, str(tmp_path)], capture_output=True, text=True, check=False
    )

    assert done.stdout.splitlines() == ["database or disk is full", "True True []"], done.stderr


def test_an_archive_on_a_read_only_disk_is_read_and_not_written(tmp_path: Path) -> None:
    Archive(tmp_path / "archive.db").close()
    mount = ["unshare", "-rm", "sh", "-c", 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && "$@"']
    if subprocess.run([*mount, tmp_path, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted read-only here")

    def wirediff(*words: str) -> subprocess.CompletedProcess[str]:
        command = [*mount, str(tmp_path), sys.executable, "-m", "wirediff", *words, "--db", f"{tmp_path}/archive.db"]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    read = wirediff("query", "SELECT count(*) AS fetches FROM fetches", "--json")
    assert (read.stdout.strip(), read.returncode) == ('{"fetches": 0}', 0), read.stderr
    written = wirediff("compact")
    assert written.returncode == 4
    assert "Traceback" not in written.stderr


@pytest.mark.parametrize("address", ["https://o.example/../../etc/passwd", "https://o.example/CON", "https://o.example/"
                                     + "ü" * 300, "https://o.example/\x00/..", "https://o.example/.."])  # fmt: skip
def test_no_address_names_a_file_outside_its_folder(address: str) -> None:
    name = _name(address)

    assert re.fullmatch(r"[\w.-]{1,120}-[0-9a-f]{8}", name)
    assert not name.startswith(".")

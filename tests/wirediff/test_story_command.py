"""``wirediff stories`` and ``wirediff story``, within this process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pipelines.archivist import Archivist
from pipelines.descent import settle
from pipelines.desk import Desk
from pipelines.extract import extract
from storage.archive import Archive
from tests.pipelines.newsroom import Keeper
from tests.wires import DISPATCH, INDEPENDENT, OTHER, REWRITTEN, text
from wirediff.cli import cli

WIRE, TAKER, LAGGARD = "https://northwire.example/fire", "https://harbor.example/fire", "https://metro.example/fire"
SPIN, BAKERY, RAILWAY = "https://spin.example/fire", "https://post.example/bakery", "https://coast.example/railway"
FIVE = (DISPATCH[0].replace("four dock", "five dock"), *DISPATCH[1:])
CORRECTION = "This version CORRECTS the number of engines to 9."
CORRECTED = (*(line.replace("11 engines", "9 engines") for line in FIVE), CORRECTION)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with a dispatch that was updated and corrected, an outlet that follows and one that does not."""
    path = tmp_path_factory.mktemp("story") / "archive.db"
    with Archive(path) as archive:
        keeper = Keeper(archive, Archivist(Desk(archive, extract)))
        for at, url, paragraphs in (
            ("06:00", WIRE, DISPATCH), ("06:10", TAKER, DISPATCH), ("06:20", LAGGARD, DISPATCH[:6]),
            ("06:30", SPIN, REWRITTEN), ("06:40", BAKERY, INDEPENDENT), ("06:50", RAILWAY, OTHER),
            ("07:00", WIRE, FIVE), ("07:30", TAKER, FIVE), ("09:00", WIRE, CORRECTED), ("10:00", TAKER, CORRECTED),
            ("11:00", LAGGARD, DISPATCH[:6]),
        ):  # fmt: skip
            keeper.keep(at, url=url, text=text(paragraphs), title=f"Silo fire at Port Alder {len(paragraphs)}")
        settle(archive)
    return path


def run(path: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, [*words, "--db", str(path)])


def rows(path: Path, *words: str) -> list[dict[str, Any]]:
    done = run(path, *words, "--json")
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_stories_hold_the_fields_of_the_contract(told: Path) -> None:
    (story,) = rows(told, "stories")

    assert {article["url"] for article in story["articles"]} == {WIRE, TAKER, LAGGARD, SPIN}
    assert story["wire"]["agency"] == "Northwire"
    assert {"text", "where", "url"} <= story["wire"]["evidence"][0].keys()
    assert story["related"] == []


def test_a_story_shows_in_what_form_each_outlet_carries_it(told: Path) -> None:
    (story,) = rows(told, "story", "1")

    assert {row["url"]: row["form"] for row in story["articles"]} == {
        WIRE: "wire", TAKER: "copy", LAGGARD: "trimmed", SPIN: "rewritten",
    }  # fmt: skip
    shown = run(told, "story", TAKER).stdout
    assert "wire: Northwire" in shown
    assert "no credit at: spin.example" in shown


def test_propagation_tells_who_took_an_update_and_how_soon(told: Path) -> None:
    found = {(row["update"]["revision"], row["url"]): row for row in rows(told, "story", "1", "--propagation")}

    assert found[2, TAKER]["status"], found[2, TAKER]["after"] == ("took", 1800)
    assert found[3, TAKER]["after"] == 3600
    assert found[3, TAKER]["update"]["kind"] == "correction"
    assert found[2, LAGGARD]["status"] == "runs an older version"
    assert found[2, SPIN]["status"] == "not seen since"
    assert "runs an older version" in run(told, "story", "1", "--propagation").stdout


def test_headlines_are_listed_with_their_times(told: Path) -> None:
    assert ("Silo fire at Port Alder 9", WIRE) in {
        (row["title"], row["url"]) for row in rows(told, "story", "1", "--headlines")
    }


def test_the_agencys_own_text_is_the_wires_text(told: Path) -> None:
    (found,) = rows(told, "story", "1", "--wire-text")

    assert (found["reconstructed"], found["url"]) == (False, WIRE)
    assert found["paragraphs"][-1]["text"] == CORRECTION


def test_an_agency_by_the_configuration_has_the_wires_text_whatever_its_address(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.insert("outlets", {"id": "press.example", "agency": "Northwire"})
        keeper = Keeper(archive, Archivist(Desk(archive, extract)))
        for number, url in enumerate(("https://press.example/1", "https://harbor.example/fire")):
            keeper.keep(f"1{number}:00", url=url, text=text(DISPATCH), title="Fire")

    (story,) = rows(tmp_path / "a.db", "story", "1")
    assert [row["form"] for row in story["articles"]] == ["wire", "copy"]
    (found,) = rows(tmp_path / "a.db", "story", "1", "--wire-text")
    assert (found["reconstructed"], found["url"]) == (False, "https://press.example/1")


def test_without_the_agencys_article_the_wires_text_is_reconstructed_from_the_copies(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        keeper = Keeper(archive, Archivist(Desk(archive, extract)))
        own = "Readers of the Coast saw the smoke from the promenade, and many sent us pictures of it this morning."
        for number, paragraphs in enumerate((DISPATCH, DISPATCH[:6], (own, *DISPATCH), (*DISPATCH[:3], *DISPATCH[4:]))):
            keeper.keep(f"1{number}:00", url=f"https://o{number}.example/fire", text=text(paragraphs), title="Fire")

    (found,) = rows(tmp_path / "a.db", "story", "1", "--wire-text")
    assert found["reconstructed"] is True
    assert [passage["text"] for passage in found["paragraphs"]] == list(DISPATCH)


def test_stories_are_split_and_merged_by_hand(told: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Archive(told) as archive:
        archive.db.conn.execute("VACUUM INTO ?", (str(path),))

    assert run(path, "story", "split", "1", SPIN).exit_code == 0
    assert run(path, "story", "merge", "1", BAKERY, "--why", "same desk").exit_code == 0
    (story,) = rows(path, "stories")
    assert {article["url"] for article in story["articles"]} == {WIRE, TAKER, LAGGARD, BAKERY}

    assert run(path, "rebuild").exit_code == 0
    (story,) = rows(path, "stories")
    assert {article["url"] for article in story["articles"]} == {WIRE, TAKER, LAGGARD, BAKERY}, "kept through a rebuild"


@pytest.mark.parametrize(
    ("words", "told_why"),
    [
        (("story", "77"), "no story 77"),
        (("story", "merge", "1", "1"), "one story already"),
        (("story", "split", "1", RAILWAY), "not in story 1"),
        (("story", "split", "1", WIRE, TAKER, LAGGARD, SPIN), "nothing would be split"),
    ],
)
def test_a_mistake_is_named(told: Path, words: tuple[str, ...], told_why: str) -> None:
    done = run(told, *words)

    assert done.exit_code != 0
    assert told_why in done.output

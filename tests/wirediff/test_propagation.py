"""How a wire's update, correction and withdrawal spread: who took each, how soon, who still runs what came before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipelines.archivist import Archivist
from pipelines.descent import settle
from pipelines.desk import Desk
from pipelines.extract import extract
from storage.archive import Archive
from tests.pipelines.newsroom import Keeper
from tests.wires import DISPATCH, REWRITTEN, text
from wirediff.propagation import propagation

WIRE = "northwire"
UPDATED = (DISPATCH[0].replace("four dock", "five dock"), *DISPATCH[1:])
CORRECTION = "This version CORRECTS the number of engines to 9."
CORRECTED = (*(line.replace("11 engines", "9 engines") for line in UPDATED), CORRECTION)
WITHDRAWN = ("Northwire has withdrawn its story about a silo fire at Port Alder. A new one will follow.",)
UNTOUCHED = tuple(line for line, new in zip(DISPATCH, CORRECTED, strict=False) if line == new)
CAPTURES = (
    ("06:00", WIRE, DISPATCH), ("06:10", "taker", DISPATCH), ("06:20", "laggard", DISPATCH),
    ("06:25", "asleep", DISPATCH),
    ("06:30", "part", UNTOUCHED), ("06:40", "remover", DISPATCH), ("06:45", "spin", REWRITTEN),
    ("06:50", "dropper", DISPATCH),
    ("07:00", WIRE, UPDATED), ("07:30", "taker", UPDATED), ("07:40", "late", UPDATED),
    ("09:00", WIRE, CORRECTED), ("10:00", "taker", CORRECTED), ("10:10", "dropper", UNTOUCHED),
    ("10:20", "late", (*UPDATED, "The harbour café served soup to the crews all night, its owner told us.")),
    ("11:00", "laggard", DISPATCH), ("11:00", "part", UNTOUCHED), ("11:00", "remover", None),
    ("11:10", "spin", REWRITTEN),
)  # fmt: skip


def url(outlet: str) -> str:
    return f"https://{outlet}.example/fire"


def keep(path: Path, captures: tuple[tuple[str, str, tuple[str, ...] | None], ...]) -> None:
    with Archive(path) as archive:
        keeper = Keeper(archive, Archivist(Desk(archive, extract)))
        for at, outlet, paragraphs in captures:
            page: dict[str, Any] = {"status": 410} if paragraphs is None else {"text": text(paragraphs)}
            keeper.keep(at, url=url(outlet), **page, **({"title": "Silo fire"} if paragraphs else {}))
        settle(archive)


@pytest.fixture(scope="module")
def spread(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("spread") / "archive.db"
    keep(path, CAPTURES)
    return path


def told(path: Path) -> dict[tuple[int | None, str], dict[str, Any]]:
    with Archive(path) as archive:
        return {
            (row["update"]["revision"], row["outlet"].removesuffix(".example")): row for row in propagation(archive, 1)
        }


def test_each_outlet_is_told_by_the_passages_that_changed(spread: Path) -> None:
    found = told(spread)

    assert {key: (row["status"], row["after"]) for key, row in found.items()} == {
        (2, "taker"): ("took", 1800), (3, "taker"): ("took", 3600),
        (2, "laggard"): ("runs an older version", None), (3, "laggard"): ("runs an older version", None),
        (2, "asleep"): ("not seen since", None), (3, "asleep"): ("not seen since", None),
        (2, "part"): ("ran no part that changed", None), (3, "part"): ("ran no part that changed", None),
        (2, "remover"): ("no longer there", None), (3, "remover"): ("no longer there", None),
        (2, "spin"): ("told in other words: unknown", None), (3, "spin"): ("told in other words: unknown", None),
        (2, "dropper"): ("dropped the old text", 11400), (3, "dropper"): ("dropped the old text", 4200),
        (2, "late"): ("had it when first seen", 2400), (3, "late"): ("runs an older version", None),
    }  # fmt: skip
    assert {found[number, "taker"]["update"]["kind"] for number in (2, 3)} == {"update", "correction"}


def test_the_view_lists_who_is_known_to_run_an_old_version(spread: Path) -> None:
    with Archive(spread) as archive:
        found = archive.rows(
            "SELECT outlet, carries_wire_revision AS runs, wire_revision FROM still_running_old_version ORDER BY outlet"
        )

    assert found == [
        {"outlet": "laggard.example", "runs": 1, "wire_revision": 3},
        {"outlet": "late.example", "runs": 2, "wire_revision": 3},
    ]


def test_after_a_withdrawal_whoever_shows_any_of_it_runs_an_old_version(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    notice = ("A story about a fire at Port Alder that stood here came from Northwire, which has withdrawn it.",)
    later = (
        ("12:00", WIRE, WITHDRAWN),
        ("13:00", "taker", notice),
        ("13:10", "part", UNTOUCHED),
        ("13:20", "late", UPDATED),
    )
    keep(path, (*CAPTURES, *later))
    found = told(path)

    assert found[4, "taker"]["update"]["kind"] == "withdrawal"
    assert (found[4, "taker"]["status"], found[4, "taker"]["after"]) == ("dropped the old text", 3600)
    assert {found[4, name]["status"] for name in ("part", "late")} == {"runs an older version"}
    assert found[4, "laggard"]["status"] == "not seen since"


def test_a_dispatch_that_is_taken_down_is_told_too(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    keep(path, (*CAPTURES, ("12:00", WIRE, None), ("13:00", "laggard", DISPATCH)))
    found = told(path)

    assert found[None, "laggard"]["update"]["kind"] == "removal"
    assert found[None, "laggard"]["status"] == "still runs it"
    assert found[None, "taker"]["status"] == "not seen since"


def test_what_is_settled_does_not_depend_on_the_order_of_arrival(spread: Path, tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    for capture in sorted(CAPTURES, key=lambda one: (one[1], one[0])):
        keep(path, (capture,))

    def statuses(of: Path) -> dict[tuple[int | None, str], tuple[str, int | None]]:
        return {key: (row["status"], row["after"]) for key, row in told(of).items()}

    assert statuses(path) == statuses(spread)

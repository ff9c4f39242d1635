"""What an archive holds does not depend on the order in which its evidence came."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from crawler.items import Fetched
from pipelines.archivist import Archivist
from pipelines.arrival import Arrival
from pipelines.desk import Desk
from pipelines.documents import fetched_from
from pipelines.extract import extract
from storage.archive import Archive
from storage.portrait import Portrait, differences, portrait
from tests.pipelines.newsroom import DISPATCH, page

FERRY = "https://harbor.example/2026/ferry-aground"
RENAMED = "https://harbor.example/2026/ferry-aground-19-hurt"
AMP = "https://harbor.example/amp/2026/ferry-aground"
BUDGET = "https://harbor.example/2026/council-budget"
HURT = (DISPATCH[0].replace("12 of them", "19 of them"), *DISPATCH[1:])
SCRIPTED = ("corrected", "edited without a note", "flapping", "moved", "removed", "returned", "reverted")
CANONICAL = f'<link rel="canonical" href="{FERRY}">'
WALL = "<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
COUNCIL = (
    "The council of Granite Bay adopted a budget of 41 million crowns on Tuesday after six hours of debate.",
    "It raises the levy on moorings by a tenth and closes the reading room in the old customs house.",
    "Opponents said they would ask the county to review the vote, which passed by a single voice.",
)


def fetched(at: str, url: str, html: str | None = None, final: str | None = None, status: int = 200) -> Fetched:
    """One attempt on a day of March."""
    document: dict[str, Any] = {"url": url, "fetched_at": f"2026-03-{at}:00Z", "status": status, "outlet": "harbor"}
    found = fetched_from(document | ({"html": html} if html is not None else {}))
    found.final_address = final or url
    return found


def history() -> list[Fetched]:
    """An article with two addresses that moves, flaps, is silent, returns and goes back; and another beside it."""
    other = page(HURT, title="Ferry strikes rocks")
    return [
        fetched("02T08:00", AMP, page()),
        fetched("02T08:30", FERRY, page(HURT)),
        fetched("02T09:00", AMP, page(HURT, head=CANONICAL)),  # the two are one
        fetched("02T09:00", BUDGET, page(COUNCIL, "Council adopts budget")),
        fetched("02T10:00", FERRY, WALL),
        fetched("02T10:10", FERRY, status=304),  # says the wall is there still
        *(fetched(f"02T1{hour}:00", FERRY, other if hour % 2 else page(HURT)) for hour in range(1, 8)),  # flapping
        fetched("02T19:00", FERRY, status=404),
        fetched("02T23:00", FERRY, status=404),
        fetched("03T04:00", FERRY, status=404),  # gone
        fetched("03T05:00", FERRY, page(HURT)),  # returned
        fetched("03T05:00", FERRY, page(HURT).replace("reserved", "kept")),  # at the same moment
        fetched("03T06:00", FERRY, page(HURT), final=RENAMED),  # moved
        fetched("05T06:00", RENAMED, page()),  # reverted ...
        fetched("07T06:00", RENAMED, page(HURT)),  # ... and again
        fetched("07T07:00", RENAMED, page(COUNCIL, "Council adopts budget")),  # another article
        fetched("06T07:00", BUDGET, page((*COUNCIL, "The vote was repeated on Friday."), "Council adopts budget")),
        fetched("06T08:00", BUDGET, status=503),
        fetched("07T08:00", RENAMED, page((*HURT, "CORRECTION: An earlier version misstated how many were hurt."))),
    ]


_read: dict[tuple[bytes, str], Any] = {}


def remembered(body: bytes, headers: Any, address: str) -> Any:
    """Extraction is pure: each page is extracted once for all orders."""
    key = (body, address)
    if key not in _read:
        _read[key] = extract(body, headers, address)
    return _read[key]


def archived(path: Path, fetches: list[Fetched], batch: int = 1) -> Portrait:
    """The portrait of an archive into which *fetches* came in that order, so many at once."""
    with Archive(path) as archive:
        archivist = Archivist(Desk(archive, remembered))
        with archive.transaction():  # one commit for all: the orders are many
            for place, one in enumerate(fetches, 1):
                archivist.keep(Arrival(one), later=place % batch != 0)
            archivist.catch_up()
        return portrait(archive)


def in_any_order(folder: Path, orders: range) -> None:
    """Keep the history in its own order and in others; the archives must be the same."""
    told = archived(folder / "told.db", history())
    for seed in orders:
        shuffled = history()
        random.Random(seed).shuffle(shuffled)
        batch = 7 if seed % 2 else 1
        assert differences(told, archived(folder / f"{seed}.db", shuffled, batch)) == [], f"order {seed}"


def test_the_history_holds_what_it_is_to_hold(tmp_path: Path) -> None:
    told = archived(tmp_path / "told.db", history())
    kinds = [line.split(", ")[3].strip('"') for line in told["events"]]

    assert set(kinds) == {*SCRIPTED}
    assert len(told["articles"]) == 2


def test_twenty_five_orders_of_one_history_make_the_same_archive(tmp_path: Path) -> None:
    in_any_order(tmp_path, range(25))


@pytest.mark.campaign
def test_a_hundred_orders_of_one_history_make_the_same_archive(tmp_path: Path) -> None:
    in_any_order(tmp_path, range(25, 125))

"""The ladder of a visit: what costs no extraction, and that it finds what the full way finds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.archivist import Archivist
from pipelines.desk import Desk
from pipelines.documents import Given
from pipelines.extract import extract
from pipelines.extracting import arrival_of, start
from pipelines.importing import Tally, find, keep_all, read_all
from pipelines.ladder import READ_ALL
from pipelines.pool import ExtractionPool
from pipelines.reading import Reader
from storage.archive import Archive, Row
from storage.portrait import differences, portrait
from tests.pipelines.newsroom import DISPATCH, page

URL = "https://harbor.example/2026/ferry-aground"
LONG = (
    *DISPATCH,
    *(f"Witness {number} told the inquiry what was seen from pier {number} that day." for number in "ABCDEFG"),
)
OTHER = (*LONG[:1], LONG[1].replace("an hour", "two hours"), *LONG[2:])


def sight(html: str, address: str = URL, **headers: str) -> bytes | None:
    """The sight of a page."""
    return extract(html.encode(), headers, address).sight


@pytest.mark.parametrize(
    ("place", "noise"),
    [
        ("</head>", '<meta name="csrf-token" content="7f3a"></head>'),
        ("</head>", "<!-- made in 0.31 s --><script nonce=abc>var t=17</script></head>"),
        ("</head>", '<link rel=stylesheet href="/a.css?v=912"></head>'),
        ("<article>", '<article data-request="81f2" nonce="9c">'),
        ("<a href=/>", '<a href="/?utm=91" data-ad="4711">'),
        ("10293847", "99182731"),
    ],
)
def test_what_changes_at_every_fetch_changes_no_sight(place: str, noise: str) -> None:
    plain = page().replace("<footer>", '<footer id="ad-slot-10293847">')
    assert place in plain
    assert sight(plain.replace(place, noise)) == sight(plain) != b""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("12 of them", "13 of them"),
        ("</title>", " </b></title>"),
        ("</head>", '<meta property="article:modified_time" content="2026-03-02T11:00:00Z"></head>'),
        ("</head>", '<link rel=canonical href="https://harbor.example/ferry"></head>'),
        ("</head>", '<script type="application/ld+json">{"@type":"NewsArticle","author":"A. Reyes"}</script></head>'),
        ("<p>", '<p class="byline">By Mira Voss</p><p>'),
        ("</body></html>", ""),
    ],
)
def test_what_is_read_is_in_the_sight(before: str, after: str) -> None:
    assert sight(page()) != sight(page().replace(before, after, 1))


def test_a_header_that_is_read_is_in_the_sight() -> None:
    assert sight(page()) != sight(page(), **{"x-robots-tag": "noarchive"})


def fetches() -> list[Row]:
    """Pages as a noisy outlet serves them, every kind of change among them."""
    shown = [LONG, LONG, LONG, OTHER, OTHER, OTHER, LONG, LONG, OTHER, OTHER]
    rows: list[Row] = []
    for number, paragraphs in enumerate(shown):
        for name in ("a", "b", "c"):
            title = f"Ferry runs aground off Granite Bay, pier {name}"
            html = page(paragraphs, title, f'<meta name="csrf-token" content="{number}{name}">')
            rows.append({"url": f"{URL}-{name}", "html": html, "fetched_at": f"2026-03-02T1{number}:00:00Z"})
    rows += [
        {"url": f"{URL}-a", "status": 404, "fetched_at": "2026-03-02T20:10:00Z"},
        {**rows[-3], "html": rows[-3]["html"].replace("c9", "x"), "fetched_at": "2026-03-02T20:20:00Z"},
        {**rows[-3], "fetched_at": "2026-03-02T20:30:00Z"},
    ]
    return rows


def imported(folder: Path, name: str) -> dict[str, Any]:
    """The portrait and the costs of an archive that took all in."""
    source = folder / f"{name}.jsonl"
    source.write_text("\n".join(map(json.dumps, fetches())))
    given, tally = Given(), Tally()
    places = find([source], given, tally)
    with Archive(folder / f"{name}.db") as archive, ExtractionPool(1) as pool:
        desk = Desk(archive, Reader(pool))
        keep_all(read_all(places, given, tally), len(places), desk, pool, tally, lambda *_: None)
        audited = archive.row("SELECT sum(looks) AS looks, sum(misses) AS misses FROM audits") or {}
        return {"portrait": portrait(archive), "audits": audited, "outcomes": tally.outcomes}


def test_the_ladder_finds_what_the_full_way_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    short = imported(tmp_path, "short")
    monkeypatch.setenv(READ_ALL, "1")
    full = imported(tmp_path, "full")
    assert differences(short["portrait"], full["portrait"]) == []
    assert short["outcomes"] == full["outcomes"]
    assert not short["audits"]["misses"]
    assert not full["audits"]["misses"]


def test_a_page_with_the_sight_of_the_last_look_is_not_extracted(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive.db") as archive, ExtractionPool(1) as pool:

        def never(*_: object) -> Any:
            raise AssertionError("it was extracted")

        archivist, rows = Archivist(Desk(archive, never)), fetches()
        first, again = (read_one(row, tmp_path) for row in (rows[0], rows[3]))
        reading = start(first, pool)
        assert reading is not None
        archivist.keep(arrival_of(first, reading.result()))
        known = archive.value("SELECT sight FROM readings")
        reading = start(again, pool, bytes(known))
        assert reading is not None
        arrival = arrival_of(again, reading.result())
        archivist.keep(arrival)
        assert (arrival.extraction, arrival.outcome, arrival.reason) == (None, "unchanged", None)


@pytest.mark.parametrize("token", ["", "0"])
def test_a_page_that_is_held_is_not_extracted_again_while_it_stays_as_it_was(tmp_path: Path, token: str) -> None:
    wall = "<html><head><title>Just a moment...</title></head><body><p>Checking your browser.</p></body></html>"
    again = wall.replace("</head>", f"<!--{token}--></head>") if token else wall
    rows = [
        {"url": URL, "fetched_at": f"2026-03-02T1{hour}:00:00Z", "html": html}
        for hour, html in enumerate([wall, again])
    ]
    with Archive(tmp_path / "archive.db") as archive, ExtractionPool(1) as pool:

        def never(*_: object) -> Any:
            raise AssertionError("it was extracted")

        archivist, known = Archivist(Desk(archive, never)), None
        for row in rows:
            fetched = read_one(row, tmp_path)
            reading = start(fetched, pool, known) if known is None or token else None
            arrival = arrival_of(fetched, reading.result() if reading else None)
            archivist.keep(arrival)
            known = bytes(archive.value("SELECT sight FROM readings"))
        first, second = archive.rows("SELECT * FROM readings ORDER BY moment")
        assert first["outcome"] == "held" and arrival.extraction is None
        assert {**first, "fetch": 0, "moment": 0} == {**second, "fetch": 0, "moment": 0}


def read_one(row: Row, folder: Path) -> Any:
    """A row as a fetch."""
    source = folder / "one.jsonl"
    source.write_text(json.dumps(row))
    return next(read_all(find([source], Given(), Tally()), Given(), Tally()))

"""An archive with something of everything in it, for tests of what keeps it: two outlets, three articles, an edit."""

from __future__ import annotations

from pathlib import Path

from pipelines import descent
from pipelines.archivist import Archivist
from pipelines.desk import Desk
from pipelines.extract import extract
from storage import decisions
from storage.archive import Archive
from tests.pipelines.newsroom import DISPATCH, Keeper, page

FERRY, COPY, BUDGET = "https://harbor.example/ferry", "https://tide.example/2026/ferry", "https://harbor.example/budget"
EDITED = (DISPATCH[0].replace("12 of them", "19 of them"), *DISPATCH[1:])
OWN = "Passengers told the Tide that they had waited on deck in blankets until the tugs came."
COUNCIL = (
    "The council of Granite Bay adopted a budget of 41 million crowns on Tuesday after six hours of debate.",
    "It raises the levy on moorings by a tenth and closes the reading room in the old customs house.",
    "Opponents said they would ask the county to review the vote, which passed by a single voice.",
)


def kept_archive(path: Path) -> Path:
    """Make the archive at *path*."""
    with Archive(path) as archive:
        keeper = Keeper(archive, Archivist(Desk(archive, extract)))
        keeper.keep("10:00", FERRY)
        keeper.keep("10:30", COPY, html=page((*DISPATCH, OWN), "Ferry aground"))
        keeper.keep("11:00", FERRY, html=page(EDITED))
        keeper.keep("11:30", BUDGET, html=page(COUNCIL, "Council adopts budget"))
        keeper.keep("12:00", BUDGET, html=page(COUNCIL, "Council adopts its budget"))
        keeper.keep("12:30", COPY, status=503)
        descent.settle(archive)
        archive.insert("notes", {"made_at": "2026-03-02T12:40:00Z", "subject": COPY, "text": "called the desk"})
        key = archive.value("SELECT key FROM fetches WHERE id = 4")
        decisions.decide(archive, key, decisions.ACCEPTED, "2026-03-02T12:41:00Z", who="desk")
    return path

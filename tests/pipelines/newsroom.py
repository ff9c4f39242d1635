"""Pages written for the tests, and a keeper that sends them through the stages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipelines.archivist import Archivist
from pipelines.arrival import Arrival
from pipelines.documents import fetched_from
from pipelines.extract import extract
from storage.archive import Archive

DISPATCH = (
    "GRANITE BAY (Northwire) - A ferry with 140 people on board ran aground outside the harbour on Monday, "
    "and officials said 12 of them were hurt.",
    "The vessel had left the mainland an hour before, in calm weather, according to the port authority.",
    'The captain, Mira Olsen, said the steering "simply stopped answering" some minutes before the accident.',
    "Two tugs pulled the ferry free before noon, and divers were to look at the hull on Tuesday.",
)


def page(
    paragraphs: tuple[str, ...] = DISPATCH, title: str = "Ferry runs aground off Granite Bay", head: str = ""
) -> str:
    """An article as a plain outlet serves it."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<html lang=en><head><title>{title}</title>{head}</head><body><nav><a href=/>Home</a></nav>"
        f"<article><h1>{title}</h1>{body}</article><footer>All rights reserved</footer></body></html>"
    )


@dataclass
class Keeper:
    """Keeps documents as an import does, and reads the archive."""

    archive: Archive
    archivist: Archivist

    def keep(self, at: str, url: str = "https://harbor.example/ferry", **document: Any) -> Arrival:
        """Keep one document fetched at *at* (HH:MM of a fixed day, or a whole time)."""
        when = at if "T" in at else f"2026-03-02T{at}:00Z"
        final = document.pop("final", None)
        if "html" not in document and "text" not in document and "status" not in document:
            document["html"] = page()
        fetched = fetched_from({"url": url, "fetched_at": when} | document)
        if final:
            fetched.final_address, fetched.hops = final, (url,)
        read = (
            extract(fetched.body, fetched.headers, fetched.final_address)
            if fetched.body and "html" in document
            else None
        )
        arrival = Arrival(fetched, read)
        self.archivist.keep(arrival)
        return arrival

    def outcomes(self) -> list[str]:
        """The outcomes of all fetches in order of time."""
        sql = "SELECT r.outcome FROM readings r JOIN fetches f ON f.id = r.fetch ORDER BY f.moment"
        return [row["outcome"] for row in self.archive.rows(sql)]

    def events(self) -> list[str]:
        """The kinds of all events in order of time."""
        return [row["kind"] for row in self.archive.rows("SELECT kind FROM events ORDER BY happened_at, id")]

    def texts(self) -> list[tuple[str, int, str]]:
        """Address, number and text of every revision."""
        sql = "SELECT url, revision, text FROM revision_texts ORDER BY url, revision"
        return [(row["url"], row["revision"], row["text"]) for row in self.archive.rows(sql)]

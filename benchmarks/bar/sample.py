"""A small archive with something in every table of evidence, made through the stages as a crawl makes it."""

from __future__ import annotations

import random
from pathlib import Path

from crawler.items import Fetched
from pipelines.archivist import Archivist
from pipelines.arrival import Arrival
from pipelines.desk import Desk
from pipelines.extract import extract
from storage.archive import Archive
from storage.evidence import to_json

TEXT = (
    "harbour ferry council levy mooring customs tide engineer barrier officials passengers vote budget county review "
    "captain steering divers hull port authority residents mayor schools water metres night deck blankets tugs"
)
WORDS = TEXT.split()


def article(number: int, version: int, *, seed: int = 1, paragraphs: int = 8) -> bytes:
    """The page of an article in one of its versions: a figure and a paragraph differ from version to version."""
    chance = random.Random(f"{seed} {number}")
    texts = [_sentence(chance) for _ in range(paragraphs)]
    texts[0] = f"Officials in district {number} said that {1000 + version} people were hurt. {texts[0]}"
    if version > 1:
        texts.append(f"Added in version {version}: {_sentence(random.Random(f'{seed} {number} {version}'))}")
    title = f"District {number} counts its losses after the flood"
    body = "".join(f"<p>{text}</p>" for text in texts)
    head = f"<head><title>{title}</title></head>"
    return f"<html lang=en>{head}<body><article><h1>{title}</h1>{body}</article></body></html>".encode()


def _sentence(chance: random.Random) -> str:
    words = chance.choices(WORDS, k=28)
    return f"The {' '.join(words[:14])} and the {' '.join(words[14:])}."


def fetched(number: int, version: int, at: str) -> Fetched:
    """One answer of the sample's outlet."""
    return Fetched(
        f"https://sample.example/{number}", "sample", at, status=200, body=article(number, version), seconds=0.25,
        headers={"content-type": "text/html; charset=utf-8", "etag": f'"{number}-{version}"', "server": "sample"},
        claims={"title": f"District {number}"}, why="feed https://sample.example/feed",
    )  # fmt: skip


def sample_archive(path: Path, articles: int = 12, versions: int = 3) -> Path:
    """Make the archive at *path*."""
    with Archive(path) as archive:
        archivist = Archivist(Desk(archive, extract))
        for version in range(1, versions + 1):
            for number in range(articles):
                one = fetched(number, version, f"2026-03-01T{8 + version:02d}:{number % 60:02d}:00.000000Z")
                assert one.body is not None
                archivist.keep(Arrival(one, extract(one.body, one.headers, one.address)))
        for number in range(4):
            at = f"2026-03-02T12:0{number}:00Z"
            archive.insert(
                "notes", {"made_at": at, "subject": f"https://sample.example/{number}", "text": "asked " * 30}
            )
            archive.insert("decisions", {"made_at": at, "kind": "page", "subject": f"{number}", "who": "desk"})
            archive.insert("deliveries", {
                "key": f"k{number}", "event": "e", "sent_at": at, "target": "desk", "subject": "s", "outcome": "queued",
                "detail": to_json({"cadence": "at once", "number": number}),
            })  # fmt: skip
            archive.insert("tombstones", {"hash": f"{number:064x}", "made_at": at, "reason": "on request"})
    return path

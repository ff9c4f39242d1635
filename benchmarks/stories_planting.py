"""Articles put into an archive through storage, without pages, extraction or judging: for measuring what follows."""

from __future__ import annotations

from benchmarks.stories_corpus import Piece
from comparison.model import Version
from crawler.items import Fetched
from pipelines.arrival import Arrival
from pipelines.evidence import row_of
from storage import derived, evidence
from storage.archive import Archive


def plant(archive: Archive, piece: Piece) -> Arrival:
    """Keep a piece as an article of one revision; what the story stage would be given of it."""
    fetched = Fetched(piece.url, piece.outlet, piece.seen, status=200)
    archive.insert("outlets", {"id": piece.outlet}, or_ignore=True)
    fetch = evidence.keep_fetch(archive, row_of(fetched, None))
    article = derived.make_article(archive, piece.outlet, piece.url, piece.url, piece.seen)
    version = Version("\n\n".join(piece.paragraphs), title=piece.paragraphs[0][:60])
    row = {
        "article": article, "first_seen": piece.seen, "last_seen": piece.seen, "made_by": fetch,
        "title": version.title, "extractor": "planted", "content": derived.content_hash(version),
        "words": sum(len(paragraph.split()) for paragraph in piece.paragraphs),
    }  # fmt: skip
    name = derived.article_row(archive, article)["key"]
    revision = derived.keep_revision(archive, row, name, piece.paragraphs)
    reading = {"fetch": fetch, "article": article, "outcome": "new", "revision": revision}
    derived.keep_reading(archive, reading)
    return Arrival(fetched, fetch_id=fetch, article=article, revision=revision, made_revision=True)

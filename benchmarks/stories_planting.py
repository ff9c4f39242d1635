"""Articles put into an archive through storage, without pages, extraction or judging: for measuring what follows."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from benchmarks.stories_corpus import Piece
from comparison.model import Version
from comparison.reuse import fingerprint
from crawler.items import Fetched
from pipelines.arrival import Arrival
from pipelines.evidence import row_of
from storage import derived, evidence, links
from storage.archive import Archive


def plant(archive: Archive, piece: Piece, url: str = "") -> Arrival:
    """Keep a piece as an article of one revision; what the story stage would be given of it."""
    fetched = Fetched(url or piece.url, piece.outlet, piece.seen, status=200)
    archive.insert("outlets", {"id": piece.outlet}, or_ignore=True)
    found = row_of(fetched, None)
    fetch = evidence.keep_fetch(archive, found)
    article = derived.make_article(archive, piece.outlet, fetched.address, fetched.address, piece.seen)
    version = Version("\n\n".join(piece.paragraphs), title=piece.paragraphs[0][:60])
    row = {
        "article": article, "first_seen": piece.seen, "last_seen": piece.seen, "made_by": fetch,
        "title": version.title, "extractor": "planted", "content": derived.content_hash(version),
        "words": sum(len(paragraph.split()) for paragraph in piece.paragraphs),
    }  # fmt: skip
    name = derived.article_row(archive, article)["key"]
    revision = derived.keep_revision(archive, row, name, piece.paragraphs)
    reading = {"fetch": fetch, "article": article, "outcome": "new", "revision": revision, "moment": found["moment"]}
    derived.keep_reading(archive, reading)
    return Arrival(fetched, fetch_id=fetch, article=article, revision=revision, made_revision=True)


def plant_marks(archive: Archive, pieces: Sequence[Piece]) -> None:
    """Keep of these pieces, in bulk, only what the index of stories holds: articles, marks, a story for each."""
    first = 1 + (archive.value("SELECT max(id) FROM articles") or 0)
    numbered = list(enumerate(pieces, first))
    marks = {}
    for number, piece in numbered:
        found = fingerprint("\n\n".join(piece.paragraphs))
        marks[number] = sorted(found.sample | found.pairs)
    conn = archive.db.conn
    conn.executemany("INSERT OR IGNORE INTO outlets (id) VALUES (?)", {(piece.outlet,) for piece in pieces})
    conn.executemany(
        "INSERT INTO articles (id, key, outlet, address, first_seen, last_seen) VALUES (?, ?, ?, ?, ?, ?)",
        [(n, derived.article_key(p.outlet, p.url), p.outlet, p.url, p.seen, p.seen) for n, p in numbered],
    )
    rows = sorted((mark, number) for number, found in marks.items() for mark in found)
    conn.executemany("INSERT INTO fingerprints (hash, article) VALUES (?, ?)", rows)
    packed = [(number, array("q", found).tobytes()) for number, found in marks.items()]
    conn.executemany("INSERT INTO prints (article, marks) VALUES (?, ?)", packed)
    told = [(number, f"planted {number}", piece.seen) for number, piece in numbered]
    conn.executemany("INSERT INTO stories (id, key, first_seen) VALUES (?, ?, ?)", told)
    joined = [(number, number, "planted", piece.seen) for number, piece in numbered]
    conn.executemany("INSERT INTO story_articles (article, story, why, joined_at) VALUES (?, ?, ?, ?)", joined)


def weed(archive: Archive) -> None:
    """Make stock of the planted marks that too many have, as look-ups would have done on the way."""
    conn = archive.db.conn
    stock = conn.execute("SELECT hash FROM fingerprints GROUP BY hash HAVING count(*) > ?", (links.STOCK,)).fetchall()
    conn.executemany("DELETE FROM fingerprints WHERE hash = ?", stock)
    conn.executemany("INSERT INTO fingerprints (hash, article) VALUES (?, 0)", stock)


def plant_stories(archive: Archive, pieces: Sequence[Piece]) -> None:
    """Index the marks of pieces that were planted first and in this order; a copy is of its original's story."""
    conn = archive.db.conn
    for number, piece in enumerate(pieces, 1):
        found = fingerprint("\n\n".join(piece.paragraphs))
        marks = sorted(found.sample | found.pairs)
        conn.executemany("INSERT INTO fingerprints (hash, article) VALUES (?, ?)", [(mark, number) for mark in marks])
        conn.execute("INSERT INTO prints (article, marks) VALUES (?, ?)", (number, array("q", marks).tobytes()))
        told = (number, f"planted {number}", piece.seen)
        if piece.source is None:
            conn.execute("INSERT INTO stories (id, key, first_seen) VALUES (?, ?, ?)", told)
        home = number if piece.source is None else 1 + piece.source
        joined = (number, home, "planted", piece.seen)
        conn.execute("INSERT INTO story_articles (article, story, why, joined_at) VALUES (?, ?, ?, ?)", joined)

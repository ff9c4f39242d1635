"""Erase articles on request: their evidence and all that was derived of it, in one transaction, and from the file.

What other articles hold stays theirs: a page that another address served too, a paragraph that another outlet carries.
"""

# ruff: noqa: S608 - the statements are built of constants

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from storage import derived, furniture, paragraphs, tombstones
from storage.archive import Archive, ArchiveError
from storage.derived import digest
from storage.pages import body_of, compress
from storage.tombstones import Tombstone

AMONG = "(SELECT value FROM json_each(?))"


@dataclass
class Erased:
    """What was erased; *siblings* are the articles whose stories it leaves, to be derived anew."""

    articles: int = 0
    fetches: int = 0
    pages: int = 0
    siblings: tuple[int, ...] = ()


def articles_under(archive: Archive, keys: Collection[str]) -> list[int]:
    """The articles that are known under an address with one of these keys, at any outlet."""
    return _numbers(archive, f"SELECT DISTINCT article FROM addresses WHERE key IN {AMONG}", keys)


def keys_of(archive: Archive, articles: Collection[int]) -> set[str]:
    """The keys of all addresses under which articles are known."""
    rows = archive.rows(f"SELECT key FROM addresses WHERE article IN {AMONG}", (_json(articles),))
    return {row["key"] for row in rows}


def buried(archive: Archive, stones: Iterable[Tombstone]) -> set[str]:
    """The keys of addresses in the archive of which a tombstone says that they were forgotten."""
    names = {stone.hash for stone in stones if stone.kind == tombstones.ADDRESS}
    known = archive.db.conn.execute("SELECT key FROM addresses UNION SELECT key FROM visits WHERE kind = 'article'")
    return {key for (key,) in known if digest(tombstones.ADDRESS, key) in names}


def pages_alone(archive: Archive, articles: Collection[int]) -> list[str]:
    """The pages that these articles brought and no other fetch did."""
    mine = f"SELECT fetch FROM readings WHERE article IN {AMONG}"
    sql = (
        f"SELECT DISTINCT page FROM fetches f WHERE id IN ({mine}) AND page IS NOT NULL "
        f"AND NOT EXISTS (SELECT 1 FROM fetches x WHERE x.page = f.page AND x.id NOT IN ({mine}))"
    )
    return [row["page"] for row in archive.rows(sql, (_json(articles), _json(articles)))]


def erase(archive: Archive, articles: Collection[int], keys: Collection[str]) -> Erased:
    """Take the articles, and the visits and decisions on *keys*, out of the archive; inside a transaction."""
    fetches = _numbers(archive, f"SELECT fetch FROM readings WHERE article IN {AMONG}", articles)
    pages = pages_alone(archive, articles)
    erased = Erased(len(articles), len(fetches), len(pages), tuple(_siblings(archive, articles)))
    _erase_words(archive, articles, fetches, keys)
    _erase_derived(archive, articles)
    archive.write(f"DELETE FROM visits WHERE kind = 'article' AND key IN {AMONG}", (_json(keys),))
    archive.write(f"UPDATE visits SET last_fetch = NULL WHERE last_fetch IN {AMONG}", (_json(fetches),))
    archive.write(f"DELETE FROM fetches WHERE id IN {AMONG}", (_json(fetches),))
    _stand_alone(archive, pages)
    archive.write(f"DELETE FROM pages WHERE hash IN {AMONG}", (_json(pages),))
    return erased


def _siblings(archive: Archive, articles: Collection[int]) -> list[int]:
    sql = (
        f"SELECT DISTINCT s.article FROM story_articles s JOIN story_articles mine ON mine.story = s.story "
        f"WHERE mine.article IN {AMONG} AND s.article NOT IN {AMONG}"
    )
    ends = (("other", "article"), ("article", "other"))
    linked = " UNION ".join(f"SELECT {one} FROM story_links WHERE {other} IN {AMONG}" for one, other in ends)
    both = {*_numbers(archive, sql, articles, articles), *_numbers(archive, linked, articles, articles)}
    return sorted(both - set(articles))


def _erase_words(archive: Archive, articles: Collection[int], fetches: list[int], keys: Collection[str]) -> None:
    """Decisions, notes and alerts that name what is forgotten."""
    addresses = archive.rows(f"SELECT DISTINCT address FROM addresses WHERE article IN {AMONG}", (_json(articles),))
    names = {row["address"] for row in addresses} | set(keys)
    archive.write(
        f"DELETE FROM decisions WHERE subject IN (SELECT key FROM fetches WHERE id IN {AMONG})", (_json(fetches),)
    )
    for name in names:
        archive.write("DELETE FROM decisions WHERE instr(subject, ?1) OR instr(detail, json_quote(?1))", (name,))
        archive.write(
            "DELETE FROM notes WHERE instr(subject, ?1) OR instr(subject, json_quote(?1)) OR instr(text, ?1)", (name,)
        )
        archive.write("DELETE FROM deliveries WHERE instr(subject, ?1) OR instr(detail, ?1)", (name,))


def _erase_derived(archive: Archive, articles: Collection[int]) -> None:
    carried = _numbers(
        archive,
        "SELECT DISTINCT paragraph FROM revision_paragraphs rp JOIN revisions r ON r.id = rp.revision "
        f"WHERE r.article IN {AMONG}",
        articles,
    )
    pieces = {piece for article in articles for piece in furniture.hashes_of(archive, article)}
    stories = _numbers(archive, f"SELECT DISTINCT story FROM story_articles WHERE article IN {AMONG}", articles)
    for article in articles:
        derived.forget_article(archive, article)
    archive.write(
        f"DELETE FROM furniture WHERE hash IN {AMONG} AND NOT EXISTS (SELECT 1 FROM furniture_sightings s "
        "WHERE s.outlet = furniture.outlet AND s.hash = furniture.hash)",
        (_json(pieces),),
    )
    paragraphs.sweep(archive, carried)
    archive.write(
        f"DELETE FROM stories WHERE id IN {AMONG} AND id NOT IN (SELECT story FROM story_articles)", (_json(stories),)
    )


def _stand_alone(archive: Archive, pages: list[str]) -> None:
    """Keep whole what leaned on pages that go."""
    leaning = f"SELECT hash FROM pages WHERE leans_on IN {AMONG} AND hash NOT IN {AMONG}"
    for row in archive.rows(leaning, (_json(pages), _json(pages))):
        whole = compress(body_of(archive, row["hash"]))
        archive.write("UPDATE pages SET body = ?, leans_on = NULL WHERE hash = ?", (whole, row["hash"]))


def scrub(archive: Archive) -> None:
    """Write the file anew, so that nothing erased is left in its free space, its index of words or its log."""
    paragraphs.index_anew(archive)
    archive.write("VACUUM")
    busy, _, _ = archive.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise ArchiveError(
            f"what was forgotten is out of the archive, and still in {archive.path}-wal, which another program reads: "
            "end that program and run the same command again"
        )


def _numbers(archive: Archive, sql: str, *among: Collection[int] | Collection[str]) -> list[int]:
    return [int(row[0]) for row in archive.db.conn.execute(sql, [_json(one) for one in among])]


def _json(values: Collection[int] | Collection[str]) -> str:
    return json.dumps(sorted(values), ensure_ascii=False)

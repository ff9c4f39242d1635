"""Furniture: text that many articles of an outlet share at the same place, and where it was seen.

``furniture_sightings`` has one row for each distinct paragraph of each article (its first sighting in order of time),
one for each slot of its page that paragraphs stand in (kind "slot", named by the slot), and one for each shape of its
short lines (kind "shape");
``furniture`` has what was learned of them, by `pipelines.learning`, and ``furniture_judged`` by how many articles a
piece was judged that many carry: triggers take its row away where one of these articles changes. A piece that a reader
switched off is named by a row of ``decisions``, which is evidence; the column ``off`` repeats it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from storage.derived import content_hash, revision_key, version_of

if TYPE_CHECKING:
    from storage.archive import Archive, Row

KIND = "furniture"  # of decisions
SLOT = "slot"  # the kind of a row that is no paragraph's, but a slot's
AMONG = "IN (SELECT value FROM json_each(?))"
JUDGED = """
SELECT j.hash, j.articles, (SELECT count(*) FROM (
    SELECT 1 FROM furniture_sightings s WHERE s.outlet = j.outlet AND s.hash = j.hash LIMIT ?))
FROM json_each(?) wanted CROSS JOIN furniture_judged j ON j.hash = wanted.value WHERE j.outlet = ?
"""
CARRIED = """
SELECT s.hash FROM json_each(?) wanted CROSS JOIN furniture_sightings s ON s.hash = wanted.value
WHERE s.outlet = ? GROUP BY s.hash HAVING count(*) >= ? OR max(s.turns) > 1
"""
SHAPE = "shape"  # the kind of a row that is that of all lines which differ in names and numbers only


class Sighting(NamedTuple):
    """A paragraph of an article: its hash, what it looks like, where it stood, how much of it the article is about.

    *slot* names the part of the page it stands in; "" for the running text.
    """

    hash: str
    kind: str
    place: str
    topical: float
    slot: str = ""


# ---------------------------------------------------------------- sightings


def hashes_of(archive: Archive, article: int) -> set[str]:
    """The paragraphs that were seen in an article."""
    return set(known_in(archive, article))


class Known(NamedTuple):
    """What is known of a paragraph of an article: its kind, whether its latest page has it, its slot."""

    kind: str
    present: bool
    slot: str


def known_in(archive: Archive, article: int) -> dict[str, Known]:
    """The paragraphs that were seen in an article, by hash."""
    sql = "SELECT hash, kind, present, slot FROM furniture_sightings WHERE article = ?"
    rows = archive.db.conn.execute(sql, (article,))
    return {name: Known(kind, bool(present), slot) for name, kind, present, slot in rows}


def prose_of(archive: Archive, article: int, topical: float) -> set[str]:
    """The sentences of an article that are about what the article is about."""
    rows = archive.db.conn.execute(
        "SELECT hash FROM furniture_sightings WHERE article = ? AND kind = 'prose' AND topical >= ?", (article, topical)
    )
    return {row[0] for row in rows}


def keep_sightings(
    archive: Archive, outlet: str, article: int, sightings: Iterable[Sighting], turns: int, said: Mapping[str, str]
) -> None:
    """Note paragraphs of an article that were not seen in it yet; *turns* is 1 where they came and that counts.

    *said* has the words of those that came to a page that was known.
    """
    archive.db.conn.executemany(
        "INSERT OR IGNORE INTO furniture_sightings (outlet, article, hash, kind, place, topical, slot, present, turns, "
        "said) VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?)",
        [(outlet, article, *sighting, turns, said.get(sighting.hash, "")) for sighting in sightings],
    )


def turn(archive: Archive, article: int, pieces: Iterable[str], said: Mapping[str, str], *, counted: bool) -> None:
    """Paragraphs of an article came again, as *said*, or went; *counted* where that tells something of them."""
    archive.db.conn.executemany(
        "UPDATE furniture_sightings SET present = 1 - present, turns = turns + ?, said = coalesce(?, said) "
        "WHERE article = ? AND hash = ?",
        [(int(counted), said.get(piece), article, piece) for piece in pieces],
    )


def turn_slots(archive: Archive, article: int, slots: Iterable[str]) -> None:
    """What stood in some slots of an article's page gave way, while its running text stayed."""
    archive.db.conn.executemany(
        "UPDATE furniture_sightings SET turns = turns + 1 WHERE article = ? AND hash = ?",
        [(article, slot) for slot in slots],
    )


def sightings_of(archive: Archive, outlet: str, piece: str, limit: int) -> list[Row]:
    """The articles that carry a piece, in the order in which they were first fetched; *limit* at most."""
    return archive.rows(
        "SELECT s.article, s.kind, s.place, s.topical, s.turns, s.said, a.first_seen FROM furniture_sightings s "
        "JOIN articles a ON a.id = s.article WHERE s.outlet = ? AND s.hash = ? ORDER BY a.first_seen, a.key LIMIT ?",
        (outlet, piece, limit),
    )


def judged(archive: Archive, outlet: str, among: Iterable[str], limit: int) -> dict[str, tuple[int, int]]:
    """Of some pieces: by how many articles each was judged, and how many (*limit* at most) carry it now."""
    rows = archive.db.conn.execute(JUDGED, (limit, json.dumps(sorted(among)), outlet))
    return {piece: (before, now) for piece, before, now in rows}


def carried(archive: Archive, outlet: str, among: Iterable[str], least: int) -> set[str]:
    """Those of some pieces that *least* articles carry, or that came and went in one."""
    return {row[0] for row in archive.db.conn.execute(CARRIED, (json.dumps(sorted(among)), outlet, least))}


def note_judged(archive: Archive, outlet: str, piece: str, articles: int, until: str) -> None:
    """A piece was judged by so many articles, the last of which was first seen at *until*."""
    sql = "INSERT OR REPLACE INTO furniture_judged (outlet, hash, articles, until) VALUES (?, ?, ?, ?)"
    archive.write(sql, (outlet, piece, articles, until))


def judge_again(archive: Archive, outlet: str, pieces: Iterable[str]) -> None:
    """What some pieces were judged by has changed."""
    sql = "DELETE FROM furniture_judged WHERE outlet = ? AND hash = ?"
    archive.db.conn.executemany(sql, [(outlet, piece) for piece in pieces])


def carriers(archive: Archive, outlet: str, piece: str) -> set[int]:
    """The articles that carry a piece."""
    rows = archive.db.conn.execute(
        "SELECT article FROM furniture_sightings WHERE outlet = ? AND hash = ?", (outlet, piece)
    )
    return {row[0] for row in rows}


def texts_of(archive: Archive, article: int) -> list[str]:
    """Every paragraph of every revision of an article."""
    rows = archive.db.conn.execute(
        "SELECT DISTINCT p.text FROM revisions r JOIN revision_paragraphs rp ON rp.revision = r.id "
        "JOIN paragraphs p ON p.id = rp.paragraph WHERE r.article = ?",
        (article,),
    )
    return [row[0] for row in rows]


def shared(archive: Archive, outlet: str, least: int) -> set[str]:
    """Every paragraph that at least so many articles of an outlet carry."""
    rows = archive.db.conn.execute(
        "SELECT hash FROM furniture_sightings WHERE outlet = ? GROUP BY hash HAVING count(*) >= ?", (outlet, least)
    )
    return {row[0] for row in rows}


def articles_between(archive: Archive, outlet: str, first: str, last: str, limit: int) -> int:
    """How many articles of an outlet were first seen (and read) in a span of time; *limit* for that many or more."""
    return int(
        archive.value(
            "SELECT count(*) FROM (SELECT 1 FROM articles WHERE outlet = ? AND state <> 'unread' "
            "AND first_seen BETWEEN ? AND ? LIMIT ?)",
            (outlet, first, last, limit),
        )
    )


# ---------------------------------------------------------------- what was learned


def learned(archive: Archive, outlet: str, among: Iterable[str]) -> dict[str, Row]:
    """Those of some pieces that are the outlet's furniture, those switched off too; by hash."""
    sql = f"SELECT * FROM furniture WHERE outlet = ? AND hash {AMONG}"  # noqa: S608 - a constant
    return {row["hash"]: row for row in archive.rows(sql, (outlet, json.dumps(sorted(among))))}


def beginning(archive: Archive, outlet: str, start: str) -> list[str]:
    """The hashes of the outlet's furniture that begin with *start*, those switched off too."""
    sql = "SELECT hash FROM furniture WHERE outlet = ?1 AND substr(hash, 1, length(?2)) = ?2 ORDER BY hash"
    return [row[0] for row in archive.db.conn.execute(sql, (outlet, start))]


def learned_around(archive: Archive, outlet: str, moment: str) -> set[str]:
    """The outlet's furniture in whose time a moment lies."""
    sql = "SELECT hash FROM furniture WHERE outlet = ?1 AND ?2 BETWEEN first_seen AND last_seen"
    return {row[0] for row in archive.db.conn.execute(sql, (outlet, moment))}


def in_force(archive: Archive, outlet: str, among: Iterable[str]) -> set[str]:
    """Which of some paragraphs are furniture of the outlet and not switched off."""
    if not (some := sorted(among)):
        return set()
    sql = f"SELECT hash FROM furniture WHERE outlet = ? AND hash {AMONG} AND off = 0"  # noqa: S608 - a constant
    return {row[0] for row in archive.db.conn.execute(sql, (outlet, json.dumps(some)))}


def all_in_force(archive: Archive, outlet: str) -> list[str]:
    """The outlet's furniture that is not switched off, what was seen last first."""
    sql = "SELECT hash FROM furniture WHERE outlet = ? AND off = 0 ORDER BY last_seen DESC, hash"
    return [row[0] for row in archive.db.conn.execute(sql, (outlet,))]


def keep_piece(archive: Archive, row: Row) -> None:
    """Keep what is known of a piece; whether it is off is for the decisions to say."""
    off = is_off(archive, row["outlet"], row["hash"])
    archive.write(
        "INSERT OR REPLACE INTO furniture (outlet, hash, text, articles, place, first_seen, last_seen, off) "
        "VALUES (:outlet, :hash, :text, :articles, :place, :first_seen, :last_seen, :off)",
        row | {"off": int(off)},
    )


def forget_piece(archive: Archive, outlet: str, piece: str) -> None:
    """A piece is none after all."""
    archive.write("DELETE FROM furniture WHERE outlet = ? AND hash = ?", (outlet, piece))


# ---------------------------------------------------------------- a reader's word


def is_off(archive: Archive, outlet: str, piece: str) -> bool:
    """Whether a reader's latest word on a piece is that it is no furniture."""
    word = archive.value(
        "SELECT json_extract(detail, '$.off') FROM decisions WHERE kind = ? AND subject = ? "
        "ORDER BY made_at DESC, id DESC LIMIT 1",
        (KIND, f"{outlet}/{piece}"),
    )
    return bool(word)


def decide(archive: Archive, outlet: str, piece: str, *, off: bool, made_at: str, who: str = "") -> None:
    """Keep a reader's word on a piece, and apply it to what was learned."""
    detail = '{"off": true}' if off else '{"off": false}'
    row = {"made_at": made_at, "kind": KIND, "subject": f"{outlet}/{piece}", "detail": detail, "who": who}
    archive.insert("decisions", row)
    archive.write("UPDATE furniture SET off = ? WHERE outlet = ? AND hash = ?", (int(off), outlet, piece))


# ---------------------------------------------------------------- a field that a new template shows


def revisions_without(archive: Archive, article: int, field: str) -> list[int]:
    """The revisions of an article, where none of them has that field; else nothing."""
    rows = archive.rows(f"SELECT id, {field} AS value FROM revisions WHERE article = ? ORDER BY number", (article,))  # noqa: S608
    return [] if any(row["value"] for row in rows) else [row["id"] for row in rows]


def complete(archive: Archive, revision: int, field: str, value: str) -> None:
    """Give a revision the field that its page did not show; its names, which are made of its content, follow."""
    archive.write(f"UPDATE revisions SET {field} = ? WHERE id = ?", (value, revision))  # noqa: S608
    content = content_hash(version_of(archive, revision))
    row = archive.row(
        "SELECT a.key, r.number, r.article FROM revisions r JOIN articles a ON a.id = r.article WHERE r.id = ?",
        (revision,),
    ) or {}  # fmt: skip
    nth = archive.value(
        "SELECT count(*) FROM revisions WHERE article = ? AND content = ? AND number < ?",
        (row["article"], content, row["number"]),
    )
    archive.write(
        "UPDATE revisions SET content = ?, key = ? WHERE id = ?",
        (content, revision_key(row["key"], content, nth), revision),
    )

"""Finding words in every paragraph ever kept, and the revisions that carry them.

Each distinct paragraph is indexed once. What a reader types is taken as words, "phrases in quotation marks",
-excluded words and prefix* words; everything else that FTS5 would read as syntax is a plain character.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from storage.archive import Archive, Row
from storage.paragraphs import COPIES, PARTS, blocks_of

OPEN, CLOSE = "\x02", "\x03"  # around what was found, in snippets; no paragraph holds them
TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Carrier:
    """An article that carries a paragraph: in its revisions *first* to *last* (numbers), seen between two times."""

    url: str
    outlet: str
    first: int
    last: int
    latest: int
    first_seen: str
    last_seen: str
    story: int | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph that was found. *snippet* has `OPEN` and `CLOSE` around the words."""

    text: str
    snippet: str
    carriers: tuple[Carrier, ...]


INDEXED = """
SELECT rowid AS id, text, snippet(paragraphs_fts, 0, :open, :close, '…', 28) AS snippet
FROM paragraphs_fts WHERE paragraphs_fts MATCH :query {where} LIMIT :limit
"""
ANYWHERE = "SELECT id, text FROM paragraphs WHERE instr(text, :needle) > 0 {where} LIMIT :limit"
BEST = "ORDER BY rank, rowid"
OWN = "AND {id} BETWEEN :first AND :last ORDER BY {id}"
COPIED = {
    INDEXED: "SELECT c.paragraph FROM copies_fts f JOIN paragraph_copies c ON c.id = f.rowid "
    "WHERE copies_fts MATCH :query AND f.rowid BETWEEN :first AND :last ORDER BY f.rowid LIMIT :limit",
    ANYWHERE: "SELECT c.paragraph FROM paragraph_copies c JOIN paragraphs p ON p.id = c.paragraph "
    "WHERE instr(p.text, :needle) > 0 AND c.id BETWEEN :first AND :last ORDER BY c.id LIMIT :limit",
}
CARRIERS = """
SELECT a.address AS url, a.outlet, min(r.number) AS first, max(r.number) AS last,
       (SELECT max(number) FROM revisions WHERE article = a.id) AS latest,
       min(r.first_seen) AS first_seen, max(r.last_seen) AS last_seen, sa.story
FROM revision_paragraphs rp JOIN revisions r ON r.id = rp.revision JOIN articles a ON a.id = r.article
LEFT JOIN story_articles sa ON sa.article = a.id
WHERE rp.paragraph = :paragraph AND (:outlet IS NULL OR a.outlet = :outlet)
GROUP BY a.id ORDER BY first_seen, a.outlet
"""


def expression(words: str) -> str:
    """What a reader typed, as an FTS5 query that cannot be malformed ("" where no word is in it).

    >>> expression('toll "life vests" -ferry sink*')
    '("toll" AND "life vests" AND "sink"*) NOT "ferry"'
    >>> expression("NEAR( OR col:")
    '("NEAR(" AND "OR" AND "col:")'
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for minus, phrase, word in TERM.findall(words.replace("\x00", " ")):
        bare = (phrase or word).rstrip("*") if word else phrase
        if not any(character.isalnum() for character in bare):
            continue
        star = "*" if word.endswith("*") or UNSPACED.search(bare) else ""
        term = '"' + bare.replace('"', '""') + f'"{star}'
        (unwanted if minus else wanted).append(term)
    if not wanted:
        return ""
    return f"({' AND '.join(wanted)})" + "".join(f" NOT {term}" for term in unwanted)


def search(archive: Archive, words: str, *, outlet: str | None = None, limit: int = 50) -> tuple[Hit, ...]:
    """The paragraphs that hold the words, best first, with who carries them. No word at all finds nothing.

    Within an *outlet* those come first that it carried last: which are best of all is told by the whole index only.
    Scripts without blanks are one long token to the index: there the paragraphs themselves are looked through.
    """
    if not (query := expression(words)):
        return ()
    needle = words.strip().strip('"*')
    values = {"open": OPEN, "close": CLOSE, "limit": limit, "query": query, "needle": needle}
    sql = ANYWHERE if UNSPACED.search(words) else INDEXED
    if outlet is None:
        rows = archive.rows(sql.format(where=BEST if sql is INDEXED else "ORDER BY id"), values)
    else:
        rows = _within(archive, outlet, sql, values)
    found = ((row, carriers(archive, row["id"], outlet)) for row in rows)
    return tuple(
        Hit(row["text"], row.get("snippet") or _around(row["text"], needle), held) for row, held in found if held
    )


def _within(archive: Archive, outlet: str, sql: str, values: dict[str, Any]) -> list[Row]:
    """What an outlet carried, of its own and taken over from others: the ranges of numbers that are its own."""
    found: list[Row] = []
    number = "rowid" if sql is INDEXED else "id"
    for first, last in blocks_of(archive, PARTS, outlet):
        left = values["limit"] - len(found)
        found += _latest(archive, sql.format(where=OWN.format(id=number)), values, (first, last), left)
    for first, last in blocks_of(archive, COPIES, outlet):
        for row in _latest(archive, COPIED[sql], values, (first, last), values["limit"] - len(found)):
            found += archive.rows(sql.format(where=f"AND {number} = :id"), values | {"id": row["paragraph"]})
    return found


def _latest(archive: Archive, sql: str, values: dict[str, Any], block: tuple[int, int], limit: int) -> list[Row]:
    """The rows of a range, the latest first. Where they are few it is read forwards, three times as fast."""
    within = values | {"first": block[0], "last": block[1]}
    found = archive.rows(sql, within | {"limit": limit + 1}) if limit else []
    if len(found) > limit:
        return archive.rows(sql.replace(" LIMIT", " DESC LIMIT"), within | {"limit": limit})
    return found[::-1]


def _around(text: str, needle: str) -> str:
    place = text.index(needle)
    end = place + len(needle)
    return f"{'…' if place > 40 else ''}{text[max(0, place - 40) : place]}{OPEN}{needle}{CLOSE}{text[end : end + 60]}"


def carriers(archive: Archive, paragraph: int, outlet: str | None = None) -> tuple[Carrier, ...]:
    """The articles that carry a paragraph (by its row id), in the order in which they were seen with it."""
    rows = archive.rows(CARRIERS, {"paragraph": paragraph, "outlet": outlet})
    return tuple(Carrier(**row) for row in rows)

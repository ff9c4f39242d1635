"""Paragraphs in and out: each distinct text once, an edit of another one as what differs from it.

A revision's new paragraph mostly is an old one with some words changed. Where it shares its beginning and its end with
one of the revision before, only what lies between is kept, and the number of the other; that is always one that is kept
whole, so that the view ``paragraphs`` reads any text in two steps.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from storage.archive import Archive

PARTS, COPIES = "paragraph_parts", "paragraph_copies"
SMALLEST_BLOCK, LARGEST_BLOCK = 64, 2**20  # numbers of an outlet's first block, and of any
GROWTH = 16  # times as large is its next block: an outlet has few, and a search within it looks into each
WORTH = 32  # characters that a splice has to save: its own columns and a look-up more take some
GIVEN_UP = """
DELETE FROM paragraph_copies WHERE (:among IS NULL OR paragraph IN (SELECT value FROM json_each(:among)))
AND NOT EXISTS (SELECT 1 FROM placements l JOIN articles a ON a.id = l.article
    WHERE l.paragraph = paragraph_copies.paragraph AND a.outlet = paragraph_copies.outlet)
"""
NOBODYS = """(:among IS NULL OR id IN (SELECT value FROM json_each(:among)))
AND NOT EXISTS (SELECT 1 FROM placements l WHERE l.paragraph = paragraph_parts.id)
"""
LEANING = f"""
SELECT id, text FROM paragraphs WHERE id IN (SELECT id FROM paragraph_parts WHERE base IN (
    SELECT id FROM paragraph_parts WHERE {NOBODYS}))
"""  # noqa: S608 - made of constants
CARRIED = "SELECT paragraph FROM revision_paragraphs WHERE revision = ?"
WHOLE = """
SELECT id, text FROM paragraph_parts p WHERE base IS NULL AND id IN (SELECT value FROM json_each(?))
AND NOT EXISTS (SELECT 1 FROM paragraph_parts leaning WHERE leaning.base = p.id)
"""
Blocks = list[tuple[int, int]]


class Base(NamedTuple):
    """A paragraph that others may lean on: its number, its text."""

    number: int
    text: str


class Splice(NamedTuple):
    """A text as another one, *head* and *tail* characters of which it begins and ends with, and what lies between."""

    base: int
    head: int
    tail: int
    text: str


def name_of(text: str) -> bytes:
    """The name of a paragraph: 96 bits of its digest, as many as tell any number of texts apart."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:12]


def blocks_of(archive: Archive, what: str, outlet: str) -> Blocks:
    """The ranges of numbers (first, last) that an outlet has, the newest first."""
    sql = "SELECT first, last FROM number_blocks WHERE what = ? AND outlet = ? ORDER BY first DESC"
    return [(first, last) for first, last in archive.db.conn.execute(sql, (what, outlet))]


def keep(archive: Archive, outlet: str, texts: Sequence[str], before: Sequence[int] = ()) -> list[int]:
    """The numbers of paragraphs that *outlet* carries, in their order; *before* are those of the revision before."""
    names = [name_of(text) for text in texts]
    known = _known(archive, names)
    fresh = {name: text for name, text in zip(names, texts, strict=True) if name not in known}
    bases = _bases(archive.db.conn, set(before) - set(known.values())) if fresh else []
    known |= zip(fresh, numbers(archive, PARTS, outlet, len(fresh)), strict=True)
    archive.db.conn.executemany(
        "INSERT INTO paragraph_parts (id, hash, base, head, tail, text) VALUES (?, ?, ?, ?, ?, ?)",
        [(known[name], name, *(splice(text, bases) or (None, None, None, text))) for name, text in fresh.items()],
    )
    carried = [known[name] for name in names]
    _note_copies(archive, outlet, set(carried) - set(before) - {known[name] for name in fresh})
    return carried


def _known(archive: Archive, names: Sequence[bytes]) -> dict[bytes, int]:
    sql = "SELECT hash, id FROM paragraph_parts WHERE hash IN (SELECT unhex(value) FROM json_each(?))"
    return {
        bytes(name): number for name, number in archive.db.conn.execute(sql, (json.dumps([*map(bytes.hex, names)]),))
    }


def _bases(conn: Any, gone: Collection[int]) -> list[Base]:
    """The whole paragraphs that are, or that lie under, those that the revision before had and this one has not."""
    sql = (
        "SELECT DISTINCT w.id, w.text FROM json_each(?) g JOIN paragraph_parts p ON p.id = g.value "
        "JOIN paragraph_parts w ON w.id = coalesce(p.base, p.id)"
    )
    return [Base(*row) for row in conn.execute(sql, (json.dumps(sorted(gone)),))]


def splice(text: str, bases: Sequence[Base]) -> Splice | None:
    """*text* as an edit of the base that it shares most with; None where that saves next to nothing.

    >>> splice("The ferry sank at noon. Nobody was hurt, the harbour office said.",
    ...        [Base(7, "The ferry sank at dawn. Nobody was hurt, the harbour office said.")])
    Splice(base=7, head=18, tail=44, text='noo')
    """
    if "\x00" in text:
        return None  # SQLite counts no characters beyond it
    best: Splice | None = None
    for number, whole in bases:
        head = _alike(text, whole)
        tail = _alike(text[head:][::-1], whole[head:][::-1])
        if head + tail >= WORTH and (best is None or head + tail > best.head + best.tail):
            best = Splice(number, head, tail, text[head : len(text) - tail])
    return best


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    differs = (place for place, (mine, theirs) in enumerate(zip(one, other, strict=False)) if mine != theirs)
    return next(differs, min(len(one), len(other)))


def splice_kept(conn: Any) -> None:
    """Splice what was kept whole before there were splices: each article's paragraphs, revision by revision."""
    revisions = "SELECT id, article FROM revisions WHERE article IN (SELECT article FROM revisions WHERE number = 2) "
    before: tuple[int, set[int]] = (0, set())
    for revision, article in conn.execute(f"{revisions} ORDER BY article, number").fetchall():
        carried = {row[0] for row in conn.execute(CARRIED, (revision,))}
        if before[0] == article and (fresh := carried - before[1]) and (gone := before[1] - carried):
            _splice_among(conn, fresh, _bases(conn, gone))
        before = article, carried


def _splice_among(conn: Any, fresh: Collection[int], bases: Sequence[Base]) -> None:
    for number, text in conn.execute(WHOLE, (json.dumps(sorted(fresh)),)).fetchall():
        if found := splice(text, [base for base in bases if base.number != number]):
            sql = "UPDATE paragraph_parts SET base = ?, head = ?, tail = ?, text = ? WHERE id = ?"
            conn.execute(sql, (*found, number))


def _note_copies(archive: Archive, outlet: str, carried: Collection[int]) -> None:
    """Note which of these paragraphs another outlet carried first."""
    own = blocks_of(archive, PARTS, outlet) if carried else []
    others = sorted(number for number in carried if not any(first <= number <= last for first, last in own))
    sql = "SELECT 1 FROM paragraph_copies WHERE paragraph = ? AND outlet = ?"
    new = [number for number in others if not archive.value(sql, (number, outlet))]
    for number, paragraph in zip(numbers(archive, COPIES, outlet, len(new)), new, strict=True):
        archive.write(
            "INSERT INTO paragraph_copies (id, paragraph, outlet) VALUES (?, ?, ?)", (number, paragraph, outlet)
        )


def numbers(archive: Archive, what: str, outlet: str, count: int) -> list[int]:
    """So many numbers of the outlet's that are free; new blocks are made as they are needed."""
    blocks = blocks_of(archive, what, outlet) if count else []
    found: list[int] = []
    while len(found) < count:
        if blocks:
            first, last = blocks[0]
            sql = f"SELECT max(id) FROM {what} WHERE id BETWEEN ? AND ?"  # noqa: S608 - one of two constants
            free = 1 + max(archive.value(sql, (first, last)) or first - 1, *found[-1:], first - 1)
            found += range(free, min(last, free + count - len(found) - 1) + 1)
        if len(found) < count:
            blocks.insert(0, _block(archive, what, outlet, min(LARGEST_BLOCK, SMALLEST_BLOCK * GROWTH ** len(blocks))))
    return found


def _block(archive: Archive, what: str, outlet: str, size: int) -> tuple[int, int]:
    first = 1 + (archive.value("SELECT max(last) FROM number_blocks WHERE what = ?", (what,)) or 0)
    archive.insert("number_blocks", {"what": what, "outlet": outlet, "first": first, "last": first + size - 1})
    return first, first + size - 1


def sweep(archive: Archive, among: Collection[int] | None = None) -> None:
    """Take away the paragraphs (of *among*, or of all) that no revision carries, and copies that an outlet gave up."""
    values = {"among": None if among is None else json.dumps(sorted(among))}
    archive.write(GIVEN_UP, values)
    archive.write(f"DELETE FROM paragraph_parts WHERE base IS NOT NULL AND {NOBODYS}", values)  # noqa: S608
    for number, text in archive.db.conn.execute(LEANING, values).fetchall():
        archive.write(
            "UPDATE paragraph_parts SET base = NULL, head = NULL, tail = NULL, text = ? WHERE id = ?", (text, number)
        )
    archive.write(f"DELETE FROM paragraph_parts WHERE {NOBODYS}", values)  # noqa: S608


def index_anew(archive: Archive) -> None:
    """Fill the index of words from what is kept, so that nothing is left in it of what went."""
    for name in ("paragraphs_waiting", "copies_waiting"):
        archive.write(f"DELETE FROM {name}")  # noqa: S608 - one of two constants
    archive.write("INSERT INTO paragraphs_fts (paragraphs_fts) VALUES ('rebuild')")
    archive.write("INSERT INTO copies_fts (copies_fts) VALUES ('delete-all')")
    archive.write(
        "INSERT INTO copies_fts (rowid, text) SELECT c.id, p.text FROM paragraph_copies c "
        "JOIN paragraphs p ON p.id = c.paragraph ORDER BY c.id"
    )


def merge_index(archive: Archive) -> None:
    """Merge the index of words, which makes it smaller and faster."""
    for name in ("paragraphs_fts", "copies_fts"):
        archive.write(f"INSERT INTO {name} ({name}) VALUES ('optimize')")  # noqa: S608 - one of two constants

"""Fingerprints of revisions, kept while they are likely to be asked for again; marks that came with their pages."""

from __future__ import annotations

from collections import OrderedDict
from hashlib import blake2b
from typing import TypeVar

from comparison.reuse import Marks, Print, fingerprint
from storage import derived
from storage.archive import Archive, Row

HELD = 300  # of the size of some hundred words each
MOST = 3  # revisions of an article that stand for it: the first, the last, the longest
_held: OrderedDict[str, Print] = OrderedDict()
_foreseen: OrderedDict[bytes, Marks] = OrderedDict()
Name = TypeVar("Name", str, bytes)
Value = TypeVar("Value")


def print_of(archive: Archive, revision: Row) -> Print:
    """The fingerprint of a revision (a row with its id and its content's hash)."""
    name = revision["content"]
    if name not in _held:
        _remember(_held, name, fingerprint(_text_of(archive, revision)), HELD)
    _held.move_to_end(name)
    return _held[name]


def marks_of(archive: Archive, revision: Row) -> Marks:
    """The marks of a revision: those that came with its page, where its text is what they were made of."""
    if _foreseen and (came := _foreseen.pop(name_of(_text_of(archive, revision)), None)):
        return came
    found = print_of(archive, revision)
    return Marks(found.sample, found.pairs)


def foresee(name: bytes, made: Marks) -> None:
    """Marks that another process made of the text with that name, for when it is kept."""
    _remember(_foreseen, name, made, HELD)


def name_of(text: str) -> bytes:
    """What a text is known by between processes."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _text_of(archive: Archive, revision: Row) -> str:
    return "\n\n".join(derived.paragraphs_of(archive, revision["id"]))


def _remember(held: OrderedDict[Name, Value], name: Name, value: Value, most: int) -> None:
    held[name] = value
    while len(held) > most:
        held.popitem(last=False)


def revisions_of(archive: Archive, article: int) -> list[Row]:
    """All revisions of an article, in order: id, number, title, content, words, first_seen."""
    sql = "SELECT id, number, title, content, words, first_seen FROM revisions WHERE article = ? ORDER BY number"
    return archive.rows(sql, (article,))


def chosen(revisions: list[Row]) -> list[Row]:
    """The revisions that stand for an article where it is linked with others."""
    if len(revisions) <= MOST:
        return revisions
    longest = max(revisions, key=lambda row: (row["words"], row["number"]))
    return list({row["id"]: row for row in (revisions[0], longest, revisions[-1])}.values())

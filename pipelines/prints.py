"""Fingerprints of revisions, kept while they are likely to be asked for again."""

from __future__ import annotations

from collections import OrderedDict

from comparison.reuse import Print, fingerprint
from storage import derived
from storage.archive import Archive, Row

HELD = 300  # of the size of some hundred words each
MOST = 3  # revisions of an article that stand for it: the first, the last, the longest
_held: OrderedDict[str, Print] = OrderedDict()


def print_of(archive: Archive, revision: Row) -> Print:
    """The fingerprint of a revision (a row with its id and its content's hash)."""
    name = revision["content"]
    if name in _held:
        _held.move_to_end(name)
        return _held[name]
    _held[name] = fingerprint("\n\n".join(derived.paragraphs_of(archive, revision["id"])))
    while len(_held) > HELD:
        _held.popitem(last=False)
    return _held.get(name) or fingerprint("")


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

"""Making an archive smaller without losing any of it: pages packed tightly, the index merged, free space given back.

Pages come in at a speed that crawls need; here there is time. A page is written anew only after its new frame was read
and gave the bytes that the page's name says. A page that was packed so carries a mark at its end (an empty frame, which
readers of zstd skip), and is passed by the next time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

from storage.pages import PageDamaged, body_of, compress, decompress
from storage.paragraphs import merge_index

if TYPE_CHECKING:
    from storage.archive import Archive

TIGHTLY = 19  # zstd's level; reading costs no more for it
AT_ONCE = 25  # pages in a transaction, so that a crawl beside this waits for a second or two
PACKED = b"\x50\x2a\x4d\x18\x00\x00\x00\x00"  # an empty skippable frame
Seen = Callable[[int, int], None]


@dataclass(frozen=True)
class Compacted:
    """What came of it: pages written anew, those that cannot be read, bytes of the file before and after."""

    pages: int
    damaged: tuple[str, ...]
    before: int
    after: int


def compact(archive: Archive, seen: Seen = lambda *_: None) -> Compacted:
    """Pack all that is not packed yet; safe to stop at any time, and to run beside a crawl but for its last step."""
    before, pages, damaged = archive.path.stat().st_size, 0, list[str]()
    names = [row[0] for row in archive.db.conn.execute("SELECT hash FROM pages WHERE substr(body, -8) <> ?", (PACKED,))]
    waiting, done = iter(names), 0
    while some := list(islice(waiting, AT_ONCE)):
        with archive.transaction():
            for name, frame in _repacked(archive, some, damaged):
                archive.write("UPDATE pages SET body = ? WHERE hash = ?", (frame, name))
                pages += 1
        done += len(some)
        seen(done, len(names))
    _give_back(archive)
    return Compacted(pages, tuple(damaged), before, archive.path.stat().st_size)


def _repacked(archive: Archive, names: list[str], damaged: list[str]) -> Iterator[tuple[str, bytes]]:
    """Pages with their new frames; the old frame where that is the smaller one."""
    for name in names:
        row = archive.row("SELECT body, leans_on FROM pages WHERE hash = ?", (name,))
        try:
            if row is None:
                continue
            body, prefix = body_of(archive, name), body_of(archive, row["leans_on"]) if row["leans_on"] else None
        except PageDamaged:
            damaged.append(name)
            continue
        frame = min(compress(body, prefix, TIGHTLY), row["body"], key=len)
        if sha256(decompress(frame, len(body), prefix)).hexdigest() == name:
            yield name, frame + PACKED


def _give_back(archive: Archive) -> None:
    """Merge the index of words, and write the file anew without its holes."""
    with archive.transaction():
        merge_index(archive)
        archive.write("PRAGMA optimize")
    archive.db.conn.execute("VACUUM")
    archive.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")

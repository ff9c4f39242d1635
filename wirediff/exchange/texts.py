"""A folder of plain texts: one file a revision, for readers, corpora and version control."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from pipelines import headed
from storage.archive import Archive
from wirediff.exchange.tables import REVISIONS, Wanted

UNSAFE = re.compile(r"[^a-z0-9.-]+")
SLUG = 60  # characters


def write_texts(archive: Archive, wanted: Wanted, folder: Path) -> int:
    """Write ``OUTLET/SLUG-HASH/0001.txt``; the number of files. Names never come from a stranger's characters alone."""
    count = 0
    for row in REVISIONS.rows(archive, wanted):
        place = folder / _plain(row["outlet"]) / _name(row["url"])
        place.mkdir(parents=True, exist_ok=True)
        path = place / f"{row['revision']:04d}.txt"
        path.write_text(headed.written(row), encoding="utf-8", errors="backslashreplace")
        count += 1
    return count


def _name(url: str) -> str:
    """A folder's name: the address's last part to recognise it by, its hash to be the only one."""
    slug = _plain(url.rstrip("/").rpartition("/")[2])[:SLUG].strip("-.") or "article"
    return f"{slug}-{hashlib.sha256(url.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _plain(text: str) -> str:
    return UNSAFE.sub("-", text.lower()).strip("-.") or "x"

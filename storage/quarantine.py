"""Pages in quarantine: each ended the process that read it three times, and is read no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.archive import Archive

TIMES = 3
KILLERS = """
SELECT f.body_hash FROM readings r JOIN fetches f ON f.id = r.fetch
WHERE r.outcome = 'held' AND f.body_hash IS NOT NULL
AND r.reason IN ('failed extraction: crashed', 'failed extraction: timeout', 'failed extraction: too-large')
GROUP BY f.body_hash HAVING count(*) >= ?
"""


def killers(archive: Archive) -> frozenset[str]:
    """The hashes of bodies that ended their process three times: crashed it, or took all its time or memory."""
    return frozenset(row[0] for row in archive.db.conn.execute(KILLERS, (TIMES,)))

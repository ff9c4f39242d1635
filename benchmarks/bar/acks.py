"""What a crawl acknowledged (its log), what the outlet served, and what the archive holds: nothing lost, none twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from storage.archive import Archive
from storage.verifying import verify

OUTCOMES = frozenset({
    "new", "revised", "unchanged", "not-modified", "moved", "returned", "held", "missing", "gone", "refused", "failed",
})  # fmt: skip


def acknowledged(log: str) -> Counter[str]:
    """How many fetches of each address the lines of a crawl's log report as kept."""
    found: Counter[str] = Counter()
    for line in log.splitlines():
        words = line.partition("INFO: ")[2].split()
        if len(words) >= 2 and words[0] in OUTCOMES and words[1].startswith("http"):
            found[words[1]] += 1
    return found


def problems(path: Path, acked: Counter[str], served: Iterable[tuple[str, str]] | None = None) -> Iterator[str]:
    """Everything that is wrong with an archive after what was done to it: lost, doubled, orphaned, damaged."""
    with Archive(path) as archive:  # as the next crawl would open it
        kept = Counter(row["address"] for row in archive.rows("SELECT address FROM fetches"))
        bodies = Counter(
            (row["address"], row["body_hash"])
            for row in archive.rows("SELECT address, body_hash FROM fetches WHERE kind = 'article' AND status = 200")
        )
        orphans = archive.value(
            "SELECT count(*) FROM pages WHERE hash NOT IN (SELECT page FROM fetches WHERE page IS NOT NULL)"
        )
    yield from (f"lost: {address} ({acked[address]} acknowledged, {kept[address]} kept)" for address in acked - kept)
    if served is not None:
        answered = Counter(served)
        yield from (f"kept oftener than served: {address}" for address, _ in bodies - answered)
    if orphans:
        yield f"{orphans} pages without a fetch"
    yield from (f"verify: {one.table} {one.key} {one.problem}" for one in verify(path))

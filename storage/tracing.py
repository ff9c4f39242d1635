"""Which articles may have something in common with a text: by the marks of the index, and by its names and numbers."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from storage.links import NOBODY

if TYPE_CHECKING:
    from storage.archive import Archive

PARAGRAPHS = 8  # that each question brings at most
COMMON = 2000  # paragraphs; a word of more tells no article from others, and to rank them would take its time
HOLDERS = """
SELECT f.hash, f.article FROM json_each(?) wanted CROSS JOIN fingerprints f ON f.hash = wanted.value
WHERE f.article <> ?
"""


def by_marks(archive: Archive, marks: Iterable[int], limit: int) -> list[int]:
    """The articles that share most marks of the index with a text; what few have weighs more."""
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for mark, article in archive.db.conn.execute(HOLDERS, (json.dumps(sorted(marks)), NOBODY)):
        holders[mark].append(article)
    weights: defaultdict[int, float] = defaultdict(float)
    for found in holders.values():
        for article in found:
            weights[article] += 1 / len(found) ** 0.5
    return sorted(weights, key=lambda article: (-weights[article], article))[:limit]


def by_words(archive: Archive, questions: Sequence[Sequence[str]], limit: int) -> list[int]:
    """The articles whose paragraphs answer most of some questions, each a few telling words.

    This finds what shares no run of words: a paraphrase keeps names and numbers.
    """
    ranks: defaultdict[int, float] = defaultdict(float)
    asked = {word for words in questions for word in words}
    telling = {word for word in asked if not _is_common(archive, word)}
    for words in questions:
        expression = " OR ".join(map(_quoted, (word for word in words if word in telling)))
        if not expression:
            continue
        rows = archive.rows(
            "SELECT DISTINCT r.article, f.score FROM (SELECT rowid, rank AS score FROM paragraphs_fts "
            "WHERE paragraphs_fts MATCH ? ORDER BY rank LIMIT ?) f "
            "JOIN revision_paragraphs rp ON rp.paragraph = f.rowid JOIN revisions r ON r.id = rp.revision",
            (expression, PARAGRAPHS),
        )
        best: dict[int, float] = {}
        for row in rows:
            best[row["article"]] = max(best.get(row["article"], 0.0), -row["score"])
        for article, score in best.items():
            ranks[article] += score
    return sorted(ranks, key=lambda article: (-ranks[article], article))[:limit]


def _is_common(archive: Archive, word: str) -> bool:
    """Whether too many paragraphs have a word; never more of them are looked at than that takes."""
    sql = "SELECT count(*) FROM (SELECT 1 FROM paragraphs_fts WHERE paragraphs_fts MATCH ? LIMIT ?)"
    return int(archive.value(sql, (_quoted(word), COMMON))) == COMMON


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'

"""Which articles may have something in common with a text: by rare runs of words, and by its names and numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.archive import Archive

MANY = 400  # articles; a run that more hold tells nothing
PARAGRAPHS = 8  # that each question brings at most


def by_runs(archive: Archive, hashes: Iterable[int], limit: int) -> list[int]:
    """The articles that share most sampled runs with a text; what few have weighs more."""
    weights: defaultdict[int, float] = defaultdict(float)
    for value in hashes:
        holders = archive.rows("SELECT DISTINCT article FROM fingerprints WHERE hash = ? LIMIT ?", (value, MANY + 1))
        if len(holders) <= MANY:
            for row in holders:
                weights[row["article"]] += 1 / len(holders) ** 0.5
    return sorted(weights, key=lambda article: (-weights[article], article))[:limit]


def by_words(archive: Archive, questions: Sequence[Sequence[str]], limit: int) -> list[int]:
    """The articles whose paragraphs answer most of some questions, each a few telling words.

    This finds what shares no run of words: a paraphrase keeps names and numbers.
    """
    ranks: defaultdict[int, float] = defaultdict(float)
    for words in questions:
        expression = " OR ".join('"' + word.replace('"', '""') + '"' for word in words)
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

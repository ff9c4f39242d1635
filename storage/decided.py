"""What readers decided about stories by hand: which articles are one story, which are not. Kept through rebuilds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from storage.evidence import to_json

if TYPE_CHECKING:
    from storage.archive import Archive

TOGETHER, APART = "story-merge", "story-split"
Pair = frozenset[int]
DECISIONS = "SELECT kind, detail FROM decisions WHERE kind IN (?, ?) ORDER BY made_at, id"


def decide(archive: Archive, kind: str, articles: list[int], others: list[int], at: str, why: str = "") -> None:
    """Keep that *articles* belong to (`TOGETHER`) or not to (`APART`) the story of *others*, all by their addresses."""
    detail = {
        "articles": [_name(archive, one) for one in articles],
        "others": [_name(archive, one) for one in others],
        "why": why,
    }
    row = {"made_at": at, "kind": kind, "subject": detail["articles"][0][1], "detail": to_json(detail)}
    archive.insert("decisions", row)


def _name(archive: Archive, article: int) -> list[str]:
    """An article as evidence can name it: its outlet and the key of its first address."""
    row = archive.row(
        "SELECT outlet, key FROM addresses WHERE article = ? ORDER BY first_seen, key LIMIT 1", (article,)
    )
    if row is None:
        raise KeyError(f"no article {article}")
    return [row["outlet"], row["key"]]


def pairs(archive: Archive) -> tuple[set[Pair], set[Pair]]:
    """The pairs of articles that are together and those that are apart; of two decisions on a pair the later counts."""
    verdicts: dict[Pair, str] = {}
    for row in archive.rows(DECISIONS, (TOGETHER, APART)):
        detail = json.loads(row["detail"])
        ours, theirs = _articles(archive, detail["articles"]), _articles(archive, detail["others"])
        across = [frozenset((one, other)) for one in ours for other in theirs if one != other]
        if row["kind"] == APART:
            verdicts |= dict.fromkeys(across, APART)
            verdicts |= {frozenset((ours[0], one)): TOGETHER for one in ours[1:]}
        else:  # one pair in each story joins them; the others need naming only where they were apart
            verdicts |= {pair: TOGETHER for pair in across if pair in verdicts}
            verdicts |= {frozenset((one, theirs[0])): TOGETHER for one in ours if theirs and one != theirs[0]}
    together, apart = ({pair for pair, kind in verdicts.items() if kind == wanted} for wanted in (TOGETHER, APART))
    return together, apart


def _articles(archive: Archive, names: list[list[str]]) -> list[int]:
    """The articles that are known under these names."""
    return [one for name in names if (one := _article(archive, name)) is not None]


def _article(archive: Archive, name: list[str]) -> int | None:
    found = archive.value("SELECT article FROM addresses WHERE outlet = ? AND key = ?", tuple(name))
    return None if found is None else int(found)

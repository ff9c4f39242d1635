"""What readers decided about stories by hand: which articles are one story, which are not. Kept through rebuilds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from storage.evidence import to_json

if TYPE_CHECKING:
    from storage.archive import Archive

TOGETHER, APART = "story-merge", "story-split"
Pair = frozenset[int]


def decide(archive: Archive, kind: str, articles: list[int], anchor: int, at: str, why: str = "") -> None:
    """Keep that *articles* belong to (`TOGETHER`) or not to (`APART`) the story of *anchor*, by their addresses."""
    detail = {"articles": [_name(archive, one) for one in articles], "anchor": _name(archive, anchor), "why": why}
    subject = _name(archive, anchor)[1]
    archive.insert("decisions", {"made_at": at, "kind": kind, "subject": subject, "detail": to_json(detail)})


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
    for row in archive.rows(
        "SELECT kind, detail FROM decisions WHERE kind IN (?, ?) ORDER BY made_at, id", (TOGETHER, APART)
    ):
        detail = json.loads(row["detail"])
        anchor = _article(archive, detail["anchor"])
        ours = [one for name in detail["articles"] if (one := _article(archive, name)) is not None]
        if row["kind"] == APART:
            verdicts.update({frozenset((ours[0], one)): TOGETHER for one in ours[1:]})
        if anchor is not None:
            verdicts.update({frozenset((anchor, one)): row["kind"] for one in ours if one != anchor})
    together, apart = ({pair for pair, kind in verdicts.items() if kind == wanted} for wanted in (TOGETHER, APART))
    return together, apart


def _article(archive: Archive, name: list[str]) -> int | None:
    found = archive.value("SELECT article FROM addresses WHERE outlet = ? AND key = ?", tuple(name))
    return None if found is None else int(found)

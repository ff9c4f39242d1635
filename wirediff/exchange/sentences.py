"""The sentence table: each sentence of a revision beside its sentence of the next one, as NewsEdits has them.

After Spangher et al., "NewsEdits: A News Article Revision Dataset and a Novel Document-Level Reasoning Challenge"
(NAACL 2022): a sentence of two consecutive versions is unchanged, edited, added or deleted; here also moved.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from comparison.passages import sentences
from storage.archive import Archive
from wirediff.exchange.tables import Row, Type, Wanted, only

COLUMNS: dict[str, Type] = {
    "url": "text", "outlet": "text", "version_old": "integer", "version_new": "integer", "side": "text",
    "sentence": "integer", "change": "text", "kinds": "text", "material": "boolean", "text": "text",
}  # fmt: skip
PAIRS = f"""
SELECT d.id, a.address, a.outlet, b.number, r.number, tb.text, ta.text
FROM diffs d JOIN revisions b ON b.id = d.before JOIN revisions r ON r.id = d.after
JOIN articles a ON a.id = r.article
JOIN revision_texts tb ON tb.revision_id = b.id JOIN revision_texts ta ON ta.revision_id = r.id
WHERE d.relation = 'revision' AND {only("r.first_seen")} ORDER BY a.id, r.number
"""  # noqa: S608 - names of our own
EDITS = "SELECT * FROM edits WHERE diff = ? AND field = 'text' ORDER BY position"
SIDES = {"before": "deleted", "after": "added"}


@dataclass(frozen=True)
class _Touch:
    """An edit on one side of a pair: its span there, and what it is."""

    start: int
    end: int
    op: str
    kinds: tuple[str, ...]
    material: bool


def rows(archive: Archive, wanted: Wanted) -> Iterator[Row]:
    """The sentence table; *share_safe* leaves unchanged sentences' words out."""
    params = {"outlet": wanted.outlet, "story": wanted.story, "since": wanted.since}
    for diff, url, outlet, old, new, before, after in archive.db.conn.execute(PAIRS, params).fetchall():
        edits = archive.rows(EDITS, (diff,))
        for side, text in (("before", before), ("after", after)):
            named = {"url": url, "outlet": outlet, "version_old": old, "version_new": new, "side": side}
            yield from _side(named, text or "", edits, wanted)


def _side(named: Row, text: str, edits: list[Row], wanted: Wanted) -> Iterator[Row]:
    spans = [sentence[:2] for sentence in sentences(text, 0, len(text))]
    touched = _touched(spans, _touches(edits, named["side"]))
    for number, (start, end) in enumerate(spans):
        found = touched.get(number, [])
        change = _change((start, end), found, SIDES[named["side"]])
        yield named | {
            "sentence": number,
            "change": change,
            "kinds": " ".join(sorted({kind for touch in found for kind in touch.kinds})),
            "material": any(touch.material for touch in found),
            "text": None if wanted.share_safe and change == "unchanged" else text[start:end],
        }


def _touches(edits: Iterable[Row], side: str) -> list[_Touch]:
    return [
        _Touch(
            edit[f"{side}_start"],
            edit[f"{side}_end"],
            edit["op"],
            tuple(edit["kinds"].split()),
            bool(edit["material"]),
        )
        for edit in edits
        if edit[f"{side}_start"] is not None
    ]


def _touched(spans: list[tuple[int, int]], touches: list[_Touch]) -> dict[int, list[_Touch]]:
    """The edits of each sentence by its number."""
    found: dict[int, list[_Touch]] = {}
    starts = [start for start, _ in spans]
    for touch in touches:
        for number in range(max(bisect_right(starts, touch.start) - 1, 0), bisect_right(starts, touch.end)):
            start, end = spans[number]
            if (touch.start < end and touch.end > start) or touch.start == touch.end <= end:
                found.setdefault(number, []).append(touch)
    return found


def _change(span: tuple[int, int], touches: list[_Touch], whole: str) -> str:
    """What became of a sentence, by the edits that touch it."""
    if not touches:
        return "unchanged"
    over = [touch for touch in touches if touch.start <= span[0] and span[1] <= touch.end]
    if any(touch.op in {"insert", "delete"} for touch in over):
        return whole
    return "moved" if {touch.op for touch in touches} == {"move"} else "edited"

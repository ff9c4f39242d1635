"""Learning an outlet's furniture: which paragraphs that its articles share are no article's own.

A piece is judged by the set of its sightings, never by the order in which they came, so that a history imported in any
order teaches the same. What speaks for furniture: many *independent* articles carry it (articles that share prose are
one: the follow-ups of a story share its background), it is not about what they are about, it stands below or above
the prose, it looks like a label or calls to the reader, and a large share of the articles of its time carry it. The
less a piece looks like furniture, the more of the rest is asked for; a sentence of the news is asked for nearly all.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Container, Iterable
from functools import cache, partial
from typing import NamedTuple

from pipelines.desk import Desk
from pipelines.pieces import known_as, names_for, opening_of
from storage import furniture
from storage.archive import Archive, Row


class Asked(NamedTuple):
    """What makes a piece furniture: *least* independent articles, and *share* of the articles of its time.

    *sure* independent articles do without the share.
    """

    least: int
    share: float
    sure: int | None


ASKED = {
    ("label", "rim"): Asked(3, 0.0, None),
    ("call", "rim"): Asked(3, 0.0, None),
    ("call", "between"): Asked(3, 0.25, 6),
    ("label", "between"): Asked(3, 0.3, 25),
    ("prose", "rim"): Asked(4, 0.5, None),
    ("prose", "between"): Asked(8, 0.8, None),
}
ON_TOPIC = Asked(8, 0.8, None)  # it speaks of what the articles speak of
TURNS = {"label": 3, "call": 2}  # so often it came or went on one page while no sentence changed: an outlet's own
CAME_AND_WENT = 3  # independent articles in which a sentence came and went, or went and came: an outlet's own
GAVE_WAY, OFTEN = 3, 0.25  # independent articles in whose slot another text came; of all that have it
TOPICAL = 0.5  # the share of its words from which a piece is about its article
SOMEWHAT = 0.3  # the share of its words from which a sentence tells whose text an article is
KIN = 0.3  # two articles that share so much of the shorter one's prose are one text
LEAST = min(asked.least for asked in ASKED.values())
LOOKED_AT = 60  # sightings, the earliest: by then it is settled which articles are independent
MANY = 32  # articles: of a piece that more carry it is noted by how many it was judged
STEPS = (*range(1, MANY + 1), 40, 50, 64, 80, 100, 128, 160, 200, 256)  # the earliest articles by which one is judged
Prose = Callable[[int], set[str]]  # the sentences of an article that are about what it is about


def learn(desk: Desk, outlet: str, texts: dict[str, str]) -> set[int]:
    """Judge pieces anew (hash to text); the articles that carry one which came into force or lost it."""
    if not texts:
        return set()
    archive, stale = desk.archive, set[int]()
    known = furniture.learned(archive, outlet, texts)
    prose = cache(partial(furniture.prose_of, archive, topical=SOMEWHAT))
    for piece in sorted(_open(archive, outlet, texts, known)):
        before = known.get(piece)
        row = _judged(archive, prose, outlet, piece, texts[piece] or (before or {}).get("text", ""))
        if row is None and before is not None:
            furniture.forget_piece(archive, outlet, piece)
        elif row is not None:
            furniture.keep_piece(archive, row)
        held = not (before or {}).get("off", 0)
        if (row is None) != (before is None) and held:
            stale |= furniture.carriers(archive, outlet, piece)
    return stale


def _open(archive: Archive, outlet: str, pieces: Iterable[str], known: Container[str]) -> set[str]:
    """Those of some pieces that could be judged otherwise than before.

    A piece that many articles carry is judged by the earliest of them, as many as a step has. What comes later changes
    nothing of that before the next step, and nothing at all after the last one: what a page costs does not grow with
    its outlet. A piece that few carry can be no furniture, and is looked at where it was.
    """
    judged = furniture.judged(archive, outlet, pieces, STEPS[-1])
    seldom = set(pieces) - judged.keys()
    enough = furniture.carried(archive, outlet, seldom, LEAST)
    return {piece for piece, (before, now) in judged.items() if _step(now) != before} | {
        piece for piece in seldom if piece in enough or piece in known
    }


def _step(articles: int) -> int:
    """By how many of so many articles a piece is judged."""
    return STEPS[bisect_right(STEPS, articles) - 1] if articles else 0


def touched_by(archive: Archive, outlet: str, moment: str) -> set[str]:
    """Pieces in whose time an article was first seen at *moment*: their share of the articles is another now."""
    touched = furniture.learned_around(archive, outlet, moment)
    furniture.judge_again(archive, outlet, touched)
    return touched


def _judged(archive: Archive, prose: Prose, outlet: str, piece: str, text: str) -> Row | None:
    """The row of a piece that is furniture; None for one that is not."""
    seen = furniture.sightings_of(archive, outlet, piece, STEPS[-1])
    seen = seen[: _step(len(seen))]
    if len(seen) > MANY:
        furniture.note_judged(archive, outlet, piece, len(seen), seen[-1]["first_seen"])
    if not seen or not _is_furniture(archive, prose, outlet, piece, seen):
        return None
    place = Counter(row["place"] for row in seen).most_common(1)[0][0]
    told = piece.removeprefix("@") if seen[0]["kind"] == furniture.SLOT else max(row["said"] for row in seen)
    text = told or text or _wording(archive, [row["article"] for row in seen], piece)
    return {
        "outlet": outlet, "hash": piece, "text": text, "articles": len(seen), "place": place,
        "first_seen": seen[0]["first_seen"], "last_seen": seen[-1]["first_seen"],
    }  # fmt: skip


def _wording(archive: Archive, articles: Iterable[int], piece: str) -> str:
    """How a piece reads that came to no page and that the latest does not have, by the revisions that still have it."""
    texts = (text for article in articles for text in furniture.texts_of(archive, article))
    for text in texts:
        if piece in (names := names_for(text)):
            return known_as(text) if names[0] == piece else opening_of(text) or ""
    return ""


def _is_furniture(archive: Archive, prose: Prose, outlet: str, piece: str, seen: list[Row]) -> bool:
    if seen[0]["kind"] == furniture.SLOT:
        return _is_filled_anew(prose, piece, seen[:LOOKED_AT])
    if seen[0]["kind"] == furniture.SHAPE:
        return _comes_and_goes(prose, piece, seen)
    return _turning(prose, piece, seen) or _shared(archive, prose, outlet, piece, seen)


def _is_filled_anew(prose: Prose, slot: str, seen: list[Row]) -> bool:
    """Whether what stands in a slot speaks of something else than the articles, and gives way while they stay."""
    if sum(row["topical"] for row in seen) / len(seen) >= SOMEWHAT:
        return False
    turned = [row["article"] for row in seen if row["turns"]]
    return len(turned) >= OFTEN * len(seen) and _independent(prose, turned, slot) >= GAVE_WAY


def _turning(prose: Prose, piece: str, seen: list[Row]) -> bool:
    """Whether a piece comes and goes on an article's page while its sentences stay; a sentence, on several pages."""
    asked = TURNS.get(seen[0]["kind"])
    if asked is not None:
        return any(row["turns"] >= asked for row in seen)
    return _comes_and_goes(prose, piece, seen)


def _comes_and_goes(prose: Prose, piece: str, seen: list[Row]) -> bool:
    """Whether a piece came and went, or went and came, in several independent articles."""
    turned = [row["article"] for row in seen[:LOOKED_AT] if row["turns"] > 1]
    return len(turned) >= CAME_AND_WENT and _independent(prose, turned, piece) >= CAME_AND_WENT


def _shared(archive: Archive, prose: Prose, outlet: str, piece: str, seen: list[Row]) -> bool:
    """Whether as many independent articles carry a piece as its looks ask for."""
    span = seen[0]["first_seen"], seen[-1]["first_seen"]
    enough = _enough(_asked(seen), len(seen), lambda most: furniture.articles_between(archive, outlet, *span, most))
    return enough is not None and _independent(prose, [row["article"] for row in seen[:LOOKED_AT]], piece) >= enough


def _asked(seen: list[Row]) -> Asked:
    """What is asked of a piece with these sightings."""
    if sum(row["topical"] for row in seen) / len(seen) >= TOPICAL:
        return ON_TOPIC
    between = sum(row["place"] == "between" for row in seen) * 2 > len(seen)
    return ASKED[seen[0]["kind"], "between" if between else "rim"]


def _enough(asked: Asked, carriers: int, articles: Callable[[int], int]) -> int | None:
    """How many independent articles have to carry a piece that *carriers* carry; None where they are too few.

    *articles* counts the articles of the piece's time, up to a limit.
    """
    if carriers < asked.least:
        return None
    limit = int(carriers / asked.share) + 1 if asked.share else 0
    if not limit or articles(limit) < limit:
        return asked.least
    return asked.sure if asked.sure is not None and carriers >= asked.sure else None


def _independent(prose: Prose, articles: Iterable[int], piece: str) -> int:
    """How many of some articles are texts of their own but for a piece, taken in their order."""
    apart: list[set[str]] = []
    for article in articles:
        own = prose(article) - {piece}
        if not any(own & other and len(own & other) >= KIN * min(len(own), len(other)) for other in apart):
            apart.append(own)
    return len(apart)

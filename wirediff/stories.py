"""A story as the commands show it: its articles and their forms, its wire, what it is related to, the wire's text."""

from __future__ import annotations

from typing import Any

from comparison.reconstruct import reconstruct
from comparison.wire import is_own
from storage import derived, dossier, links
from storage.archive import Archive, Row

WHOLE, FEWER = 0.97, 0.9  # of the words: a copy is whole above the first, and trimmed where fewer words are all kept


def whole(archive: Archive, story: int) -> dict[str, Any]:
    """A story in the words of the contract, and of each article how it stands to the reference."""
    row = dossier.story_row(archive, story)
    wire = None
    if row["agency"]:
        wire = {
            "agency": row["agency"],
            "confidence": row["agency_confidence"],
            "evidence": row["agency_evidence"],
        }
    reference = row["reference_article"]
    articles = dossier.articles(archive, story)
    return {
        "story": story,
        "title": row["title"],
        "wire": wire,
        "related": links.related_to(archive, story),
        "articles": [_article(article, reference, wire) for article in articles],
    }


def _article(row: Row, reference: int | None, wire: dict[str, Any] | None) -> dict[str, Any]:
    names = (
        "url", "outlet", "state", "first_seen", "last_seen", "revisions", "title", "words", "similarity", "contained",
        "carries", "credits", "why",
    )  # fmt: skip
    return {name: row[name] for name in names} | {"form": form_of(row, reference, wire)}


def form_of(row: Row, reference: int | None, wire: dict[str, Any] | None) -> str:
    """In what form an article carries the dispatch: wire, first seen, copy, trimmed, edited, rewritten, by hand."""
    if row["id"] == reference:
        return "wire" if wire and is_own(wire["agency"], row["url"], row["outlet_agency"]) else "first seen"
    if row["kind"] is None or row["kind"] in ("related", "embeds"):
        return "by hand"  # no link of the text: a reader or the configuration put it here
    if row["kind"] == "rewritten":
        return "rewritten"
    if (row["similarity"] or 0) >= WHOLE:
        return "copy"
    return "trimmed" if (row["contained"] or 0) >= WHOLE and row["similarity"] < FEWER else "edited"


def summary(archive: Archive, told: dict[str, Any]) -> str:
    """The story in a few lines: its title, its wire and why, who does not credit it, what it is related to."""
    lines = [f"{told['story']}  {told['title']}"]
    wire = told["wire"]
    if wire:
        told_by = dict.fromkeys(f"{one['where']}: {one['text']}" for one in wire["evidence"])
        places = "; ".join(list(told_by)[:3])
        lines.append(f"wire: {wire['agency']} ({wire['confidence']:.0%}) by {places}")
        silent = [row["outlet"] for row in told["articles"] if not row["credits"]]
        if silent:
            lines.append(f"no credit at: {', '.join(silent)}")
    else:
        lines.append("wire: none is credited")
    for other in told["related"]:
        lines.append(f"related: {other}  {dossier.story_row(archive, other)['title']}")
    return "\n".join(lines)


def wire_text(archive: Archive, story: int) -> dict[str, Any]:
    """The wire's paragraphs: the agency's own where its article was fetched, else those that the copies show."""
    told, row = whole(archive, story), dossier.story_row(archive, story)
    articles = dossier.articles(archive, story)
    own = [held for held, one in zip(articles, told["articles"], strict=True) if one["form"] == "wire"]
    if own:
        paragraphs = derived.paragraphs_of(archive, int(row["reference"]))
        passages = [{"text": text, "carriers": None, "copies": None} for text in paragraphs]
        return {"story": story, "reconstructed": False, "url": own[0]["url"], "paragraphs": passages}
    copies = [
        derived.paragraphs_of(archive, held["latest"])
        for held, one in zip(articles, told["articles"], strict=True)
        if one["form"] != "rewritten"
    ]
    found = [{"text": one.text, "carriers": one.carriers, "copies": one.copies} for one in reconstruct(copies)]
    return {"story": story, "reconstructed": True, "url": None, "paragraphs": found}

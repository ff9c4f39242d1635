"""A report as one JSON object in ASCII: finding, what needs attention, articles, revisions with hashes, edits, tree.

Full texts are not in it (``wirediff revisions --json`` has them); their SHA-256 are, so that whoever holds one can
check it.
"""

from __future__ import annotations

import json
from typing import Any

from reports.attention import Attention, clip
from reports.brief import Report, brief_of, text_hash
from reports.model import ArticleReport, Matrix, StoryReport
from reports.rows import SHORT, edits

SUFFIX = ".json"


def render(report: Report, *, safe: bool = False) -> str:
    """The whole file. *safe* shortens long passages."""
    head = brief_of(report)
    data: dict[str, Any] = {
        "kind": head.kind,
        "title": head.title,
        "finding": head.finding,
        "as_of": head.as_of,
        "program": head.program,
        "needs_attention": [_item(item, safe) for item in head.items],
        "articles": [_article(article) for article in head.articles],
        "edits": list(edits(report, safe=safe)),
    }
    if isinstance(report, StoryReport):
        data |= {"story": report.id, "agency": report.agency, "agency_evidence": report.evidence, "tree": _tree(report)}
        data["paragraphs"] = _matrix(report.matrix) if report.matrix else None
    return json.dumps(data, indent=1) + "\n"


def _item(item: Attention, safe: bool) -> dict[str, Any]:
    held = item.snippet
    found = {"what": item.label, "sentence": item.sentence, "link": f"#{item.link}"}
    if held is None:
        return found
    before, after = (clip(side, SHORT) if safe else side for side in (held.removed, held.added))
    return found | {"before": before, "after": after, "lead": held.lead, "tail": held.tail}


def _article(article: ArticleReport) -> dict[str, Any]:
    coverage = article.coverage
    return {
        "outlet": article.outlet,
        "url": article.address,
        "state": article.state,
        "first_seen": article.first_seen,
        "last_seen": article.last_seen,
        "nearest_revision_of_reference": article.copy_of,
        "contained": round(article.copy.contained, 4) if article.copy else None,
        "looks": article.looks,
        "usual_gap_seconds": coverage.usual_gap if coverage else None,
        "longest_gap_seconds": coverage.longest_gap if coverage else None,
        "revisions": [
            {
                "revision": held.number,
                "first_seen": held.first_seen,
                "last_seen": held.last_seen,
                "title": held.version.title,
                "credit": held.version.credit,
                "published": held.version.published,
                "words": held.words,
                "sha256_of_text": text_hash(held),
                "sha256_of_page": held.page,
                "extractor": held.extractor,
            }
            for held in article.revisions
        ],
        "events": [{"kind": held.kind, "at": held.at, "detail": held.detail} for held in article.happenings],
        "failures": [
            {"address": held.address, "outcome": held.outcome, "reason": held.reason, "times": held.times,
             "last": held.last}
            for held in article.troubles
        ],
        "notes": [
            {"at": note.made_at, "status": note.status, "text": note.text, "who": note.who, "about": note.about}
            for note in article.notes
        ],
    }  # fmt: skip


def _tree(story: StoryReport) -> list[dict[str, Any]]:
    places = {article.anchor: article.address for article in story.articles}
    return [
        {
            "url": places.get(branch.article),
            "revision": branch.revision,
            "relation": branch.relation,
            "confidence": round(branch.confidence, 4),
            "rewritten": branch.rewritten,
            "parents": [{"url": places.get(anchor), "revision": number} for anchor, number in branch.parents],
            "alternatives": [
                {"url": places.get(anchor), "revision": number, "confidence": round(share, 4)}
                for anchor, number, share in branch.alternatives
            ],
            "evidence": branch.evidence,
        }
        for branch in story.tree
    ]


def _matrix(matrix: Matrix) -> dict[str, Any]:
    """What each article did with each paragraph of the reference, by number; paragraphs of its own are counted."""
    rows = [
        {"url": row.article.address, "states": [cell.state for cell in row.cells], "own": len(row.own)}
        for row in matrix.rows
    ]
    return {
        "reference": matrix.article.address,
        "revision": matrix.revision,
        "count": len(matrix.paragraphs),
        "rows": rows,
    }

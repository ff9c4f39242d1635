"""How a wire's updates spread: which outlet took each of them, after how long, and who still runs what came before.

Whether an article took an update is told from its text: which revision of the reference it is nearest to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from crawler.clock import parse
from storage import dossier
from storage.archive import Archive, Row

WITHDRAWN = re.compile(
    r"(?i)\b(?:withdraw(?:s|n|al)?|withdrew|retract(?:s|ed|ion)?|kill(?:s|ed)? (?:its|the|this|our) (?:story|article)|"
    r"story (?:kill|withdrawal|removed))\b"
)
LEFT_OVER = 0.5  # of the text before: a notice of withdrawal keeps less of it
GONE = ("gone", "missing")


def propagation(archive: Archive, story: int) -> Iterator[dict[str, Any]]:
    """A row for each update of the reference and each other article of the story.

    ``update``: ``revision``, ``kind`` (update, correction, withdrawal), ``at``. ``status``: ``took`` (with ``after``,
    in seconds, negative where the article had the text before the reference was seen with it), ``had it when first
    seen``, ``runs an older version``, ``not seen since`` (it ran an older version before), ``no longer there``.
    """
    held = dossier.carried(archive, story)
    reference = dossier.story_row(archive, story)["reference_article"]
    members = [row for row in dossier.articles(archive, story) if row["id"] != reference]
    for update in dossier.updates(archive, story)[1:]:
        head = {"revision": update["number"], "kind": kind_of(update), "at": update["first_seen"]}
        for member in members:
            yield {"update": head, "url": member["url"], "outlet": member["outlet"]} | _status(
                update, member, held.get(member["id"], [])
            )


def kind_of(update: Row) -> str:
    """What a revision of the wire is: a withdrawal, a correction, or an update."""
    shrunk = update["contained"] is not None and update["contained"] < LEFT_OVER
    if (shrunk or update["words"] < 150) and WITHDRAWN.search(f"{update['title'] or ''} {update['opening'] or ''}"):
        return "withdrawal"
    return "correction" if update["correction"] else "update"


def _status(update: Row, member: Row, revisions: list[Row]) -> dict[str, Any]:
    """Whether, and when, a member came to carry an update or a later one."""
    number = update["number"]
    taken = next((row for row in revisions if row["carries"] >= number), None)
    if taken is None:
        carries = revisions[-1]["carries"] if revisions else None
        return {"status": _without(update, member), "after": None, "carries": carries, "last_seen": member["last_seen"]}
    after = (parse(taken["first_seen"]) - parse(update["first_seen"])).total_seconds()
    first = taken["number"] == revisions[0]["number"] and after > 0
    latest = revisions[-1]["carries"]
    return {
        "status": "had it when first seen" if first else "took",
        "after": int(after),
        "carries": latest,
        "last_seen": member["last_seen"],
    }


def _without(update: Row, member: Row) -> str:
    """What can be said of a member that never carried an update."""
    if member["state"] in GONE:
        return "no longer there"
    return "runs an older version" if member["last_seen"] >= update["first_seen"] else "not seen since"

"""How a wire's updates spread: which outlet took each of them, after how long, and who still runs what came before.

Whether a version took an update is told by the passages that the update changed (`comparison.updates`), as it was
settled: an outlet that ran only what was not updated runs no old version, one that was not looked at since is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from crawler.clock import parse
from storage import dossier, updates
from storage.archive import Archive, Row

WITHDRAWN = re.compile(
    r"(?i)\b(?:withdraw(?:s|n|al)?|withdrew|retract(?:s|ed|ion)?|kill(?:s|ed)? (?:its|the|this|our) (?:story|article)|"
    r"story (?:kill|withdrawal|removed))\b"
)
LEFT_OVER = 0.5  # of the text before: a notice of withdrawal keeps less of it
GONE, RUNS = ("gone", "missing"), "still runs it"


def propagation(archive: Archive, story: int) -> Iterator[dict[str, Any]]:
    """A row for each update of the reference and each other article of the story.

    ``update``: ``revision``, ``kind`` (update, correction, withdrawal; removal, without a revision, where the
    reference's page went), ``at``. ``status``: ``took`` or ``took in part`` (with ``after``, in seconds, negative where
    the article had the text before the reference was seen with it), ``had it when first seen``, ``dropped the old
    text`` (with ``after``), ``runs an older version``, ``not seen since``, ``no longer there``, ``ran no part that
    changed``, ``told in other words: unknown``; of a removal ``still runs it``. ``carries``: the revision of the
    reference that its newest one is nearest to.
    """
    held, carried = updates.readings(archive, story), dossier.carried(archive, story)
    retold = updates.retold(archive, story)
    reference = dossier.story_row(archive, story)["reference_article"]
    articles = dossier.articles(archive, story)
    members = [row for row in articles if row["id"] != reference]
    for update in dossier.updates(archive, story)[1:]:
        head = {"revision": update["number"], "kind": kind_of(update), "at": update["first_seen"]}
        for member in members:
            revisions = held.get((member["id"], update["number"]), [])
            told = _status(update, member, revisions, retold=member["id"] in retold)
            yield _row(head, member, told, carried)
    for row in articles:
        if row["id"] == reference and row["state"] in GONE:
            head = {"revision": None, "kind": "removal", "at": dossier.removed_at(archive, reference)}
            for member in members:
                yield _row(head, member, (_since(head["at"], member, RUNS), None), carried)


def _row(
    head: dict[str, Any], member: Row, told: tuple[str, int | None], carried: dict[int, list[Row]]
) -> dict[str, Any]:
    status, after = told
    latest = carried.get(member["id"])
    return {
        "update": head,
        "url": member["url"],
        "outlet": member["outlet"],
        "status": status,
        "after": after,
        "carries": latest[-1]["carries"] if latest else None,
        "last_seen": member["last_seen"],
    }


def kind_of(update: Row) -> str:
    """What a revision of the wire is: a withdrawal, a correction, or an update."""
    shrunk = update["contained"] is not None and update["contained"] < LEFT_OVER
    if (shrunk or update["words"] < 150) and WITHDRAWN.search(f"{update['title'] or ''} {update['opening'] or ''}"):
        return "withdrawal"
    return "correction" if update["correction"] else "update"


def _status(update: Row, member: Row, revisions: list[Row], *, retold: bool) -> tuple[str, int | None]:
    """Whether a member came to have an update, and after how many seconds."""
    taken = next((row for row in revisions if row["reading"] in ("new", "part")), None)
    if taken is not None:
        after = _after(update, taken)
        if taken["number"] == 1 and after > 0:
            return "had it when first seen", after
        return "took in part" if taken["reading"] == revisions[-1]["reading"] == "part" else "took", after
    ran_old = any(row["reading"] == "old" for row in revisions)
    if ran_old and revisions[-1]["reading"] != "old":
        last_old = max(row["number"] for row in revisions if row["reading"] == "old")
        return "dropped the old text", _after(update, next(row for row in revisions if row["number"] > last_old))
    other = "told in other words: unknown" if retold else "ran no part that changed"
    return _since(update["first_seen"], member, "runs an older version" if ran_old else other), None


def _after(update: Row, revision: Row) -> int:
    return int((parse(revision["first_seen"]) - parse(update["first_seen"])).total_seconds())


def _since(at: str, member: Row, runs: str) -> str:
    """What can be said since then of a member that runs what it ran."""
    if member["state"] in GONE:
        return "no longer there"
    return runs if member["last_seen"] >= at else "not seen since"

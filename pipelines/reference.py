"""Whom the articles of a story are compared with, and whom they credit.

The reference is the agency's own article where one was fetched (the followed wire address before any other), else the
article that was seen first. Every other member is compared with the revision of it that is nearest.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from comparison.compare import compare
from comparison.fingerprint import resemblance
from comparison.reuse import Print
from comparison.wire import Credit, Crediting, agency_of, as_evidence, credits, is_own, same_agency
from crawler.outlets import FollowedStory
from pipelines.desk import Desk
from pipelines.prints import chosen, print_of, revisions_of
from storage import derived
from storage import story as stories
from storage.archive import Archive, Row

FollowedBy = Callable[[Row, Desk], FollowedStory | None]
MOST_EVIDENCE = 12
CERTAIN = 0.99
ALIKE = 0.2  # share of runs below which a text is one in other words, told by its facts too


def credit(archive: Archive, article: Row, revisions: list[Row]) -> None:
    """Read the credits of an article's first, longest and last revision, and keep them with its place in the story."""
    agency = archive.value("SELECT agency FROM outlets WHERE id = ?", (article["outlet"],))
    canonical = archive.value(
        "SELECT canonical FROM readings WHERE article = ? AND canonical IS NOT NULL ORDER BY fetch DESC LIMIT 1",
        (article["id"],),
    )
    found: dict[tuple[str, str], Credit] = {}
    for row in chosen(revisions):
        version = derived.version_of(archive, row["id"])
        page = Crediting(version.text, article["address"], version.byline, version.credit, canonical, agency)
        for one in credits(page):
            known = found.get((one.agency, one.where))
            if known is None or one.confidence > known.confidence:
                found[one.agency, one.where] = one
    told = agency_of(found.values())
    kept = [as_evidence(one, article["address"]) | {"agency": one.agency, "alone": one.alone} for one in found.values()]
    stories.keep_credits(archive, article["id"], told[0] if told else None, json.dumps(kept, ensure_ascii=False))


def relate(desk: Desk, story: int, changed: set[int], followed_by: FollowedBy) -> None:
    """Compare with the reference: every member where the reference changed, else only those that did."""
    archive = desk.archive
    before = stories.reference_article(archive, story)
    reference = _reference(desk, story, before, changed, followed_by)
    bases = revisions_of(archive, reference["id"])
    follow = followed_by(reference, desk)
    name = (follow.name if follow else "") or bases[-1]["title"] or ""
    stories.name_story(archive, story, name, follow.id if follow else None, bases[-1]["id"])
    rows = stories.members_by_id(archive, changed)
    if stories.may_be_first(archive, story, rows):
        stories.rekey(archive, story)
    _forget_links(archive, bases)
    whole = reference["id"] != before or reference["id"] in changed
    touched = {row["id"] for row in stories.members(archive, story)} if whole else changed
    for member in sorted(touched - {reference["id"]}):
        _compare(archive, member, bases)
    if whole or not _told_enough(archive, story, rows):
        _name_wire(archive, story, reference)


def _reference(desk: Desk, story: int, before: int | None, changed: set[int], followed_by: FollowedBy) -> Row:
    """The best of the reference so far and what changed; of all members where there was none."""
    archive = desk.archive
    rows = stories.members(archive, story) if before is None else stories.members_by_id(archive, {before, *changed})
    agency = archive.value("SELECT agency FROM stories WHERE id = ?", (story,))

    def rank(row: Row) -> tuple[bool, bool, int, str]:
        credited = row["agency"] or agency
        own = bool(row["outlet_agency"]) or bool(credited and is_own(credited, row["address"]))
        return not followed_by(row, desk), not own, row["first_moment"] or 0, row["key"]

    return min(rows, key=rank)


def _forget_links(archive: Archive, bases: list[Row]) -> None:
    """The reference is compared with no other: what it was before it became the reference goes."""
    for revision in bases:
        derived.forget_copy_diffs(archive, revision["id"])


def _compare(archive: Archive, member: int, bases: list[Row]) -> None:
    """Compare a member's revisions with the reference's revision that each is nearest to."""
    prints = [(base, print_of(archive, base)) for base in bases]
    nearest = None
    for row in revisions_of(archive, member):
        mine = print_of(archive, row)
        alike = [
            (round(_nearness(mine, print_), 6), base["first_seen"] <= row["first_seen"], base["id"])
            for base, print_ in prints
        ]
        nearest = max(alike)[2]  # of two as near, one that was out by then
        if stories.compared_with(archive, row["id"]) == nearest:
            continue
        derived.forget_copy_diffs(archive, row["id"])
        found = compare(derived.version_of(archive, nearest), derived.version_of(archive, row["id"]))
        derived.keep_diff(archive, nearest, row["id"], "copy", found)
    stories.refer(archive, member, nearest)


def _nearness(one: Print, other: Print) -> float:
    """How near a text is to a version of the reference; a rewritten one is told by its facts."""
    alike = resemblance(set(one.runs), set(other.runs))
    return alike if alike >= ALIKE else alike * resemblance(set(one.facts), set(other.facts))


def _told_enough(archive: Archive, story: int, changed: list[Row]) -> bool:
    """Whether the story's wire is as well known as it can be, and what changed speaks for no other."""
    agency = stories.known_wire(archive, story, CERTAIN, MOST_EVIDENCE)
    return agency is not None and all(row["agency"] is None or same_agency(row["agency"], agency) for row in changed)


def _name_wire(archive: Archive, story: int, reference: Row) -> None:
    """The agency that the members' credits and text shared with an agency's own article speak for."""
    told: list[tuple[Credit, str]] = []
    for row in stories.credits_in(archive, story):
        for one in json.loads(row["credits"]):
            told.append(
                (Credit(one["agency"], one["text"], one["where"], one["confidence"], one["alone"]), row["address"])
            )
    named = agency_of(one for one, _ in told)
    if named is None:
        stories.keep_wire(archive, story, None, None, "[]")
        return
    agency, sure = named
    evidence = [as_evidence(one, url) for one, url in told if same_agency(one.agency, agency)]
    evidence.sort(key=lambda item: (-float(str(item["confidence"])), str(item["url"]), str(item["where"])))
    shared = _shared_text(archive, story, reference, agency)
    listed = [*shared, *evidence[: MOST_EVIDENCE - len(shared)]]
    stories.keep_wire(archive, story, agency, sure, json.dumps(listed, ensure_ascii=False))


def _shared_text(archive: Archive, story: int, reference: Row, agency: str) -> list[dict[str, object]]:
    if stories.size(archive, story) < 2 or not is_own(agency, reference["address"], reference["outlet_agency"]):
        return []
    text = "the agency's own article, with which the others share their text"
    return [{"text": text, "where": "shared text", "url": reference["address"], "confidence": 0.95}]

"""Which story does an article carry? A first cut: by the configured wire's addresses, else by shared text.

Candidates come from an index of sampled word runs; an article joins the story of the one with which it shares at least
`ENOUGH` of the shorter text's runs. Every other member is then compared with the story's reference: the wire's article
where there is one, else the one that was seen first.
"""

from __future__ import annotations

from comparison.compare import compare

from comparison.fingerprint import containment, resemblance, runs, sample
from crawler.addresses import address_key
from crawler.outlets import FollowedStory
from pipelines.arrival import Arrival
from pipelines.desk import Desk
from storage import derived
from storage import story as stories
from storage.archive import Row

ENOUGH = 0.4  # independent reports of one event share under 0.36 of their runs, true copies mostly over 0.6
ENOUGH_AT_HOME = (
    0.6,
    0.5,
)  # containment and resemblance for two articles of one outlet, which share its furniture
LEAST_RUNS = 25  # of a shorter text nobody can say whose copy it is


def join(arrival: Arrival, desk: Desk) -> None:
    """Put the article of a new revision into its story, and compare what has to be compared with the reference."""
    if not arrival.made_revision or arrival.article is None or arrival.revision is None:
        return
    version = derived.version_of(desk.archive, arrival.revision)
    stories.index(desk.archive, arrival.article, sample(version.text))
    story = stories.story_of(desk.archive, arrival.article)
    if story is None or len(stories.members(desk.archive, story)) == 1:
        story = _find_story(arrival, desk, version.text, story)
    relate(desk, story, arrival.article)


def _find_story(arrival: Arrival, desk: Desk, text: str, own: int | None) -> int:
    """The story that the article belongs to now; it is put there."""
    assert arrival.article is not None
    archive, article = desk.archive, derived.article_row(desk.archive, arrival.article)
    follow = followed_by(article, desk)
    best = _best_link(article, desk, text)
    if best is not None:
        story, why, score = best
    elif follow and (known := stories.followed(archive, follow.id)) is not None:
        story, why, score = known, f"its address is one of the story {follow.id}'s", None
    elif own is not None:
        return own
    else:
        story, why, score = stories.start(archive, article, ""), "first of its story", None
    stories.put(archive, arrival.article, story, why, score, arrival.fetched.fetched_at)
    return story


def followed_by(article: Row, desk: Desk) -> FollowedStory | None:
    """The followed story whose wire address this article has."""
    keys = {row["key"] for row in desk.archive.rows("SELECT key FROM addresses WHERE article = ?", (article["id"],))}
    return next((story for story in desk.stories if keys & {address_key(wire) for wire in story.wire}), None)


def _best_link(article: Row, desk: Desk, text: str) -> tuple[int, str, float] | None:
    """The story of the article that shares most with *text*, why, and how much; None where none shares enough."""
    mine = set(runs(text))
    best: tuple[float, int, str] | None = None
    for other, _ in stories.sharing(desk.archive, article["id"], sample(text)):
        last = derived.last_revision(desk.archive, other)
        story = stories.story_of(desk.archive, other)
        if last is None or story is None:
            continue
        theirs = set(runs("\n\n".join(derived.paragraphs_of(desk.archive, last["id"]))))
        share, row = containment(mine, theirs), derived.article_row(desk.archive, other)
        if not _enough(share, mine, theirs, row["outlet"] == article["outlet"]):
            continue
        why = f"shares {share:.0%} of the shorter text's word runs with {row['address']}"
        if best is None or share > best[0]:
            best = (share, story, why)
    return (best[1], best[2], best[0]) if best else None


def _enough(share: float, mine: set[int], theirs: set[int], at_home: bool) -> bool:
    if min(len(mine), len(theirs)) < LEAST_RUNS or share < ENOUGH:
        return False
    return not at_home or (share >= ENOUGH_AT_HOME[0] and resemblance(mine, theirs) >= ENOUGH_AT_HOME[1])


def relate(desk: Desk, story: int, changed: int) -> None:
    """Compare with the reference: every member where the reference changed, else only the one that did."""
    members = stories.members(desk.archive, story)
    reference = _reference(members, desk)
    bases = _revisions(desk, reference["id"])
    follow = followed_by(reference, desk)
    name = (follow.name if follow else "") or bases[-1]["title"] or ""
    stories.name_story(desk.archive, story, name, follow.id if follow else None, bases[-1]["id"])
    _forget_links(desk, reference["id"])
    for member in members:
        if member["id"] != reference["id"] and (changed in (reference["id"], member["id"])):
            _link(desk, member["id"], bases)


def _reference(members: list[Row], desk: Desk) -> Row:
    for member in members:
        if followed_by(member, desk):
            return member
    return next((member for member in members if member["agency"]), members[0])


def _revisions(desk: Desk, article: int) -> list[Row]:
    return desk.archive.rows("SELECT id, number, title FROM revisions WHERE article = ? ORDER BY number", (article,))


def _forget_links(desk: Desk, reference: int) -> None:
    """The reference is compared with no other: what it was before it became the reference goes."""
    for revision in _revisions(desk, reference):
        derived.forget_copy_diffs(desk.archive, revision["id"])


def _link(desk: Desk, member: int, bases: list[Row]) -> None:
    """Compare a member's revisions with the reference's revision that each is nearest to."""
    texts = [(base["id"], set(runs(derived.version_of(desk.archive, base["id"]).text, 3))) for base in bases]
    nearest = None
    for revision in _revisions(desk, member):
        version = derived.version_of(desk.archive, revision["id"])
        mine = set(runs(version.text, 3))
        nearest = max(texts, key=lambda base: (resemblance(mine, base[1]), base[0]))[0]
        if stories.compared_with(desk.archive, revision["id"]) == nearest:
            continue
        derived.forget_copy_diffs(desk.archive, revision["id"])
        found = compare(derived.version_of(desk.archive, nearest), version)
        derived.keep_diff(desk.archive, nearest, revision["id"], "copy", found)
    stories.refer(desk.archive, member, nearest)

"""The family tree of a story, read from the archive, and its settling into ``derivations`` and ``update_readings``.

The tree is a function of the story's versions alone, so it does not matter in which order they arrived: it is made
when someone asks for it. What was made can be kept for questions in SQL; a story that has changed since is settled
again, others are left as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from comparison.tree import Derivation, stemma
from comparison.updates import changes, folded, reading
from storage import derivations, queries, updates
from storage.derivations import Held
from storage.updates import Kept

if TYPE_CHECKING:
    from storage.archive import Archive


AT_ONCE = 32  # stories in a transaction: others that write wait for no more than that


class Member(NamedTuple):
    """A version in its tree."""

    held: Held
    derivation: Derivation


def tree_of(archive: Archive, story: int) -> list[Member]:
    """The family tree of a story as its versions stand now, each once; in the order in which they were first seen."""
    held = derivations.versions_of_story(archive, story)
    found = [Member(held[one.key], one) for one in stemma([one.node for one in held.values()])]
    return sorted(found, key=lambda member: (member.held.node.first_seen, member.held.node.key))


def settle(archive: Archive) -> int:
    """Keep the trees of the stories that changed since they were last kept, some in a transaction; how many.

    Kept beside them is which wording of each update of the reference every other version has.
    """
    stories = derivations.waiting(archive)
    for start in range(0, len(stories), AT_ONCE):
        with archive.transaction():
            for story in stories[start : start + AT_ONCE]:
                _settle(archive, story)
    return len(stories)


def _settle(archive: Archive, story: int) -> None:
    held = derivations.versions_of_story(archive, story)
    derivations.keep(archive, held, stemma([one.node for one in held.values()]))
    updates.keep(archive, story, _readings(archive, story, held))
    derivations.settled(archive, story)


def _readings(archive: Archive, story: int, held: dict[str, Held]) -> Iterator[Kept]:
    """Which wording of each update of the reference the versions of the other articles have."""
    told = updates.updates(archive, story)
    if not told:
        return
    version = {one.revision: one.node.version for one in held.values()}
    own = {one.node.article for one in held.values() if one.revision == told[0]["id"]}
    others = {one.revision: folded(one.node.version.text) for one in held.values() if one.node.article not in own}
    latest = version[told[-1]["id"]]
    for update in told:
        edits = queries.edits_of(archive, update["diff"])
        changed = changes(version[update["before"]], version[update["id"]], edits, latest)
        for revision, text in others.items():
            yield Kept(revision, update["id"], reading(changed, text))

"""The family tree of a story, read from the archive, and its settling into the table ``derivations``.

The tree is a function of the story's versions alone, so it does not matter in which order they arrived: it is made
when someone asks for it. What was made can be kept for questions in SQL; a story that has changed since is settled
again, others are left as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from comparison.tree import Derivation, stemma
from storage import derivations
from storage.derivations import Held

if TYPE_CHECKING:
    from storage.archive import Archive


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
    """Keep the trees of the stories that changed since they were last kept, each in one transaction; how many."""
    stories = derivations.unsettled(archive)
    for story in stories:
        held = derivations.versions_of_story(archive, story)
        found = stemma([one.node for one in held.values()])
        with archive.transaction():
            derivations.keep(archive, held, found)
    return len(stories)

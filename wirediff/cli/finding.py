"""From what a reader typed to what the archive holds: addresses, revisions, stories, and what was perhaps meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from crawler.addresses import address_key
from reports.inert import plain
from storage import queries
from wirediff.cli.common import MISTAKE, Failure

if TYPE_CHECKING:
    from storage.archive import Archive

AT_REVISION = re.compile(r"(?P<url>.+)@(?P<number>\d{1,9})")
NEAR = 55.0  # of 100: below it a suggestion helps nobody


def the_article(archive: Archive, url: str) -> queries.Article:
    """The article that was seen under *url* and has a revision; a Failure that suggests near ones otherwise."""
    found = queries.find_article(archive, url, address_key(url))
    if found is None:
        raise Failure(
            f"the archive holds no article under {plain(url, longest=300)}{suggestion(archive, url)}", MISTAKE
        )
    if not queries.revisions_of(archive, found.id):
        raise Failure(
            f"{plain(found.address)} was looked at, but never gave an honest version (its state is {found.state}): "
            "`wirediff fetches --json` tells why"
        )
    return found


def the_story(archive: Archive, name: str) -> queries.Story:
    """The story of a number, key or configured name, or of the article under an address; else a Failure."""
    found = queries.find_story(archive, name)
    if found is None and "://" in name:
        story = the_article(archive, name).story
        found = None if story is None else queries.find_story(archive, str(story))
    if found is None:
        raise Failure(f"the archive holds no story {plain(name, longest=300)}: `wirediff stories` lists them", MISTAKE)
    return found


def the_revision(archive: Archive, address: str) -> queries.Revision:
    """The revision that ``URL@number`` names, or the latest of ``URL``."""
    at = AT_REVISION.fullmatch(address)
    exact = queries.find_article(archive, address) is not None
    if at is None or exact:
        return queries.revisions_of(archive, the_article(archive, address).id)[-1]
    held = queries.revisions_of(archive, the_article(archive, at["url"]).id)
    for revision in held:
        if revision.number == int(at["number"]):
            return revision
    raise Failure(f"{plain(at['url'])} has revisions {held[0].number} to {held[-1].number}, no {at['number']}", MISTAKE)


def suggestion(archive: Archive, url: str) -> str:
    """``; did you mean …?`` with up to three addresses of the archive, or how to list them."""
    known = queries.known_addresses(archive)
    near = process.extract(url, known, scorer=fuzz.ratio, limit=3, score_cutoff=NEAR)
    if not near:
        return ": `wirediff revisions` lists those it holds"
    return "; did you mean\n" + "\n".join(f"  {plain(address, longest=300)}" for address, _, _ in near)

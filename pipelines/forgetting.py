"""Forget an address on request: all that is kept of its article goes, what it stood beside is derived anew.

Hashed tombstones stay, in the archive and in a file beside it, and are asked whenever something is planned, kept,
imported or restored.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from crawler.addresses import address_key
from pipelines import descent
from pipelines.archivist import Archivist
from pipelines.desk import Desk
from storage import forgetting, tombstones
from storage.forgetting import Erased
from storage.tombstones import Tombstone


def forget(desk: Desk, address: str, reason: str, at: str) -> Erased:
    """Forget *address* and every other address of its article; what was erased."""
    archive = desk.archive
    articles = forgetting.articles_under(archive, [address_key(address)])
    keys = {address_key(address), *forgetting.keys_of(archive, articles)}
    stones = [tombstones.of(tombstones.ADDRESS, key, at, reason) for key in sorted(keys)]
    pages = forgetting.pages_alone(archive, articles)
    stones += [tombstones.of(tombstones.PAGE, page, at, reason) for page in pages]
    tombstones.write_beside(archive.path, stones)
    return _erase(desk, articles, keys, stones)


def obey(desk: Desk, stones: Collection[Tombstone]) -> Erased:
    """Forget in this archive what was forgotten elsewhere: in the one that a backup takes the place of."""
    keys = forgetting.buried(desk.archive, stones)
    if not keys:
        with desk.archive.transaction():
            tombstones.lay(desk.archive, stones)
        return Erased()
    articles = forgetting.articles_under(desk.archive, keys)
    return _erase(desk, articles, keys | forgetting.keys_of(desk.archive, articles), stones)


def _erase(desk: Desk, articles: Collection[int], keys: Collection[str], stones: Iterable[Tombstone]) -> Erased:
    archive, archivist = desk.archive, Archivist(desk)
    archive.write("PRAGMA secure_delete = ON")
    with archive.transaction():
        erased = forgetting.erase(archive, articles, keys)
        tombstones.lay(archive, stones)
        for sibling in erased.siblings:
            if archive.value("SELECT 1 FROM articles WHERE id = ?", (sibling,)):
                archivist.derive(sibling)
    descent.settle(archive)
    forgetting.scrub(archive)
    return erased

"""What the archive holds of one scripted article, its revisions laid beside those of the script."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.addresses import address_key
from storage import queries
from storage.archive import Archive
from wirediff.demo.timeline import Article, Outlet, Revision


@dataclass(frozen=True)
class Kept:
    """*matched* holds the archive's revisions by the script's numbers; *extra* those that the script did not make.

    *numbered* are all of them by the archive's numbers.
    """

    article: int | None
    matched: dict[int, queries.Revision]
    extra: tuple[queries.Revision, ...]
    numbered: dict[int, queries.Revision] = field(default_factory=dict)

    def step(self, number: int) -> tuple[queries.Revision, queries.Revision] | None:
        """The scripted version *number* with the revision that the archive has just before it."""
        after = self.matched.get(number)
        before = self.numbered.get(after.number - 1) if after else None
        return (before, after) if before and after else None


def kept_of(archive: Archive, outlet: Outlet, article: Article) -> Kept:
    """Find *article* by its last address and match its revisions, in order, by exact title and text."""
    url = outlet.url(article.paths[-1])
    found = queries.find_article(archive, url, address_key(url))
    if found is None:
        return Kept(None, {}, ())
    matched, extra, left = dict[int, queries.Revision](), [], list(article.revisions)
    revisions = queries.revisions_of(archive, found.id)
    for revision in revisions:
        version = queries.version(archive, revision.id)
        place = _place(left, version.title, version.text)
        if place is None:
            extra.append(revision)
        else:
            matched[left[place].number] = revision
            del left[: place + 1]
    numbered = {revision.number: revision for revision in revisions}
    return Kept(found.id, matched, tuple(extra), numbered)


def _place(left: list[Revision], title: str | None, text: str) -> int | None:
    for place, revision in enumerate(left):
        if (revision.text.title, revision.text.body) == (title, text):
            return place
    return None

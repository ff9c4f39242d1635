"""Tell articles anew from their fetches: what is derived is a function of the evidence, whatever its order.

The fetches are read in the order of their times. Each belongs to the article of the address that was asked for; one
that shows that two articles are one makes them one from then on, read as one from their first fetch. So late evidence,
articles that turn out to be the same, furniture newly learned and code newly written all end in the same archive as
if everything had come in its order.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipelines import judging
from pipelines.arrival import Arrival, Extraction, Verdict
from pipelines.desk import Desk
from pipelines.evidence import fetched_of
from pipelines.identify import identify
from pipelines.order import ONCE, RETOLD
from storage import derived, furniture, history
from storage import story as stories
from storage.archive import Row
from storage.pages import PageDamaged, body_of
from storage.portrait import Portrait, portrait_of


def tell(arrival: Arrival, desk: Desk) -> None:
    """Read one fetch as the next of its article; stops where it unites articles: the caller tells those anew."""
    for stage in RETOLD:
        stage(arrival, desk)
        if arrival.united:
            return


class Retelling:
    """One retelling of some articles.

    Afterwards *articles* has their ids, *sighted* the paragraphs that they carry, *before* (if *watched*) their
    portrait as they were.
    """

    def __init__(self, desk: Desk, *, watched: bool = False) -> None:
        self.desk, self.archive = desk, desk.archive
        self.articles: set[int] = set()
        self.sighted: dict[str, str] = {}
        self.before: Portrait = portrait_of(desk.archive, ())
        self._watched = watched
        self._fetches: list[int] = []
        self._sights: dict[int, bytes | None] = {}
        self._frozen: dict[int, tuple[Verdict, Extraction | None]] = {}
        self._ids: dict[str, int] = {}
        self._readable: dict[str | None, bool] = {}
        self._stories: set[int] = set()

    def run(self, articles: Iterable[int], late: Iterable[int] = ()) -> None:
        """Tell *articles* anew, with the fetches *late* that were not read yet, and every article that they lead to."""
        waiting = set(articles)
        self._fetches += late
        while waiting:
            self._forget(waiting)
            waiting = self._tell_all()
        for article in sorted(self.articles):
            finish(article, self.desk)
        for story in self._stories:
            stories.tidy(self.archive, story)

    def _forget(self, articles: set[int]) -> None:
        """Take what is told of *articles*, and of those told so far, back to their fetches."""
        self._fetches = history.in_order(self.archive, [*self._fetches, *history.fetches_of(self.archive, articles)])
        if self._watched:
            for part, lines in portrait_of(self.archive, articles).items():
                self.before[part] += lines
        for article in sorted(self.articles | articles):
            self._freeze(article)
            self.sighted |= dict.fromkeys(furniture.hashes_of(self.archive, article) - self.sighted.keys(), "")
            self._ids.setdefault(derived.article_row(self.archive, article)["key"], article)
            if (story := stories.story_of(self.archive, article)) is not None:
                self._stories.add(story)
            derived.forget_article(self.archive, article)
        self.articles = set()

    def _tell_all(self) -> set[int]:
        """Tell all fetches in their order. Articles beyond, that belong here too: all is to be told again."""
        for fetch in self._fetches:
            arrival = self._arrival(fetch)
            identify(arrival, self.desk, self._ids)
            assert arrival.article is not None
            self.articles.add(arrival.article)
            tell(arrival, self.desk)
            self._took(arrival)
            if beyond := set(arrival.united) - self.articles:
                return beyond
            if arrival.united:
                self._unite(arrival)
        return set()

    def _arrival(self, fetch: int) -> Arrival:
        """The fetch once more; one whose page is no longer kept is what it was read as."""
        fetched = fetched_of(self.archive, fetch, with_page=fetch not in self._frozen)
        arrival = Arrival(fetched, fetch_id=fetch, ids=self._ids, sight=self._sights.get(fetch))
        if fetch in self._frozen:
            arrival.verdict, arrival.extraction = self._frozen[fetch]
        return arrival

    def _took(self, arrival: Arrival) -> None:
        assert arrival.article is not None
        self.articles.add(arrival.article)  # its address may have been another's by word alone
        self.sighted |= arrival.sighted

    def _unite(self, arrival: Arrival) -> None:
        """Make one article of several: the one that was met first, told from the beginning with all their fetches."""
        assert arrival.article is not None
        joined = {arrival.article, *arrival.united}
        fetches = history.in_order(self.archive, [*history.fetches_of(self.archive, joined), arrival.fetch_id or 0])
        one = history.article_of(self.archive, fetches[0]) or arrival.article
        for other in joined - {one}:
            derived.merge_into(self.archive, one, other)
        derived.forget_derived(self.archive, one)
        self.archive.write("DELETE FROM readings WHERE article = ?", (one,))
        first = fetched_of(self.archive, fetches[0], with_page=False)
        derived.update_article(self.archive, one, state="unread", address=first.address, last_seen=first.fetched_at)
        self.articles = self.articles - joined | {one}
        for fetch in fetches:
            again = self._arrival(fetch)
            again.article, again.settled = one, True
            tell(again, self.desk)
            self._took(again)

    def _freeze(self, article: int) -> None:
        """Remember what fetches were read as whose pages are no longer kept, or cannot be read."""
        for row in history.pages_read(self.archive, article):
            if not self._watched:  # a rebuild reads every page
                self._sights.setdefault(row["fetch"], row["sight"])
            if row["fetch"] not in self._frozen and not self._is_readable(row["page"]):
                self._frozen[row["fetch"]] = _as_read(self.desk, row)

    def _is_readable(self, page: str | None) -> bool:
        if page not in self._readable:
            try:
                self._readable[page] = page is not None and body_of(self.archive, page) is not None
            except PageDamaged:
                self._readable[page] = False
        return self._readable[page]


def finish(article: int, desk: Desk) -> None:
    """What is done once for an article: its newest revision stands for it."""
    last = derived.last_revision(desk.archive, article)
    if last is None:
        return
    newest = history.in_order(desk.archive, history.fetches_of(desk.archive, [article]))[-1]
    fetched = fetched_of(desk.archive, newest, with_page=False)
    arrival = Arrival(fetched, fetch_id=newest, article=article, revision=last["id"], made_revision=True)
    for stage in ONCE:
        stage(arrival, desk)


def _as_read(desk: Desk, row: Row) -> tuple[Verdict, Extraction | None]:
    """What a fetch without its page was read as: the version that it showed, or why it was held."""
    if row["revision"] is None or row["reason"] == judging.SAME_BODY:
        return Verdict(row["outcome"], row["reason"], row["quality"] or 0.0), None
    version = derived.version_of(desk.archive, row["revision"])
    shown = Extraction(
        paragraphs=tuple(derived.paragraphs_of(desk.archive, row["revision"])),
        title=version.title, standfirst=version.standfirst, byline=version.byline, credit=version.credit,
        published=version.published, lang=version.lang, modified=row["modified"], canonical=row["canonical"],
        extractor=row["extractor"] or "", sight=row["sight"],
    )  # fmt: skip
    return Verdict(None, None, row["quality"] or 1.0), shown

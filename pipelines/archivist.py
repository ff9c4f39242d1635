"""The archivist: one writer that takes fetches in, runs the stages that read the archive, and keeps what they find.

Everything that one fetch brings (its evidence, its reading, a revision, its diff, edits and story) is one transaction.
What is derived is a function of the evidence: where a fetch comes late (a backfill) or shows that two articles are
one, the article is derived anew from all its fetches in the order of their times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from crawler.addresses import address_key
from pipelines import ladder, learning
from pipelines.arrival import Arrival
from pipelines.desk import Desk
from pipelines.evidence import fetch_key, moment_of, row_of
from pipelines.identify import identify
from pipelines.order import ONCE
from pipelines.retell import Retelling, finish, tell
from pipelines.rights import READ, respect
from pipelines.source import read_source
from storage import derived, furniture, history
from storage.evidence import fetch_known, keep_fetch
from storage.pages import has_page, keep_page
from storage.tombstones import forgotten

Settle = Callable[[Arrival], None]
ROUNDS = 3  # of learning and deriving anew; what learning changes seldom changes what is learned


class Archivist:
    """Keeps arrivals in one archive; belongs to the thread that made it.

    *settle* is called inside the transaction of each arrival, last: the schedule sets the visit's next due time there.
    """

    def __init__(self, desk: Desk, settle: Settle | None = None) -> None:
        self.desk = desk
        self._settle = settle
        self._late: list[Arrival] = []  # fetches kept that are still to be read: older than what was read
        self._sighted: dict[str, str] = {}  # paragraphs whose sightings changed since furniture was last judged

    def keep(self, arrival: Arrival, *, later: bool = False) -> bool:
        """Keep an arrival whole, or nothing of it; whether it was news (False: the very fetch was kept before).

        *later* puts off what has to be derived anew until `catch_up`, in the same transaction: many late fetches of one
        article cost no more than one. Until then the arrival has no outcome.
        """
        with self.desk.archive.transaction():
            respect(arrival, self.desk)
            fresh = not self._is_forgotten(arrival) and self._take_in(arrival)
            if fresh:
                self._tell(arrival, later=later)
            if self._settle:
                self._settle(arrival)
        return fresh

    def read(self, arrival: Arrival) -> None:
        """Read a fetch that is in the archive already, and has no reading: what was salvaged of a damaged one."""
        with self.desk.archive.transaction():
            if arrival.fetched.kind == "article":
                identify(arrival, self.desk)
            self._tell(arrival)

    def _tell(self, arrival: Arrival, *, later: bool = False) -> None:
        if arrival.fetched.kind != "article":
            read_source(arrival, self.desk)
            return
        expected = ladder.expected(arrival, self.desk)
        self._read(arrival)
        if expected is not None and arrival.extraction is not None:
            ladder.audit(arrival, self.desk, expected)
        if not later:
            self._derive_late()
        self._learn(arrival)

    def _is_forgotten(self, arrival: Arrival) -> bool:
        """Whether its address or page was forgotten on request: nothing is kept of it then, not even the attempt."""
        fetched = arrival.fetched
        addresses = {fetched.address, fetched.final_address}
        if not any(forgotten(self.desk.archive, address_key(one), fetched.body_hash) for one in addresses):
            return False
        arrival.outcome, arrival.reason = "refused", "forgotten"
        return True

    def _take_in(self, arrival: Arrival) -> bool:
        """The evidence: the page and the fetch."""
        archive, fetched = self.desk.archive, arrival.fetched
        known = fetch_known(archive, fetch_key(fetched))
        if known is not None:
            arrival.fetch_id = known
            row = archive.row("SELECT outcome, reason, article, revision FROM readings WHERE fetch = ?", (known,)) or {}
            arrival.outcome, arrival.reason = row.get("outcome"), row.get("reason")
            arrival.article, arrival.revision = row.get("article"), row.get("revision")
            return False
        archive.insert("outlets", {"id": fetched.outlet}, or_ignore=True)
        if fetched.kind == "article":
            identify(arrival, self.desk)
        page = self._keep_page(arrival) if fetched.body is not None and fetched.kind == "article" else None
        arrival.fetch_id = keep_fetch(archive, row_of(fetched, page))
        return True

    def _keep_page(self, arrival: Arrival) -> str:
        archive, fetched = self.desk.archive, arrival.fetched
        assert fetched.body is not None
        media_type = fetched.headers.get("content-type", "")
        name = None if media_type == READ else fetched.body_hash  # what stands for a page has the page's hash
        if name and has_page(archive, name):
            return name
        whole = history.last_whole_page(archive, arrival.article or 0)
        frame = arrival.ahead.frame if arrival.ahead else None
        return keep_page(archive, fetched.body, media_type, fetched.headers, leans_on=whole, frame=frame, name=name)

    def _read(self, arrival: Arrival) -> None:
        """Run the stages, or derive the articles anew where this fetch is not simply the next of one article."""
        assert arrival.article is not None
        if self._is_late(arrival, arrival.article) or arrival.article in {one.article for one in self._late}:
            self._late.append(arrival)
            return
        tell(arrival, self.desk)
        if arrival.united and not self._adopted(arrival):
            assert arrival.fetch_id is not None
            self.derive(arrival.article, *arrival.united, late=[arrival.fetch_id])
            self._recall(arrival)
            return
        self._sighted |= arrival.sighted
        if arrival.withdrew:
            finish(arrival.article, self.desk)
        else:
            for stage in ONCE:
                stage(arrival, self.desk)

    def catch_up(self) -> None:
        """Derive what `keep` put off."""
        with self.desk.archive.transaction():
            late = list(self._late)
            self._derive_late()
            for outlet in {arrival.fetched.outlet for arrival in late}:
                self.learn(outlet, set())
            for arrival in late:
                self._recall(arrival)

    def _derive_late(self) -> None:
        """Derive the articles of late fetches anew, each once; whose a fetch is may have changed meanwhile."""
        waiting, self._late = self._late, []
        while waiting:
            for arrival in waiting:
                identify(arrival, self.desk)
            group = [arrival for arrival in waiting if arrival.article == waiting[0].article]
            assert group[0].article is not None
            self.derive(group[0].article, late=[arrival.fetch_id for arrival in group if arrival.fetch_id is not None])
            for arrival in group:
                self._recall(arrival)
            waiting = [arrival for arrival in waiting if arrival not in group]

    def _is_late(self, arrival: Arrival, article: int) -> bool:
        fetched = arrival.fetched
        return history.is_late(self.desk.archive, article, moment_of(fetched.fetched_at), fetch_key(fetched))

    def _adopted(self, arrival: Arrival) -> bool:
        """Whether the fetch was told as the next one of the article to which an address that is new leads."""
        archive, fresh = self.desk.archive, arrival.article
        assert fresh is not None
        is_new = not history.fetches_of(archive, [fresh])
        if not is_new or len(arrival.united) > 1 or self._is_late(arrival, arrival.united[0]):
            return False
        arrival.article = arrival.united[0]
        derived.merge_into(archive, arrival.article, fresh)
        arrival.united, arrival.settled, arrival.verdict = [], True, None
        tell(arrival, self.desk)
        return True

    def _learn(self, arrival: Arrival) -> None:
        """Judge the outlet's furniture by what was seen; derive anew the articles for which that changes something."""
        outlet, stale = arrival.fetched.outlet, arrival.stale
        if arrival.outcome == "new":
            for piece in learning.touched_by(self.desk.archive, outlet, arrival.fetched.fetched_at):
                self._sighted.setdefault(piece, "")
        if self.learn(outlet, stale):
            self._recall(arrival)

    def switch(self, outlet: str, piece: str, *, off: bool, made_at: str, who: str = "") -> int:
        """A reader's word that a piece is no furniture (or is after all); the articles derived anew for it."""
        with self.desk.archive.transaction():
            furniture.decide(self.desk.archive, outlet, piece, off=off, made_at=made_at, who=who)
            carriers = furniture.carriers(self.desk.archive, outlet, piece)
            self.learn(outlet, carriers)
        return len(carriers)

    def learn(self, outlet: str, stale: set[int]) -> bool:
        """Derive *stale* articles and those whose furniture changed, until nothing changes; whether there were any."""
        any_stale = False
        for _ in range(ROUNDS):
            sighted, self._sighted = self._sighted, {}
            stale = stale | learning.learn(self.desk, outlet, sighted)
            if not stale:
                break
            any_stale = True
            for article in sorted(stale):
                if self.desk.archive.value("SELECT 1 FROM articles WHERE id = ?", (article,)):
                    self.derive(article)
            stale = set()
        return any_stale

    def _recall(self, arrival: Arrival) -> None:
        """What deriving made of this fetch."""
        row = self.desk.archive.row("SELECT * FROM readings WHERE fetch = ?", (arrival.fetch_id,)) or {}
        arrival.article, arrival.outcome, arrival.reason = row["article"], row["outcome"], row["reason"]
        arrival.revision = row["revision"]

    def derive(self, *articles: int, late: Iterable[int] = ()) -> None:
        """Derive articles anew from all their fetches, and from those in *late*, that were not read yet."""
        self._retell(Retelling(self.desk), articles, late)

    def rederive(self, article: int) -> Retelling:
        """As `derive`; the retelling tells how the article, and those that belong to it, looked before."""
        return self._retell(Retelling(self.desk, watched=True), (article,))

    def _retell(self, retelling: Retelling, articles: Iterable[int], late: Iterable[int] = ()) -> Retelling:
        retelling.run(articles, late)
        for piece, text in retelling.sighted.items():
            self._sighted[piece] = text or self._sighted.get(piece, "")
        return retelling

    def forget_sightings(self) -> None:
        """What was derived since was taken back, or teaches nothing."""
        self._sighted = {}

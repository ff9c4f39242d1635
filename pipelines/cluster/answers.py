"""What a visit brought, as it goes from a worker to the archivist."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace

from comparison.reuse import Marks, marks
from crawler.cluster.framing import LARGEST
from crawler.items import Discovered, Fetched
from pipelines.arrival import Ahead, Arrival, Extraction, Verdict
from pipelines.judge import judge
from pipelines.pieces import Named, named
from pipelines.prints import foresee, name_of
from storage.pages import PageDamaged, compress, opened
from storage.robots import RobotsCopy


@dataclass(frozen=True)
class Foreseen:
    """The marks of a text that a page is likely to be kept as: see `pipelines.prints.foresee`."""

    text: bytes
    sample: tuple[int, ...]
    pairs: tuple[int, ...]

    @classmethod
    def of(cls, read: Extraction, page: Named, furniture: Container[str]) -> Foreseen:
        """Of what was read, without the outlet's own."""
        places = zip(read.paragraphs, page.names, page.slots, strict=True)
        text = "\n\n".join(text for text, *names in places if not any(name in furniture for name in names))
        made = marks(text)
        return cls(name_of(text), tuple(made.sample), tuple(made.pairs))

    def marks(self) -> Marks:
        """As the index takes them."""
        return Marks(frozenset(self.sample), frozenset(self.pairs))


@dataclass(frozen=True)
class Page:
    """A body as the archive packs it: a zstd frame of *size* bytes."""

    frame: bytes
    size: int

    def body(self) -> bytes:
        """The bytes; `PageDamaged` where the frame does not hold so many."""
        if not 0 <= self.size <= LARGEST:
            raise PageDamaged(f"a page of {self.size} bytes")
        return opened(self.frame, self.size)


@dataclass(frozen=True)
class Told:
    """A fetch and what was read of its page, apart from the body: in *page*, or for a source only its *hash*.

    *verdict* is the judge's of a page whose article is not known yet, *named* what its paragraphs are known by.
    """

    fetched: Fetched
    page: Page | None = None
    hash: str | None = None
    read: Extraction | None = None
    sight: bytes | None = None
    verdict: Verdict | None = None
    named: Named | None = None
    foreseen: Foreseen | None = None

    @classmethod
    def of(cls, arrival: Arrival, furniture: Container[str]) -> Told:
        """As it is sent; *furniture* are the hashes of the outlet's own pieces."""
        fetched, read, body = arrival.fetched, arrival.extraction, arrival.fetched.body
        sent = replace(fetched, body=None)
        if body is None:
            return cls(sent, hash=fetched.body_hash, read=read, sight=arrival.sight)
        page = Page(compress(body), len(body))
        if read is None:
            return cls(sent, page, sight=arrival.sight)
        known = named(read, fetched.outlet)
        return cls(
            sent, page, read=read, sight=arrival.sight, verdict=judge(fetched, read, None), named=known,
            foreseen=Foreseen.of(read, known, furniture) if read.paragraphs else None,
        )  # fmt: skip

    def arrival(self) -> Arrival:
        """As the archivist takes it. Of a body that came along the name is computed, never believed."""
        if self.page is None:
            self.fetched.__dict__["body_hash"] = self.hash
            return Arrival(self.fetched, self.read, self.sight)
        fetched = replace(self.fetched, body=self.page.body())
        if self.foreseen:
            foresee(self.foreseen.text, self.foreseen.marks())
        ahead = Ahead(self.verdict, self.page.frame, self.named) if self.verdict and self.named else None
        return Arrival(fetched, self.read, self.sight, ahead=ahead)


@dataclass(frozen=True)
class Answer:
    """What *visit* brought; *part* says that more follows. *origins* are files that *worker* read meanwhile."""

    visit: int
    ticket: str
    worker: str
    found: tuple[Discovered, ...] = ()
    told: tuple[Told, ...] = ()
    origins: tuple[RobotsCopy, ...] = ()
    part: bool = False

"""What a visit brought, as it goes from a worker to the archivist."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from comparison.reuse import Marks, marks
from crawler.items import Discovered, Fetched
from pipelines.arrival import Arrival, Extraction
from pipelines.pieces import named
from pipelines.prints import foresee, name_of
from storage.robots import RobotsCopy


@dataclass(frozen=True)
class Foreseen:
    """The marks of a text that a page is likely to be kept as: see `pipelines.prints.foresee`."""

    text: bytes
    sample: tuple[int, ...]
    pairs: tuple[int, ...]

    @classmethod
    def of(cls, read: Extraction, outlet: str, furniture: Container[str]) -> Foreseen:
        """Of what was read, without the outlet's own."""
        page = named(read, outlet)
        places = zip(read.paragraphs, page.names, page.slots, strict=True)
        text = "\n\n".join(text for text, *names in places if not any(name in furniture for name in names))
        made = marks(text)
        return cls(name_of(text), tuple(made.sample), tuple(made.pairs))

    def marks(self) -> Marks:
        """As the index takes them."""
        return Marks(frozenset(self.sample), frozenset(self.pairs))


@dataclass(frozen=True)
class Told:
    """A fetch and what was read of its page. *hash* names a body that is not sent along: of a source, read already."""

    fetched: Fetched
    hash: str | None = None
    read: Extraction | None = None
    sight: bytes | None = None
    foreseen: Foreseen | None = None

    @classmethod
    def of(cls, arrival: Arrival, furniture: Container[str]) -> Told:
        """As it is sent; *furniture* are the hashes of the outlet's own pieces."""
        fetched, read = arrival.fetched, arrival.extraction
        gone = None if fetched.body is not None else fetched.body_hash
        foreseen = Foreseen.of(read, fetched.outlet, furniture) if read and read.paragraphs else None
        return cls(fetched, gone, read, arrival.sight, foreseen)

    def arrival(self) -> Arrival:
        """As the archivist takes it. Of a body that came along the name is computed, never believed."""
        if self.fetched.body is None:
            self.fetched.__dict__["body_hash"] = self.hash
        if self.foreseen:
            foresee(self.foreseen.text, self.foreseen.marks())
        return Arrival(self.fetched, self.read, self.sight)


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

"""What a visit brought, as it goes from a worker to the archivist."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.items import Discovered, Fetched
from pipelines.arrival import Arrival, Extraction
from storage.robots import RobotsCopy


@dataclass(frozen=True)
class Told:
    """A fetch and what was read of its page. *hash* names a body that is not sent along: of a source, read already."""

    fetched: Fetched
    hash: str | None = None
    read: Extraction | None = None
    sight: bytes | None = None

    @classmethod
    def of(cls, arrival: Arrival) -> Told:
        """As it is sent."""
        fetched = arrival.fetched
        return cls(fetched, None if fetched.body is not None else fetched.body_hash, arrival.extraction, arrival.sight)

    def arrival(self) -> Arrival:
        """As the archivist takes it. Of a body that came along the name is computed, never believed."""
        if self.fetched.body is None:
            self.fetched.__dict__["body_hash"] = self.hash
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

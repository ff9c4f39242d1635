"""What goes over the broker: the configuration in force, the visits of an outlet, and what a visit brought."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from crawler.items import Visit
from crawler.outlets import FollowedStory, Outlet, Policy
from storage.robots import RobotsCopy

LEASE = 20.0  # seconds for which a worker may believe that an outlet is its own, without another word of the broker
SLACK = 2.0  # seconds between a worker's word and the request that follows it


@dataclass(frozen=True)
class Orders:
    """What is the same for all visits of a round.

    *quarantined* are hashes of bodies that nobody reads, *asked* the hosts that were asked within ten minutes, with the
    times. *clock* is the time where time is simulated. *lease*: see `LEASE`.
    """

    id: str
    policy: Policy
    outlets: tuple[Outlet, ...] = ()
    stories: tuple[FollowedStory, ...] = ()
    quarantined: tuple[str, ...] = ()
    asked: dict[str, str] = field(default_factory=dict)
    clock: str | None = None
    lease: float = LEASE

    @property
    def under_way(self) -> float:
        """The seconds within which a request that was begun has ended."""
        return self.policy.timeout.total_seconds() + SLACK

    @property
    def held(self) -> float:
        """The seconds after which a lease is surely over: its worker begins no request, and none is under way."""
        return self.lease + self.under_way

    @property
    def over(self) -> float:
        """The seconds after which nobody asks anything any more, and every host was let alone for its pace."""
        paces = [outlet.pace for outlet in self.outlets if outlet.pace]
        return self.held + max(self.policy.pace, *paces, timedelta(0)).total_seconds()


@dataclass(frozen=True)
class Bundle:
    """Some visits of one outlet, each with its ticket, and what a worker needs to know of the outlet.

    *furniture* are the hashes of pieces that are its own, not its articles'; *origins* what its hosts' robots.txt and
    tdmrep.json said.
    """

    outlet: str
    orders: str
    visits: tuple[Visit, ...]
    tickets: tuple[str, ...]
    furniture: tuple[str, ...] = ()
    origins: tuple[RobotsCopy, ...] = ()


def ticket(row: Mapping[str, Any]) -> str:
    """What a row of ``visits`` is as long as no fetch of it was kept: an answer to another one is an answer to none."""
    names = ("id", "outlet", "kind", "address", "created_at", "last_fetch", "failures")
    return hashlib.blake2b(repr([row[name] for name in names]).encode(), digest_size=12).hexdigest()
